#!/usr/bin/env python3
"""Proves the stand-in GPU: builds it, then runs kernels, products, failures and dfdx's own kernels on it.

check.py [--dfdx FOLDER]: FOLDER holds dfdx's PTX files (target/release/build/dfdx-*/out of a build with
`--features cuda`). What needs a CUDA compiler or those files is left out, with a line that says so, where they are not.
"""

import argparse
import glob
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def run(name, *args, **environment):
    done = subprocess.run([sys.executable, os.path.join(HERE, "check", name), *args], env={**os.environ, **environment}, check=False)
    if done.returncode:
        sys.exit(f"FAILED: {name} {' '.join(args)}")


def dfdx_folder():
    target = os.environ.get("CARGO_TARGET_DIR") or os.path.join(HERE, "..", "..", "..", "target")
    found = glob.glob(os.path.join(target, "*", "build", "dfdx-*", "out", "exp.ptx"))
    found = [path for path in found if os.path.getsize(path)]  # empty where the device code was only type-checked
    return os.path.dirname(max(found, key=os.path.getmtime)) if found else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dfdx", metavar="FOLDER", default=dfdx_folder())
    dfdx = parser.parse_args().dfdx
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.path.join(HERE, "build.sh"), folder], check=True)
        os.environ["LD_LIBRARY_PATH"] = folder
        os.environ.setdefault("STANDIN_CACHE", os.path.join(folder, "cache"))
        run("check_ptx.py")
        run("check_blas.py")
        run("check_failures.py")
        if shutil.which("nvcc"):
            for target in ("sm_80", "sm_90"):
                ptx = os.path.join(folder, f"kernels_{target}.ptx")
                subprocess.run(["nvcc", "--ptx", f"-arch={target}", os.path.join(HERE, "check", "kernels.cu"), "-o", ptx], check=True)
                for order in ("forward", "backward"):
                    print(f"{target}, threads {order}")
                    run("check_kernels.py", ptx, STANDIN_ORDER=order)
        else:
            print("left out: kernels compiled by nvcc (it is not here)")
        if dfdx:
            run("check_dfdx.py", dfdx)
        else:
            print("left out: dfdx's kernels (no PTX; build with --features cuda, or name the folder with --dfdx)")
    print("all well")


if __name__ == "__main__":
    main()
