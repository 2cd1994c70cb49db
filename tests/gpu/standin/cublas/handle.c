/* Handles, streams and modes. */
#include "blas.h"

API Status cublasCreate_v2(Handle *handle) {
    if (!handle) return INVALID_VALUE;
    if (device_is_well()) return NOT_INITIALIZED;
    *handle = calloc(1, sizeof **handle);
    return *handle ? SUCCESS : ALLOC_FAILED;
}
API Status cublasDestroy_v2(Handle handle) {
    if (!handle) return NOT_INITIALIZED;
    free(handle);
    return SUCCESS;
}
API Status cublasGetVersion_v2(Handle handle, int *version) {
    (void)handle;
    if (!version) return INVALID_VALUE;
    *version = 130000;
    return SUCCESS;
}
API size_t cublasGetCudartVersion(void) { return 13000; }

#define PLACE(Name, field, T) \
    API Status cublasSet##Name(Handle handle, T value) { \
        if (!handle) return NOT_INITIALIZED; \
        handle->field = value; \
        return SUCCESS; \
    } \
    API Status cublasGet##Name(Handle handle, T *value) { \
        if (!handle) return NOT_INITIALIZED; \
        if (!value) return INVALID_VALUE; \
        *value = handle->field; \
        return SUCCESS; \
    }
PLACE(Stream_v2, stream, void *)
PLACE(MathMode, math_mode, int)
PLACE(PointerMode_v2, pointer_mode, int)
PLACE(AtomicsMode, atomics_mode, int)

API Status cublasSetWorkspace_v2(Handle handle, void *at, size_t bytes) {
    (void)bytes;
    if (!handle) return NOT_INITIALIZED;
    handle->workspace = at;
    return SUCCESS;
}

API const char *cublasGetStatusName(Status status) {
    switch (status) {
    case SUCCESS: return "CUBLAS_STATUS_SUCCESS";
    case NOT_INITIALIZED: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case ALLOC_FAILED: return "CUBLAS_STATUS_ALLOC_FAILED";
    case INVALID_VALUE: return "CUBLAS_STATUS_INVALID_VALUE";
    case ARCH_MISMATCH: return "CUBLAS_STATUS_ARCH_MISMATCH";
    case EXECUTION_FAILED: return "CUBLAS_STATUS_EXECUTION_FAILED";
    case INTERNAL_ERROR: return "CUBLAS_STATUS_INTERNAL_ERROR";
    case NOT_SUPPORTED: return "CUBLAS_STATUS_NOT_SUPPORTED";
    default: return "unknown";
    }
}
API const char *cublasGetStatusString(Status status) { return cublasGetStatusName(status); }
