"""Reads PTX text into a Module: variables, functions, and their statements. No meaning is given to them here."""

import re
from dataclasses import dataclass, field

SIZES = {"pred": 1, "b8": 1, "u8": 1, "s8": 1, "b16": 2, "u16": 2, "s16": 2, "f16": 2, "bf16": 2, "b32": 4, "u32": 4,
         "s32": 4, "f32": 4, "f16x2": 4, "bf16x2": 4, "b64": 8, "u64": 8, "s64": 8, "f64": 8, "b128": 16}
LINKING = {"visible", "extern", "weak", "common"}


class Unsupported(Exception):
    """Something of PTX that the translator does not know; the text names it."""


@dataclass
class Variable:
    """A variable in some state space: `.shared .align 4 .b8 buffer[128];`"""

    space: str
    kind: str
    name: str
    count: int
    align: int
    values: list = None
    extern: bool = False

    @property
    def bytes(self):
        return SIZES[self.kind] * self.count


@dataclass
class Statement:
    """One instruction, or a label where `op` is "label" (its name the only argument)."""

    op: str
    mods: list
    args: list
    guard: str = None
    line: str = ""
    scope: int = 0


@dataclass
class Function:
    name: str
    entry: bool
    parameters: list
    results: list = field(default_factory=list)
    body: list = None
    registers: dict = field(default_factory=dict)  # (scope, name) or (scope, prefix, "<>") -> type
    variables: dict = field(default_factory=dict)  # (scope, name) -> Variable
    targets: dict = field(default_factory=dict)  # name of a .branchtargets list -> labels
    parents: dict = field(default_factory=dict)  # scope -> the scope around it
    limits: dict = field(default_factory=dict)


@dataclass
class Module:
    version: tuple = (0, 0)
    target: str = ""
    variables: dict = field(default_factory=dict)
    functions: dict = field(default_factory=dict)


def parse_module(text):
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    text = re.sub(r"//[^\n]*", "", text)
    text = re.sub(r"^\s*\.(loc|file|pragma)\b[^\n]*", "", text, flags=re.M)
    module = Module()
    at = 0
    head = re.compile(r"\s*\.(version|target|address_size)\s+([^\n]*)")
    while True:
        found = head.match(text, at)
        if found:
            word, rest = found.groups()
            if word == "version":
                module.version = tuple(int(part) for part in rest.strip().split("."))
            elif word == "target":
                module.target = rest.strip()
            elif rest.strip() != "64":
                raise Unsupported(f".address_size {rest.strip()}")
            at = found.end()
            continue
        end = next_end(text, at)
        if end is None:
            break
        declaration = text[at:end].strip()
        mark = text[end]
        at = end + 1
        if mark == "{" and re.search(r"=\s*$", declaration):
            close = text.index(";", at)
            declaration += text[end:close]
            at, mark = close + 1, ";"
        if declaration.startswith(".section"):
            at = matching(text, end) + 1
            continue
        words = re.findall(r"\.(\w+)", declaration.split("(")[0].split("[")[0].split("=")[0])
        if "entry" in words or "func" in words:
            function = parse_header(declaration, "entry" in words)
            if mark == "{":
                close = matching(text, end)
                parse_body(function, text[end + 1 : close])
                at = close + 1
            if function.body is not None or function.name not in module.functions:
                module.functions[function.name] = function
        elif declaration:
            for variable in parse_variables(declaration):
                module.variables[variable.name] = variable
    if module.version == (0, 0):
        raise Unsupported("no .version: this is not PTX")
    return module


def next_end(text, at):
    """Where the declaration at `at` ends: the index of its ';' or '{', outside parentheses."""
    found = re.compile(r"[;{]").search(text, at)
    return found.start() if found else None


def matching(text, at):
    """The index of the '}' that closes the '{' at or after `at`."""
    depth = 0
    for found in re.compile(r'"[^"]*"|[{}]').finditer(text, at):
        if found.group() == "{":
            depth += 1
        elif found.group() == "}":
            depth -= 1
            if depth == 0:
                return found.start()
    raise Unsupported("a '{' without '}'")


def parse_header(text, entry):
    lists = re.findall(r"\(([^()]*)\)", text)
    before = re.sub(r"\([^()]*\)", " ( ) ", text)
    name = re.findall(r"(?<![.\w$])([A-Za-z_$%][\w$]*)", before)[0]
    results, parameters = [], []
    if lists and re.search(r"\.func\b[^A-Za-z_$]*\(", before):
        results, lists = parse_parameters(lists[0]), lists[1:]
    if lists:
        parameters = parse_parameters(lists[0])
    limits = {}
    for word, numbers in re.findall(r"\.(maxntid|reqntid)\s+([\d,\s]+)", text):
        limits[word] = [int(n) for n in numbers.split(",") if n.strip()]
    return Function(name, entry, parameters, results, limits=limits)


