"""Each way to fail on purpose, in a process of its own (the settings are read once, and a lost device stays lost)."""

import ctypes
import os
import subprocess
import sys
import tempfile

from gpu import Gpu, fails, i32, u64

# name -> (environment, what the process does)
CASES = {}


def case(**environment):
    def keep(function):
        CASES[function.__name__] = ({key: str(value) for key, value in environment.items()}, function)
        return function

    return keep


def code(name, *args):
    return getattr(ctypes.CDLL("libcuda.so.1"), name)(*args)


def version():
    value = ctypes.c_int()
    assert code("cuDriverGetVersion", ctypes.byref(value)) == 0
    return value.value


@case(STANDIN_DEVICES=0)
def no_device(_):
    assert code("cuInit", 0) == 100
    assert code("cuDeviceGetCount", ctypes.byref(ctypes.c_int())) == 3
    blas = ctypes.CDLL("libcublas.so.13")
    assert blas.cublasCreate_v2(ctypes.byref(ctypes.c_void_p())) == 1


@case(STANDIN_INIT=803)
def driver_mismatch(_):
    assert code("cuInit", 0) == 803
    name = ctypes.c_char_p()
    assert code("cuGetErrorName", 803, ctypes.byref(name)) == 0
    assert name.value == b"CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"
    assert code("cuGetErrorString", 12345, ctypes.byref(name)) == 1 and name.value is None


@case(STANDIN_DRIVER=11040)
def old_driver(ptx):
    assert version() == 11040
    gpu = Gpu()
    fails(222, gpu.module, ptx)


@case(STANDIN_CAPABILITY="7.5")
def old_gpu(ptx):
    gpu = Gpu()
    value = ctypes.c_int()
    gpu.call("cuDeviceGetAttribute", ctypes.byref(value), 75, 0)
    assert value.value == 7
    fails(218, gpu.module, ptx)


@case()
def bad_modules(_):
    gpu = Gpu()
    fails(218, gpu.module, "this is no PTX")
    fails(209, gpu.module, "\x7fELF")
    text = ".version 8.0\n.target sm_80\n.address_size 64\n.visible .entry k()\n{\n frobnicate.f32 %f1, %f2;\n ret;\n}\n"
    module = gpu.module(text)
    fails(801, lambda: module.k(1, 1))


@case()
def context_of_thread(_):
    import threading

    gpu = Gpu()
    seen = []
    thread = threading.Thread(target=lambda: seen.append(gpu.try_call("cuCtxSynchronize")))
    thread.start()
    thread.join()
    assert seen == [201], seen


@case(STANDIN_MEMORY=1000000)
def out_of_memory(_):
    gpu = Gpu()
    kept = [gpu.empty(300000) for _ in range(3)]
    fails(2, gpu.empty, 300000)
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    gpu.call("cuMemGetInfo_v2", ctypes.byref(free), ctypes.byref(total))
    assert (free.value, total.value) == (100000, 1000000)
    gpu.free(kept[1])
    gpu.free(gpu.empty(300000))
    fails(1, gpu.free, u64(kept[0].value + 1))


def lost(ptx, wanted):
    gpu = Gpu()
    k = gpu.module(ptx)
    out = gpu.empty(400)
    for _ in range(3):
        k.beyond(1, 1, out, i32(1))
    fails(wanted, k.beyond, 1, 1, out, i32(1))
    fails(wanted, gpu.get, "f", out, 1)
    fails(wanted, gpu.empty, 4)
    fails(wanted, gpu.free, out)
    assert gpu.try_call("cuCtxSynchronize") == wanted
    assert gpu.try_call("cuStreamSynchronize", None) == wanted
    assert gpu.try_call("cuInit", 0) == 0


@case(STANDIN_LOST_AFTER=3)
def lost_device(ptx):
    lost(ptx, 700)


@case(STANDIN_LOST_AFTER=3, STANDIN_LOST_CODE=719)
def lost_with_another_code(ptx):
    lost(ptx, 719)


@case()
def writes_beyond_memory(ptx):
    gpu = Gpu()
    k, out = gpu.module(ptx), gpu.empty(400)
    k.beyond(1, 1, out, i32(99))
    fails(700, k.beyond, 1, 1, out, i32(100))
    fails(700, gpu.get, "f", out, 1)


@case()
def writes_to_null(ptx):
    gpu = Gpu()
    fails(700, gpu.module(ptx).beyond, 1, 1, u64(0), i32(0))


@case()
def uses_freed_memory(ptx):
    gpu = Gpu()
    k, out = gpu.module(ptx), gpu.empty(400)
    k.beyond(1, 1, out, i32(0))
    gpu.free(out)
    fails(700, k.beyond, 1, 1, out, i32(0))


@case()
def misaligned(ptx):
    gpu = Gpu()
    fails(716, gpu.module(ptx).beyond, 1, 1, u64(gpu.empty(400).value + 2), i32(0))


@case()
def assertion(ptx):
    gpu = Gpu()
    k = gpu.module(ptx)
    k.asserts(1, 1, i32(3))
    fails(710, k.asserts, 1, 1, i32(4))


@case()
def would_hang(ptx):
    gpu = Gpu()
    k, out = gpu.module(ptx), gpu.empty(256)
    fails(719, k.hang, 1, 64, out)


@case(STANDIN_STRICT=1)
def returned_before_barrier(ptx):
    gpu = Gpu()
    k, out = gpu.module(ptx), gpu.empty(256)
    k.early_return(1, 64, out, i32(64))
    fails(719, k.early_return, 1, 64, out, i32(40))


@case(STANDIN_DEVICES=2)
def two_devices(ptx):
    first, second = Gpu(0), Gpu(1)
    count = ctypes.c_int()
    first.call("cuDeviceGetCount", ctypes.byref(count))
    assert count.value == 2
    fails(101, Gpu, 2)
    out = second.empty(400)
    device = ctypes.c_int()
    second.call("cuCtxGetDevice", ctypes.byref(device))
    assert device.value == 1
    k = second.module(ptx)
    k.beyond(1, 1, out, i32(0))
    first = Gpu(0)
    fails(400, k.beyond, 1, 1, out, i32(0))
    fails(700, first.module(ptx).beyond, 1, 1, out, i32(0))


@case(STANDIN_LOG="{log}")
def log(ptx):
    gpu = Gpu()
    k, out = gpu.module(ptx), gpu.put("f", [0] * 10)
    k.beyond(1, 1, out, i32(0))
    k.beyond(1, 1, out, i32(0))
    gpu.get("f", out, 3)
    gpu.call("cuCtxSynchronize")
    assert gpu.count("launch") == 2 and gpu.count("device-to-host", None, 1) == 12


def main(ptx):
    if len(sys.argv) == 3:
        with open(ptx, encoding="utf-8") as file:
            CASES[sys.argv[2]][1](file.read())
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log")
        for name, (environment, _) in CASES.items():
            environment = {key: value.format(log=path) for key, value in environment.items()}
            done = subprocess.run([sys.executable, __file__, ptx, name], env={**os.environ, **environment}, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{name}:\n{done.stdout}{done.stderr}"
            said = [line for line in done.stderr.splitlines() if line.startswith("stand-in GPU")]
            print(f"ok failures: {name.replace('_', ' ')}" + (f" ({said[-1][14:]})" if said else ""))
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        for line in ("launch 2 0 beyond", "launches 2", "host-to-device 1 40 ", "device-to-host 1 12 ", "synchronisations 1 0 ", "bytes-not-freed 40"):
            assert line in lines, f"{line!r} is not in the log: {lines}"


if __name__ == "__main__":
    main(sys.argv[1])
