#!/usr/bin/env python3
"""CPU of reading text layers (open, text, verdict) against pdftotext, on the same files.

    reading.py VANBAN FILE.pdf…      prints the median ratio of at least nine interleaved rounds

Both tools get all files in turn, one process a file; user and system time of the children count.
"""
import resource, statistics, subprocess, sys


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    vanban, files = sys.argv[1], sys.argv[2:]
    ours, theirs = [], []
    for _ in range(9):
        ours.append(sum(cpu([vanban, "pages", file]) for file in files))
        theirs.append(sum(cpu(["pdftotext", file, "-"]) for file in files))
    ratios = [a / b for a, b in zip(ours, theirs)]
    print(f"vanban {statistics.median(ours):.3f} s, pdftotext {statistics.median(theirs):.3f} s, "
          f"ratio {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
