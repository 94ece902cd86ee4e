#!/usr/bin/env python3
"""Makes aligned pairs from real scans, from which the channel of an OCR model is learned.

Each page is read twice: by the Vietnamese model, whose text `vanban restore --condition vietnamese` then mends
(about one syllable in three hundred stays wrong), and by the model to be learned. A line of the one is a pair with the line
of the other that stands in the same place. Lines that the right model is unsure of are left out. A page becomes
one file `NAME-OEM-DOCUMENT-PAGE.tsv`, its rows as those of `channel_pairs.py`. With the right model as `--wrong` the
pairs are its own slips, as far as they were mended.

usage: scan_pairs.py SCANS OUT --tessdata DIR --right NAME --wrong NAME --oem 0|1|3 --vanban PROGRAM
"""
import argparse
import glob
import os
import subprocess
import tempfile

from channel_pairs import read_file

# Pixels for an inch; two readings of one line differ by less than a third of a line in height.
DPI = 300
SAME_LINE = 14
SAME_ENDS = 40
# Least mean confidence of the right model's line, 0 to 100.
SURE = 85


def restored(program, lines):
    """The lines as the program mends them, as many out as in."""
    text = "\n".join(lines) + "\n"
    command = [program, "restore", "--condition", "vietnamese", "--profile", "best", "-"]
    out = subprocess.run(command, input=text.encode("utf8"), capture_output=True, check=True)
    return out.stdout.decode("utf8").split("\n")[:len(lines)]


def is_same(a, b):
    return abs(a[0] - b[0]) < SAME_LINE and abs(a[1] - b[1]) < SAME_ENDS and abs(a[2] - b[2]) < SAME_ENDS


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("scans")
    p.add_argument("out")
    p.add_argument("--tessdata", required=True)
    p.add_argument("--right", required=True)
    p.add_argument("--wrong", required=True)
    p.add_argument("--oem", type=int, choices=range(4), required=True)
    p.add_argument("--vanban", required=True)
    a = p.parse_args()
    os.makedirs(a.out, exist_ok=True)
    for scan in sorted(glob.glob(f"{a.scans}/*.pdf")):
        document = os.path.basename(scan)[:-4]
        with tempfile.TemporaryDirectory() as scratch:
            subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", scan, f"{scratch}/page"], check=True)
            for number, image in enumerate(sorted(glob.glob(f"{scratch}/*.pgm")), 1):
                right = read_file(image, a.right, 1, a.tessdata, 3)
                wrong = read_file(image, a.wrong, a.oem, a.tessdata, 3)
                printed = restored(a.vanban, [" ".join(line[3]) for line in right])
                rows = []
                for line, text in zip(right, printed):
                    near = [other for other in wrong if is_same(line, other)]
                    if len(near) == 1 and sum(line[4]) >= SURE * len(line[4]):
                        *_, words, confidences = near[0]
                        rows.append("\t".join([text, " ".join(words), " ".join(f"{c:.0f}" for c in confidences)]))
                with open(f"{a.out}/{a.wrong}-{a.oem}-{document}-{number:03d}.tsv", "w", encoding="utf8") as f:
                    f.write(f"# wrong={a.wrong} oem={a.oem} dpi={DPI} lines={len(right)} found={len(rows)}\n")
                    f.writelines(r + "\n" for r in rows)


if __name__ == "__main__":
    main()
