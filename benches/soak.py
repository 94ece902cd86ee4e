#!/usr/bin/env python3
"""A long run, watched: does memory grow, are descriptors lost, does the pace hold, is all accounted for?

    benches/soak.py texts --count 100000             # one-kilobyte texts: ledger, index, status, verify
    benches/soak.py mixed --count 10000 --pages 1000 # texts, and small page images that OCR really reads

Makes its inputs in a folder of its own (--work), runs `vanban ingest`, then `status` and `verify`, and
prints a table of what /proc said of the run and its workers by tenths of the work. Needs Pillow for
`mixed`. Records of runs are kept in benches/records.
"""

import argparse
import os
import random
import sqlite3
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
WORDS = (
    "rà soát kế hoạch trồng cây chắn sóng ven biển tổ công tác báo cáo kết quả thực hiện nhiệm vụ "
    "được giao bảo đảm tiến độ kinh phí từ nguồn ngân sách xã phòng chuyên môn phối hợp hướng dẫn"
).split()


def text(number, size):
    """A notice of about `size` bytes that is like no other."""
    source = random.Random(number)
    lines = ["ỦY BAN NHÂN DÂN XÃ HẢI SƠN", f"Số: {number}/TB-UBND", "THÔNG BÁO"]
    while len("\n".join(lines).encode()) < size:
        lines.append(" ".join(source.choices(WORDS, k=12)) + f" {source.randrange(1000)}.")
    return "\n".join(lines) + "\n"


def place(folder, number, kind):
    return folder / f"{number // 1000:03d}" / f"{number:06d}.{kind}"


def make_texts(folder, count):
    for number in range(count):
        path = place(folder, number, "txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(number, 1000), encoding="utf-8")


def make_pages(folder, count, every):
    """Page images between the texts, after each `every` of them."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(FONT, 34)
    for number in range(count):
        page = Image.new("L", (900, 260), 255)
        draw = ImageDraw.Draw(page)
        for row, line in enumerate(text(number, 200).splitlines()[1:5]):
            draw.text((30, 20 + 55 * row), line[:45], font=font, fill=0)
        page.save(place(folder, number * every, "png"), dpi=(200, 200))


def status_of(pid):
    """Resident KB and open descriptors of a process."""
    try:
        rows = dict(
            line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        )
        return int(rows.get("VmRSS", "0 kB").split()[0]), len(os.listdir(f"/proc/{pid}/fd"))
    except (OSError, ValueError):
        return 0, 0


def cpu_of(pid):
    """CPU seconds that a process has used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0


def children(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except OSError:
            pass
    return found


def documents(out):
    """Documents that the ledger says are done."""
    ledger = out / ".vanban/ledger.sqlite"
    try:
        with sqlite3.connect(f"file:{ledger}?mode=ro", uri=True) as rows:
            return rows.execute("SELECT COUNT(*) FROM documents WHERE state = 'done'").fetchone()[0]
    except sqlite3.Error:
        return 0


def watch(command, out, total):
    """Runs the command; a row for each tenth of the documents, with the most that was seen in it."""
    begun = time.monotonic()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    print("| documents | seconds | a second | CPU ms each | run: MB | run: descriptors | workers: MB, the largest | descriptors |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    next_row, last, most = total / 10, (0, begun, 0), [0] * 4
    while run.poll() is None:
        time.sleep(1)
        done = documents(out)
        own = status_of(run.pid)
        if own[0] == 0:
            break
        pids = children(run.pid)
        workers = [status_of(child) for child in pids] or [(0, 0)]
        seen = [*own, *(max(column) for column in zip(*workers))]
        most = [max(pair) for pair in zip(most, seen)]
        if done < next_row:
            continue
        now = time.monotonic()
        cpu = sum(cpu_of(pid) for pid in [run.pid, *pids])
        read = done - last[0]
        print(
            f"| {done} | {now - begun:.0f} | {read / (now - last[1]):.0f} "
            f"| {1000 * (cpu - last[2]) / read:.1f} | {most[0] / 1024:.0f} | {most[1]} "
            f"| {most[2] / 1024:.0f} | {most[3]} |",
            flush=True,
        )
        next_row, last, most = next_row + total / 10, (done, now, cpu), [0] * 4
    print(f"\ningest: exit code {run.wait()}, {time.monotonic() - begun:.0f} s")


def look(name, command):
    """Runs a command to its end; its time, the most memory that was seen, and what it says."""
    begun, most = time.monotonic(), 0
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    while run.poll() is None:
        most = max(most, status_of(run.pid)[0])
        time.sleep(0.02)
    print(f"{name}: {time.monotonic() - begun:.1f} s, {most / 1024:.0f} MB, exit code {run.returncode}")
    print("    " + run.stdout.read().strip().replace("\n", "\n    "))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["texts", "mixed"])
    parser.add_argument("--count", type=int, required=True, help="documents in all")
    parser.add_argument("--pages", type=int, default=0, help="of them page images")
    parser.add_argument("--work", type=Path, required=True, help="folder for inputs and outputs")
    parser.add_argument("--vanban", default=str(HERE / "target/release/vanban"))
    args, more = parser.parse_known_args()
    inputs, out = args.work / "in", args.work / "out"
    if not inputs.exists():
        texts = args.count - args.pages
        make_texts(inputs, texts)
        if args.pages:
            make_pages(inputs, args.pages, texts // args.pages)
    ingest = [args.vanban, "ingest", str(inputs), "--out", str(out), "--quiet", *more]
    watch(ingest, out, args.count)
    look("ingest again", ingest)
    for name in ["status", "verify"]:
        look(name, [args.vanban, name, "--out", str(out)])
    if args.pages:
        read = sum('"text_source": "ocr"' in file.read_text() for file in out.glob("*/*.png.json"))
        print(f"page images read by OCR: {read}")
    ledger = out / ".vanban/ledger.sqlite"
    print(f"ledger {ledger.stat().st_size / 1e6:.0f} MB, index {(out / 'index.jsonl').stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
