"""Products of the stand-in cuBLAS against plain sums: every transposition, odd sizes, leading dimensions, bad arguments."""

import ctypes
import itertools
import random

from gpu import VOID, Gpu, near


def product(m, n, k, alpha, a, lda, ta, b, ldb, tb, beta, c, ldc):
    """Column major, as cuBLAS has it; returns the new c."""
    out = list(c)
    for j, i in itertools.product(range(n), range(m)):
        total = sum((a[i * lda + p] if ta else a[i + p * lda]) * (b[p * ldb + j] if tb else b[p + j * ldb]) for p in range(k))
        out[i + j * ldc] = alpha * total + (beta * c[i + j * ldc] if beta else 0)
    return out


def main():
    gpu = Gpu()
    blas = ctypes.CDLL("libcublas.so.13")
    handle = VOID()
    assert blas.cublasCreate_v2(ctypes.byref(handle)) == 0
    rng = random.Random(3)
    one = ctypes.c_float
    for kind, name, number, size, loose in (("f", "S", ctypes.c_float, 4, 2e-5), ("d", "D", ctypes.c_double, 8, 1e-13)):
        for m, n, k, ta, tb in [(1, 1, 1, 0, 0), (5, 7, 3, 0, 1), (17, 6, 9, 1, 0), (33, 13, 300, 1, 1), (2, 40, 0, 0, 0), (130, 7, 20, 0, 0)]:
            for beta in (0.0, 1.0, -0.5):
                lda, ldb, ldc = (k if ta else m) + 2, (n if tb else k) + 1, m + 3
                a = [rng.uniform(-1, 1) for _ in range(lda * (m if ta else k) + 9)]
                b = [rng.uniform(-1, 1) for _ in range(ldb * (k if tb else n) + 9)]
                c = [rng.uniform(-1, 1) if beta else float("nan") for _ in range(ldc * n)]
                on = [gpu.put(kind, v) for v in (a, b, c)]
                alpha, scale = number(1.5), number(beta)
                code = getattr(blas, f"cublas{name}gemm_v2")(
                    handle, ta, tb, m, n, k, ctypes.byref(alpha), on[0], lda, on[1], ldb, ctypes.byref(scale), on[2], ldc)  # fmt: skip
                assert code == 0, code
                near(gpu.get(kind, on[2], ldc * n), product(m, n, k, 1.5, a, lda, ta, b, ldb, tb, beta, c, ldc), loose, loose, f"{name}gemm")
                for at in on:
                    gpu.free(at)
    # Three products in one call, the first matrix shared (stride 0).
    a, b = [rng.uniform(-1, 1) for _ in range(6)], [rng.uniform(-1, 1) for _ in range(36)]
    on = [gpu.put("f", a), gpu.put("f", b), gpu.empty(4 * 24)]
    stride = ctypes.c_longlong
    args = (handle, 0, 0, 2, 4, 3, ctypes.byref(one(1)), on[0], 2, stride(0), on[1], 3, stride(12), ctypes.byref(one(0)), on[2], 2, stride(8), 3)
    assert blas.cublasSgemmStridedBatched(*args) == 0
    wanted = sum((product(2, 4, 3, 1, a, 2, 0, b[12 * i : 12 * i + 12], 3, 0, 0, [0] * 8, 2) for i in range(3)), [])
    near(gpu.get("f", on[2], 24), wanted, 1e-5, 1e-6, "batches")
    # TF32 keeps 10 bits: 1 + 2^-11 rounds to 1 there, and only there.
    exact, tf32 = ctypes.c_float(1 + 2**-11), 77
    on = [gpu.put("f", [exact.value]), gpu.put("f", [1]), gpu.empty(4)]
    for compute, value in ((68, exact.value), (tf32, 1.0)):
        args = (handle, 0, 0, 1, 1, 1, ctypes.byref(one(1)), on[0], 0, 1, on[1], 0, 1, ctypes.byref(one(0)), on[2], 0, 1, compute, -1)
        assert blas.cublasGemmEx(*args) == 0
        assert gpu.get("f", on[2], 1) == [value], compute
    # Vectors.
    m, n = 3, 2
    a, x, y = [1, 2, 3, 4, 5, 6], [7, 8], [1, 1, 1]
    on = [gpu.put("f", v) for v in (a, x, y)]
    assert blas.cublasSgemv_v2(handle, 0, m, n, ctypes.byref(one(1)), on[0], 3, on[1], 1, ctypes.byref(one(2)), on[2], 1) == 0
    assert gpu.get("f", on[2], 3) == [41, 56, 71]
    assert blas.cublasSaxpy_v2(handle, 2, ctypes.byref(one(2)), on[1], 1, on[2], 2) == 0
    assert gpu.get("f", on[2], 3) == [55, 56, 87]
    assert blas.cublasSger_v2(handle, m, n, ctypes.byref(one(1)), on[2], 1, on[1], 1, on[0], 3) == 0
    assert gpu.get("f", on[0], 6) == [386, 394, 612, 444, 453, 702]
    norm = one()
    assert blas.cublasSnrm2_v2(handle, 2, gpu.put("f", [3, 4]), 1, ctypes.byref(norm)) == 0 and norm.value == 5

    def gemm(ta, tb, m, n, k, lda, ldb, ldc, c=on[2]):
        return blas.cublasSgemm_v2(handle, ta, tb, m, n, k, ctypes.byref(one(1)), on[0], lda, on[1], ldb, ctypes.byref(one(0)), c, ldc)

    assert gemm(0, 0, 3, 1, 2, 2, 2, 3) == 7 and gemm(1, 0, 3, 1, 2, 1, 2, 3) == 7, "lda"
    assert gemm(0, 0, 3, 1, 2, 3, 1, 3) == 7 and gemm(0, 0, 3, 1, 2, 3, 2, 2) == 7, "ldb, ldc"
    assert gemm(0, 0, -1, 1, 2, 3, 2, 3) == 7 and gemm(5, 0, 3, 1, 2, 3, 2, 3) == 7 and gemm(0, 0, 0, 1, 2, 0, 2, 3) == 7
    assert gemm(0, 0, 3, 1, 2, 3, 2, 3) == 0 and gemm(0, 0, 0, 1, 2, 1, 2, 1) == 0
    assert blas.cublasSgemm_v2(None, 0, 0, 1, 1, 1, None, on[0], 1, on[1], 1, None, on[2], 1) == 1
    assert gpu.count("cublas", "Sgemm") > 18
    assert gemm(0, 0, 3, 2, 2, 3, 2, 3) == 13, "a result that does not fit its memory"
    assert gpu.try_call("cuCtxSynchronize") == 700
    assert gemm(0, 0, 3, 1, 2, 3, 2, 3) == 13, "after the device is lost"
    assert blas.cublasDestroy_v2(handle) == 0
    print("ok cublas")


if __name__ == "__main__":
    main()
