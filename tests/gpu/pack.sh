#!/usr/bin/env bash
# Packs what can be carried to a machine with a GPU but without Rust: the program and the tests of operations and
# families, stripped, and what run.sh needs beside them. Needs the CUDA toolkit (see build.sh), no GPU.
#
# Usage: tests/gpu/pack.sh [FOLDER]      (target/gpu otherwise)
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-target/gpu}
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
built=$(tests/gpu/build.sh)
while read -r name path; do
    strip -o "$work/$name" "$path"
done <<<"$built"
mkdir "$work/mnist"
cp assets/mnist/train-images-idx3-ubyte.gz assets/mnist/NOTICE.txt "$work/mnist"
# A dictionary as long as all of it: the three hold the same data and mostly the same code.
tar -C "$work" -c . | xz --threads=1 --lzma2=preset=4,dict=256MiB >"$folder/packed.tar.xz"
cp tests/gpu/run.sh tests/gpu/table.py tests/gpu/torch_speed.py "$folder"
du -sh "$folder"
echo "There: bash $folder/run.sh"
