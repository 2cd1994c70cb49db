#!/usr/bin/env bash
# All that can be shown of the CUDA build on a machine without a GPU: which libraries the program needs, each way of
# falling back to the CPU, and every operation and family on the stand-in (tests/gpu/standin), which runs the very
# kernels on the CPU. Needs the CUDA toolkit (see build.sh), gcc and Python 3. Takes some minutes.
#
# Usage: tests/gpu/without.sh [FOLDER]      (target/gpu-stand-in otherwise)
set -uo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-target/gpu-stand-in}
mkdir -p "$folder"
built=$(tests/gpu/build.sh) || exit 1
path() { awk -v name="$1" '$1 == name { print $2 }' <<<"$built"; }
tests/gpu/standin/build.sh "$folder" || exit 1
failed=0
tests/gpu/fallback.sh "$(path program)" "$folder" "$(path operations)" "$(path agreement)" || failed=1
export LD_LIBRARY_PATH=$folder STANDIN_CACHE=$folder/compiled
"$(path operations)" device::cuda || failed=1
"$(path agreement)" --nocapture || failed=1
exit $failed
