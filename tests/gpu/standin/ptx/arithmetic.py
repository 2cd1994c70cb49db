"""Arithmetic, comparison and bit instructions."""

from operands import c_type
from parse import SIZES, Unsupported
from table import kind_of, kinds, only, op, rounding, signed

FLOATS = ("f16", "f32", "f64")
HINTS = ("rn", "rz", "rm", "rp", "ftz", "sat", "noftz")


def inputs(c, s, kind, args):
    """Operands of one type; subnormal floats become zero where .ftz says so."""
    values = [c.read(arg, kind, s.scope) for arg in args]
    return [f"ftz({v})" for v in values] if "ftz" in s.mods and kind == "f32" else values


def finish(c, s, kind, value):
    if kind in FLOATS:
        if "ftz" in s.mods and kind == "f32":
            value = f"ftz({value})"
        if "sat" in s.mods:
            value = f"sat_{kind}({value})"
    return [c.write(s.args[0], kind, value, s.scope)]


def modulo(kind, text):
    """Integer arithmetic without overflow: done unsigned, as wide as the type."""
    return f"(({c_type(kind)})({text}))"


@op("add", "sub")
def add(c, s):
    only(s, *HINTS, "cc")
    kind, sign = kind_of(s), "+" if s.op == "add" else "-"
    if "cc" in s.mods:
        return carried(c, s, kind)
    a, b = inputs(c, s, kind, s.args[1:3])
    if kind in FLOATS:
        if rounding(s):
            if kind == "f32":
                mode = next(m for m in s.mods if m in ("rz", "rm", "rp"))
                return finish(c, s, kind, f"fma_{mode}_f32({a}, 1.0f, {sign if sign == '-' else ''}({b}))")
            value = f"TOWARD({rounding(s)}, {kind}, HIDDEN({kind}, {a}) {sign} HIDDEN({kind}, {b}))"
        else:
            value = f"({c_type(kind)})({a} {sign} {b})"
        return finish(c, s, kind, value)
    if "sat" in s.mods:
        return [c.write(s.args[0], kind, f"s32_of_f64((f64){a} {sign} (f64){b}, 1)", s.scope)]
    wide = "u32" if SIZES[kind] < 8 else "u64"
    return finish(c, s, kind, modulo(kind, f"({wide}){a} {sign} ({wide}){b}"))


@op("addc", "subc")
def carried(c, s, kind=None):
    """Sums that read (addc, subc) or leave (.cc) the carry."""
    kind = kind or kind_of(s)
    bits = SIZES[kind] * 8
    a, b = (f"(u128)(u{bits}){v}" for v in inputs(c, s, kind, s.args[1:3]))
    take = "carry" if s.op.endswith("c") else "0"
    value = f"{a} + {b} + {take}" if s.op.startswith("add") else f"{a} - {b} - {take}"
    c.carry = True
    made = [f"{{ u128 t_ = {value};", c.write(s.args[0], kind, f"(u{bits})t_", s.scope)]
    if "cc" in s.mods:
        made.append(f"carry = (_Bool)(t_ >> {bits} & 1);")
    return made + ["}"]


@op("mul", "mul24")
def mul(c, s):
    only(s, *HINTS, "lo", "hi", "wide")
    kind = kind_of(s)
    a, b = inputs(c, s, kind, s.args[1:3])
    if kind in FLOATS:
        if rounding(s) and kind == "f32":
            mode = next(m for m in s.mods if m in ("rz", "rm", "rp"))
            return finish(c, s, kind, f"fma_{mode}_f32({a}, {b}, 0.0f)")
        if rounding(s):
            return finish(c, s, kind, f"TOWARD({rounding(s)}, {kind}, HIDDEN({kind}, {a}) * HIDDEN({kind}, {b}))")
        return finish(c, s, kind, f"({c_type(kind)})({a} * {b})")
    return integer_product(c, s, kind, a, b, None)


def integer_product(c, s, kind, a, b, plus):
    bits = SIZES[kind] * 8
    if s.op.endswith("24"):
        a, b = (f"((s32)({v} << 8) >> 8)" if kind == "s32" else f"({v} & 0xffffff)" for v in (a, b))
    wide = signed(kind, bits * 2)
    product = f"({wide})({a}) * ({wide})({b})"
    if "wide" in s.mods:
        extra = f" + {c.read(plus, wide, s.scope)}" if plus else ""
        big = f"u{bits * 2}"
        return [c.write(s.args[0], wide, f"({big})({product}){extra and ' + (' + big + ')' + c.read(plus, wide, s.scope)}", s.scope)]
    if "hi" in s.mods:
        shift = 16 if s.op.endswith("24") else bits
        value = f"({c_type(kind)})(({product}) >> {shift})"
    else:
        value = f"(u{bits})((u{max(bits, 32)}){a} * (u{max(bits, 32)}){b})"
    if plus:
        value = f"(u{bits})((u{bits})({value}) + (u{bits}){c.read(plus, kind, s.scope)})"
    return [c.write(s.args[0], kind, f"({c_type(kind)})({value})", s.scope)]


