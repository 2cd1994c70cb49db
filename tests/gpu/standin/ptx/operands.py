"""Operands of PTX instructions as C expressions: registers, numbers, special registers, addresses.

A register is a C variable of its declared class; reading it as another type of the same size reinterprets its bits.
"""

import re

from parse import SIZES, Unsupported

# The C type that holds a register declared with a PTX type.
HOLDERS = {1: "u16", 2: "u16", 4: "u32", 8: "u64"}
# The C type of a value of a PTX type.
C_TYPES = {"b8": "u8", "b16": "u16", "b32": "u32", "b64": "u64"}
SPECIAL = {
    "tid": "TID({axis})", "ntid": "l->threads[{axis}]", "ctaid": "l->block[{axis}]", "nctaid": "l->grid[{axis}]",
    "laneid": "LANE", "warpid": "(FLAT / 32)", "nwarpid": "((l->threads[0] * l->threads[1] * l->threads[2] + 31) / 32)",
    "smid": "0u", "nsmid": "1u", "gridid": "0u", "clock": "(u32)(l->clock++)", "clock64": "(l->clock++)", "clock_hi": "0u",
    "globaltimer": "(l->clock++)", "lanemask_eq": "(1u << LANE)", "lanemask_lt": "((1u << LANE) - 1)",
    "lanemask_le": "(2u << LANE) - 1", "lanemask_gt": "~((2u << LANE) - 1)", "lanemask_ge": "~((1u << LANE) - 1)",
    "dynamic_smem_size": "l->dynamic_bytes", "total_smem_size": "l->shared_bytes",
    "clusterid": "l->block[{axis}]", "nclusterid": "l->grid[{axis}]", "cluster_ctaid": "0u", "cluster_nctaid": "1u",
    "cluster_ctarank": "0u", "cluster_nctarank": "1u",
}  # fmt: skip


def holder(kind):
    """C type of a register declared as `kind`."""
    if kind in ("pred", "f32", "f64"):
        return "_Bool" if kind == "pred" else kind
    if SIZES[kind] not in HOLDERS:
        raise Unsupported(f"registers of .{kind}")
    return HOLDERS[SIZES[kind]]


def c_type(kind):
    if kind in ("f16x2", "bf16x2", "bf16", "b128"):
        raise Unsupported(f"type .{kind}")
    return "_Bool" if kind == "pred" else C_TYPES.get(kind, kind)


def number(text, kind):
    """An immediate as a C expression of `kind`, or None when the text is no number."""
    found = re.fullmatch(r"(-?)0[fF]([0-9a-fA-F]{8})", text)
    if found:
        bits = int(found.group(2), 16) ^ (0x80000000 if found.group(1) else 0)
        if kind == "f64":
            return f"(f64)asf32({bits:#x}u)"
        return f"asf32({bits:#x}u)" if kind == "f32" else f"{bits:#x}u"
    found = re.fullmatch(r"(-?)0[dD]([0-9a-fA-F]{16})", text)
    if found:
        bits = int(found.group(2), 16) ^ (1 << 63 if found.group(1) else 0)
        if kind == "f32":
            return f"(f32)asf64({bits:#x}ull)"
        return f"asf64({bits:#x}ull)" if kind == "f64" else f"{bits:#x}ull"
    found = re.fullmatch(r"(-?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9]\d*)U?", text)
    if found:
        digits = found.group(2)
        base = 16 if digits[:2] in ("0x", "0X") else 2 if digits[:2] in ("0b", "0B") else 8 if digits[0] == "0" else 10
        value = int(digits[2:] if base in (16, 2) else digits, base)
        value = -value if found.group(1) else value
        return f"(({c_type(kind)}){value & (2**64 - 1):#x}ull)" if kind[0] != "f" else f"({kind}){value}.0"
    if text == "WARP_SZ":
        return "32u"
    if re.fullmatch(r"-?\d+\.\d*(e[+-]?\d+)?", text, re.I):
        return f"({kind if kind[0] == 'f' else 'f64'}){text}"
    return None


