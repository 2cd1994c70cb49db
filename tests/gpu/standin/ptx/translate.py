"""Translates a PTX module into C for the stand-in driver: `python3 translate.py module.ptx module.c`.

Each .entry becomes a C function; registers become local variables, labels C labels, instructions statements from
the table. A kernel with an instruction that the table lacks is kept with an error that names it, so that it fails
when it is wanted and not before. See kernel.h for what the C file exports.
"""

import re
import sys

import arithmetic, bits, memory  # noqa: E401, F401 (they fill the table)
import control
from operands import Operands, number
from parse import SIZES, Unsupported, parse_module
from table import TABLE


class FunctionWriter(Operands):
    """The C body of one function."""

    def __init__(self, function, module):
        super().__init__(function, module)
        self.step = function.entry and any(s.op in control.MEETING for s in function.body)
        self.carry = False
        self.meetings = 0
        self.labels = {(s.scope, s.args[0]) for s in function.body if s.op == "label"}
        self.line = 0

    def label(self, name, scope):
        for at in self.scopes(scope):
            if (at, name) in self.labels:
                return "L_" + re.sub(r"\W", "_", name) + (f"_s{at}" if at else "")
        raise Unsupported(f"label {name}")

    def meet(self, why, op, given, after):
        """Statements that stop the thread at a meeting point, and those that follow it."""
        if not self.step:
            raise Unsupported(f"a barrier or warp operation inside the function {self.function.name}")
        self.meetings += 1
        at = self.meetings
        stop = f"t->why = {why}; t->op = {op}; t->point = {self.line}; t->state = {at}; goto save;"
        return [f"{{ {given} {stop} }}", f"R{at}:;"] + after

    def statements(self):
        made = []
        for self.line, s in enumerate(self.function.body, 1):
            if s.op == "label":
                made.append(f"{self.label(s.args[0], s.scope)}:;")
                continue
            if s.op not in TABLE:
                raise Unsupported(f"instruction {'.'.join([s.op] + s.mods)}")
            try:
                lines = TABLE[s.op](self, s)
            except Unsupported as error:
                raise Unsupported(f"{error} (in: {s.line})") from None
            except (KeyError, IndexError, StopIteration, ValueError):
                raise Unsupported(f"instruction {s.line}") from None
            if s.guard:
                guard = self.read(s.guard, "pred", s.scope)
                lines = [f"if ({guard}) {{"] + lines + ["}"]
            made += lines
        return made

    def text(self, name):
        """The C function `name`, and how many bytes a stopped thread keeps."""
        body = self.statements()
        declared = [f"{kind} {register} = 0;" for register, kind in sorted(self.used.items())]
        if self.carry:
            declared.append("_Bool carry = 0;")
        if not self.step:
            # Local memory that was never written reads as ones in every bit.
            declared += [f"_Alignas({align}) unsigned char {v}[{size}]; memset({v}, 255, {size});" for v, (size, align) in self.locals.items()]
            parameters = "".join(f", unsigned char *p{at}" for at in range(len(self.parameters))) if not self.function.entry else ""
            kept = "INLINE" if self.function.entry else "static __attribute__((noinline, unused))"
            head = f"{kept} void {name}(struct launch *l, const u32 *tid{parameters}) {{"
            return "\n".join([head] + declared + body + ["}"]), 0
        keep = sorted(self.used.items()) + ([("carry", "_Bool")] if self.carry else [])
        fields = " ".join(f"{kind} {register};" for register, kind in keep)
        fields += " ".join(f" _Alignas({align}) unsigned char {v}[{size}];" for v, (size, align) in self.locals.items())
        declared += [f"unsigned char *const {v} = s->{v};" for v in self.locals]
        lines = [f"struct {name}_saved {{ {fields or 'char none;'} }};",
                 f"static void {name}(struct launch *l, struct thread *t) {{",
                 f"struct {name}_saved *s = (struct {name}_saved *)t->saved; const u32 *tid = t->tid; (void)tid;"] + declared  # fmt: skip
        lines += ["if (t->state) {"] + [f"{register} = s->{register};" for register, _ in keep] + ["}"]
        cases = " ".join(f"case {at}: goto R{at};" for at in range(1, self.meetings + 1))
        lines += [f"switch (t->state) {{ {cases} }}"] + body + ["goto done;", "save:"]
        lines += [f"s->{register} = {register};" for register, _ in keep]
        lines += ["return;", "done:", "t->why = FINISHED;", "}"]
        return "\n".join(lines), f"sizeof(struct {name}_saved)"


