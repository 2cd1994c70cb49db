/* What the stand-in cuBLAS asks the stand-in driver: is this memory the device's, is the device still there. */
#include <dlfcn.h>
#include "blas.h"

static void *symbol(const char *name) {
    static void *driver;
    if (!driver) driver = dlopen("libcuda.so.1", RTLD_LAZY);
    return driver ? dlsym(driver, name) : NULL;
}

Status in_memory(const void *at, int64_t rows, int64_t columns, int64_t ld, size_t element) {
    static int (*range)(uint64_t, size_t);
    if (rows <= 0 || columns <= 0) return SUCCESS;
    if (!range) range = (int (*)(uint64_t, size_t))symbol("standin_range");
    if (!range) return NOT_INITIALIZED;
    return range((uint64_t)at, ((columns - 1) * ld + rows) * element) ? EXECUTION_FAILED : SUCCESS;
}

Status device_is_well(void) {
    static int (*state)(void);
    if (!state) state = (int (*)(void))symbol("standin_state");
    return state && !state() ? SUCCESS : NOT_INITIALIZED;
}

void note(const char *name) {
    static void (*keep)(const char *, const char *);
    if (!keep) keep = (void (*)(const char *, const char *))symbol("standin_note");
    if (keep) keep("cublas", name);
}
