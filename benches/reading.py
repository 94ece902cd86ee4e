#!/usr/bin/env python3
"""CPU of text layers against pdftotext, on the same files.

    reading.py VANBAN FILE.pdf…      prints median ratios of nine interleaved rounds

reading   `vanban pages` (open, text, verdict), all files in one process, as a worker reads them
each      the same, a process a file: the start of the program counts once a file
ingest    `vanban ingest --ocr never`, everything on (parsed, written, in the ledger)
pdftotext a process a file

User and system time of the children count.
"""
import resource, statistics, subprocess, sys, tempfile

ROUNDS = 9


def cpu(*commands):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    vanban, files = sys.argv[1], sys.argv[2:]
    times = {"reading": [], "each": [], "ingest": [], "pdftotext": []}
    for _ in range(ROUNDS):
        times["reading"].append(cpu([vanban, "pages", *files]))
        times["each"].append(cpu(*([vanban, "pages", file] for file in files)))
        with tempfile.TemporaryDirectory() as out:
            times["ingest"].append(cpu([vanban, "ingest", *files, "--out", out, "--ocr", "never", "-j", "1", "--quiet"]))
        times["pdftotext"].append(cpu(*(["pdftotext", file, "-"] for file in files)))
    for name, ours in times.items():
        ratios = [a / b for a, b in zip(ours, times["pdftotext"])]
        print(f"{name:10}{statistics.median(ours):8.3f} s, ratio {statistics.median(ratios):.2f}"
              f" (from {min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
