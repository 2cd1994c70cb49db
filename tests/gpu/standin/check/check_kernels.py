"""Kernels of kernels.cu, run by the stand-in, against the same sums in Python."""

import ctypes
import math
import struct

from gpu import Gpu, f32, f64, fails, i32, near, u64


def single(x):
    """Rounded to a float."""
    return struct.unpack("f", struct.pack("f", x))[0]


class Scale(ctypes.Structure):
    _fields_ = [("sign", ctypes.c_char), ("by", ctypes.c_float), ("add", ctypes.c_double)]


def element_wise(gpu, k):
    n = 1000
    values = [single(i * 0.37 - 100) for i in range(n)]
    given, out = gpu.put("f", values), gpu.empty(4 * n)
    assert all(x != x for x in gpu.get("f", out, n)), "fresh memory is not NaN"
    k.scale(8, 128, out, given, Scale(b"\1", 2.5, -1.0), u64(n))
    near(gpu.get("f", out, n), [-single(single(x * 2.5) - 1.0) for x in values], 2e-7, 1e-5, "scale")


def sums(gpu, k):
    n = 3000
    values = [(i * 7919 % 1000) / 500 - 1 for i in range(n)]
    given, total = gpu.put("f", values), math.fsum(map(single, values))
    out = gpu.put("f", [0])
    k.stride_sum(3, 64, out, given, i32(n))
    near(gpu.get("f", out, 1), [total], 1e-4, what="grid-stride sum")
    blocks = -(-n // 256)
    out = gpu.empty(4 * blocks)
    k.tree_sum(blocks, 256, out, given, i32(n))
    near(gpu.get("f", out, blocks), [math.fsum(map(single, values[i : i + 256])) for i in range(0, n, 256)], 1e-5, 1e-5, "tree sum")
    out = gpu.put("d", [0])
    k.warp_sum(-(-n // 320), 320, out, given, i32(n))
    near(gpu.get("d", out, 1), [total], 1e-12, what="warp sum")


def lanes(gpu, k):
    out = gpu.empty(4 * 320)
    k.lanes(1, 32, out)
    got = gpu.get("i", out, 320)
    for lane in range(32):
        wanted = [
            lane - 3 if lane >= 3 else lane, 25, lane + 2 if lane % 8 < 6 else lane, sum(1 << i for i in range(0, 32, 3)), 3, 8, 496,
            bin(lane).count("1") + 100 * (32 - (lane + 1).bit_length()) + 10000 * ((lane & -lane).bit_length()),
            0xFF << (lane // 8 * 8)]  # fmt: skip
        for at, value in enumerate(wanted):
            seen = got[at * 32 + lane] & 0xFFFFFFFF
            assert seen == value, f"lanes: row {at}, lane {lane} is {seen}, wanted {value}"
    assert got[288 : 288 + 19] == list(range(1, 20)), got[288:]
    assert got[288 + 19] == -1, "a lane that takes no part gave something"


def blocks(gpu, k):
    out = gpu.empty(4 * 64)
    k.early_return(1, 64, out, i32(40))
    near(gpu.get("f", out, 40), [39 - i for i in range(40)], what="early return")
    assert gpu.count("returned-before-barrier", "early_return") == 1
    k.dynamic_shared(1, 64, out, i32(64), shared=256)
    near(gpu.get("f", out, 64), [2 * (63 - i) + 7 for i in range(64)], what="dynamic shared memory")
    w, h, d = 2 * 4, 3 * 2, 2 * 5
    out = gpu.empty(4 * w * h * d)
    k.cube((2, 3, 2), (4, 2, 5), out)
    got = gpu.get("i", out, w * h * d)
    assert got == [x + 100 * y + 10000 * z for z in range(d) for y in range(h) for x in range(w)], "cube"


def memory(gpu, k):
    given, out = gpu.put("B", range(256)), gpu.empty(4 * 256)
    k.bytes_to_floats(2, 128, out, given, i32(256))
    near(gpu.get("f", out, 256), [i / 255 for i in range(256)], 2e-7, what="bytes")
    n = 8
    v, b, d = gpu.put("f", range(4 * n)), gpu.put("B", range(100, 100 + 4 * n)), gpu.put("d", [i / 4 for i in range(2 * n)])
    out = gpu.empty(16 * n)
    k.vectors(1, n, out, v, b, d)
    wanted = []
    for i in range(n):
        x, y, z, t = range(4 * i, 4 * i + 4)
        wanted += [t + 100 + 4 * i, z + 101 + 4 * i, y + i / 2, x + i / 2 + 0.25]
    near(gpu.get("f", out, 4 * n), wanted, what="vectors")
    out = gpu.empty(16)
    k.constant_table(1, 1, out, i32(12))
    assert gpu.get("f", out, 1) == [32]
    k.device_variable(1, 4, out)
    k.device_variable(1, 4, out)
    assert gpu.get("f", out, 4) == [2, 3, 4, 5]


def functions(gpu, k):
    values = [single(x) for x in (1e-3, 0.1, 0.5, 0.99, 1, 1.5, 2, 3.1415926, 7.3, 20, 60.5)]
    n = len(values)
    given, out = gpu.put("f", values), gpu.empty(4 * 26 * n)
    k.functions(1, 32, out, given, i32(n))
    got = gpu.get("f", out, 26 * n)
    log, exp = math.log, math.exp
    exact = [exp, log, math.tanh, math.sqrt, lambda x: 1 / x, math.sin, math.cos, lambda x: x ** single(1.7), lambda x: x**-0.5, math.erf,
             math.log1p, math.expm1, exp, log, lambda x: max(x, 1), math.floor, round, lambda x: math.fmod(x, single(0.7)),
             lambda x: 2**x, math.log2, lambda x: 3 / x, lambda x: x / 3, abs, lambda x: math.atan2(x, 2), math.lgamma,
             lambda x: single(single(x * 1e-30) * single(1e-12))]  # fmt: skip
    for at, f in enumerate(exact):
        loose = 4e-6 if at in (12, 13) else 5e-7
        near(got[at * n : at * n + n], [f(x) for x in values], loose, 3e-7, f"float function {at}")
    given, out = gpu.put("d", values), gpu.empty(8 * 12 * n)
    k.doubles(1, 32, out, given, i32(n))
    got = gpu.get("d", out, 12 * n)
    exact = [exp, log, math.tanh, math.sqrt, lambda x: 1 / x, math.sin, math.cos, lambda x: x**1.7, lambda x: x**-0.5, math.erf,
             lambda x: math.sin(x * 1e6), lambda x: x * x - 1]  # fmt: skip
    for at, f in enumerate(exact):
        near(got[at * n : at * n + n], [f(x) for x in values], 2e-15, 3e-16, f"double function {at}")
    strange = [0.0, -0.0, math.inf, -math.inf, math.nan, -1.0, 100.0, -100.0]
    given, out = gpu.put("f", strange), gpu.empty(4 * 26 * 8)
    k.functions(1, 8, out, given, i32(8))
    got = gpu.get("f", out, 26 * 8)
    near(got[:8], [1, 1, math.inf, 0, math.nan, exp(-1), math.inf, exp(-100)], 1e-6, 1e-44, "exp")
    near(got[8:16], [-math.inf, -math.inf, math.inf] + [math.nan] * 3 + [log(100), math.nan], 1e-6, what="log")
    near(got[16:24], [0, 0, 1, -1, math.nan, math.tanh(-1), 1, -1], 1e-6, what="tanh")
    near(got[24:32], [0, 0, math.inf, math.nan, math.nan, math.nan, 10, math.nan], 1e-6, what="sqrt")
    near(got[14 * 8 : 15 * 8], [1, 1, math.inf, 1, 1, 1, 100, 1], what="max")


def integers(gpu, k):
    out = gpu.empty(8 * 21)
    x, d, i, u = single(-1234567.5), 1e18, -1234567, 4000000000
    k.casts(1, 1, out, f32(x), f64(d), i32(i), ctypes.c_uint32(u))
    near_below = struct.unpack("i", struct.pack("f", x))[0]
    wanted = [-1234567, 0, 10**18, i & 255, (i & 255) - 256 if i & 128 else i & 255, -176366, -5, u // 7, (i * 123456789) >> 32,
              (((i << 30) & (2**64 - 1)) * (u << 30) & (2**128 - 1)) >> 64, i >> 3, (u << 5) & 0xFFFFFFFF, -1234568, -1234568, -1234567]  # fmt: skip
    got = gpu.get("q", out, 21)
    assert got[:9] == wanted[:9] and got[10:15] == wanted[10:15], f"{got}\n{wanted}"
    assert got[9] & (2**64 - 1) == wanted[9], (got[9], wanted[9])
    assert got[15] == near_below, "fadd_rd"
    product = struct.unpack("f", struct.pack("i", got[16]))[0]
    true = x * single(1.1)
    assert true <= product < true + 0.2, "fmul_ru"
    assert got[17] == int(f"{u:032b}"[::-1], 2)
    permuted = [(u | (i & 0xFFFFFFFF) << 32) >> 8 * part & 255 for part in (0, 4, 1, 5)]
    assert got[18] & 0xFFFFFFFF == sum(b << 8 * at for at, b in enumerate(permuted)), "byte_perm"
    assert got[19] == min(i, 3) + max(i, -3) and got[20] == u * i
    n = 11
    out = gpu.empty(4 * 32)
    k.switches(1, 32, out, i32(n))

    def wrapped(v):
        return (v + 2**31) % 2**32 - 2**31

    for lane, seen in enumerate(gpu.get("i", out, 32)):
        total = 0
        for step in range(n):
            case = (lane + step) % 9
            total = [total + 1, total * 3, total ^ 5, total - step, total + lane + 2, total + 2, total << 1, total | 9, -total][case]
            total = wrapped(total)
        assert seen == total, f"switch: lane {lane} is {seen}, wanted {total}"


def atomics(gpu, k):
    ints, bits = gpu.put("i", [5, -9, 9]), gpu.put("I", [0, 0, 0])
    one, two, wide = gpu.put("f", [1]), gpu.put("d", [2]), gpu.put("Q", [1, 0])
    k.atomics(1, 100, ints, bits, one, two, wide)
    assert gpu.get("i", ints, 3) == [205, 99, -99]
    all_bits, one_of, times = gpu.get("I", bits, 3)
    assert all_bits == 0xFFFFFFFF and 0 <= one_of < 100 and times == 0
    assert gpu.get("f", one, 1) == [51] and gpu.get("d", two, 1) == [27]
    assert gpu.get("Q", wide, 1) == [1 + (100 << 33)]
    assert struct.unpack("d", struct.pack("Q", gpu.get("Q", wide, 2)[1])) == (99.0,)


def limits(gpu, k):
    out = gpu.empty(4 * 4096)
    for grid, block in [(0, 1), (1, 0), ((1, 1, 65536), 1), (1, 1025), (1, (1, 1, 65)), (1, (32, 64, 1))]:
        fails(1, k.beyond, grid, block, out, i32(0))
    fails(1, k.dynamic_shared, 1, 4, out, i32(4), shared=49152)
    k.dynamic_shared(1, 4, out, i32(4), shared=48 * 1024 - 16)
    raised = k.dynamic_shared
    gpu.call("cuFuncSetAttribute", raised.function, 8, 200 * 1024)
    raised(1, 4, out, i32(4), shared=200 * 1024)
    assert gpu.try_call("cuFuncSetAttribute", raised.function, 8, 228 * 1024) == 1
    fails(801, k.tensor_core, 1, 32, out)
    fails(500, lambda: k.no_such_kernel)
    host = (ctypes.c_char * 64)()
    for name, args in [("cuMemcpyDtoH_v2", (host, ctypes.c_uint64(out.value + 4 * 4096 - 8), ctypes.c_size_t(9))),
                       ("cuMemcpyHtoD_v2", (ctypes.c_uint64(64), host, ctypes.c_size_t(4))),
                       ("cuMemFree_v2", (ctypes.c_uint64(out.value + 16),)), ("cuMemAlloc_v2", (ctypes.byref(out), ctypes.c_size_t(0)))]:  # fmt: skip
        assert gpu.try_call(name, *args) == 1, name


def main(ptx):
    gpu = Gpu()
    with open(ptx, encoding="utf-8") as file:
        k = gpu.module(file.read())
    for check in (element_wise, sums, lanes, blocks, memory, functions, integers, atomics):
        check(gpu, k)
        print(f"ok kernels: {check.__name__.replace('_', ' ')}")
    k.prints(1, 2, i32(5))
    limits(gpu, k)
    print("ok kernels: limits")


if __name__ == "__main__":
    import sys

    main(sys.argv[1])
