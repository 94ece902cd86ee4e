#!/usr/bin/env python3
"""Reads a folder with vanban on Ray: one task for each shard, then one merge.

    pip install ray
    python3 tests/cluster/ray_shards.py scans/ --out out/ --shards 4

What becomes of a document is told by vanban's own ledger and index, never by Ray: a task returns the
exit code of its run, and a document that cannot be read is a row, not an exception. A task that is
lost with its worker is given out again, and goes on where its ledger says it was. On a cluster the
inputs and OUT have to lie on a disk that all nodes see.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import ray

# Exit codes of vanban: something failed (and is listed), no readable input (an empty shard).
FAILED, NO_INPUT = 7, 3
# How often a shard is given out before it is reported as lost.
ATTEMPTS = 3


@ray.remote(num_cpus=1, max_retries=0)
def ingest(vanban, folder, out, shard, more):
    """Reads one shard into a folder of its own; returns the exit code and the last line of stderr."""
    command = [vanban, "ingest", folder, "--out", out, "--shard", shard, "-j", "1", "--quiet", *more]
    run = subprocess.run(command, capture_output=True, text=True)
    return run.returncode, (run.stderr.strip().splitlines() or [""])[-1]


def read_all(args, more):
    """Reads every shard; returns the exit code of each, None for one that was lost again and again."""
    codes = {}
    waiting = {number: 0 for number in range(1, args.shards + 1)}
    while waiting:
        tasks = {
            number: ingest.remote(
                args.vanban, args.folder, str(part(args, number)), f"{number}/{args.shards}", more
            )
            for number in waiting
        }
        for number, task in tasks.items():
            try:
                codes[number], words = ray.get(task)
                print(f"shard {number}: exit code {codes[number]} {words}".rstrip())
            except ray.exceptions.RayError as error:
                waiting[number] += 1
                print(f"shard {number}: lost ({type(error).__name__})", file=sys.stderr)
                if waiting[number] < ATTEMPTS:
                    continue
                codes[number] = None
            del waiting[number]
    return codes


def part(args, number):
    """The output folder of a shard."""
    return Path(args.out) / ".vanban" / "shards" / str(number)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--out", default="out")
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--vanban", default="vanban", help="the program")
    parser.add_argument("--address", help="of a cluster; without it one is started on this machine")
    args, more = parser.parse_known_args()
    args.folder, args.out = str(Path(args.folder).resolve()), str(Path(args.out).resolve())
    if args.address:
        ray.init(address=args.address)
    else:
        ray.init(num_cpus=2, include_dashboard=False)
    codes = read_all(args, more)
    ray.shutdown()
    parts = [str(part(args, number)) for number in codes if part(args, number).is_dir()]
    merged = subprocess.run([args.vanban, "merge", *parts, "--out", args.out])
    if merged.returncode != 0:
        return merged.returncode
    for code in codes.values():
        if code not in (0, FAILED, NO_INPUT):
            return 1 if code is None else code
    # A shard of nothing but unreadable kinds is no failure where others were read.
    if FAILED in codes.values():
        return FAILED
    return 0 if 0 in codes.values() else NO_INPUT


if __name__ == "__main__":
    sys.exit(main())
