"""Single instructions in PTX written by hand (no CUDA compiler needed): values from the PTX manual's rules."""

import ctypes
import struct

from gpu import Gpu, fails, u64

HEAD = ".version 8.0\n.target sm_80\n.address_size 64\n"


def fbits(x):
    return struct.unpack("I", struct.pack("f", x))[0]


def dbits(x):
    return struct.unpack("Q", struct.pack("d", x))[0]


NAN, INF, NZERO = 0x7FC00000, 0x7F800000, 0x80000000
M1 = 0xFFFFFFFF
# (instruction with %d, %a, %b, %c; type of the result; types of the inputs; inputs; result), all as bits
CASES = [
    # Integers
    ("add.s32 %d, %a, %b", "r", "rr", [0x7FFFFFFF, 1], 0x80000000),
    ("add.sat.s32 %d, %a, %b", "r", "rr", [0x7FFFFFFF, 1], 0x7FFFFFFF),
    ("sub.u64 %d, %a, %b", "l", "ll", [3, 5], 2**64 - 2),
    ("mul.hi.u32 %d, %a, %b", "r", "rr", [M1, M1], 0xFFFFFFFE),
    ("mul.hi.s32 %d, %a, %b", "r", "rr", [M1, 2], M1),
    ("mul.hi.u64 %d, %a, %b", "l", "ll", [2**63, 6], 3),
    ("mul.wide.s32 %d, %a, %b", "l", "rr", [M1, 5], 2**64 - 5),
    ("mul.wide.u32 %d, %a, %b", "l", "rr", [M1, 5], 5 * M1),
    ("mul.wide.s16 %d, %a, %b", "r", "hh", [0xFFFF, 7], 2**32 - 7),
    ("mad.lo.s32 %d, %a, %b, %c", "r", "rrr", [M1, 7, 10], 3),
    ("mad.hi.u32 %d, %a, %b, %c", "r", "rrr", [1 << 31, 6, 10], 13),
    ("mad.wide.u32 %d, %a, %b, %c", "l", "rrl", [M1, M1, 1], M1 * M1 + 1),
    ("mad.wide.s32 %d, %a, %b, %c", "l", "rrl", [M1, 3, 1], 2**64 - 2),
    ("mul24.lo.u32 %d, %a, %b", "r", "rr", [0x1000003, 5], 15),
    ("div.s32 %d, %a, %b", "r", "rr", [2**32 - 7, 2], 2**32 - 3),
    ("rem.s32 %d, %a, %b", "r", "rr", [2**32 - 7, 2], M1),
    ("div.s32 %d, %a, %b", "r", "rr", [0x80000000, M1], 0x80000000),
    ("div.u32 %d, %a, %b", "r", "rr", [9, 0], M1),
    ("abs.s32 %d, %a", "r", "r", [2**32 - 9], 9),
    ("neg.s64 %d, %a", "l", "l", [1], 2**64 - 1),
    ("min.s32 %d, %a, %b", "r", "rr", [M1, 1], M1),
    ("min.u32 %d, %a, %b", "r", "rr", [M1, 1], 1),
    ("shl.b32 %d, %a, %b", "r", "rr", [1, 32], 0),
    ("shr.s32 %d, %a, %b", "r", "rr", [0x80000000, 40], M1),
    ("shr.u32 %d, %a, %b", "r", "rr", [0x80000000, 31], 1),
    ("shf.l.wrap.b32 %d, %a, %b, %c", "r", "rrr", [0x80000001, 0x1, 4], 0x18),
    ("shf.r.clamp.b32 %d, %a, %b, %c", "r", "rrr", [0x1, 0xABCD, 40], 0xABCD),
    ("not.b32 %d, %a", "r", "r", [0xF0], 0xFFFFFF0F),
    ("cnot.b32 %d, %a", "r", "r", [0], 1),
    ("clz.b32 %d, %a", "r", "r", [0], 32),
    ("clz.b64 %d, %a", "r", "l", [1 << 40], 23),
    ("popc.b64 %d, %a", "r", "l", [0xFF00FF00FF], 24),
    ("brev.b32 %d, %a", "r", "r", [1], 0x80000000),
    ("bfind.u32 %d, %a", "r", "r", [0x00100000], 20),
    ("bfind.s32 %d, %a", "r", "r", [M1], M1),
    ("bfe.u32 %d, %a, 4, 8", "r", "r", [0x12345678], 0x67),
    ("bfe.s32 %d, %a, 4, 8", "r", "r", [0x00000F80], 0xFFFFFFF8),
    ("bfe.u64 %d, %a, 60, 8", "l", "l", [0xA << 60], 0xA),
    ("bfi.b32 %d, %a, %b, 8, 4", "r", "rr", [0xF, 0x12345678], 0x12345F78),
    ("prmt.b32 %d, %a, %b, 0x7410", "r", "rr", [0x33221100, 0x77665544], 0x77441100),
    ("prmt.b32 %d, %a, %b, 0x0009", "r", "rr", [0x0000FF00, 0], 0x000000FF),
    ("lop3.b32 %d, %a, %b, %c, 0xE8", "r", "rrr", [0b1100, 0b1010, 0b0110], 0b1110),
    ("sad.s32 %d, %a, %b, %c", "r", "rrr", [M1, 4, 10], 15),
    ("dp4a.s32.s32 %d, %a, %b, %c", "r", "rrr", [0xFF020304, 0x01010101, 10], 18),
    ("slct.b32.s32 %d, %a, %b, %c", "r", "rrr", [1, 2, M1], 2),
    ("set.lt.u32.s32 %d, %a, %b", "r", "rr", [M1, 0], M1),
    # Floats
    ("add.f32 %d, %a, %b", "r", "ff", [fbits(1), fbits(2**-24)], fbits(1)),
    ("add.rp.f32 %d, %a, %b", "r", "ff", [fbits(1), fbits(2**-24)], fbits(1 + 2**-23)),
    ("sub.rm.f32 %d, %a, %b", "r", "ff", [fbits(1), fbits(2**-30)], fbits(1 - 2**-24)),
    ("sub.rz.f32 %d, %a, %b", "r", "ff", [fbits(-1), fbits(2**-30)], fbits(-1)),
    ("mul.rz.f32 %d, %a, %b", "r", "ff", [fbits(1.1), fbits(-1.1)], fbits(-1.21) - 0),
    ("fma.rn.f32 %d, %a, %b, %c", "r", "fff", [fbits(1 + 2**-12), fbits(1 + 2**-12), fbits(-1 - 2**-11)], fbits(2**-24)),
    ("fma.rm.f32 %d, %a, %b, %c", "r", "fff", [fbits(1), fbits(2**-30), fbits(1)], fbits(1)),
    ("add.rp.f64 %d, %a, %b", "l", "dd", [dbits(1), dbits(2**-60)], dbits(1) + 1),
    ("div.rz.f32 %d, %a, %b", "r", "ff", [fbits(2), fbits(3)], fbits(2 / 3) - 1),
    ("div.rn.f32 %d, %a, %b", "r", "ff", [fbits(2), fbits(3)], fbits(2 / 3)),
    ("sqrt.rp.f64 %d, %a", "l", "d", [dbits(2)], dbits(2**0.5)),
    ("mul.ftz.f32 %d, %a, %b", "r", "ff", [fbits(-1e-30), fbits(1e-9)], NZERO),
    ("mul.f32 %d, %a, %b", "r", "ff", [fbits(1e-30), fbits(1e-9)], fbits(1e-39)),
    ("add.sat.f32 %d, %a, %b", "r", "ff", [fbits(3), fbits(1)], fbits(1)),
    ("add.sat.f32 %d, %a, %b", "r", "ff", [NAN, fbits(1)], 0),
    ("min.f32 %d, %a, %b", "r", "ff", [NAN, fbits(2)], fbits(2)),
    ("min.f32 %d, %a, %b", "r", "ff", [0, NZERO], NZERO),
    ("max.f32 %d, %a, %b", "r", "ff", [NZERO, 0], 0),
    ("max.NaN.f32 %d, %a, %b", "r", "ff", [NAN, fbits(2)], 0x7FFFFFFF),
    ("neg.f32 %d, %a", "r", "f", [0], NZERO),
    ("abs.f32 %d, %a", "r", "f", [0xFFC00001], 0x7FC00001),
    ("copysign.f32 %d, %a, %b", "r", "ff", [fbits(-3), fbits(5)], fbits(-5)),
    ("rcp.approx.ftz.f32 %d, %a", "r", "f", [0], INF),
    ("ex2.approx.f32 %d, %a", "r", "f", [fbits(-3)], fbits(0.125)),
    ("lg2.approx.f32 %d, %a", "r", "f", [fbits(-3)], None),
    ("set.eq.f32.f32 %d, %a, %b", "r", "ff", [fbits(2), fbits(2)], fbits(1)),
    # Conversions
    ("cvt.rzi.s32.f32 %d, %a", "r", "f", [fbits(-2.9)], 2**32 - 2),
    ("cvt.rni.s32.f32 %d, %a", "r", "f", [fbits(2.5)], 2),
    ("cvt.rmi.s32.f32 %d, %a", "r", "f", [fbits(-2.1)], 2**32 - 3),
    ("cvt.rpi.s32.f32 %d, %a", "r", "f", [fbits(2.1)], 3),
    ("cvt.rzi.u32.f32 %d, %a", "r", "f", [fbits(-5)], 0),
    ("cvt.rzi.u8.f32 %d, %a", "r", "f", [fbits(300)], 255),
    ("cvt.rzi.s32.f32 %d, %a", "r", "f", [fbits(1e20)], 0x7FFFFFFF),
    ("cvt.rzi.s32.f32 %d, %a", "r", "f", [NAN], 0),
    ("cvt.rzi.s32.f64 %d, %a", "r", "d", [dbits(float("nan"))], 0x80000000),
    ("cvt.rzi.s64.f32 %d, %a", "l", "f", [NAN], 2**63),
    ("cvt.rn.f32.u64 %d, %a", "r", "l", [2**64 - 1], fbits(2.0**64)),
    ("cvt.rz.f32.u64 %d, %a", "r", "l", [2**64 - 1], fbits(2.0**64) - 1),
    ("cvt.rn.f32.f64 %d, %a", "r", "d", [dbits(0.1)], fbits(0.1)),
    ("cvt.rm.f32.f64 %d, %a", "r", "d", [dbits(0.1)], fbits(0.1) - 1),
    ("cvt.rni.f32.f32 %d, %a", "r", "f", [fbits(-0.5)], NZERO),
    ("cvt.sat.f32.f32 %d, %a", "r", "f", [fbits(-1)], 0),
    ("cvt.s32.s8 %d, %a", "r", "r", [0x180], 0xFFFFFF80),
    ("cvt.s64.s32 %d, %a", "l", "r", [M1], 2**64 - 1),
    ("cvt.u64.u32 %d, %a", "l", "r", [M1], M1),
    ("cvt.u32.u16 %d, %a", "r", "r", [0x12345], 0x2345),
]  # fmt: skip
# Comparisons as the predicate p: (name, type, a, b, truth)
COMPARISONS = [
    ("lt.f32", "f", NAN, fbits(1), 0), ("ltu.f32", "f", NAN, fbits(1), 1), ("ne.f32", "f", NAN, NAN, 0), ("neu.f32", "f", NAN, NAN, 1),
    ("equ.f32", "f", NAN, 0, 1), ("eq.f32", "f", 0, NZERO, 1), ("num.f32", "f", 0, NAN, 0), ("nan.f32", "f", 0, NAN, 1),
    ("geu.f32", "f", fbits(1), fbits(2), 0), ("gt.f64", "d", dbits(2), dbits(1), 1), ("lt.s32", "r", M1, 0, 1), ("lt.u32", "r", M1, 0, 0),
    ("lo.u32", "r", 1, 2, 1), ("hs.u32", "r", 2, 2, 1), ("ge.s64", "l", 2**64 - 1, 0, 0), ("eq.b32", "r", 7, 7, 1),
]  # fmt: skip