@op("mad", "madc", "fma", "mad24")
def mad(c, s):
    only(s, *HINTS, "lo", "hi", "wide", "cc", "relu")
    if "relu" in s.mods:
        raise Unsupported(s.line)
    kind = kind_of(s)
    if kind not in FLOATS:
        a, b = inputs(c, s, kind, s.args[1:3])
        if s.op == "madc" or "cc" in s.mods:
            return carried_product(c, s, kind, a, b)
        return integer_product(c, s, kind, a, b, s.args[3])
    a, b, d = inputs(c, s, kind, s.args[1:4])
    if rounding(s):
        if kind == "f32":
            mode = next(m for m in s.mods if m in ("rz", "rm", "rp"))
            return finish(c, s, kind, f"fma_{mode}_f32({a}, {b}, {d})")
        hidden = ", ".join(f"HIDDEN(f64, {v})" for v in (a, b, d))
        return finish(c, s, kind, f"TOWARD({rounding(s)}, f64, fma({hidden}))")
    value = {"f32": f"fmaf({a}, {b}, {d})", "f64": f"fma({a}, {b}, {d})", "f16": f"(f16)fma({a}, {b}, {d})"}[kind]
    return finish(c, s, kind, value)


def carried_product(c, s, kind, a, b):
    bits = SIZES[kind] * 8
    wide = "s128" if kind[0] == "s" else "u128"
    half = f"(({wide}){a} * ({wide}){b}) >> {bits}" if "hi" in s.mods else f"({wide}){a} * ({wide}){b}"
    d = c.read(s.args[3], kind, s.scope)
    c.carry = True
    take = "carry" if s.op == "madc" else "0"
    made = [f"{{ u128 t_ = (u128)(u{bits})({half}) + (u{bits}){d} + {take};", c.write(s.args[0], kind, f"(u{bits})t_", s.scope)]
    if "cc" in s.mods:
        made.append(f"carry = (_Bool)(t_ >> {bits} & 1);")
    return made + ["}"]


@op("div", "rem")
def div(c, s):
    only(s, *HINTS, "full", "approx")
    kind = kind_of(s)
    a, b = inputs(c, s, kind, s.args[1:3])
    if kind not in FLOATS:
        return finish(c, s, kind, f"{s.op}_{c_type(kind)}({a}, {b})")
    if rounding(s):
        return finish(c, s, kind, f"TOWARD({rounding(s)}, {kind}, HIDDEN({kind}, {a}) / HIDDEN({kind}, {b}))")
    return finish(c, s, kind, f"({a} / {b})")


@op("min", "max")
def least(c, s):
    only(s, "ftz", "NaN")
    kind = kind_of(s)
    a, b = inputs(c, s, kind, s.args[1:3])
    if kind in FLOATS:
        return finish(c, s, kind, f"{'nan_' if 'NaN' in s.mods else ''}{s.op}_{kind}({a}, {b})")
    sign = "<" if s.op == "min" else ">"
    return finish(c, s, kind, f"({a} {sign} {b} ? {a} : {b})")


@op("neg", "abs")
def neg(c, s):
    only(s, "ftz")
    kind = kind_of(s)
    (a,) = inputs(c, s, kind, s.args[1:2])
    if kind in FLOATS:
        bits = SIZES[kind] * 8
        top = f"(1ull << {bits - 1})"
        change = f"^ {top}" if s.op == "neg" else f"& ({top} - 1)"
        return finish(c, s, kind, f"as{kind}((u{bits})(bits{bits}({a}) {change}))")
    unsigned = f"(u64){a}"
    value = f"0 - {unsigned}" if s.op == "neg" else f"{a} < 0 ? 0 - {unsigned} : {unsigned}"
    return finish(c, s, kind, modulo(kind, value))


@op("copysign")
def copysign(c, s):
    """copysign d, a, b: the sign of a with the size of b."""
    kind = kind_of(s)
    a, b = inputs(c, s, kind, s.args[1:3])
    return finish(c, s, kind, f"copysign{'f' if kind == 'f32' else ''}({b}, {a})")


