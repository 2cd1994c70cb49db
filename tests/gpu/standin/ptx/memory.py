"""Loads, stores, atomics and asynchronous copies."""

from operands import c_type
from parse import SIZES, Unsupported
from table import kind_of, op

SPACES = ("global", "shared", "local", "const", "param")
HINTS = {"weak", "volatile", "relaxed", "acquire", "release", "acq_rel", "mmio", "cta", "cluster", "gpu", "sys", "nc",
         "ca", "cg", "cs", "lu", "cv", "wb", "wt", "v2", "v4", "noftz", "unified", "entry", "func"}  # fmt: skip


def space_of(s):
    for mod in s.mods:
        space = mod.split("::")[0]
        if mod == "shared::cluster":
            raise Unsupported(s.line)
        if space not in SPACES and space not in HINTS and mod not in SIZES and space not in ("L1", "L2"):
            raise Unsupported(f"{'.'.join([s.op] + s.mods)} (.{mod})")
    return next((mod.split("::")[0] for mod in s.mods if mod.split("::")[0] in SPACES), None)


def width(s):
    return 4 if "v4" in s.mods else 2 if "v2" in s.mods else 1


def names(text):
    return [part.strip() for part in text.strip("{}").split(",")]


@op("ld", "ldu")
def load(c, s):
    kind = kind_of(s)
    made = [f"{{ const {c_type(kind)} *m_ = {c.memory(s.args[1], space_of(s), kind, width(s), False, s.scope)};"]
    if width(s) > 1:  # the address register may be one of those loaded
        made.append(f"{c_type(kind)} n_[{width(s)}]; memcpy(n_, m_, sizeof n_);")
        return made + [c.write(name, kind, f"n_[{at}]", s.scope) for at, name in enumerate(names(s.args[0]))] + ["}"]
    return made + [c.write(names(s.args[0])[0], kind, "*m_", s.scope), "}"]


@op("st")
def store(c, s):
    kind = kind_of(s)
    made = [f"{{ {c_type(kind)} *m_ = {c.memory(s.args[0], space_of(s), kind, width(s), True, s.scope)};"]
    for at, name in enumerate(names(s.args[1])):
        made.append(f"m_[{at}] = {narrowed(c, name, kind, s.scope)};")
    return made + ["}"]


def narrowed(c, name, kind, scope):
    """A store's operand: a wider register gives its low bits."""
    return c.read(name, kind, scope)


@op("atom", "red")
def atomic(c, s):
    """Threads run one after another, so read, compute, write is atomic."""
    mods = [mod for mod in s.mods if mod in ("add", "and", "or", "xor", "min", "max", "exch", "cas", "inc", "dec")]
    rest = type(s)(s.op, [mod for mod in s.mods if mod not in mods], s.args, s.guard, s.line, s.scope)
    space, kind = space_of(rest), kind_of(s)
    if width(s) > 1 or len(mods) != 1:
        raise Unsupported(s.line)
    args = s.args[1:] if s.op == "atom" else s.args
    a = c.read(args[1], kind, s.scope)
    made = [f"{{ {c_type(kind)} *m_ = {c.memory(args[0], space, kind, 1, True, s.scope)}, o_ = *m_, a_ = {a};"]
    b = c.read(args[2], kind, s.scope) if mods[0] == "cas" else None
    value = {
        "add": "o_ + a_", "and": "o_ & a_", "or": "o_ | a_", "xor": "o_ ^ a_", "exch": "a_",
        "min": "o_ < a_ ? o_ : a_", "max": "o_ > a_ ? o_ : a_", "cas": f"o_ == a_ ? {b} : o_",
        "inc": "o_ >= a_ ? 0 : o_ + 1", "dec": "o_ == 0 || o_ > a_ ? a_ : o_ - 1",
    }[mods[0]]  # fmt: skip
    if kind in ("s32", "s64") and mods[0] == "add":
        value = f"(u{kind[1:]})o_ + (u{kind[1:]})a_"
    if kind == "f32" and space == "global":  # global memory adds without subnormals
        value = "ftz(ftz(o_) + ftz(a_))"
    made.append(f"*m_ = ({c_type(kind)})({value});")
    if s.op == "atom" and s.args[0] != "_":
        made.append(c.write(s.args[0], kind, "o_", s.scope))
    return made + ["}"]


@op("cp")
def copy(c, s):
    """cp.async: done at once, which is one of the moments a GPU may choose."""
    if s.mods[:1] != ["async"] or "bulk" in s.mods or "mbarrier" in s.mods:
        raise Unsupported(s.line)
    if "commit_group" in s.mods or "wait_group" in s.mods or "wait_all" in s.mods:
        return []
    size = int(s.args[2])
    kind = {4: "b32", 8: "b64", 16: "b64"}[size]
    to = c.memory(s.args[0], "shared", kind, size // SIZES[kind], True, s.scope)
    of = c.memory(s.args[1], "global", kind, size // SIZES[kind], False, s.scope)
    if len(s.args) > 3:
        given = c.read(s.args[3], "u32", s.scope)
        return [f"{{ u32 n_ = {given}; u8 *m_ = {to}; memset(m_, 0, {size}); if (n_) memcpy(m_, {of}, n_ < {size} ? n_ : {size}); }}"]
    return [f"memcpy({to}, {of}, {size});"]


@op("prefetch", "prefetchu", "membar", "fence", "discard", "applypriority", "griddepcontrol", "nanosleep", "pmevent")
def nothing(_c, s):
    if s.op in ("membar", "fence") and any(mod in ("proxy", "mbarrier_init") for mod in s.mods):
        raise Unsupported(s.line)
    return []
