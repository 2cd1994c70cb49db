"""The table of instructions: name -> function(writer, statement) -> C statements. Filled by the instruction files."""

from parse import SIZES, Unsupported

TABLE = {}
ROUNDING = {"rz": "FE_TOWARDZERO", "rm": "FE_DOWNWARD", "rp": "FE_UPWARD"}


def op(*names):
    def keep(function):
        for name in names:
            TABLE[name] = function
        return function

    return keep


def kinds(s):
    """The types among an instruction's modifiers, in order."""
    return [mod for mod in s.mods if mod in SIZES]


def kind_of(s):
    found = kinds(s)
    if not found:
        raise Unsupported(s.line)
    return found[-1]


def only(s, *allowed):
    """Refuses modifiers that the translation would ignore."""
    for mod in s.mods:
        if mod not in SIZES and mod not in allowed:
            raise Unsupported(f"{'.'.join([s.op] + s.mods)} (.{mod})")


def rounding(s):
    """FE_... constant for a mode other than to nearest, or None."""
    return next((ROUNDING[mod] for mod in s.mods if mod in ROUNDING), None)


def signed(kind, bits=None):
    return f"s{bits or SIZES[kind] * 8}" if kind[0] == "s" else f"u{bits or SIZES[kind] * 8}"
