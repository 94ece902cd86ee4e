#!/usr/bin/env python3
"""Restoration of stripped Vietnamese: vanban and the peers that install from PyPI, on the same texts.

    VANBAN_DATA=DIR benches/leaderboard.py [--vanban target/release/vanban] [--only NAME …] [--out benches/records]

Every system gets the same stripped input (`vanban strip`) and is scored by the same command
(`vanban eval --json`). Texts are given line by line to peers that know no more than a line, and
whole to vanban; sets of single sentences go line by line to everybody. Speed is syllables of input a
second of CPU time of the whole process, start-up and loading of models included.

Peers are run with the Python that runs this script: pip install pyvi. (underthesea 9.5.0, the release on
PyPI, no longer has `restore_diacritics`: its figures are in the table of published ones.)
Writes DATE-leaderboard.json and DATE-leaderboard.md. Figures that others published stand in a table
of their own: they were not run here and are on other texts.
"""

import argparse
import datetime
import hashlib
import json
import os
import pathlib
import platform
import resource
import subprocess
import sys
import tempfile

SETS = {  # title: (files under the data directory, whether lines are sentences that do not belong together)
    "administrative (seeds 000–003)": (["seeds/000*.txt", "seeds/001*.txt", "seeds/002*.txt", "seeds/003*.txt"], False),
    "gazette (congbao)": (["testsets/congbao/*.txt"], False),
    "encyclopedia (xquad)": (["testsets/xquad/*.txt"], False),
    "news (UD-VTB dev)": (["testsets/ud_vtb/dev.txt"], True),
    "talks (IWSLT15)": (["testsets/iwslt15/tst2012.vi"], True),
}

PEER = """
import sys
{setup}
for line in sys.stdin:
    line = line.rstrip("\\n")
    try:
        print({call} if line.strip() else line)
    except Exception:  # pyvi 0.1.1 fails on some lines: they count as they came
        print(line)
"""

SYSTEMS = {
    "vanban fast": ["{vanban}", "restore", "--threads", "1", "--condition", "stripped", "--unit", "{unit}"],
    "vanban fast, condition found": ["{vanban}", "restore", "--threads", "1", "--unit", "{unit}"],
    "vanban best": ["{vanban}", "restore", "--threads", "1", "--condition", "stripped", "--profile", "best", "--unit", "{unit}"],
    "pyvi": [sys.executable, "-c", PEER.format(
        setup="from pyvi import ViUtils", call="ViUtils.add_accents(line)")],
    "as it comes (stripped)": ["cat"],
}

PUBLISHED = """
| system | published on | figure |
|---|---|---|
| underthesea `restore_diacritics` (bigram and Viterbi) | seeds 000–003 / xquad / news / UD-VTB test | 95.32 / 94.5 / 94.5 / 89.1 % of syllables, 10.6 k a CPU second |
| ViT5, 220 M parameters (nom-vn) | its own formal / conversational set, UD-VTB 800 | 99.43 / 94.12 / 90.24 % of words, on a GPU |
| Náplava 2021, multilingual BERT | Wikipedia, vi | 98.53 % alpha-word |
| Náplava 2018, character BiLSTM and LM | Wikipedia, vi | 97.73 % alpha-word |
| Markov n-gram (Java) | its news test | 95.1–96.5 % |
"""


