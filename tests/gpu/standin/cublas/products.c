/* Products of matrices: the argument rules of cuBLAS, then gemm.c. */
#include "blas.h"

enum { REAL_32F = 0, REAL_64F = 1, COMPUTE_32F = 68, COMPUTE_32F_PEDANTIC = 69, COMPUTE_32F_FAST_TF32 = 77, COMPUTE_64F = 70, COMPUTE_64F_PEDANTIC = 71, TF32_MODE = 3 };

struct product {
    int transposed_a, transposed_b, m, n, k, tf32, batches;
    const void *alpha, *a, *b, *beta;
    void *c;
    int64_t lda, ldb, ldc, stride_a, stride_b, stride_c;
};

static int64_t at_least_one(int64_t n) { return n > 1 ? n : 1; }

static struct view view(const void *at, int transposed, int64_t ld) {
    return transposed ? (struct view){at, ld, 1} : (struct view){at, 1, ld};
}

/* Rows and columns are those in memory: before the transposition. */
static Status multiply(Handle handle, struct product p, int doubles) {
    size_t size = doubles ? 8 : 4;
    if (!handle) return NOT_INITIALIZED;
    if (p.transposed_a < 0 || p.transposed_a > 2 || p.transposed_b < 0 || p.transposed_b > 2) return INVALID_VALUE;
    if (p.m < 0 || p.n < 0 || p.k < 0 || p.batches < 0 || !p.alpha || !p.beta) return INVALID_VALUE;
    int64_t rows_a = p.transposed_a ? p.k : p.m, rows_b = p.transposed_b ? p.n : p.k;
    int64_t columns_a = p.transposed_a ? p.m : p.k, columns_b = p.transposed_b ? p.k : p.n;
    if (p.lda < at_least_one(rows_a) || p.ldb < at_least_one(rows_b) || p.ldc < at_least_one(p.m)) return INVALID_VALUE;
    if (!p.m || !p.n || !p.batches) return SUCCESS;
    for (int i = 0; i < p.batches; i++) {
        const char *a = (const char *)p.a + i * p.stride_a * (int64_t)size, *b = (const char *)p.b + i * p.stride_b * (int64_t)size;
        char *c = (char *)p.c + i * p.stride_c * (int64_t)size;
        if (p.k && (in_memory(a, rows_a, columns_a, p.lda, size) || in_memory(b, rows_b, columns_b, p.ldb, size))) return EXECUTION_FAILED;
        if (in_memory(c, p.m, p.n, p.ldc, size)) return EXECUTION_FAILED;
        struct view left = view(a, p.transposed_a, p.lda), right = view(b, p.transposed_b, p.ldb);
        if (doubles) gemm_double(p.m, p.n, p.k, *(const double *)p.alpha, left, right, *(const double *)p.beta, (double *)c, p.ldc, 0);
        else gemm_float(p.m, p.n, p.k, *(const float *)p.alpha, left, right, *(const float *)p.beta, (float *)c, p.ldc, p.tf32);
    }
    return SUCCESS;
}

#define TF32(handle) ((handle) && ((handle)->math_mode & 15) == TF32_MODE)

#define GEMM(T, Name, doubles) \
    API Status cublas##Name##gemm_v2(Handle handle, int ta, int tb, int m, int n, int k, const T *alpha, const T *a, int lda, \
                                     const T *b, int ldb, const T *beta, T *c, int ldc) { \
        note(#Name "gemm"); \
        return multiply(handle, (struct product){ta, tb, m, n, k, TF32(handle), 1, alpha, a, b, beta, c, lda, ldb, ldc, 0, 0, 0}, doubles); \
    } \
    API Status cublas##Name##gemmStridedBatched(Handle handle, int ta, int tb, int m, int n, int k, const T *alpha, const T *a, int lda, \
                                                long long sa, const T *b, int ldb, long long sb, const T *beta, T *c, int ldc, \
                                                long long sc, int batches) { \
        note(#Name "gemmStridedBatched"); \
        return multiply(handle, (struct product){ta, tb, m, n, k, TF32(handle), batches, alpha, a, b, beta, c, lda, ldb, ldc, sa, sb, sc}, doubles); \
    }
GEMM(float, S, 0)
GEMM(double, D, 1)

API Status cublasGemmStridedBatchedEx(Handle handle, int ta, int tb, int m, int n, int k, const void *alpha, const void *a, int type_a, int lda,
                                      long long sa, const void *b, int type_b, int ldb, long long sb, const void *beta, void *c, int type_c,
                                      int ldc, long long sc, int batches, int compute, int algorithm) {
    (void)algorithm;
    note("GemmStridedBatchedEx");
    int doubles = type_a == REAL_64F, tf32 = TF32(handle) || compute == COMPUTE_32F_FAST_TF32;
    if (type_a != type_b || type_a != type_c || (type_a != REAL_32F && type_a != REAL_64F)) return NOT_SUPPORTED;
    if (doubles ? compute != COMPUTE_64F && compute != COMPUTE_64F_PEDANTIC
                : compute != COMPUTE_32F && compute != COMPUTE_32F_PEDANTIC && compute != COMPUTE_32F_FAST_TF32) return NOT_SUPPORTED;
    return multiply(handle, (struct product){ta, tb, m, n, k, tf32 && compute != COMPUTE_32F_PEDANTIC, batches, alpha, a, b, beta, c, lda, ldb, ldc, sa, sb, sc}, doubles);
}

API Status cublasGemmEx(Handle handle, int ta, int tb, int m, int n, int k, const void *alpha, const void *a, int type_a, int lda,
                        const void *b, int type_b, int ldb, const void *beta, void *c, int type_c, int ldc, int compute, int algorithm) {
    return cublasGemmStridedBatchedEx(handle, ta, tb, m, n, k, alpha, a, type_a, lda, 0, b, type_b, ldb, 0, beta, c, type_c, ldc, 0, 1, compute, algorithm);
}
