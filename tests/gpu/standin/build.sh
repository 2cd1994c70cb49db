#!/bin/sh
# Builds the stand-in GPU: build.sh OUT_DIR makes OUT_DIR/libcuda.so.1 and OUT_DIR/libcublas.so.13 (and their other
# names), with the PTX translator beside them. Run a program on it with LD_LIBRARY_PATH=OUT_DIR.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# -eq 1 ] || { echo "usage: build.sh OUT_DIR" >&2; exit 2; }
mkdir -p "$1/ptx"
out=$(cd "$1" && pwd)
cc=${CC:-gcc}
flags="-O2 -g -Wall -Wextra -fPIC -shared -fvisibility=hidden -pthread"

$cc $flags -Wl,-soname,libcuda.so.1 "$here"/driver/*.c -o "$out/libcuda.so.1" -ldl
ln -sf libcuda.so.1 "$out/libcuda.so"
$cc $flags -O3 -march=native -Wl,-soname,libcublas.so.13 "$here"/cublas/*.c -o "$out/libcublas.so.13" -ldl -lm
for name in libcublas.so.12 libcublas.so; do ln -sf libcublas.so.13 "$out/$name"; done

rm -rf "$out/ptx"
mkdir "$out/ptx"
cp "$here"/ptx/*.py "$here"/ptx/*.h "$out/ptx/"
# Part of the names of compiled kernels: a changed translator or another processor compiles them anew.
{ cat "$here"/ptx/* "$here"/driver/module.c 2>/dev/null; grep -m1 flags /proc/cpuinfo 2>/dev/null || true; } | cksum > "$out/ptx/stamp"
