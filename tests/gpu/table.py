"""One table of what run.sh found: agreement with the processor, and speed beside the processor and PyTorch.

Usage: table.py RESULTS
Exit status 1 where something does not agree or is missing.
"""

import json
import pathlib
import re
import sys

CASES = ["dense-b64", "dense-b256", "vae-b128", "conv-b128"]


def lines(path):
    return path.read_text(errors="replace").splitlines() if path.is_file() else []


def speeds(path):
    """Images per second by case."""
    found = {}
    for line in lines(path):
        try:
            read = json.loads(line)
        except ValueError:
            continue
        if "samples_per_second" in read:
            found[read["case"]] = read["samples_per_second"]
        elif read.get("case") == "evaluate":
            found["evaluate"] = read["images"] / read["seconds"]
    return found


def ratio(a, b):
    return f"{a / b:.2f}" if a and b else "-"


def speed(value):
    return f"{value:,.0f}" if value else "-"


def print_speeds(results):
    gpu, cpu, torch = (speeds(results / name) for name in ("bench-cuda.jsonl", "bench-cpu.jsonl", "torch.jsonl"))
    print("| case | GPU, images/s | PyTorch on it | ratio | processor beside it | ratio |")
    print("|---|---|---|---|---|---|")
    for case in CASES + ["evaluate"]:
        ours, theirs, here = gpu.get(case), torch.get(case), cpu.get(case)
        row = [case, speed(ours), speed(theirs), ratio(ours, theirs), speed(here), ratio(ours, here)]
        print("| " + " | ".join(row) + " |")
    return all(gpu.get(case) for case in CASES)


def print_agreement(results):
    rows = [line.split("\t")[1:] for line in lines(results / "agreement.txt") if line.startswith("agreement\t")]
    print("| family | gradients | 50 steps | measured | loss | |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    return bool(rows) and all(row[-1].startswith("ok") for row in rows)


def print_operations(results):
    text = lines(results / "operations.txt")
    if any(line.startswith("skipped") for line in text):
        print("Operations: skipped, there was no GPU")
        return False
    for line in text:
        found = re.match(r"test result: (\w+)\. (\d+) passed; (\d+) failed", line)
        if found:
            print(f"Operations: {found[2]} tests passed, {found[3]} failed")
            return found[1] == "ok" and int(found[2]) > 0
    print("Operations: the tests did not end")
    return False


def main():
    results = pathlib.Path(sys.argv[1])
    print("\n".join(lines(results / "device.txt")), end="\n\n")
    good = [print_speeds(results)]
    print()
    good.append(print_operations(results))
    print()
    good.append(print_agreement(results))
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
