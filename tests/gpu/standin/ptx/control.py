"""Branches, calls, and the points where threads meet: barriers, shuffles, votes."""

import re

from parse import Unsupported
from table import kind_of, only, op

# Calls of the CUDA runtime that a kernel may make, and how they look in C.
KNOWN = {
    "vprintf": ("*(s32 *){r} = standin->print(*(const char **){0}, *(const unsigned char **){1});", 2),
    "__assertfail": (
        'standin->fail(710, "assertion %s failed at %s:%u in %s", *(const char **){0}, *(const char **){1}, '
        "*(u32 *){2}, *(const char **){3});", 5),
}  # fmt: skip


@op("bra")
def branch(c, s):
    return [f"goto {c.label(s.args[0], s.scope)};"]


@op("brx")
def branch_by_index(c, s):
    index = c.read(s.args[0], "u32", s.scope)
    labels = c.function.targets.get(s.args[1])
    if labels is None:
        raise Unsupported(s.line)
    cases = " ".join(f"case {at}: goto {c.label(name, s.scope)};" for at, name in enumerate(labels))
    return [f'switch ({index}) {{ {cases} default: standin->fail(715, "branch index out of its table"); }}']


@op("ret", "exit")
def leave(c, s):
    if s.op == "exit" and not c.function.entry:
        raise Unsupported("exit inside a function")
    return ["goto done;" if c.step else "return;"]


@op("trap")
def trap(_c, _s):
    return ['standin->fail(719, "trap");']


@op("brkpt")
def brkpt(_c, _s):
    return []


@op("call")
def call(c, s):
    args = list(s.args)
    result = None
    if args[0].startswith("("):
        result = args.pop(0).strip("() \n\t")
    name = args.pop(0)
    if c.register(name, s.scope):
        raise Unsupported(f"indirect call: {s.line}")
    given = [arg.strip() for arg in args[0].strip("()").split(",") if arg.strip()] if args else []
    pointers = [f"((unsigned char *){c.symbol(arg, s.scope)[0]})" for arg in given]
    back = f"((unsigned char *){c.symbol(result, s.scope)[0]})" if result else "(unsigned char *)0"
    if name in KNOWN:
        text, count = KNOWN[name]
        if len(given) != count:
            raise Unsupported(s.line)
        return [re.sub(r"\{(\w)\}", lambda found: back if found.group(1) == "r" else pointers[int(found.group(1))], text)]
    target = c.module.module.functions.get(name)
    if target is None or target.body is None:
        raise Unsupported(f"call of {name}")
    c.calls.add(name)
    passed = "".join(f", {pointer}" for pointer in pointers + ([back] if result else []))
    return [f"{c.module.function_name(name)}(l, tid{passed});"]


# Meeting points. `c.meet` stops the thread here and goes on when the driver has let the threads meet.

SHUFFLES = {"up": "SHFL_UP", "down": "SHFL_DOWN", "bfly": "SHFL_BFLY", "idx": "SHFL_IDX"}
VOTES = {"all": "VOTE_ALL", "any": "VOTE_ANY", "uni": "VOTE_UNI", "ballot": "VOTE_BALLOT"}


@op("shfl")
def shuffle(c, s):
    only(s, "sync", *SHUFFLES)
    mode = next(mod for mod in s.mods if mod in SHUFFLES)
    value, b, clamp = (c.read(arg, "b32", s.scope) for arg in s.args[1:4])
    mask = c.read(s.args[4], "u32", s.scope) if len(s.args) > 4 else "~0u"
    first, _, second = s.args[0].partition("|")
    after = [c.write(first.strip(), "b32", "(u32)t->result", s.scope)]
    if second:
        after.append(c.write(second.strip(), "pred", "t->flag", s.scope))
    return c.meet("AT_WARP", SHUFFLES[mode], f"t->value = {value}; t->b = {b}; t->c = {clamp}; t->mask = {mask};", after)


@op("vote")
def vote(c, s):
    only(s, "sync", *VOTES)
    mode = next(mod for mod in s.mods if mod in VOTES)
    value = c.read(s.args[1], "pred", s.scope)
    mask = c.read(s.args[2], "u32", s.scope) if len(s.args) > 2 else "~0u"
    kind = "b32" if mode == "ballot" else "pred"
    after = [c.write(s.args[0], kind, "(u32)t->result" if kind == "b32" else "(t->result != 0)", s.scope)]
    return c.meet("AT_WARP", VOTES[mode], f"t->value = {value}; t->mask = {mask};", after)


@op("match")
def match(c, s):
    only(s, "sync", "any", "all")
    kind = kind_of(s)
    first, _, second = s.args[0].partition("|")
    after = [c.write(first.strip(), "b32", "(u32)t->result", s.scope)]
    if second:
        after.append(c.write(second.strip(), "pred", "t->flag", s.scope))
    value, mask = c.read(s.args[1], kind, s.scope), c.read(s.args[2], "u32", s.scope)
    name = "MATCH_ANY" if "any" in s.mods else "MATCH_ALL"
    return c.meet("AT_WARP", name, f"t->value = {value}; t->mask = {mask};", after)


@op("redux")
def redux(c, s):
    only(s, "sync", "add", "min", "max", "and", "or", "xor")
    kind = kind_of(s)
    how = next(mod for mod in s.mods if mod in ("add", "min", "max", "and", "or", "xor"))
    if kind == "f32":
        raise Unsupported(s.line)
    name = "REDUX_" + ("S" if kind == "s32" and how in ("min", "max") else "") + how.upper()
    value, mask = c.read(s.args[1], kind, s.scope), c.read(s.args[2], "u32", s.scope)
    after = [c.write(s.args[0], "b32", "(u32)t->result", s.scope)]
    return c.meet("AT_WARP", name, f"t->value = (u32){value}; t->mask = {mask};", after)


@op("activemask")
def activemask(c, s):
    return c.meet("AT_WARP", "ACTIVE", "t->mask = ~0u;", [c.write(s.args[0], "b32", "(u32)t->result", s.scope)])


@op("bar", "barrier")
def barrier(c, s):
    only(s, "sync", "red", "warp", "aligned", "cta", "popc", "and", "or")
    if "warp" in s.mods:
        return c.meet("AT_WARP", "WARP_SYNC", f"t->mask = {c.read(s.args[0], 'u32', s.scope)};", [])
    args, after, name, value = list(s.args), [], "PLAIN", "0"
    if "red" in s.mods:
        target, value = args.pop(0), c.read(args.pop(), "pred", s.scope)
        name = "COUNT" if "popc" in s.mods else "EVERY" if "and" in s.mods else "SOME"
        after = [c.write(target, "u32" if name == "COUNT" else "pred", "t->result" if name == "COUNT" else "(t->result != 0)", s.scope)]
    elif "sync" not in s.mods:
        raise Unsupported(s.line)
    expected = c.read(args[1], "u32", s.scope) if len(args) > 1 else "0"
    which = c.read(args[0], "u32", s.scope)
    return c.meet("AT_BARRIER", name, f"t->value = {value}; t->barrier = {which}; t->expected = {expected};", after)


MEETING = {"shfl", "vote", "match", "redux", "activemask", "bar", "barrier"}
