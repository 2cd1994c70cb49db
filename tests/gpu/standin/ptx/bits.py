"""Logic, shifts, bit fields, conversions and moves."""

from operands import c_type
from parse import SIZES, Unsupported
from table import kind_of, kinds, only, op, rounding

FLOATS = ("f16", "f32", "f64")


@op("and", "or", "xor", "not", "cnot")
def logic(c, s):
    kind = kind_of(s)
    values = [c.read(arg, kind, s.scope) for arg in s.args[1:]]
    if s.op == "cnot":
        value = f"({values[0]} == 0)"
    elif s.op == "not":
        value = f"{'!' if kind == 'pred' else '~'}{values[0]}"
    else:
        value = f"({values[0]} {dict(zip(('and', 'or', 'xor'), '&|^'))[s.op]} {values[1]})"
    return [c.write(s.args[0], kind, value, s.scope)]


@op("shl", "shr")
def shift(c, s):
    kind = kind_of(s)
    bits = SIZES[kind] * 8
    a, n = c.read(s.args[1], kind, s.scope), c.read(s.args[2], "u32", s.scope)
    if s.op == "shl":
        value = f"({n} > {bits - 1} ? 0 : ({c_type(kind)})((u64){a} << ({n} & 63)))"
    elif kind[0] == "s":
        value = f"({a} >> ({n} > {bits - 1} ? {bits - 1} : {n}))"
    else:
        value = f"({n} > {bits - 1} ? 0 : {a} >> ({n} & {bits - 1}))"
    return [c.write(s.args[0], kind, value, s.scope)]


@op("shf")
def funnel(c, s):
    only(s, "l", "r", "wrap", "clamp")
    a, b, n = (c.read(arg, "u32", s.scope) for arg in s.args[1:4])
    n = f"({n} & 31)" if "wrap" in s.mods else f"({n} > 32 ? 32 : {n})"
    return [c.write(s.args[0], "b32", f"shf_{s.mods[0]}({a}, {b}, {n})", s.scope)]


@op("clz", "popc", "brev", "bfind")
def count(c, s):
    only(s, "shiftamt")
    kind = kind_of(s)
    bits = SIZES[kind] * 8
    a = c.read(s.args[1], kind, s.scope)
    result = f"b{bits}" if s.op == "brev" else "u32"
    if s.op == "popc":
        value = f"(u32)__builtin_popcountll({a})"
    elif s.op == "bfind":
        value = f"bfind_{kind}({a})"
        if "shiftamt" in s.mods:
            value = f"({value} == ~0u ? ~0u : {bits - 1} - {value})"
    else:
        value = f"{s.op}_{bits}({a})"
    return [c.write(s.args[0], result, value, s.scope)]


@op("bfe")
def bfe(c, s):
    kind = kind_of(s)
    a, at, length = c.read(s.args[1], kind, s.scope), *(c.read(arg, "u32", s.scope) for arg in s.args[2:4])
    return [c.write(s.args[0], kind, f"bfe_{kind}({a}, {at}, {length})", s.scope)]


@op("bfi")
def bfi(c, s):
    kind = kind_of(s)
    a, b = (c.read(arg, kind, s.scope) for arg in s.args[1:3])
    at, length = (c.read(arg, "u32", s.scope) for arg in s.args[3:5])
    return [c.write(s.args[0], kind, f"({c_type(kind)})bfi({a}, {b}, {at}, {length}, {SIZES[kind] * 8})", s.scope)]


@op("prmt")
def prmt(c, s):
    only(s)
    a, b, how = (c.read(arg, "u32", s.scope) for arg in s.args[1:4])
    return [c.write(s.args[0], "b32", f"prmt_b32({a}, {b}, {how})", s.scope)]


@op("lop3")
def lop3(c, s):
    only(s)
    values = ", ".join(c.read(arg, "u32", s.scope) for arg in s.args[1:5])
    return [c.write(s.args[0], "b32", f"lop3({values})", s.scope)]


@op("sad")
def sad(c, s):
    kind = kind_of(s)
    a, b, d = (c.read(arg, kind, s.scope) for arg in s.args[1:4])
    return [c.write(s.args[0], kind, f"({c_type(kind)})({d} + ({a} < {b} ? {b} - {a} : {a} - {b}))", s.scope)]


