/* Runs the blocks of a kernel whose threads meet at barriers, shuffles and votes.
 *
 * Each thread runs until it comes to a meeting point. When none can run on, warps whose lanes have all come to
 * theirs exchange values, and if there is none, barriers that all threads have reached are opened. A thread that
 * has returned counts as having reached every barrier, as on GPUs since Volta; STANDIN_STRICT=1 makes it an error,
 * which CUDA's rules say it is. When nobody can go on, the launch fails with a sentence instead of hanging. */
#include "state.h"

static int waits_with(const struct thread *a, const struct thread *b) {
    return b->why == AT_WARP && b->op == a->op && b->mask == a->mask;
}

static const struct thread *lane_of(const struct thread *warp, int lanes, int lane, uint32_t group) {
    return lane >= 0 && lane < lanes && (group >> lane & 1) ? &warp[lane] : NULL;
}

static void shuffle(struct thread *warp, int lanes, uint32_t group, struct thread *t) {
    int lane = t->lane, clamp = t->c & 31, segment = t->c >> 8 & 31, b = t->b & 31;
    int most = (lane & segment) | (clamp & ~segment), least = lane & segment, from;
    int inside = 1;
    switch (t->op) {
    case SHFL_UP: from = lane - b; inside = from >= most; break;
    case SHFL_DOWN: from = lane + b; inside = from <= most; break;
    case SHFL_BFLY: from = lane ^ b; inside = from <= most; break;
    default: from = least | (b & ~segment); inside = from <= most;
    }
    if (!inside) from = lane;
    const struct thread *source = lane_of(warp, lanes, from, group);
    t->result = source ? source->value : 0xffffffffu; /* a lane that takes no part: its value is undefined */
    t->flag = inside;
}

static uint32_t reduce(int op, uint32_t a, uint32_t b) {
    switch (op) {
    case REDUX_ADD: return a + b;
    case REDUX_MIN: return a < b ? a : b;
    case REDUX_MAX: return a > b ? a : b;
    case REDUX_SMIN: return (int32_t)a < (int32_t)b ? a : b;
    case REDUX_SMAX: return (int32_t)a > (int32_t)b ? a : b;
    case REDUX_AND: return a & b;
    case REDUX_OR: return a | b;
    default: return a ^ b;
    }
}

/* Gives each lane of `group` its result; all of them wait at the same kind of point. */
static void exchange(struct thread *warp, int lanes, uint32_t group) {
    uint32_t ballot = 0, sum = 0;
    int first = 1, same = 1;
    uint64_t value = 0;
    for (int i = 0; i < lanes; i++) {
        if (!(group >> i & 1)) continue;
        if (warp[i].value) ballot |= 1u << i;
        same &= first || warp[i].value == value;
        sum = first ? (uint32_t)warp[i].value : reduce(warp[i].op, sum, (uint32_t)warp[i].value);
        value = warp[i].value;
        first = 0;
    }
    for (int i = 0; i < lanes; i++) {
        struct thread *t = &warp[i];
        if (!(group >> i & 1)) continue;
        switch (t->op) {
        case SHFL_UP: case SHFL_DOWN: case SHFL_BFLY: case SHFL_IDX: shuffle(warp, lanes, group, t); break;
        case VOTE_ALL: t->result = ballot == group; break;
        case VOTE_ANY: t->result = ballot != 0; break;
        case VOTE_UNI: t->result = ballot == 0 || ballot == group; break;
        case VOTE_BALLOT: t->result = ballot; break;
        case ACTIVE: t->result = group; break;
        case MATCH_ALL: t->result = same ? group : 0; t->flag = same; break;
        case MATCH_ANY:
            t->result = 0;
            for (int k = 0; k < lanes; k++)
                if ((group >> k & 1) && warp[k].value == t->value) t->result |= 1u << k;
            break;
        default: t->result = sum;
        }
        t->why = RUNNING;
    }
}

/* Lets the lanes of one warp that have all come to the same point exchange; true if some did. */
static int meet_in_warp(struct thread *warp, int lanes) {
    uint32_t live = 0, done = 0;
    for (int i = 0; i < lanes; i++)
        if (warp[i].why != FINISHED) live |= 1u << i;
    for (int i = 0; i < lanes; i++) {
        struct thread *t = &warp[i];
        if (t->why != AT_WARP || (done >> i & 1)) continue;
        if (!(t->mask >> i & 1)) fail(LAUNCH_FAILED, "thread %u names a mask 0x%x without itself", t->tid[0], t->mask);
        uint32_t group = 0, wanted = t->mask & live;
        for (int k = 0; k < lanes; k++)
            if (waits_with(t, &warp[k]) && (t->op != ACTIVE || warp[k].point == t->point)) group |= 1u << k;
        if (t->op == ACTIVE) wanted = group;
        if ((group & wanted) != wanted) continue;
        exchange(warp, lanes, group & wanted);
        done |= group;
    }
    return done != 0;
}

