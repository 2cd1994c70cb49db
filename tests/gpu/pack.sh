#!/usr/bin/env bash
# Builds what can be carried to a machine with a GPU but without Rust: the program, the tests of each operation and those
# of each family, stripped and packed. Needs the CUDA toolkit, as `cargo build --features cuda` does.
#
# Usage: tests/gpu/pack.sh [FOLDER]      (target/gpu otherwise)
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-target/gpu}
mkdir -p "$folder"

cargo build --release --locked --features cuda
built=$(cargo test --release --locked --features cuda --no-run --lib --test gpu_agreement --message-format=json |
    python3 -c '
import json, sys
for line in sys.stdin:
    message = json.loads(line)
    if message.get("executable") and message["profile"]["test"]:
        print(message["target"]["name"], message["executable"])
')
pack() {
    strip -o "$folder/$1" "$2"
    xz --force --threads=0 "$folder/$1"
}
target=$(cargo metadata --format-version 1 --no-deps | python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
pack program "$target/release/hourglass"
while read -r name path; do
    case $name in
        hourglass) pack operations "$path" ;;
        gpu_agreement) pack agreement "$path" ;;
    esac
done <<<"$built"
cp tests/gpu/run.sh tests/gpu/table.py tests/gpu/torch_speed.py "$folder"
mkdir -p "$folder/mnist"
cp assets/mnist/train-images-idx3-ubyte.gz assets/mnist/NOTICE.txt "$folder/mnist"
du -sh "$folder"
echo "There: bash $folder/run.sh"