@op("dp4a")
def dp4a(c, s):
    first, second = kinds(s)
    values = ", ".join(c.read(arg, "u32", s.scope) for arg in s.args[1:4])
    return [c.write(s.args[0], "b32", f"dp4a({values}, {int(first == 's32')}, {int(second == 's32')})", s.scope)]


@op("mov")
def mov(c, s):
    kind = kind_of(s)
    target, source = s.args[0], s.args[1]
    if target.startswith("{"):
        return unpack(c, s, kind, [part.strip() for part in target.strip("{}").split(",")], source)
    if source.startswith("{"):
        return pack(c, s, kind, target, [part.strip() for part in source.strip("{}").split(",")])
    return [c.write(target, kind, c.read(source, kind, s.scope), s.scope)]


def unpack(c, s, kind, parts, source):
    part = f"b{SIZES[kind] * 8 // len(parts)}"
    value = c.read(source, f"b{SIZES[kind] * 8}", s.scope)
    made = [f"{{ u64 t_ = {value};"]
    for at, name in enumerate(parts):
        made.append(c.write(name, part, f"(t_ >> {at * SIZES[part] * 8})", s.scope))
    return made + ["}"]


def pack(c, s, kind, target, parts):
    bits = SIZES[kind] * 8 // len(parts)
    value = " | ".join(f"(u64){c.read(name, f'b{bits}', s.scope)} << {at * bits}" for at, name in enumerate(parts))
    return [c.write(target, f"b{SIZES[kind] * 8}", f"({value})", s.scope)]


@op("cvt")
def cvt(c, s):
    only(s, "rn", "rz", "rm", "rp", "rni", "rzi", "rmi", "rpi", "ftz", "sat", "rna")
    to, of = kinds(s)
    a = c.read(s.args[1], of, s.scope)
    if "ftz" in s.mods and of == "f32":
        a = f"ftz({a})"
    if of in FLOATS:
        whole = next((name for mod, name in (("rni", "rint"), ("rzi", "trunc"), ("rmi", "floor"), ("rpi", "ceil")) if mod in s.mods), None)
        source = "f64" if of == "f64" else "f32"
        if of == "f16":
            a = f"(f32){a}"
        if whole:
            a = f"{whole}{'f' if source == 'f32' else ''}({a})"
        if to in FLOATS:
            value = to_float(s, to, source, a)
        else:
            value = f"{c_type(to)}_of_{source}({a}, {int(of == 'f64')})"
    elif to in FLOATS:
        value = to_float(s, to, of, a)
    else:
        value = f"({c_type(to)})({a})"
        if "sat" in s.mods:
            raise Unsupported(s.line)
    if to in FLOATS and "sat" in s.mods:
        value = f"sat_{to}({value})"
    if "ftz" in s.mods and to == "f32":
        value = f"ftz({value})"
    return [c.write(s.args[0], to, value, s.scope)]


def to_float(s, to, of, a):
    if rounding(s) and (SIZES[to] < SIZES[of] or of not in FLOATS or to == "f16"):
        if to == "f16":
            raise Unsupported(s.line)
        return f"TOWARD({rounding(s)}, {to}, HIDDEN({c_type(of)}, {a}))"
    return f"({to})({a})"


@op("cvta")
def cvta(c, s):
    """To and from the generic address space: only shared memory has addresses of its own, counted from 0."""
    kind = kind_of(s)
    space = next((mod for mod in s.mods if mod in ("shared", "global", "local", "const", "param")), None)
    a = c.read(s.args[1], kind, s.scope)
    if space == "shared":
        base = "(u64)l->shared"
        a = f"({a} - {base})" if "to" in s.mods else f"({base} + {a})"
        if kind != "u64":
            raise Unsupported(s.line)
    return [c.write(s.args[0], kind, a, s.scope)]


@op("isspacep")
def isspacep(c, s):
    a = c.read(s.args[1], "u64", s.scope)
    inside = f"({a} - (u64)l->shared < l->shared_bytes)"
    if s.mods[0] == "shared":
        return [c.write(s.args[0], "pred", inside, s.scope)]
    if s.mods[0] == "global":
        return [c.write(s.args[0], "pred", f"!{inside}", s.scope)]
    raise Unsupported(s.line)