def run(command, text):
    """Output of a command and the CPU seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit {done.returncode}")
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vanban", default="target/release/vanban")
    parser.add_argument("--only", nargs="*", help="systems to run")
    parser.add_argument("--out", default="benches/records")
    args = parser.parse_args()
    data = os.environ.get("VANBAN_DATA")
    if not data:
        sys.exit("skipped: no VANBAN_DATA")
    version = subprocess.run([args.vanban, "--version"], capture_output=True, text=True).stdout.strip()
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    results = {}
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        for title, (patterns, sentences) in SETS.items():
            files = sorted(f for p in patterns for f in pathlib.Path(data).glob(p))
            if not files:
                print(f"skipped: {title}: no files", file=sys.stderr)
                continue
            slug = hashlib.sha256(title.encode()).hexdigest()[:8]
            truth = scratch / slug / "truth"
            truth.mkdir(parents=True)
            for file in files:
                (truth / f"{file.stem}.txt").write_bytes(file.read_bytes())
            for system, command in SYSTEMS.items():
                if args.only and system not in args.only:
                    continue
                command = [part.replace("{vanban}", args.vanban).replace("{unit}", "line" if sentences else "document")
                           for part in command]
                given = scratch / slug / system.replace(" ", "_")
                given.mkdir()
                stripped = scratch / slug / "stripped"
                stripped.mkdir(exist_ok=True)
                seconds = 0.0
                try:
                    for file in sorted(truth.iterdir()):
                        text, _ = run([args.vanban, "strip", str(file)], "")
                        (stripped / file.name).write_text(text, encoding="utf-8")
                        output, spent = run(command, text)
                        (given / file.name).write_text(output, encoding="utf-8")
                        seconds += spent
                except (RuntimeError, FileNotFoundError) as error:
                    print(f"{title}: {system}: not run: {error}", file=sys.stderr)
                    continue
                report, _ = run([args.vanban, "eval", "--json", "--confusions", "0", "--truth", str(truth),
                                 "--hypothesis", str(given), "--input", str(stripped)], "")
                figures = json.loads(report)["overall"]
                figures["cpu_seconds"] = round(seconds, 3)
                figures["syllables_per_cpu_second"] = round(figures["syllable"]["of"] / max(seconds, 1e-3))
                results.setdefault(title, {})[system] = figures
                print(f"{title}: {system}: {100 * figures['syllable']['value']:.2f} %", file=sys.stderr, flush=True)
    write(pathlib.Path(args.out), results, version, commit)


def write(out, results, version, commit):
    out.mkdir(parents=True, exist_ok=True)
    date = datetime.date.today().isoformat()
    versions = {"vanban": f"{version.removeprefix('vanban ')} at {commit}", "python": platform.python_version()}
    for package in ("pyvi",):
        try:
            from importlib.metadata import version as version_of
            versions[package] = version_of(package)
        except Exception:
            versions[package] = None
    record = {"date": date, "command": "benches/leaderboard.py", "versions": versions, "results": results}
    (out / f"{date}-leaderboard.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lines = [f"# Restoration of stripped text, {date}", "",
             "Command: `VANBAN_DATA=… benches/leaderboard.py`. Case counts, tone placements equal, the metrics of `vanban eval`; "
             "in brackets 95 % bootstrap intervals over documents (lines where a set is one file). CPU time includes start-up.",
             "", "Versions: " + ", ".join(f"{k} {v}" for k, v in versions.items() if v) + ".", ""]
    for title, systems in results.items():
        count = next(iter(systems.values()))["syllable"]["of"]
        lines += [f"## {title}, {count:,} syllables", "",
                  "| system | syllables right | ignoring case | alpha-words | marked letters | CER | harm | syllables a CPU second |",
                  "|---|--:|--:|--:|--:|--:|--:|--:|"]
        for system, f in sorted(systems.items(), key=lambda item: -item[1]["syllable"]["value"]):
            low, high = f["syllable"].get("interval") or (float("nan"),) * 2
            percent = lambda name: f"{100 * f[name]['value']:.2f}" if name in f else "–"
            lines.append(f"| {system} | {percent('syllable')} [{100 * low:.2f}, {100 * high:.2f}] | {percent('syllable_ci')} | "
                         f"{percent('alpha_word')} | {percent('diacritic')} | {percent('cer')} | {percent('harm')} | "
                         f"{f['syllables_per_cpu_second']:,} |")
        lines.append("")
    lines += ["## Published by others, not run here", "", "Other texts, so not comparable line by line.", PUBLISHED.strip(), ""]
    (out / f"{date}-leaderboard.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
