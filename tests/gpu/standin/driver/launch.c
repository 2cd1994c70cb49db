/* Launches of kernels: the limits of a real GPU, then the translated kernel, then its failure if it failed. */
#include <setjmp.h>
#include <stdarg.h>
#include "state.h"

static jmp_buf out;
static struct launch running;
static uint32_t most_sites;

void fail(int code, const char *format, ...) {
    va_list values;
    fprintf(stderr, "stand-in GPU: kernel %s, block (%u, %u, %u): ", running.name, running.block[0], running.block[1], running.block[2]);
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    longjmp(out, code);
}

/* Looks an address of a kernel up and remembers where it lies, or ends the launch. */
static void find(struct site *site, uint64_t address, uint32_t bytes, int write) {
    struct memory *found = memory_at(address);
    if (found && found->device == current->device) {
        *site = (struct site){found->from, found->bytes};
        if (address - found->from + bytes <= found->bytes) return;
        fail(ILLEGAL_ADDRESS, "%s of %u bytes at byte %llu of an allocation of %zu", write ? "write" : "read", bytes,
             (unsigned long long)(address - found->from), found->bytes);
    }
    for (struct module *module = state.modules; module; module = module->next)
        for (const struct symbol *s = module->symbols; s->name; s++)
            if (address - (uint64_t)s->address < s->bytes && address - (uint64_t)s->address + bytes <= s->bytes) {
                *site = (struct site){(uint64_t)s->address, s->bytes};
                return;
            }
    fail(ILLEGAL_ADDRESS, "%s of %u bytes at 0x%llx, which is no memory of this device", write ? "write" : "read", bytes, (unsigned long long)address);
}

struct services services = {fail, find, print_values};

static CUresult refusal(const struct function *f, const uint32_t grid[3], const uint32_t block[3], uint32_t dynamic) {
    const struct kernel *k = f->kernel;
    uint64_t threads = (uint64_t)block[0] * block[1] * block[2];
    if (!grid[0] || !grid[1] || !grid[2] || !threads) return INVALID_VALUE;
    if (grid[0] > 2147483647u || grid[1] > 65535 || grid[2] > 65535) return INVALID_VALUE;
    if (block[0] > 1024 || block[1] > 1024 || block[2] > 64 || threads > 1024) return INVALID_VALUE;
    if (k->most_threads && threads > k->most_threads) return INVALID_VALUE;
    if (k->wanted_threads[0] && memcmp(k->wanted_threads, block, sizeof k->wanted_threads)) return INVALID_VALUE;
    uint64_t most = f->most_dynamic > STATIC_SHARED - (int)k->shared_bytes ? f->most_dynamic : STATIC_SHARED - (int)k->shared_bytes;
    if (dynamic > most || (uint64_t)k->shared_bytes + dynamic > MOST_SHARED) return INVALID_VALUE;
    return SUCCESS;
}

API CUresult cuLaunchKernel(CUfunction f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                            unsigned dynamic, CUstream stream, void **parameters, void **extra) {
    static _Alignas(64) unsigned char given[32768], shared[MOST_SHARED + 64];
    static struct site *sites;
    (void)stream;
    ENTER(1);
    if (state.lost_after >= 0 && state.launched >= state.lost_after) return state.lost = state.lost_code;
    if (!f) return INVALID_HANDLE;
    const struct kernel *k = f->kernel;
    uint32_t grid[3] = {gx, gy, gz}, block[3] = {bx, by, bz};
    CUresult error = refusal(f, grid, block, dynamic);
    if (error) return error;
    if (k->error) {
        fprintf(stderr, "stand-in GPU: kernel %s cannot be run: %s\n", k->name, k->error);
        return NOT_SUPPORTED;
    }
    if (f->module->device != current->device) return INVALID_HANDLE;
    if (parameters)
        for (uint32_t i = 0; i < k->parameter_count; i++)
            memcpy(given + k->parameters[i].offset, parameters[i], k->parameters[i].bytes);
    else if (extra) /* 1: a buffer with all of them, 2: its size */
        for (int i = 0; extra[i]; i += 2) {
            if (extra[i] == (void *)1) memcpy(given, extra[i + 1], k->parameter_bytes);
        }
    else if (k->parameter_count) return INVALID_VALUE;
    if (most_sites < k->site_count) sites = realloc(sites, (most_sites = k->site_count) * sizeof *sites);
    if (sites) memset(sites, 0, k->site_count * sizeof *sites);
    const char *order = getenv("STANDIN_ORDER");
    running = (struct launch){.grid = {gx, gy, gz}, .threads = {bx, by, bz}, .shared = shared, .shared_bytes = k->shared_bytes + dynamic,
                              .dynamic_bytes = dynamic, .params = given, .sites = sites, .name = k->name,
                              .backward = order && !strcmp(order, "backward")};
    state.launched++;
    count("launch", k->name, 0);
    error = setjmp(out);
    if (error) return state.lost = error;
    if (k->run) k->run(&running);
    else run_blocks(k, &running);
    return SUCCESS;
}

