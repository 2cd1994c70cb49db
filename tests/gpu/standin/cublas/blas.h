/* The stand-in cuBLAS: what its files share. Matrices are column major; all memory is checked with the driver. */
#ifndef STANDIN_BLAS_H
#define STANDIN_BLAS_H
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#define API __attribute__((visibility("default")))

enum {
    SUCCESS = 0, NOT_INITIALIZED = 1, ALLOC_FAILED = 3, INVALID_VALUE = 7, ARCH_MISMATCH = 8, EXECUTION_FAILED = 13,
    INTERNAL_ERROR = 14, NOT_SUPPORTED = 15,
};
typedef int Status;
typedef struct handle {
    void *stream, *workspace;
    int math_mode, pointer_mode, atomics_mode;
} *Handle;

/* One element at row i and column p of a matrix that may be transposed: at[i * row + p * column]. */
struct view {
    const void *at;
    ptrdiff_t row, column;
};

/* c (m by n, column major) = alpha * a (m by k) * b (k by n) + beta * c; c is not read when beta is 0. */
void gemm_float(int m, int n, int k, float alpha, struct view a, struct view b, float beta, float *c, ptrdiff_t ldc, int tf32);
void gemm_double(int m, int n, int k, double alpha, struct view a, struct view b, double beta, double *c, ptrdiff_t ldc, int tf32);

/* driver.c: SUCCESS, or EXECUTION_FAILED where `columns` columns of `rows` elements, `ld` apart, leave the device's memory. */
Status in_memory(const void *at, int64_t rows, int64_t columns, int64_t ld, size_t element);
Status device_is_well(void);
void note(const char *name);

#endif
