"""dfdx's own kernels: each file is translated and compiled, and a selection is compared with Python."""

import ctypes
import glob
import math
import os
import random
import re
import sys

from gpu import Gpu, f32, f64, i32, near, u64

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ptx"))

NONE = ctypes.c_char(b"\0")  # an operation without values of its own
RNG = random.Random(5)


class Files:
    """The modules of a folder of PTX, loaded when first asked for."""

    def __init__(self, gpu, folder):
        self.gpu, self.folder, self.loaded = gpu, folder, {}

    def text(self, name):
        with open(os.path.join(self.folder, name + ".ptx"), encoding="utf-8") as file:
            return file.read()

    def __getattr__(self, name):
        if name not in self.loaded:
            self.loaded[name] = self.gpu.module(self.text(name))
        return self.loaded[name]


def numbers(count, low=-2.0, high=2.0):
    return [ctypes.c_float(RNG.uniform(low, high)).value for _ in range(count)]


def grid(n):
    return -(-n // 128)


def every_file(files):
    from parse import parse_module
    from translate import ModuleWriter

    names = sorted(os.path.basename(path)[:-4] for path in glob.glob(os.path.join(files.folder, "*.ptx")))
    kernels = 0
    for name in names:
        writer = ModuleWriter(parse_module(files.text(name)))
        writer.write()
        kernels += len(re.findall(r"\.entry", files.text(name)))
        assert not writer.bad, f"{name}: {writer.bad}"
        getattr(files, name)
    print(f"ok dfdx: {kernels} kernels of {len(names)} files translated and compiled")


def unary(gpu, files):
    n = 300
    sigmoid = lambda v: 1 / (1 + math.exp(-v))  # noqa: E731
    # file, prefix of the kernels, operand, range, function, derivative from (x, y), which of x and y it is given
    cases = [
        ("exp", "exp", NONE, (-5, 5), math.exp, lambda x, y: y, "y"),
        ("ln", "ln", NONE, (0.01, 9), math.log, lambda x, y: 1 / x, "x"),
        ("relu", "relu", NONE, (-2, 2), lambda x: max(x, 0), lambda x, y: float(x > 0), "x"),
        ("tanh", "tanh", NONE, (-4, 4), math.tanh, lambda x, y: 1 - y * y, "y"),
        ("sigmoid", "sigmoid", NONE, (-9, 9), sigmoid, lambda x, y: y * (1 - y), "y"),
        ("sqrt", "sqrt", NONE, (0.1, 9), math.sqrt, lambda x, y: 0.5 / y, "y"),
        ("square", "square", NONE, (-3, 3), lambda x: x * x, lambda x, y: 2 * x, "x"),
        ("abs", "abs", NONE, (-3, 3), abs, lambda x, y: math.copysign(1, x), "x"),
        ("sin", "sin", NONE, (-30, 30), math.sin, lambda x, y: math.cos(x), "x"),
        ("pow", "pow", f32(2.5), (0.1, 4), lambda x: x**2.5, lambda x, y: 2.5 * x**1.5, "x"),
        ("scalar_mul", "smul", f32(-1.25), (-3, 3), lambda x: -1.25 * x, lambda x, y: -1.25, "x"),
    ]
    for file, name, operand, span, function, derivative, given in cases:
        x, upstream, before = numbers(n, *span), numbers(n), numbers(n)
        on_x, out = gpu.put("f", x), gpu.empty(4 * n)
        module = getattr(files, file)
        getattr(module, f"{name}_fwd_f32")(grid(n), 128, operand, u64(n), on_x, out)
        y = gpu.get("f", out, n)
        near(y, [function(v) for v in x], 2e-6, 5e-7, name)
        again = gpu.put("f", x)  # in place
        getattr(module, f"{name}_fwd_f32")(grid(n), 128, operand, u64(n), u64(0), again)
        assert gpu.get("f", again, n) == y
        grad = gpu.put("f", before)
        given_x, given_y = (on_x, u64(0)) if given == "x" else (u64(0), out)
        getattr(module, f"{name}_bwd_f32")(grid(n), 128, operand, u64(n), given_x, grad, given_y, gpu.put("f", upstream))
        wanted = [b + derivative(a, v) * g for a, v, g, b in zip(x, y, upstream, before)]
        near(gpu.get("f", grad, n), wanted, 4e-6, 2e-6, f"{name} backward")
    print(f"ok dfdx: {', '.join(case[1] for case in cases)}, forward and backward")


def binary(gpu, files):
    """A row (broadcast) and a transposed matrix."""
    rows, columns = 37, 11
    n = rows * columns
    row, turned = numbers(columns), numbers(n)
    info = gpu.put("Q", [rows, columns, 0, 1, 1, rows])
    at = [(r, c) for r in range(rows) for c in range(columns)]
    pairs = [(row[c], turned[r + c * rows]) for r, c in at]
    on = [gpu.put("f", row), gpu.put("f", turned), gpu.empty(4 * n)]
    for file, name, function in [("binary_add", "badd", lambda a, b: a + b), ("binary_mul", "bmul", lambda a, b: a * b),
                                 ("binary_sub", "bsub", lambda a, b: a - b), ("maximum", "maximum", max)]:  # fmt: skip
        getattr(getattr(files, file), f"{name}_fwd_f32")(grid(n), 128, NONE, u64(n), u64(2), info, *on)
        near(gpu.get("f", on[2], n), [function(a, b) for a, b in pairs], 2e-7, 1e-12, name)
    # Backward of the product: the row's gradient sums over the rows, which lie together in the permuted order.
    upstream = numbers(n)
    dims = [columns, rows, 1, columns, rows, 1, columns, rows, 1, columns, 1, 0]
    grad_row, grad_turned = gpu.put("f", [0] * columns), gpu.put("f", [0] * n)
    info, up = gpu.put("Q", dims), gpu.put("f", upstream)
    files.binary_mul.bmul_bwd_lhs_f32(grid(n), 128, NONE, u64(n), u64(2), info, on[0], grad_row, u64(rows), on[1], up)
    wanted = [math.fsum(upstream[r * columns + c] * turned[r + c * rows] for r in range(rows)) for c in range(columns)]
    near(gpu.get("f", grad_row, columns), wanted, 1e-5, 1e-5, "bmul backward of a broadcast row")
    files.binary_mul.bmul_bwd_rhs_f32(grid(n), 128, NONE, u64(n), u64(2), info, on[0], on[1], grad_turned, u64(1), up)
    wanted = [upstream[r * columns + c] * row[c] for c in range(columns) for r in range(rows)]
    near(gpu.get("f", grad_turned, n), wanted, 1e-6, 1e-9, "bmul backward of a transposed matrix")
    print("ok dfdx: add, mul, sub, maximum with strides; backward of mul with a sum")


def reductions(gpu, files):
    for rows, columns in ((3, 5), (40, 33), (7, 300), (2, 2)):
        n = rows * columns
        x = numbers(n)
        given = gpu.put("f", x)
        out = gpu.put("f", [0] * rows)
        info = gpu.put("Q", [rows, columns, columns, 1])
        files.sum_to.sum_to_fwd_f32(grid(n), 128, u64(n), u64(2), f32(1), u64(columns), info, given, out)
        wanted = [math.fsum(x[r * columns : (r + 1) * columns]) for r in range(rows)]
        near(gpu.get("f", out, rows), wanted, 1e-5, 1e-5, f"sum of {columns}")
        out = gpu.put("f", [-math.inf] * rows)
        files.max_to.max_to_fwd_f32(grid(n), 128, u64(n), u64(2), u64(columns), info, given, out)
        near(gpu.get("f", out, rows), [max(x[r * columns : (r + 1) * columns]) for r in range(rows)], what="max")
        grad, up = gpu.put("f", [0] * n), numbers(rows)
        info = gpu.put("Q", [rows, columns, columns, 1, 1, 0])
        files.sum_to.sum_to_bwd_f32(grid(n), 128, u64(n), u64(2), f32(1), info, grad, gpu.put("f", up))
        near(gpu.get("f", grad, n), [up[r] for r in range(rows) for _ in range(columns)], what="sum backward")
    print("ok dfdx: sum and max over the last axis, backward of the sum (broadcast)")


def picking(gpu, files):
    rows, columns, picked = 9, 4, [8, 0, 3, 3, 7]
    x = numbers(rows * columns)
    n = len(picked) * columns
    given, out = gpu.put("f", x), gpu.empty(4 * n)
    idx = [gpu.put("Q", v) for v in (picked, [len(picked)], [1])]
    shape = [gpu.put("Q", v) for v in ([rows, columns], [columns, 1])]
    files.gather.gather_fwd_f32(grid(n), 128, u64(n), given, u64(2), *shape, idx[0], u64(1), idx[1], idx[2], out, u64(2))
    near(gpu.get("f", out, n), [x[r * columns + c] for r in picked for c in range(columns)], what="gather")
    grad, up = gpu.put("f", [0] * rows * columns), numbers(n)
    files.gather.gather_bwd_f32(grid(n), 128, u64(n), grad, u64(2), *shape, idx[0], u64(1), idx[1], idx[2], gpu.put("f", up), u64(2))
    wanted = [math.fsum(up[k * columns + c] for k, p in enumerate(picked) if p == r) for r in range(rows) for c in range(columns)]
    near(gpu.get("f", grad, rows * columns), wanted, 1e-6, 1e-7, "gather backward")
    n = 50
    a, b, which = numbers(n), numbers(n), [RNG.randrange(2) for _ in range(n)]
    dims, one = gpu.put("Q", [n]), gpu.put("Q", [1])
    out = gpu.empty(4 * n)
    files.choose.choose_fwd_f32(1, 128, u64(n), u64(1), dims, gpu.put("B", which), one, gpu.put("f", a), one, gpu.put("f", b), one, out)
    near(gpu.get("f", out, n), [p if w else q for p, q, w in zip(a, b, which)], what="choose")
    out, part = gpu.empty(4 * 10), gpu.put("Q", [5, 2, 10, 1])
    files.slice.slice_fwd_f32(1, 128, u64(10), u64(2), part, u64(part.value + 16), u64(3), gpu.put("f", a), out)
    near(gpu.get("f", out, 10), [a[3 + 10 * r + c] for r in range(5) for c in range(2)], what="slice")
    print("ok dfdx: gather, choose, slice")


class AdamConfig(ctypes.Structure):
    _fields_ = [(n, ctypes.c_double) for n in ("lr", "beta1", "beta2", "eps")] + [("kind", ctypes.c_int), ("decay", ctypes.c_double)]


def updates(gpu, files):
    n = 200
    p, g = numbers(n), numbers(n)
    on = [gpu.put("f", p), gpu.put("f", [0] * n), gpu.put("f", [0] * n)]
    config = AdamConfig(0.01, 0.9, 0.999, 1e-8, 2, 0.1)
    grad = gpu.put("f", g)
    for t in (1, 2):
        files.adam.adam_update_f32(grid(n), 128, config, u64(n), i32(t), *on, grad)
    m, v = [0.0] * n, [0.0] * n
    for t in (1, 2):
        m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
        v = [0.999 * a + 0.001 * b * b for a, b in zip(v, g)]
        p = [a - (0.01 * b / (1 - 0.9**t) / (math.sqrt(c / (1 - 0.999**t)) + 1e-8) + 0.1 * 0.01 * a) for a, b, c in zip(p, m, v)]
    near(gpu.get("f", on[0], n), p, 1e-5, 1e-6, "Adam")
    a, b = numbers(n), numbers(n)
    on = gpu.put("f", a)
    files.axpy.axpy_f32(grid(n), 128, u64(n), on, f32(0.9), gpu.put("f", b), f32(0.1))
    near(gpu.get("f", on, n), [0.9 * x + 0.1 * y for x, y in zip(a, b)], 1e-6, 1e-7, "axpy")
    a = [RNG.uniform(-1, 1) for _ in range(n)]
    on = gpu.put("d", a)
    files.exp.exp_fwd_f64(grid(n), 128, NONE, u64(n), u64(0), on)
    near(gpu.get("d", on, n), [math.exp(x) for x in a], 1e-15, what="exp of doubles")
    filled = gpu.empty(8 * n)
    files.exp.fill_with_f64(grid(n), 128, filled, f64(2.5), u64(n))
    assert gpu.get("d", filled, n) == [2.5] * n
    print("ok dfdx: Adam with decay, axpy, doubles")


class Conv2D(ctypes.Structure):
    _fields_ = [(n, ctypes.c_size_t) for n in "kernel stride padding dilation groups batch chan_in chan_out h_in h_out w_in w_out".split()]


def patches(gpu, files):
    """The patches of a padded convolution with stride 2: (batch, channel, ky, kx, y, x)."""
    b, c, h, w, k = 2, 3, 7, 6, 3
    ho, wo = (h + 2 - k) // 2 + 1, (w + 2 - k) // 2 + 1
    x = numbers(b * c * h * w)
    n = b * c * k * k * ho * wo
    out = gpu.empty(4 * n)
    op = Conv2D(k, 2, 1, 1, 1, b, c, 5, h, ho, w, wo)
    strides = gpu.put("Q", [c * h * w, h * w, w, 1])
    files.conv2d.unfold_input_into_patches_f32(grid(n), 128, op, gpu.put("f", x), strides, out)
    wanted = []
    for i in range(b * c):
        for ky, kx, y, xx in ((ky, kx, y, q) for ky in range(k) for kx in range(k) for y in range(ho) for q in range(wo)):
            row, column = y * 2 + ky - 1, xx * 2 + kx - 1
            wanted.append(x[(i * h + row) * w + column] if 0 <= row < h and 0 <= column < w else 0.0)
    near(gpu.get("f", out, n), wanted, what="patches")
    print("ok dfdx: patches of a convolution")


def main(folder):
    gpu = Gpu()
    files = Files(gpu, folder)
    for check in (unary, binary, reductions, picking, updates, patches):
        check(gpu, files)
    every_file(files)


if __name__ == "__main__":
    main(sys.argv[1])