TYPES = {"r": "b32", "l": "b64", "f": "f32", "d": "f64", "h": "b16"}
REGISTERS = ".reg .b32 %r<9>; .reg .b64 %l<9>; .reg .f32 %f<9>; .reg .f64 %d<9>; .reg .b16 %h<9>; .reg .pred %p<9>; .reg .b64 %o;\n"


def kernel(name, body):
    given = ", ".join(f".param .u64 {name}_{at}" for at in range(4))
    loads = f"ld.param.u64 %o, [{name}_0];\n"
    return f".visible .entry {name}({given})\n{{\n{REGISTERS}{loads}{body}ret;\n}}\n"


def loads(name, kinds):
    return "".join(f"ld.param.{TYPES[kind]} %{kind}{at}, [{name}_{at}];\n" for at, kind in enumerate(kinds, 1))


def instructions(gpu):
    text = HEAD
    for at, (line, result, kinds, _, _) in enumerate(CASES):
        for letter, number in zip("abc", range(1, 4)):
            if number <= len(kinds):
                line = line.replace("%" + letter, f"%{kinds[number - 1]}{number}")
        target = f"%{result}0"
        is_float = line.split()[0].split(".")[-1] in ("f32", "f64") and not line.startswith(("set.", "cvt")) or line.startswith("cvt") and ".f32." in line.split()[0]
        is_float = is_float or line.startswith("set.eq.f32")
        if is_float:
            target = {"r": "%f0", "l": "%d0"}[result]
        text += kernel(f"k{at}", loads(f"k{at}", kinds) + line.replace("%d,", target + ",", 1) + f";\nst.global.{TYPES[target[1]]} [%o], {target};\n")
    module = gpu.module(text)
    for at, (line, result, kinds, values, wanted) in enumerate(CASES):
        out = gpu.put("Q", [0])
        getattr(module, f"k{at}")(1, 1, out, *[u64(v) for v in values + [0] * (3 - len(values))])
        got = gpu.get("Q", out, 1)[0]
        if wanted is None:
            assert got & 0x7F800000 == 0x7F800000 and got & 0x7FFFFF, f"{line}: {got:#x} is no NaN"
        else:
            assert got == wanted, f"{line} of {[hex(v) for v in values]} is {got:#x}, wanted {wanted:#x}"
    print(f"ok ptx: {len(CASES)} instructions")