class ModuleWriter:
    """The C file of a module."""

    def __init__(self, module):
        self.module = module
        self.sites = 0
        self.bad = {}  # functions that cannot be translated, and why
        self.shared = {}  # function -> {shared variable: offset}
        self.order = {name: at for at, name in enumerate(module.functions)}

    def function_name(self, name):
        if name in self.bad:
            raise Unsupported(self.bad[name])
        return f"f{self.order[name]}_{re.sub(r'[^A-Za-z0-9_]', '_', name)}"[:200]

    def global_name(self, name):
        return "g_" + re.sub(r"\W", "_", name)

    def shared_name(self, name, function):
        """Shared variables that functions (not kernels) name have one place in all kernels."""
        common = name in self.module.variables and name in self.common()
        where = "all" if common else self.function_name(function.name)
        return f"S_{where}_{re.sub(r'[^A-Za-z0-9_]', '_', name)}"

    def common(self):
        """Module-level shared variables that a .func names."""
        if not hasattr(self, "_common"):
            named = set()
            for function in self.module.functions.values():
                if function.body and not function.entry:
                    named |= set(re.findall(r"[A-Za-z_$][\w$]*", " ".join(" ".join(s.args) for s in function.body)))
            self._common = [n for n, v in self.module.variables.items() if v.space == "shared" and n in named and not v.extern]
        return self._common

    def offsets(self, function):
        at, made = 0, []
        for v in function.parameters:
            size = v.bytes
            at = -(-at // v.align) * v.align
            made.append(at)
            at += size
        self.parameter_bytes = at
        return made

    def globals(self):
        lines, listed = [], []
        for name, v in self.module.variables.items():
            if v.space == "shared":
                continue
            made = self.global_name(name)
            kind = {"f32": "u32", "f64": "u64"}.get(v.kind, "u" + str(SIZES[v.kind] * 8))
            values = ""
            if v.values is not None:
                numbers = [number(value, "b" + str(SIZES[v.kind] * 8)) for value in v.values]
                if None in numbers:
                    raise Unsupported(f"initial value of {name}")
                values = " = {" + ", ".join(numbers) + "}"
            lines.append(f"static _Alignas({max(v.align, 8)}) {kind} {made}[{max(v.count, 1)}]{values};")
            listed.append(f'{{"{name}", {made}, sizeof {made}}},')
        return lines, listed

    def layout(self, writer):
        """#defines of where a kernel's shared variables lie, and the static bytes; dynamic memory follows those."""
        at, extern, lines = 0, [], []
        for name in self.common():
            v = self.module.variables[name]
            at = -(-at // v.align) * v.align + v.bytes
        for name, v in writer.shared.items():
            if name in self.common():
                continue
            if v.extern or not v.count:
                extern.append(name)
                continue
            at = -(-at // v.align) * v.align
            lines.append(f"#define {self.shared_name(name, writer.function)} {at}u")
            at += v.bytes
        if extern:
            at = -(-at // 16) * 16
        lines += [f"#define {self.shared_name(name, writer.function)} {at}u" for name in extern]
        return lines, at

    def write(self):
        out = ['#include "ops.h"', '#include "loops.h"', "#define TID(axis) tid[axis]",
               "#define FLAT flat_tid(l, tid[0], tid[1], tid[2])", "#define LANE (FLAT & 31)"]  # fmt: skip
        lines, symbols = self.globals()
        out += lines
        at = 0
        for name in self.common():
            v = self.module.variables[name]
            at = -(-at // v.align) * v.align
            out.append(f"#define S_all_{re.sub(r'[^A-Za-z0-9_]', '_', name)} {at}u")
            at += v.bytes
        functions = [f for f in self.module.functions.values() if f.body is not None and not f.entry]
        texts = []
        changed = True
        while changed:  # a function that calls one that cannot be translated cannot be translated
            changed, texts = False, []
            for f in functions:
                if f.name in self.bad:
                    continue
                try:
                    texts.append(FunctionWriter(f, self).text(self.function_name(f.name))[0])
                except Unsupported as error:
                    self.bad[f.name], changed = str(error), True
        out += [text.split("{")[0].strip() + ";" for text in texts] + texts
        rows = []
        for f in self.module.functions.values():
            if f.body is not None and f.entry:
                rows.append(self.kernel(f, out))
        out += ["const struct kernel standin_kernels[] = {"] + rows + ["{0}};"]
        out += ["const struct symbol standin_symbols[] = {"] + symbols + ["{0}};"]
        out += ["void standin_connect(struct services *given) { standin = given; }"]
        return "\n".join(out) + "\n"

    def kernel(self, f, out):
        """Adds a kernel's C to `out` and returns its row of standin_kernels."""
        offsets = self.offsets(f)
        given = ", ".join(f"{{{at}, {v.bytes}}}" for at, v in zip(offsets, f.parameters)) or "{0, 0}"
        parameters = f"(const struct parameter[]){{{given}}}, {len(f.parameters)}, {self.parameter_bytes}"
        most = 1
        for n in f.limits.get("maxntid", [0]):
            most *= n
        wanted = (f.limits["reqntid"] + [1, 1])[:3] if "reqntid" in f.limits else [0, 0, 0]
        limits = f"{most}, {{{', '.join(map(str, wanted))}}}"
        try:
            writer = FunctionWriter(f, self)
            text, saved = writer.text(self.function_name(f.name))
        except Unsupported as error:
            why = str(error).replace("\\", "/").replace('"', "'").replace("\n", " ")
            return f'{{"{f.name}", "{why}", 0, 0, {parameters}, 0, 0, 0, {limits}}},'
        lines, shared = self.layout(writer)
        out += lines + [text]
        name = self.function_name(f.name)
        run, step = ("0", name) if writer.step else (f"{name}_run", "0")
        if not writer.step:
            out.append(f"RUN({run}, {name}, {int(bool(shared or writer.shared))})")
        return f'{{"{f.name}", 0, {run}, {step}, {parameters}, {shared}, {saved}, {self.sites}, {limits}}},'


def main():
    source, target = sys.argv[1:3]
    with open(source, encoding="utf-8", errors="replace") as file:
        text = file.read().rstrip("\0")
    try:
        made = ModuleWriter(parse_module(text)).write()
    except Unsupported as error:
        sys.exit(f"stand-in: cannot translate the module: {error}")
    with open(target, "w", encoding="utf-8") as file:
        file.write(made)


if __name__ == "__main__":
    main()
