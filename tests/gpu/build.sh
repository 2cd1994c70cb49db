#!/usr/bin/env bash
# Builds the program with CUDA, the tests of each operation and those of each family, and says where they are: a line
# each, the name (program, operations, agreement) and the path. Needs the CUDA toolkit, no GPU.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --locked --features cuda --message-format=json |
    python3 -c '
import json, sys
for line in sys.stdin:
    message = json.loads(line)
    if message.get("executable"):
        print("program", message["executable"])
'
cargo test --release --locked --features cuda --no-run --lib --test gpu_agreement --message-format=json |
    python3 -c '
import json, sys
names = {"hourglass": "operations", "gpu_agreement": "agreement"}
for line in sys.stdin:
    message = json.loads(line)
    if message.get("executable") and message["profile"]["test"]:
        print(names[message["target"]["name"]], message["executable"])
'