class Operands:
    """What an instruction of one function needs to name its operands. `module` is a translate.ModuleWriter."""

    def __init__(self, function, module):
        self.function, self.module = function, module
        self.used = {}  # C name of a register -> C type
        self.locals = {}  # C name of a local array -> (bytes, align)
        self.shared = {}  # names of shared variables that the function uses
        self.calls = set()
        self.parameters = {v.name: at for at, v in enumerate(function.parameters + function.results)}

    # Names

    def scopes(self, scope):
        while True:
            yield scope
            if scope == 0:
                return
            scope = self.function.parents[scope]

    def register(self, name, scope):
        """(C name, PTX type) of a register, or None."""
        prefix = re.fullmatch(r"(.*?)(\d*)", name).group(1)
        for at in self.scopes(scope):
            kind = self.function.registers.get((at, name)) or self.function.registers.get((at, prefix, "<>"))
            if kind:
                clean = re.sub(r"\W", "_", name.lstrip("%")) + (f"_s{at}" if at else "")
                made = f"r_{clean}"
                self.used[made] = holder(kind)
                return made, kind
        return None

    def variable(self, name, scope):
        for at in self.scopes(scope):
            if (at, name) in self.function.variables:
                return self.function.variables[(at, name)], at
        return self.module.module.variables.get(name), 0

    def symbol(self, name, scope):
        """A variable's address as a u64 expression, with its space."""
        if name in self.parameters:
            return self.parameter(name), "param"
        variable, at = self.variable(name, scope)
        if variable is None:
            raise Unsupported(f"name {name!r}")
        made = "v_" + re.sub(r"\W", "_", name) + (f"_s{at}" if at else "")
        if variable.space in ("local", "param"):
            self.locals[made] = (max(variable.bytes, 1), max(variable.align, 8))
            return f"(u64){made}", "local" if variable.space == "local" else "param"
        if variable.space == "shared":
            self.shared[name] = variable
            return f"(u64){self.module.shared_name(name, self.function)}", "shared"
        return f"(u64){self.module.global_name(name)}", variable.space

    def parameter(self, name):
        at = self.parameters[name]
        if self.function.entry:
            return f"(u64)(l->params + {self.module.offsets(self.function)[at]})"
        return f"(u64)p{at}"

    # Values

    def read(self, text, kind, scope):
        """The operand as a C expression of PTX type `kind`."""
        if text.startswith("-") and number(text, kind) is None:
            return f"(-{self.read(text[1:], kind, scope)})"
        if text.startswith("!"):
            return f"(!{self.read(text[1:], 'pred', scope)})"
        value = number(text, kind)
        if value is not None:
            if kind == "pred":
                return f"({value} != 0)"
            return value
        found = self.register(text, scope)
        if found:
            return self.cast(found[0], found[1], kind, text)
        if text.startswith("%"):
            return f"(({c_type(kind)}){self.special(text)})"
        sum_ = re.fullmatch(r"([\w$]+)\s*([+-])\s*(\d+)", text)
        if sum_:
            return f"({self.address_of(sum_.group(1), kind, scope)} {sum_.group(2)} {sum_.group(3)})"
        return self.address_of(text, kind, scope)

    def address_of(self, name, kind, scope):
        address, space = self.symbol(name, scope)
        if SIZES[kind] == 4 and space != "shared":
            raise Unsupported(f"32-bit address of {name} in .{space}")
        return f"(({c_type(kind)})({address}))"

    def special(self, text):
        name, _, axis = text[1:].partition(".")
        if name not in SPECIAL or (axis and axis not in "xyz"):
            raise Unsupported(f"special register {text}")
        return SPECIAL[name].format(axis="xyz".index(axis) if axis else 0)

    @staticmethod
    def cast(name, declared, kind, text):
        """Register `name` declared as one type, read as another."""
        if kind == "pred" or declared == "pred":
            if kind != declared:
                raise Unsupported(f"register {text} of .{declared} read as .{kind}")
            return name
        if kind == "f16":
            return f"asf16((u16){name})"
        if declared in ("f32", "f64"):
            if kind == declared:
                return name
            bits = f"bits{declared[1:]}({name})"
            if kind[0] == "f" or SIZES[kind] > SIZES[declared]:
                raise Unsupported(f"register {text} of .{declared} read as .{kind}")
            return f"(({c_type(kind)}){bits})"
        if kind in ("f32", "f64"):
            if SIZES[declared] != SIZES[kind]:
                raise Unsupported(f"register {text} of .{declared} read as .{kind}")
            return f"as{kind}({name})"
        if SIZES[kind] > SIZES[declared]:
            raise Unsupported(f"register {text} of .{declared} read as .{kind}")
        return f"(({c_type(kind)}){name})"

    def write(self, text, kind, value, scope):
        """A C statement that puts `value`, of PTX type `kind`, into register `text`."""
        if text == "_":
            return f"(void)({value});"
        found = self.register(text, scope)
        if not found:
            raise Unsupported(f"register {text!r}")
        name, declared = found
        if kind == "pred" or declared == "pred":
            if kind != declared:
                raise Unsupported(f"register {text} of .{declared} set as .{kind}")
            return f"{name} = {value};"
        if declared in ("f32", "f64"):
            if kind == declared:
                return f"{name} = {value};"
            if kind[0] == "f" or SIZES[kind] != SIZES[declared]:
                raise Unsupported(f"register {text} of .{declared} set as .{kind}")
            return f"{name} = as{declared}({value});"
        if SIZES[kind] > SIZES[declared]:
            raise Unsupported(f"register {text} of .{declared} set as .{kind}")
        if kind in ("f16", "f32", "f64"):
            return f"{name} = bits{kind[1:]}({value});"
        return f"{name} = ({holder(declared)})({c_type(kind)})({value});"

    # Memory

    def memory(self, text, space, kind, count, write, scope):
        """A C pointer expression for `[text]`, of `count` values of `kind` (checked as one access)."""
        inside = text.strip()
        if not (inside.startswith("[") and inside.endswith("]")):
            raise Unsupported(f"address {text!r}")
        inside = inside[1:-1].strip()
        found = re.fullmatch(r"([%\w$]+)\s*(?:([+-])\s*(-?\w+))?", inside)
        if not found:
            raise Unsupported(f"address {text!r}")
        name, sign, offset = found.groups()
        add = int(offset, 0) * (-1 if sign == "-" else 1) if offset else 0
        bytes_ = SIZES[kind] * count
        register = self.register(name, scope)
        if register:
            base, own = f"(u64){register[0]}", None
        elif re.fullmatch(r"-?\w*", name) and number(name, "u64"):
            base, own = number(name, "u64"), None
        else:
            base, own = self.symbol(name, scope)
        space = (own if own in ("param", "local", "shared") and not space else space) or own
        if register and SIZES[register[1]] == 4 and space not in ("shared",):
            raise Unsupported(f"32-bit address {text} in .{space or 'generic'}")
        address = f"({base} + {add})" if add >= 0 else f"({base} - {-add})"
        if space == "shared":
            return f"shared_at(l, (u32){address}, {bytes_})"
        if space in ("global", "const") and own not in ("global", "const"):
            self.module.sites += 1
            return f"global_at(&l->sites[{self.module.sites - 1}], {address}, {bytes_}, {int(write)})"
        if space in ("param", "local") and not register:
            return f"(void *){address}"
        return f"plain_at({address}, {bytes_})"
