#!/usr/bin/env bash
# On a machine with a GPU, in the folder that pack.sh made: every operation and every family against the processor, the
# speed of the program on both, that of PyTorch on the GPU if there is one, and one table of it all.
#
# Usage: run.sh [RESULTS]      SECONDS_A_CASE=5 by default
set -uo pipefail
cd "$(dirname "$0")"
results=${1:-results}
seconds=${SECONDS_A_CASE:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$results"
xz --decompress --stdout packed.tar.xz | tar -C "$work" -x || exit 1

# cuBLAS may lie beside PyTorch rather than with a toolkit.
cublas=$(python3 - <<'P' 2>/dev/null
import glob, os, site
for folder in site.getsitepackages() + [site.getusersitepackages()]:
    for found in glob.glob(os.path.join(folder, "nvidia", "*", "lib", "libcublas.so.*")):
        print(os.path.dirname(found))
P
)
for folder in $cublas; do
    LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder
done
export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-}

nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader >"$results/device.txt" 2>&1
RUST_LOG=info "$work/operations" --nocapture device::cuda >"$results/operations.txt" 2>&1
"$work/agreement" --nocapture >"$results/agreement.txt" 2>&1
for device in cuda cpu; do
    for case in dense-b64 dense-b256 vae-b128 conv-b128 evaluate; do
        "$work/program" bench --case "$case" --device "$device" --seconds "$seconds" --json
    done >"$results/bench-$device.jsonl" 2>"$results/bench-$device.log"
done
python3 torch_speed.py "$work/mnist" --seconds "$seconds" >"$results/torch.jsonl" 2>"$results/torch.log"
python3 table.py "$results"
