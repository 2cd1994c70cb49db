/* Device memory: host memory filled with ones in every bit (NaN as a float), known by address so that copies,
 * kernels and matrix products that leave it are found. */
#include "state.h"

static struct memory *table; /* by address */
static size_t rows, room;

/* The first row beyond `address`. */
static size_t beyond(uint64_t address) {
    size_t low = 0, high = rows;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (table[middle].from <= address) low = middle + 1;
        else high = middle;
    }
    return low;
}

struct memory *memory_at(uint64_t address) {
    size_t at = beyond(address);
    if (!at || address - table[at - 1].from >= table[at - 1].bytes) return NULL;
    return &table[at - 1];
}

static int inside(uint64_t address, size_t bytes) {
    if (!bytes) return 1;
    struct memory *found = memory_at(address);
    if (found && bytes <= found->bytes - (address - found->from) && (found->host || found->device == current->device)) return 1;
    fprintf(stderr, "stand-in GPU: %zu bytes at 0x%llx are not in one allocation of this device\n", bytes, (unsigned long long)address);
    return 0;
}

/* For the stand-in cuBLAS: 0, or the error that stands in the way of using this memory. */
API int standin_range(uint64_t address, size_t bytes) {
    ENTER(1);
    if (inside(address, bytes)) return SUCCESS;
    return state.lost = ILLEGAL_ADDRESS;
}

static CUresult take(CUdeviceptr *made, size_t bytes, int host) {
    if (!host && bytes > state.memory - state.used[current->device]) return OUT_OF_MEMORY;
    void *memory;
    if (posix_memalign(&memory, 256, (bytes + 255) & ~(size_t)255)) return OUT_OF_MEMORY;
    memset(memory, 0xff, bytes);
    if (rows == room) table = realloc(table, (room = room ? 2 * room : 256) * sizeof *table);
    size_t at = beyond((uint64_t)memory);
    memmove(table + at + 1, table + at, (rows - at) * sizeof *table);
    table[at] = (struct memory){(uint64_t)memory, bytes, current->device, host};
    rows++;
    if (!host) {
        state.used[current->device] += bytes;
        if (state.used[current->device] > state.peak) state.peak = state.used[current->device];
        count("allocations", NULL, bytes);
    }
    *made = (CUdeviceptr)memory;
    return SUCCESS;
}

static CUresult give(CUdeviceptr address) {
    if (!address) return SUCCESS;
    size_t at = beyond(address);
    if (!at || table[at - 1].from != address) return INVALID_VALUE;
    struct memory gone = table[at - 1];
    memmove(table + at - 1, table + at, (rows - at) * sizeof *table);
    rows--;
    if (!gone.host) {
        state.used[gone.device] -= gone.bytes;
        count("frees", NULL, gone.bytes);
    }
    free((void *)gone.from);
    return SUCCESS;
}

API CUresult cuMemAlloc_v2(CUdeviceptr *made, size_t bytes) {
    ENTER(1);
    return made && bytes ? take(made, bytes, 0) : INVALID_VALUE;
}
API CUresult cuMemAllocManaged(CUdeviceptr *made, size_t bytes, unsigned flags) {
    (void)flags;
    return cuMemAlloc_v2(made, bytes);
}
/* Unlike cuMemAlloc, the pool gives a null address for no bytes. */
API CUresult cuMemAllocAsync(CUdeviceptr *made, size_t bytes, CUstream stream) {
    (void)stream;
    ENTER(1);
    if (!made) return INVALID_VALUE;
    *made = 0;
    return bytes ? take(made, bytes, 0) : SUCCESS;
}
API CUresult cuMemFree_v2(CUdeviceptr address) {
    ENTER(1);
    return give(address);
}
API CUresult cuMemFreeAsync(CUdeviceptr address, CUstream stream) {
    (void)stream;
    return cuMemFree_v2(address);
}
API CUresult cuMemHostAlloc(void **made, size_t bytes, unsigned flags) {
    (void)flags;
    ENTER(1);
    return made && bytes ? take((CUdeviceptr *)made, bytes, 1) : INVALID_VALUE;
}
API CUresult cuMemAllocHost_v2(void **made, size_t bytes) { return cuMemHostAlloc(made, bytes, 0); }
API CUresult cuMemFreeHost(void *address) { return cuMemFree_v2((CUdeviceptr)address); }

