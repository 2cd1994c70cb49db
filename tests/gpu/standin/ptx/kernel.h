/* What a translated kernel and the stand-in driver agree on.
 *
 * ptx/translate.py turns a PTX module into one C file that includes this header and ops.h; the driver compiles it
 * to a shared object and finds `standin_kernels` and `standin_symbols` in it. A kernel without barriers is one
 * function that loops over all blocks and threads (`run`). A kernel with barriers, shuffles or votes is a function
 * that carries one thread on to its next meeting point (`step`), keeps the thread's registers in `saved`, and is
 * called by driver/block.c, which makes the threads of a block meet. */
#ifndef STANDIN_KERNEL_H
#define STANDIN_KERNEL_H
#include <stddef.h>
#include <stdint.h>

/* Memory that was last found to be allocated: [from, from + bytes). One per load or store of a kernel. */
struct site {
    uint64_t from, bytes;
};

/* One launch, as every thread sees it. `block` and `shared` change from block to block. */
struct launch {
    uint32_t grid[3], threads[3], block[3];
    unsigned char *shared;
    uint32_t shared_bytes, dynamic_bytes;
    const unsigned char *params;
    struct site *sites;
    int backward; /* run blocks and threads from last to first */
    uint64_t clock;
    const char *name;
};

/* Why a thread stopped. */
enum { RUNNING, FINISHED, AT_BARRIER, AT_WARP };
/* What the lanes of a warp do together, or the threads of a block at a barrier (COUNT, EVERY, SOME). */
enum { SHFL_UP, SHFL_DOWN, SHFL_BFLY, SHFL_IDX, VOTE_ALL, VOTE_ANY, VOTE_UNI, VOTE_BALLOT, WARP_SYNC, ACTIVE,
       MATCH_ANY, MATCH_ALL, REDUX_ADD, REDUX_MIN, REDUX_MAX, REDUX_SMIN, REDUX_SMAX, REDUX_AND, REDUX_OR, REDUX_XOR,
       PLAIN, COUNT, EVERY, SOME };

/* A thread of a kernel that has meeting points. */
struct thread {
    uint32_t tid[3], lane, warp;
    int why, op;
    uint32_t state;              /* where to go on; 0 at the start */
    uint32_t point;              /* which instruction it waits at, counted in the PTX */
    uint32_t mask, barrier, expected;
    uint64_t value, result;      /* handed in and given back */
    uint32_t b, c, flag;
    unsigned char *saved;
};

/* What the driver does for a kernel. `fail` never returns: it ends the launch with a CUDA error code. */
struct services {
    void (*fail)(int code, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));
    void (*find)(struct site *site, uint64_t address, uint32_t bytes, int write);
    int (*print)(const char *format, const unsigned char *values);
};

struct parameter {
    uint32_t offset, bytes;
};

struct kernel {
    const char *name;
    const char *error; /* why it cannot be run; NULL when it can */
    void (*run)(struct launch *);
    void (*step)(struct launch *, struct thread *);
    const struct parameter *parameters;
    uint32_t parameter_count, parameter_bytes, shared_bytes, saved_bytes, site_count;
    uint32_t most_threads, wanted_threads[3]; /* .maxntid, .reqntid; 0 where not given */
};

struct symbol {
    const char *name;
    void *address;
    size_t bytes;
};

#endif
