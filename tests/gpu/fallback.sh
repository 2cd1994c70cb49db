#!/usr/bin/env bash
# Each way in which a build with CUDA finds no GPU that it can use, or loses it, on any machine: what is said, how the
# program ends, and that it never panics. The GPU is the stand-in (tests/gpu/standin), so none is needed.
#
# Usage: tests/gpu/fallback.sh BINARY STANDIN_DIR [FURTHER_BINARY ...]
# STANDIN_DIR is what tests/gpu/standin/build.sh made. Of further binaries (tests) only the needed libraries are looked at.
set -uo pipefail
[ $# -ge 2 ] || { sed -n '5,6s/^# //p' "$0" >&2; exit 2; }
binary=$(realpath "$1")
standin=$(realpath "$2")
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in "${!CUDA_@}" "${!STANDIN_@}"; do unset "$name"; done
export STANDIN_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/hourglass-standin RUST_LOG=warn
project=keras-simple
passed=0
failed=0

verdict() { # NAME PROBLEM
    if [ -z "$2" ]; then
        passed=$((passed + 1))
        echo "ok      $1"
    else
        failed=$((failed + 1))
        echo "FAILED  $1: $2"
        [ -z "${3:-}" ] || sed 's/^/        /' "$3"
    fi
}

# Trains an epoch into a fresh folder: NAME STATUS TEXT [NAME=VALUE ...] -- ARGUMENT ...
expect() {
    local name=$1 status=$2 text=$3 settings=() found problem=
    shift 3
    while [ "$1" != -- ]; do
        settings+=("$1")
        shift
    done
    shift
    rm -rf "$work/out"
    env "${settings[@]}" timeout 600 "$binary" train "$project" --epochs 1 --out "$work/out" "$@" >"$work/said" 2>&1
    found=$?
    [ "$found" = "$status" ] || problem="status $found, not $status"
    grep -qF -- "$text" "$work/said" || problem="not said: $text"
    grep -qiE 'panicked|backtrace|overflowed its stack|internal error' "$work/said" && problem="a panic"
    verdict "$name" "$problem" "$work/said"
}

needs_nothing() {
    local found
    found=$(readelf -d "$1" | grep NEEDED | grep -oE 'lib(cuda|cublas|nvrtc)[^]]*' | tr '\n' ' ')
    verdict "needs no CUDA library: $(basename "$1")" "${found:+needs $found}"
}

is_installed() { ldconfig -p 2>/dev/null | grep -qF "$1"; }

for file in "$binary" "$@"; do needs_nothing "$file"; done

# No driver, or none that is one.
on_cpu="models are on the CPU"
if is_installed libcuda.so.1; then
    echo "skipped no driver: this machine has one"
else
    expect "no driver" 1 "there is no NVIDIA driver: libcuda.so.1" -- --device cuda
    expect "no driver, auto" 0 "$on_cpu: there is no NVIDIA driver" -- --device auto
fi
mkdir "$work/broken" "$work/alone" "$work/empty"
echo "not a library" >"$work/broken/libcuda.so.1"
expect "damaged driver" 1 "the NVIDIA driver does not load" "LD_LIBRARY_PATH=$work/broken" -- --device cuda
if command -v cc >/dev/null; then
    echo 'int cuMemAlloc_v2(void) { return 1; }' | cc -shared -fPIC -x c - -o "$work/empty/libcuda.so.1"
    expect "driver without a function" 1 "it has no cuInit: libcuda.so.1" "LD_LIBRARY_PATH=$work/empty" -- --device cuda
    cat >"$work/partly.c" <<'C'
int cuInit(unsigned flags) { return 0 * flags; }
int cuDriverGetVersion(int *version) { *version = 99000; return 0; }
int cuDeviceGetCount(int *count) { *count = 1; return 0; }
C
    cc -shared -fPIC "$work/partly.c" -o "$work/empty/libcuda.so.1"
    expect "driver with a few functions" 1 "it has no cu" "LD_LIBRARY_PATH=$work/empty" -- --device cuda
else
    echo "skipped driver without a function: no C compiler"
fi

# A driver that does not start.
gpu="LD_LIBRARY_PATH=$standin"
expect "no GPU" 1 "the driver finds no GPU: CUDA_ERROR_NO_DEVICE" "$gpu" STANDIN_DEVICES=0 -- --device cuda
expect "hidden GPU" 1 'with CUDA_VISIBLE_DEVICES="": CUDA_ERROR_NO_DEVICE' "$gpu" STANDIN_DEVICES=0 \
    CUDA_VISIBLE_DEVICES= -- --device cuda
for code in 34:CUDA_ERROR_STUB_LIBRARY 802:CUDA_ERROR_SYSTEM_NOT_READY 803:CUDA_ERROR_SYSTEM_DRIVER_MISMATCH \
    804:CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE 999:CUDA_ERROR_UNKNOWN 100:CUDA_ERROR_NO_DEVICE 4242:CUDA_ERROR_UNKNOWN; do
    expect "cuInit ${code%%:*}" 1 "${code#*:}" "$gpu" "STANDIN_INIT=${code%%:*}" -- --device cuda
done
expect "cuInit 803, auto" 0 "$on_cpu: the parts of the NVIDIA driver" "$gpu" STANDIN_INIT=803 -- --device auto

# A GPU that cannot be used.
expect "old driver" 1 "the NVIDIA driver is for CUDA 11.4 and this build needs" "$gpu" STANDIN_DRIVER=11040 -- --device cuda
expect "old GPU" 1 "CUDA_COMPUTE_CAP=75" "$gpu" STANDIN_CAPABILITY=7.5 -- --device cuda
if is_installed libcublas.so || [ -e /usr/local/cuda ] || [ -e /opt/cuda ] || [ -e /usr/lib/cuda ]; then
    echo "skipped no cuBLAS: this machine has one"
else
    cp "$standin/libcuda.so.1" "$work/alone"
    expect "no cuBLAS" 1 "there is no cuBLAS for the driver's CUDA" "LD_LIBRARY_PATH=$work/alone" -- --device cuda
    # Found beside a named toolkit, and only there: the run begins, and ends as asked.
    mkdir -p "$work/toolkit/lib64"
    cp "$standin"/libcublas.so.* "$work/toolkit/lib64"
    expect "no cuBLAS of that name" 1 "there is no cuBLAS" "LD_LIBRARY_PATH=$work/alone" "CUDA_PATH=$work" -- --device cuda
fi

# One that fails during a run.
expect "no such GPU" 1 "there is no such device: cuda:2" "$gpu" STANDIN_DEVICES=2 -- --device cuda:2
expect "second GPU" 1 "trains on cuda:1" "$gpu" STANDIN_DEVICES=2 STANDIN_LOST_AFTER=20 -- --device cuda:1
for bytes in 1000 1000000 9000000; do
    expect "memory of $bytes bytes" 1 "the GPU's memory is full" "$gpu" "STANDIN_MEMORY=$bytes" -- --device cuda
done
for launches in 0 1 2 10 33 100 1000; do
    expect "lost after $launches launches" 1 "the GPU was lost" "$gpu" "STANDIN_LOST_AFTER=$launches" -- --device cuda
done
for code in 719 714 999 46 100; do
    expect "lost with $code" 1 "; to go on with the CPU: " "$gpu" STANDIN_LOST_AFTER=500 "STANDIN_LOST_CODE=$code" -- --device cuda
done
"$binary" train "$work/out" --device cpu --epochs 1 >"$work/said" 2>&1
problem=$?
verdict "goes on with the CPU" "${problem#0}" "$work/said"
for project in vae-2 conv adversarial contractive wavelet perceptual; do
    expect "lost in $project" 1 "the GPU was lost" "$gpu" STANDIN_LOST_AFTER=150 -- --device cuda
done
project=keras-simple
expect "lost while auto measures" 0 "all 1 epochs are done" "$gpu" STANDIN_LOST_AFTER=40 -- --device auto

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