/* Opens the barriers that are full; true if one was. */
static int meet_at_barriers(struct thread *threads, uint32_t total, uint32_t *early) {
    int opened = 0;
    for (uint32_t which = 0; which < 16; which++) {
        uint32_t here = 0, expected = 0, finished = 0, holding = 0;
        const struct thread *one = NULL;
        for (uint32_t i = 0; i < total; i++) {
            struct thread *t = &threads[i];
            finished += t->why == FINISHED;
            if (t->why != AT_BARRIER || t->barrier != which) continue;
            if (one && t->warp == one->warp && (t->point != one->point || t->op != one->op))
                fail(LAUNCH_FAILED, "threads of one warp wait at different barriers (statements %u and %u)", one->point, t->point);
            one = t;
            here++;
            holding += t->value != 0;
            expected = t->expected;
        }
        if (!here) continue;
        if (!expected && here + finished != total) continue;
        if (expected && here != expected) continue;
        if (!expected && finished) *early = finished;
        for (uint32_t i = 0; i < total; i++) {
            struct thread *t = &threads[i];
            if (t->why != AT_BARRIER || t->barrier != which) continue;
            t->result = t->op == COUNT ? holding : t->op == EVERY ? holding == here : holding != 0;
            t->why = RUNNING;
        }
        opened = 1;
    }
    return opened;
}

static void stuck(const struct thread *threads, uint32_t total) {
    uint32_t finished = 0, barrier = 0, warp = 0;
    for (uint32_t i = 0; i < total; i++) {
        finished += threads[i].why == FINISHED;
        barrier += threads[i].why == AT_BARRIER;
        warp += threads[i].why == AT_WARP;
    }
    fail(LAUNCH_FAILED, "would hang: of %u threads %u wait at a barrier, %u for other lanes of their warp, %u have returned", total, barrier, warp, finished);
}

static void run_block(const struct kernel *kernel, struct launch *l, struct thread *threads, uint32_t total, uint32_t *early) {
    uint32_t left = total;
    while (1) {
        for (uint32_t k = 0; k < total; k++) {
            struct thread *t = &threads[l->backward ? total - 1 - k : k];
            if (t->why != RUNNING) continue;
            kernel->step(l, t);
            left -= t->why == FINISHED;
        }
        if (!left) return;
        int met = 0;
        for (uint32_t i = 0; i < total; i += 32) met |= meet_in_warp(threads + i, total - i < 32 ? (int)(total - i) : 32);
        if (!met && !meet_at_barriers(threads, total, early)) stuck(threads, total);
    }
}

void run_blocks(const struct kernel *kernel, struct launch *l) {
    static struct thread *threads; /* kept between launches: a failed one leaves by a long jump */
    static unsigned char *saved;
    static size_t room;
    uint32_t total = l->threads[0] * l->threads[1] * l->threads[2], early = 0;
    size_t bytes = (kernel->saved_bytes + 15) & ~(size_t)15;
    if (!threads) threads = calloc(1024, sizeof *threads);
    if (room < bytes * total) {
        free(saved);
        room = bytes * total;
        if (posix_memalign((void **)&saved, 64, room)) abort();
    }
    for (uint32_t z = 0; z < l->grid[2]; z++) for (uint32_t y = 0; y < l->grid[1]; y++) for (uint32_t x = 0; x < l->grid[0]; x++) {
        l->block[0] = l->backward ? l->grid[0] - 1 - x : x;
        l->block[1] = l->backward ? l->grid[1] - 1 - y : y;
        l->block[2] = l->backward ? l->grid[2] - 1 - z : z;
        memset(l->shared, 255, l->shared_bytes);
        memset(saved, 255, bytes * total);
        for (uint32_t i = 0; i < total; i++)
            threads[i] = (struct thread){.tid = {i % l->threads[0], i / l->threads[0] % l->threads[1], i / l->threads[0] / l->threads[1]},
                                         .lane = i % 32, .warp = i / 32, .saved = saved + i * bytes};
        run_block(kernel, l, threads, total, &early);
    }
    if (early) {
        const char *strict = getenv("STANDIN_STRICT");
        count("returned-before-barrier", kernel->name, 0);
        if (strict && *strict == '1') fail(LAUNCH_FAILED, "%u threads returned before a barrier of their block", early);
    }
}