def comparisons(gpu):
    text = HEAD
    for at, (name, kind, _, _, _) in enumerate(COMPARISONS):
        body = loads(f"c{at}", kind * 2) + f"setp.{name} %p1|%p2, %{kind}1, %{kind}2;\nselp.u32 %r5, 1, 0, %p1;\n@%p2 add.u32 %r5, %r5, 2;\nst.global.u32 [%o], %r5;\n"
        text += kernel(f"c{at}", body)
    module = gpu.module(text)
    for at, (name, _, a, b, truth) in enumerate(COMPARISONS):
        out = gpu.put("Q", [0])
        getattr(module, f"c{at}")(1, 1, out, u64(a), u64(b), u64(0))
        assert gpu.get("Q", out, 1)[0] == (1 if truth else 2), name
    print(f"ok ptx: {len(COMPARISONS)} comparisons")


def programs(gpu):
    text = HEAD + ".global .align 4 .u32 table[3] = {10, 20, 0x1E};\n.const .f32 half = 0f3F000000;\n"
    text += ".func (.param .b32 back) twice(.param .b32 x) { .reg .b32 %r<2>; ld.param.b32 %r1, [x]; add.u32 %r1, %r1, %r1; st.param.b32 [back], %r1; ret; }\n"
    # A sum of 96 bits: carries from word to word.
    text += kernel("carry", "mov.u32 %r1, 0xFFFFFFFF; mov.u32 %r2, 1; add.cc.u32 %r3, %r1, %r2; addc.cc.u32 %r4, %r1, 0; addc.u32 %r5, 5, 0;\n"
                            "sub.cc.u32 %r6, 0, 1; subc.u32 %r7, 9, 0; mad.lo.cc.u32 %r8, %r1, 2, 2; madc.hi.u32 %r1, %r1, 2, 7;\n"
                            "st.global.v4.u32 [%o], {%r3, %r4, %r5, %r6}; st.global.v2.u32 [%o+16], {%r7, %r8}; st.global.u32 [%o+24], %r1;\n")  # fmt: skip
    # A jump by table, a call, a variable, packing, and a label in a scope of its own.
    text += kernel("jumps", "ld.param.u32 %r1, [jumps_1];\nlist: .branchtargets A, B, C;\nbrx.idx %r1, list;\nA: mov.u32 %r2, 100; bra.uni D;\n"
                            "B: { .reg .b32 %t; .reg .pred %q; mov.u32 %t, 3; X: sub.u32 %t, %t, 1; setp.ne.u32 %q, %t, 0; @%q bra X; add.u32 %r2, %t, 200; } bra D;\n"
                            "C: mov.u32 %r2, 300;\nD: { .param .b32 p; st.param.b32 [p+0], %r2; .param .b32 q; call.uni (q), twice, (p); ld.param.b32 %r2, [q+0]; }\n"
                            "ld.global.u32 %r3, [table+4]; add.u32 %r2, %r2, %r3; mov.b64 %l1, {%r2, %r1}; mov.b64 {%r4, %r5}, %l1; ld.const.f32 %f1, [half];\n"
                            "st.global.v2.u32 [%o], {%r4, %r5}; st.global.f32 [%o+8], %f1;\n")  # fmt: skip
    # Shared memory by its own address and as a generic one; every thread but the first leaves before the shuffle of the others is asked for.
    text += kernel("meets", ".shared .align 4 .b8 pot[256];\nmov.u32 %r1, %tid.x; shl.b32 %r2, %r1, 2; mov.u32 %r3, pot; add.u32 %r4, %r3, %r2; st.shared.u32 [%r4], %r1;\n"
                            "bar.sync 0; mov.u64 %l1, pot; cvta.shared.u64 %l2, %l1; cvt.u64.u32 %l3, %r2; sub.u64 %l2, %l2, %l3; ld.u32 %r5, [%l2+252];\n"
                            "setp.lt.u32 %p1, %r1, 32; @%p1 shfl.sync.bfly.b32 %r5|%p2, %r5, 1, 31, 0xFFFFFFFF;\n"
                            "cvt.u64.u32 %l4, %r2; add.u64 %l4, %o, %l4; st.global.u32 [%l4], %r5;\n")  # fmt: skip
    module = gpu.module(text)
    none = (u64(0), u64(0))
    out = gpu.put("I", [0] * 64)
    module.carry(1, 1, out, u64(0), *none)
    assert gpu.get("I", out, 7) == [0, 0, 6, M1, 8, 0, 9], gpu.get("I", out, 7)
    for index, value in enumerate((100, 200, 300)):
        module.jumps(1, 1, out, u64(index), *none)
        assert gpu.get("I", out, 3) == [2 * value + 20, index, fbits(0.5)], gpu.get("I", out, 3)
    module.meets(1, 64, out, u64(0), *none)
    assert gpu.get("I", out, 64) == [(63 - i) ^ 1 if i < 32 else 63 - i for i in range(64)]
    address, size = ctypes.c_uint64(), ctypes.c_size_t()
    gpu.call("cuModuleGetGlobal_v2", ctypes.byref(address), ctypes.byref(size), module.handle, b"table")
    assert size.value == 12
    fails(715, module.jumps, 1, 1, out, u64(3), *none)
    print("ok ptx: carries, jumps, calls, variables, shared memory")


def main():
    gpu = Gpu()
    instructions(gpu)
    comparisons(gpu)
    programs(gpu)


if __name__ == "__main__":
    main()
