"""The driver and cuBLAS through ctypes: just enough to load PTX, move numbers and launch kernels from a test."""

import array
import ctypes
import ctypes.util

U64, VOID = ctypes.c_uint64, ctypes.c_void_p


class CudaError(Exception):
    def __init__(self, code, what):
        super().__init__(f"{what}: error {code}")
        self.code = code


class Gpu:
    """The first device, its primary context current."""

    def __init__(self, ordinal=0):
        self.cuda = ctypes.CDLL("libcuda.so.1")
        self.cuda.standin_count.restype = U64
        self.call("cuInit", 0)
        device, context = ctypes.c_int(), VOID()
        self.call("cuDeviceGet", ctypes.byref(device), ordinal)
        self.call("cuDevicePrimaryCtxRetain", ctypes.byref(context), device)
        self.call("cuCtxSetCurrent", context)

    def try_call(self, name, *args):
        return getattr(self.cuda, name)(*args)

    def call(self, name, *args):
        code = self.try_call(name, *args)
        if code:
            raise CudaError(code, name)

    def module(self, text):
        made = VOID()
        self.call("cuModuleLoadData", ctypes.byref(made), ctypes.c_char_p(text.encode()))
        return Kernels(self, made)

    def empty(self, bytes_):
        at = U64()
        self.call("cuMemAlloc_v2", ctypes.byref(at), ctypes.c_size_t(bytes_))
        return at

    def put(self, kind, values):
        """Values of an array type code ("f", "d", "I", "Q", "B") on the device; gives the address."""
        data = array.array(kind, values)
        at = self.empty(max(len(data) * data.itemsize, 1))
        source = VOID(data.buffer_info()[0])
        self.call("cuMemcpyHtoD_v2", at, source, ctypes.c_size_t(len(data) * data.itemsize))
        return at

    def get(self, kind, at, count):
        data = array.array(kind, [0] * count)
        self.call("cuMemcpyDtoH_v2", VOID(data.buffer_info()[0]), at, ctypes.c_size_t(count * data.itemsize))
        return list(data)

    def free(self, at):
        self.call("cuMemFree_v2", at)

    def count(self, what, name=None, in_bytes=0):
        return self.cuda.standin_count(what.encode(), name and name.encode(), in_bytes)


class Kernels:
    """The kernels of a module: `kernels.name(grid, block, args..., shared=0)`."""

    def __init__(self, gpu, module):
        self.gpu, self.handle = gpu, module

    def __getattr__(self, name):
        function = VOID()
        self.gpu.call("cuModuleGetFunction", ctypes.byref(function), self.handle, name.encode())

        def launch(grid, block, *args, shared=0):
            sizes = [*as3(grid), *as3(block)]
            pointers = (VOID * max(len(args), 1))(*[ctypes.cast(ctypes.pointer(arg), VOID) for arg in args])
            self.gpu.call("cuLaunchKernel", function, *sizes, shared, None, pointers, None)

        launch.function = function
        return launch


def as3(size):
    size = (size,) if isinstance(size, int) else tuple(size)
    return size + (1,) * (3 - len(size))


def f32(x):
    return ctypes.c_float(x)


def f64(x):
    return ctypes.c_double(x)


def i32(x):
    return ctypes.c_int32(x)


def u64(x):
    return U64(x)


def near(got, wanted, relative=1e-6, absolute=0.0, what=""):
    assert len(got) == len(wanted), f"{what}: {len(got)} values, {len(wanted)} wanted"
    for at, (a, b) in enumerate(zip(got, wanted)):
        same = a == b or (a != a and b != b)
        assert same or abs(a - b) <= absolute + relative * abs(b), f"{what}: value {at} is {a}, wanted {b}"


def fails(code, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except CudaError as error:
        assert error.code == code, f"error {error.code}, wanted {code}"
        return
    raise AssertionError(f"no error, wanted {code}")
