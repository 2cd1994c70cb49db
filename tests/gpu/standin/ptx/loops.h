/* The loops over blocks and threads of a kernel without meeting points: one thread after another. */
#ifndef STANDIN_LOOPS_H
#define STANDIN_LOOPS_H
#include "ops.h"

#define TURN(k, n) (backward ? (n) - 1 - (k) : (k))
#define RUN(name, thread, uses_shared) \
    static void name(struct launch *given) { \
        struct launch here = *given, *l = &here; \
        int backward = l->backward; \
        for (u32 z = 0; z < l->grid[2]; z++) for (u32 y = 0; y < l->grid[1]; y++) for (u32 x = 0; x < l->grid[0]; x++) { \
            l->block[0] = TURN(x, l->grid[0]); l->block[1] = TURN(y, l->grid[1]); l->block[2] = TURN(z, l->grid[2]); \
            if (uses_shared) memset(l->shared, 255, l->shared_bytes); \
            for (u32 c = 0; c < l->threads[2]; c++) for (u32 b = 0; b < l->threads[1]; b++) for (u32 a = 0; a < l->threads[0]; a++) { \
                const u32 tid[3] = {TURN(a, l->threads[0]), TURN(b, l->threads[1]), TURN(c, l->threads[2])}; \
                thread(l, tid); \
            } \
        } \
    }

#endif
