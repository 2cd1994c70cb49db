#!/usr/bin/env bash
# Packs what can be carried to a machine with a GPU but without Rust: the program and the tests of operations and
# families, stripped, and what run.sh needs beside them. Needs the CUDA toolkit (see build.sh), no GPU.
#
# Usage: tests/gpu/pack.sh [FOLDER]      (target/gpu otherwise)
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-target/gpu}
mkdir -p "$folder/mnist"
built=$(tests/gpu/build.sh)
while read -r name path; do
    strip -o "$folder/$name" "$path"
    xz --force --threads=0 "$folder/$name"
done <<<"$built"
cp tests/gpu/run.sh tests/gpu/table.py tests/gpu/torch_speed.py "$folder"
cp assets/mnist/train-images-idx3-ubyte.gz assets/mnist/NOTICE.txt "$folder/mnist"
du -sh "$folder"
echo "There: bash $folder/run.sh"