def parse_parameters(text):
    return [parse_variables(part)[0] for part in text.split(",") if part.strip()]


def parse_variables(text):
    """`.global .align 4 .b8 a[8] = {1, 2}` or `.reg`-less lists of names."""
    left, _, right = text.partition("=")
    align = re.search(r"\.align\s+(\d+)", left)
    words = re.findall(r"\.(\w+)", re.sub(r"\.align\s+\d+|\.ptr(\s+\.(global|shared|const|local))?(\s+\.align\s+\d+)?", " ", left))
    kinds = [word for word in words if word in SIZES]
    if not kinds:
        raise Unsupported(f"declaration {text.strip()[:80]!r}")
    kind = kinds[0]
    if any(re.fullmatch(r"v[24]", word) for word in words):
        raise Unsupported(f"vector variable {text.strip()[:80]!r}")
    names = re.sub(r"\.align\s+\d+|\.ptr(\s+\.(global|shared|const|local))?(\s+\.align\s+\d+)?|\.\w+", " ", left)
    made = []
    for name in names.split(","):
        found = re.fullmatch(r"\s*([\w$%]+)\s*((?:\[\s*\d*\s*\]\s*)*)", name)
        if not found:
            raise Unsupported(f"declaration {text.strip()[:80]!r}")
        count = 1
        for size in re.findall(r"\[\s*(\d*)\s*\]", found.group(2)):
            count *= int(size or 0)
        space = next((w for w in words if w in ("global", "const", "shared", "local", "param")), "param")
        variable = Variable(space, kind, found.group(1), count, int(align.group(1)) if align else SIZES[kind])
        variable.extern = "extern" in words
        if right:
            variable.values = [value.strip() for value in right.strip().strip("{}").split(",") if value.strip()]
        made.append(variable)
    return made


def parse_body(function, text):
    function.body = []
    scope, scopes = 0, 0
    at, end = 0, len(text)
    token = re.compile(r"\s*(?:([A-Za-z_$%][\w$]*)\s*:(?!:)|([{}])|([^;{}]+(?:\{[^{}]*\}[^;{}]*)*);)")
    while at < end:
        found = token.match(text, at)
        if not found:
            if text[at:].strip():
                raise Unsupported(f"text {text[at:].strip()[:60]!r} in {function.name}")
            break
        at = found.end()
        label, brace, statement = found.groups()
        if label:
            listed = re.compile(r"\s*\.(branchtargets|calltargets|callprototype)\b([^;]*);").match(text, at)
            if listed:
                if listed.group(1) == "branchtargets":
                    function.targets[label] = [name.strip() for name in listed.group(2).split(",")]
                at = listed.end()
            else:
                function.body.append(Statement("label", [], [label], scope=scope))
        elif brace == "{":
            scopes += 1
            function.parents[scopes] = scope
            scope = scopes
        elif brace == "}":
            scope = function.parents[scope]
        else:
            parse_statement(function, statement.strip(), scope)


def parse_statement(function, text, scope):
    if text.startswith(".reg"):
        kind = re.search(r"\.(\w+)", text[4:]).group(1)
        if kind not in SIZES:
            raise Unsupported(f"register declaration {text!r}")
        for name in re.sub(r"\.\w+", " ", text).split(","):
            ranged = re.fullmatch(r"\s*([%\w$]+)\s*<\s*(\d+)\s*>\s*", name)
            if ranged:
                function.registers[(scope, ranged.group(1), "<>")] = kind
            else:
                function.registers[(scope, name.strip())] = kind
        return
    if text.startswith("."):
        if text.split()[0] not in (".pragma",):
            for variable in parse_variables(text):
                function.variables[(scope, variable.name)] = variable
        return
    guard = None
    found = re.match(r"@(!?[%\w$]+)\s*", text)
    if found:
        guard, text = found.group(1), text[found.end() :]
    word, _, rest = text.partition(" ") if not re.search(r"[\t\n]", text.split(" ")[0]) else re.split(r"(\s)", text, maxsplit=1)
    parts = word.split(".")
    op = Statement(parts[0], [part for part in parts[1:]], split_arguments(rest), guard, " ".join(text.split()), scope)
    function.body.append(op)


def split_arguments(text):
    """At commas outside brackets of any kind."""
    made, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        elif letter == "," and depth == 0:
            made.append(text[start:at].strip())
            start = at + 1
    made.append(text[start:].strip())
    return [arg for arg in made if arg]
