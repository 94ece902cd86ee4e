#!/usr/bin/env python3
"""The table of verdicts over a verdict set made by generate.py, as Markdown.

    table.py VANBAN SET [FOLDER…]    FOLDERs hold real files, counted apart
"""
import collections, json, pathlib, subprocess, sys

VERDICTS = ["good", "stripped", "foreign", "legacy", "broken_map", "partial", "gibberish", "absent"]


def rows(vanban, files):
    for start in range(0, len(files), 50):
        out = subprocess.run([vanban, "pages", *files[start:start + 50]], capture_output=True).stdout
        yield from (json.loads(line) for line in out.splitlines())


def table(title, counts):
    print(f"\n{title}\n\n| kind | pages | {' | '.join(VERDICTS)} | read from the layer |")
    print("|---|---" + "|---" * len(VERDICTS) + "|---|")
    for kind in sorted(counts):
        found = counts[kind]
        cells = [str(found[v] or "") for v in VERDICTS]
        print(f"| {kind} | {found['pages']} | {' | '.join(cells)} | {found['text_layer']} |")


def count(vanban, groups):
    counts = collections.defaultdict(collections.Counter)
    for kind, files in groups.items():
        for row in rows(vanban, files):
            counts[kind]["pages"] += 1
            counts[kind][row.get("verdict", "error")] += 1
            counts[kind]["text_layer"] += row.get("text_source") == "text_layer"
            if "-v" in sys.argv and row.get("verdict") != kind.split("/")[-1]:
                print(row["file"][-60:], row["page"], row.get("verdict"), row.get("reasons"), row.get("error"))
    return counts


def main():
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    vanban, root, real = arguments[0], pathlib.Path(arguments[1]), arguments[2:]
    for half in sorted(p for p in root.iterdir() if p.is_dir()):
        groups = {}
        for folder in sorted(half.glob("*/*")):
            kind = f"{folder.parent.name}/{folder.name}"
            groups[kind] = sorted(map(str, folder.glob("*.pdf")))
        table(half.name, count(vanban, groups))
    groups = {pathlib.Path(f).name: sorted(map(str, pathlib.Path(f).glob("*.pdf"))) for f in real}
    if groups:
        table("real files", count(vanban, groups))


if __name__ == "__main__":
    main()