API CUresult cuMemGetInfo_v2(size_t *free_bytes, size_t *total) {
    ENTER(1);
    if (free_bytes) *free_bytes = state.memory - state.used[current->device];
    if (total) *total = state.memory;
    return SUCCESS;
}

API CUresult cuMemGetAddressRange_v2(CUdeviceptr *base, size_t *bytes, CUdeviceptr address) {
    ENTER(1);
    struct memory *found = memory_at(address);
    if (!found) return NOT_FOUND;
    if (base) *base = found->from;
    if (bytes) *bytes = found->bytes;
    return SUCCESS;
}

/* Copies. Every stream is done at once, so the asynchronous forms are the same. */

API CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, size_t bytes) {
    ENTER(1);
    if (!inside(to, bytes) || (bytes && !from)) return INVALID_VALUE;
    if (bytes) memcpy((void *)to, from, bytes);
    count("host-to-device", NULL, bytes);
    return SUCCESS;
}
API CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, CUstream stream) {
    (void)stream;
    return cuMemcpyHtoD_v2(to, from, bytes);
}

API CUresult cuMemcpyDtoH_v2(void *to, CUdeviceptr from, size_t bytes) {
    ENTER(1);
    if (!inside(from, bytes) || (bytes && !to)) return INVALID_VALUE;
    if (bytes) memcpy(to, (void *)from, bytes);
    count("device-to-host", NULL, bytes);
    return SUCCESS;
}
API CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, CUstream stream) {
    (void)stream;
    return cuMemcpyDtoH_v2(to, from, bytes);
}

API CUresult cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes) {
    ENTER(1);
    if (!inside(from, bytes) || !inside(to, bytes)) return INVALID_VALUE;
    if (bytes) memmove((void *)to, (void *)from, bytes);
    count("device-to-device", NULL, bytes);
    return SUCCESS;
}
API CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
    (void)stream;
    return cuMemcpyDtoD_v2(to, from, bytes);
}

/* Fills with a value of 1, 2 or 4 bytes. */
static CUresult fill(CUdeviceptr to, uint32_t value, int size, size_t times) {
    ENTER(1);
    if ((to & (size - 1)) || !inside(to, times * size)) return INVALID_VALUE;
    for (size_t i = 0; i < times; i++) memcpy((char *)to + i * size, &value, size);
    count("fills", NULL, times * size);
    return SUCCESS;
}
API CUresult cuMemsetD8_v2(CUdeviceptr to, unsigned char value, size_t times) { return fill(to, value, 1, times); }
API CUresult cuMemsetD16_v2(CUdeviceptr to, unsigned short value, size_t times) { return fill(to, value, 2, times); }
API CUresult cuMemsetD32_v2(CUdeviceptr to, unsigned value, size_t times) { return fill(to, value, 4, times); }
API CUresult cuMemsetD8Async(CUdeviceptr to, unsigned char value, size_t times, CUstream stream) { (void)stream; return fill(to, value, 1, times); }
API CUresult cuMemsetD16Async(CUdeviceptr to, unsigned short value, size_t times, CUstream stream) { (void)stream; return fill(to, value, 2, times); }
API CUresult cuMemsetD32Async(CUdeviceptr to, unsigned value, size_t times, CUstream stream) { (void)stream; return fill(to, value, 4, times); }

/* Memory pools: there is one, and nothing to set. */
API CUresult cuDeviceGetDefaultMemPool(void **pool, CUdevice device) { (void)device; *pool = &table; return SUCCESS; }
API CUresult cuDeviceGetMemPool(void **pool, CUdevice device) { return cuDeviceGetDefaultMemPool(pool, device); }
API CUresult cuMemPoolSetAttribute(void *pool, int attribute, void *value) { (void)pool, (void)attribute, (void)value; return SUCCESS; }
API CUresult cuMemPoolTrimTo(void *pool, size_t bytes) { (void)pool, (void)bytes; return SUCCESS; }

/* For the stand-in cuBLAS: 0 while a context is current and the device is there. */
API int standin_state(void) {
    ENTER(1);
    return SUCCESS;
}

/* Memory of other programs' interfaces: none here. */
API CUresult cuImportExternalMemory(void **made, const void *from) { (void)made, (void)from; return NOT_SUPPORTED; }
API CUresult cuDestroyExternalMemory(void *memory) { (void)memory; return NOT_SUPPORTED; }
API CUresult cuExternalMemoryGetMappedBuffer(CUdeviceptr *made, void *memory, const void *part) { (void)made, (void)memory, (void)part; return NOT_SUPPORTED; }
