/* Matrix products: panels of both matrices are copied into order, then 16 (or 8) by 6 values of the result are
 * summed in registers, in the type itself. */
#include "blas.h"

/* A float with the 10 bits of mantissa that tensor cores keep in TF32, to nearest even. */
static float tf32_of(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    if ((bits & 0x7f800000u) != 0x7f800000u) bits = (bits + 0xfffu + (bits >> 13 & 1)) & ~0x1fffu;
    memcpy(&x, &bits, 4);
    return x;
}

#define GEMM(T, ROWS) \
    typedef T T##_column __attribute__((vector_size(64))); \
    enum { T##_DEEP = 256, T##_TALL = 8 * ROWS }; \
    static void T##_pack(T *into, struct view from, int rows, int deep, int each, int tf32) { \
        const T *at = from.at; \
        for (int i = 0; i < rows; i += each) \
            for (int p = 0; p < deep; p++) \
                for (int r = 0; r < each; r++, into++) { \
                    *into = i + r < rows ? at[(i + r) * from.row + p * from.column] : 0; \
                    if (tf32) *into = (T)tf32_of((float)*into); \
                } \
    } \
    static void T##_tile(int deep, const T *a, const T *b, T out[6][ROWS]) { \
        T##_column sum[6] = {0}; \
        for (int p = 0; p < deep; p++, a += ROWS, b += 6) { \
            T##_column column = *(const T##_column *)a; \
            for (int j = 0; j < 6; j++) sum[j] += column * b[j]; \
        } \
        memcpy(out, sum, sizeof sum); \
    } \
    void gemm_##T(int m, int n, int k, T alpha, struct view a, struct view b, T beta, T *c, ptrdiff_t ldc, int tf32) { \
        for (int j = 0; j < n; j++) \
            for (int i = 0; i < m; i++) c[i + j * ldc] = beta == 0 ? 0 : beta * c[i + j * ldc]; \
        if (alpha == 0 || k <= 0) return; \
        T *left = aligned_alloc(64, sizeof(T) * T##_TALL * T##_DEEP), *right = aligned_alloc(64, (sizeof(T) * (n + 5) / 6 * 6 * T##_DEEP + 63) / 64 * 64 + 64); \
        for (int p = 0; p < k; p += T##_DEEP) { \
            int deep = k - p < T##_DEEP ? k - p : T##_DEEP; \
            struct view part = {(const T *)b.at + p * b.row, b.column, b.row}; \
            T##_pack(right, part, n, deep, 6, tf32); \
            for (int i = 0; i < m; i += T##_TALL) { \
                int tall = m - i < T##_TALL ? m - i : T##_TALL; \
                struct view piece = {(const T *)a.at + i * a.row + p * a.column, a.row, a.column}; \
                T##_pack(left, piece, tall, deep, ROWS, tf32); \
                for (int j = 0; j < n; j += 6) \
                    for (int r = 0; r < tall; r += ROWS) { \
                        T out[6][ROWS]; \
                        T##_tile(deep, left + (ptrdiff_t)r * deep, right + (ptrdiff_t)j * deep, out); \
                        for (int y = 0; y < 6 && j + y < n; y++) \
                            for (int x = 0; x < ROWS && r + x < tall; x++) c[i + r + x + (j + y) * ldc] += alpha * out[y][x]; \
                    } \
            } \
        } \
        free(left); \
        free(right); \
    }
GEMM(float, 16)
GEMM(double, 8)