@op("ex2", "lg2", "sin", "cos", "tanh", "rcp", "rsqrt", "sqrt")
def approximate(c, s):
    only(s, *HINTS, "approx")
    kind = kind_of(s)
    if kind == "f16" and s.op in ("ex2", "tanh"):
        a = f"(f32){c.read(s.args[1], 'f16', s.scope)}"
        return [c.write(s.args[0], "f16", f"(f16){'exp2f' if s.op == 'ex2' else 'tanhf'}({a})", s.scope)]
    if kind not in ("f32", "f64"):
        raise Unsupported(s.line)
    (a,) = inputs(c, s, kind, s.args[1:2])
    end = "f" if kind == "f32" else ""
    if rounding(s):
        a = f"HIDDEN({kind}, {a})"
    value = {"ex2": f"exp2{end}({a})", "lg2": f"log2{end}({a})", "rcp": f"(({kind})1 / {a})",
             "rsqrt": f"(({kind})1 / sqrt{end}({a}))"}.get(s.op, f"{s.op}{end}({a})")  # fmt: skip
    if kind == "f64" and "ftz" in s.mods:  # rcp and rsqrt .approx.ftz: only the upper half of the bits
        value = f"asf64(bits64({value}) & 0xffffffff00000000ull)"
    return finish(c, s, kind, f"TOWARD({rounding(s)}, {kind}, {value})" if rounding(s) else value)


@op("testp")
def testp(c, s):
    kind = kind_of(s)
    a = c.read(s.args[1], kind, s.scope)
    test = {"finite": "isfinite({0})", "infinite": "isinf({0})", "number": "!isnan({0})", "notanumber": "isnan({0})",
            "normal": "isnormal({0})", "subnormal": "(fpclassify({0}) == FP_SUBNORMAL)"}[s.mods[0]]  # fmt: skip
    return [c.write(s.args[0], "pred", test.format(a) + " != 0", s.scope)]


def comparison(c, s, kind, a, b):
    """C truth of `a <cmp> b`; the u forms are also true for NaN."""
    name = next(mod for mod in s.mods if mod not in SIZES and mod != "ftz")
    if name in ("num", "nan"):
        return f"({'!' if name == 'nan' else ''}({a} == {a} && {b} == {b}))"
    plain = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
             "lo": "<", "ls": "<=", "hi": ">", "hs": ">="}  # fmt: skip
    if kind in FLOATS:
        if name in plain and name != "ne":
            return f"({a} {plain[name]} {b})"
        if name == "ne":
            return f"({a} < {b} || {a} > {b})"
        opposite = {"equ": ("<", ">"), "neu": None, "ltu": (">=",), "leu": (">",), "gtu": ("<=",), "geu": ("<",)}
        if name == "neu":
            return f"({a} != {b})"
        if name == "equ":
            return f"(!({a} < {b} || {a} > {b}))"
        return f"(!({a} {opposite[name][0]} {b}))"
    return f"({a} {plain[name]} {b})"


@op("setp", "set")
def setp(c, s):
    only(s, "ftz", "eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs", "equ", "neu", "ltu", "leu", "gtu", "geu",
         "num", "nan", "and", "or", "xor")  # fmt: skip
    kind = kind_of(s)
    combine = next((mod for mod in s.mods if mod in ("and", "or", "xor")), None)
    order = [mod for mod in s.mods if mod not in ("and", "or", "xor")]
    a, b = inputs(c, s, kind, s.args[1:3])
    plain = type(s)(s.op, order, s.args, s.guard, s.line, s.scope)
    truth = comparison(c, plain, kind, a, b)
    sign = {"and": "&", "or": "|", "xor": "^"}.get(combine)
    other = c.read(s.args[3], "pred", s.scope) if sign else None

    def joined(value):
        return f"({value} {sign} {other})" if sign else value

    if s.op == "set":
        result = kinds(s)[0]
        one = "1" if result in FLOATS else f"({c_type(result)})-1"
        return [c.write(s.args[0], result, f"({joined(truth)} ? {one} : 0)", s.scope)]
    first, _, second = s.args[0].partition("|")
    made = [f"{{ _Bool t_ = {truth}, p_ = {joined('t_')}, q_ = {joined('!t_')}; (void)q_;"]
    made.append(c.write(first.strip(), "pred", "p_", s.scope))
    if second:
        made.append(c.write(second.strip(), "pred", "q_", s.scope))
    return made + ["}"]


@op("selp")
def selp(c, s):
    kind = kind_of(s)
    a, b, p = (c.read(arg, k, s.scope) for arg, k in zip(s.args[1:], (kind, kind, "pred")))
    return [c.write(s.args[0], kind, f"({p} ? {a} : {b})", s.scope)]


@op("slct")
def slct(c, s):
    kind, test = kinds(s)
    a, b, t = (c.read(arg, k, s.scope) for arg, k in zip(s.args[1:], (kind, kind, test)))
    return [c.write(s.args[0], kind, f"({t} >= 0 ? {a} : {b})", s.scope)]