API CUresult cuLaunchCooperativeKernel(CUfunction f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                                       unsigned dynamic, CUstream stream, void **parameters) {
    (void)f, (void)gx, (void)gy, (void)gz, (void)bx, (void)by, (void)bz, (void)dynamic, (void)stream, (void)parameters;
    return NOT_SUPPORTED; /* blocks run one after another: they cannot wait for each other */
}

API CUresult cuFuncSetAttribute(CUfunction f, int attribute, int value) {
    ENTER(1);
    if (!f) return INVALID_HANDLE;
    if (attribute != 8) return SUCCESS;
    if (value < 0 || value + (int)f->kernel->shared_bytes > MOST_SHARED) return INVALID_VALUE;
    f->most_dynamic = value;
    return SUCCESS;
}

API CUresult cuFuncGetAttribute(int *value, int attribute, CUfunction f) {
    ENTER(1);
    if (!f || !value) return INVALID_VALUE;
    *value = attribute == 0 ? (f->kernel->most_threads ? (int)f->kernel->most_threads : 1024) : attribute == 1 ? (int)f->kernel->shared_bytes
           : attribute == 4 ? 32 : attribute == 5 || attribute == 6 ? state.capability
           : attribute == 8 ? (f->most_dynamic ? f->most_dynamic : STATIC_SHARED - (int)f->kernel->shared_bytes) : 0;
    return SUCCESS;
}

API CUresult cuFuncSetCacheConfig(CUfunction f, int config) { (void)config; return f ? SUCCESS : INVALID_HANDLE; }

/* Occupancy: by threads and shared memory alone. */
API CUresult cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *blocks, CUfunction f, int threads, size_t dynamic, unsigned flags) {
    (void)flags;
    ENTER(1);
    if (!blocks || !f || threads <= 0) return INVALID_VALUE;
    size_t shared = f->kernel->shared_bytes + dynamic + 1024;
    int most = threads > 1024 ? 0 : 2048 / threads < 32 ? 2048 / threads : 32;
    *blocks = (size_t)most * shared > 233472 ? (int)(233472 / shared) : most;
    return SUCCESS;
}
API CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, CUfunction f, int threads, size_t dynamic) {
    return cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(blocks, f, threads, dynamic, 0);
}
API CUresult cuOccupancyMaxPotentialBlockSizeWithFlags(int *grid, int *block, CUfunction f, size_t (*need)(int), size_t dynamic, int limit, unsigned flags) {
    (void)need, (void)dynamic, (void)flags;
    ENTER(1);
    if (!grid || !block || !f) return INVALID_VALUE;
    *block = f->kernel->most_threads ? (int)f->kernel->most_threads : 1024;
    if (limit > 0 && limit < *block) *block = limit;
    *grid = 132 * (2048 / *block);
    return SUCCESS;
}
API CUresult cuOccupancyMaxPotentialBlockSize(int *grid, int *block, CUfunction f, size_t (*need)(int), size_t dynamic, int limit) {
    return cuOccupancyMaxPotentialBlockSizeWithFlags(grid, block, f, need, dynamic, limit, 0);
}
API CUresult cuOccupancyAvailableDynamicSMemPerBlock(size_t *bytes, CUfunction f, int blocks, int threads) {
    (void)threads;
    ENTER(1);
    if (!bytes || !f || blocks <= 0) return INVALID_VALUE;
    size_t each = 233472 / blocks - 1024 - f->kernel->shared_bytes;
    *bytes = each < MOST_SHARED ? each : MOST_SHARED;
    return SUCCESS;
}
API CUresult cuOccupancyMaxActiveClusters(int *clusters, CUfunction f, const void *config) { (void)clusters, (void)f, (void)config; return NOT_SUPPORTED; }
API CUresult cuOccupancyMaxPotentialClusterSize(int *size, CUfunction f, const void *config) { (void)size, (void)f, (void)config; return NOT_SUPPORTED; }
