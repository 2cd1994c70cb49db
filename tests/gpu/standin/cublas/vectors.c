/* Products with vectors, and what is done to vectors alone. Increments are positive here. */
#include <math.h>
#include "blas.h"

static Status vector(const void *at, int n, int step, size_t element) { return in_memory(at, 1, n, step, element); }

#define VECTORS(T, Name, root) \
    API Status cublas##Name##gemv_v2(Handle handle, int transposed, int m, int n, const T *alpha, const T *a, int lda, const T *x, \
                                     int step_x, const T *beta, T *y, int step_y) { \
        note(#Name "gemv"); \
        if (!handle) return NOT_INITIALIZED; \
        if (transposed < 0 || transposed > 2 || m < 0 || n < 0 || lda < (m > 1 ? m : 1) || !step_x || !step_y || !alpha || !beta) return INVALID_VALUE; \
        if (step_x < 0 || step_y < 0) return NOT_SUPPORTED; \
        int out = transposed ? n : m, deep = transposed ? m : n; \
        if (!out) return SUCCESS; \
        if (in_memory(a, m, n, lda, sizeof(T)) || vector(x, deep, step_x, sizeof(T)) || vector(y, out, step_y, sizeof(T))) return EXECUTION_FAILED; \
        for (int i = 0; i < out; i++) { \
            double sum = 0; \
            for (int p = 0; p < deep; p++) sum += (double)(transposed ? a[p + (ptrdiff_t)i * lda] : a[i + (ptrdiff_t)p * lda]) * x[(ptrdiff_t)p * step_x]; \
            T *to = y + (ptrdiff_t)i * step_y; \
            *to = (T)(*alpha * sum + (*beta == 0 ? 0 : *beta * *to)); \
        } \
        return SUCCESS; \
    } \
    API Status cublas##Name##ger_v2(Handle handle, int m, int n, const T *alpha, const T *x, int step_x, const T *y, int step_y, T *a, int lda) { \
        note(#Name "ger"); \
        if (!handle) return NOT_INITIALIZED; \
        if (m < 0 || n < 0 || step_x <= 0 || step_y <= 0 || lda < (m > 1 ? m : 1) || !alpha) return INVALID_VALUE; \
        if (vector(x, m, step_x, sizeof(T)) || vector(y, n, step_y, sizeof(T)) || in_memory(a, m, n, lda, sizeof(T))) return EXECUTION_FAILED; \
        for (int j = 0; j < n; j++) \
            for (int i = 0; i < m; i++) a[i + (ptrdiff_t)j * lda] += *alpha * x[(ptrdiff_t)i * step_x] * y[(ptrdiff_t)j * step_y]; \
        return SUCCESS; \
    } \
    API Status cublas##Name##axpy_v2(Handle handle, int n, const T *alpha, const T *x, int step_x, T *y, int step_y) { \
        note(#Name "axpy"); \
        if (!handle) return NOT_INITIALIZED; \
        if (!alpha || step_x <= 0 || step_y <= 0) return INVALID_VALUE; \
        if (vector(x, n, step_x, sizeof(T)) || vector(y, n, step_y, sizeof(T))) return EXECUTION_FAILED; \
        for (int i = 0; i < n; i++) y[(ptrdiff_t)i * step_y] += *alpha * x[(ptrdiff_t)i * step_x]; \
        return SUCCESS; \
    } \
    API Status cublas##Name##scal_v2(Handle handle, int n, const T *alpha, T *x, int step) { \
        note(#Name "scal"); \
        if (!handle) return NOT_INITIALIZED; \
        if (!alpha || step <= 0) return INVALID_VALUE; \
        if (vector(x, n, step, sizeof(T))) return EXECUTION_FAILED; \
        for (int i = 0; i < n; i++) x[(ptrdiff_t)i * step] *= *alpha; \
        return SUCCESS; \
    } \
    API Status cublas##Name##dot_v2(Handle handle, int n, const T *x, int step_x, const T *y, int step_y, T *result) { \
        note(#Name "dot"); \
        if (!handle) return NOT_INITIALIZED; \
        if (!result || step_x <= 0 || step_y <= 0) return INVALID_VALUE; \
        if (vector(x, n, step_x, sizeof(T)) || vector(y, n, step_y, sizeof(T))) return EXECUTION_FAILED; \
        double sum = 0; \
        for (int i = 0; i < n; i++) sum += (double)x[(ptrdiff_t)i * step_x] * y[(ptrdiff_t)i * step_y]; \
        *result = (T)sum; \
        return SUCCESS; \
    } \
    API Status cublas##Name##nrm2_v2(Handle handle, int n, const T *x, int step, T *result) { \
        T square = 0; \
        Status status = cublas##Name##dot_v2(handle, n, x, step, x, step, &square); \
        if (!status && result) *result = root(square); \
        return result ? status : INVALID_VALUE; \
    }
VECTORS(float, S, sqrtf)
VECTORS(double, D, sqrt)
