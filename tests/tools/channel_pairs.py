#!/usr/bin/env python3
"""Makes the aligned pairs from which the channel (printed -> seen) is learned.

Text is drawn from the training corpora by a seeded generator, set in several fonts and sizes, rendered,
degraded as scans are (resolution, blur, noise, threshold, JPEG, skew) and read with Tesseract. Each page
becomes one file `ENGINE-SEED.tsv`: a `#` line that says how it was made, then one row for each printed line,
found again on the page by its height:

    printed line <TAB> seen line <TAB> the confidence of each seen word, 0 to 100

The same seed gives the same page image. What Tesseract reads from it may differ between processors, so the
pairs are kept with their digest and `vanban train-channel` starts from them.

usage: channel_pairs.py OUT --corpora DIR --engine foreign|vietnamese --tessdata DIR --lang NAME
                        [--oem 0|1|3] [--texts NAME=WEIGHT ...] [--seeds FROM TO] [--seconds LIMIT]

With `--texts law=3 news=2` the text is drawn from `law.txt.zst` and `news.txt.zst` in DIR: pages of held-out texts, for
`vanban eval restore --truth PRINTED --input SEEN --condition foreign` on the first two columns.
"""
import argparse
import io
import os
import random
import subprocess
import tempfile
import time

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = "/usr/share/fonts/truetype/"
SERIF = ["liberation2/LiberationSerif", "croscore/Tinos"]
SANS = ["liberation2/LiberationSans", "croscore/Arimo"]
# Weights: administrative text is set in a Times face; headings are bold, notes italic.
CORPORA = [
    ("admin-laocai", 4), ("admin-party", 2), ("legal-vanban", 3), ("legal-congbao", 2),
    ("legal-luatvietnam", 2), ("news-vietnews", 2), ("wiki-2017", 1), ("web-tnt305", 1),
]
# dpi, blur, noise, threshold, jpeg quality, standard deviation of the skew in degrees
DEGRADATIONS = {
    # What reproduces the confusions of text read by the English model, and harder settings.
    "foreign": [
        (200, 0.6, 12, 0, 50, 0.2), (200, 0.6, 12, 0, 50, 0.2), (300, 1.2, 25, 150, 0, 0.2),
        (300, 0.8, 12, 0, 75, 0.3), (150, 0.4, 8, 0, 60, 0.2), (200, 0.8, 15, 140, 0, 0.3),
    ],
    # The right model loses tones only where the marks themselves are lost.
    "vietnamese": [
        (150, 0.9, 20, 0, 30, 0.3), (130, 0.7, 15, 0, 40, 0.3), (200, 1.4, 30, 150, 0, 0.3),
        (200, 1.3, 25, 185, 0, 0.2), (150, 0.8, 20, 140, 0, 0.3), (110, 0.5, 10, 0, 50, 0.2),
        (200, 1.2, 25, 120, 0, 0.2), (300, 2.0, 40, 150, 0, 0.3),
    ],
}


def paragraphs(directory, texts, rng, count):
    """`count` paragraphs of the texts, drawn by weight from a random place of each."""
    names = [n for n, w in texts for _ in range(w)]
    # Held-out texts are short beside the corpora.
    last_skip, last_step = (3000, 40) if texts is CORPORA else (60, 12)
    wanted = {}
    for _ in range(count):
        name = rng.choice(names)
        wanted[name] = wanted.get(name, 0) + 1
    found = []
    for name in sorted(wanted):
        skip = rng.randrange(last_skip)
        pipe = subprocess.Popen(["zstd", "-dcq", f"{directory}/{name}.txt.zst"], stdout=subprocess.PIPE)
        taken = 0
        step = rng.randrange(1, last_step)
        for i, line in enumerate(pipe.stdout):
            if i < skip or (i - skip) % step:
                continue
            line = " ".join(line.decode("utf8").split())
            if 40 <= len(line) <= 900:
                found.append(line)
                taken += 1
                if taken == wanted[name]:
                    break
        pipe.stdout.close()
        pipe.kill()
        pipe.wait()
    rng.shuffle(found)
    return found


def page(rng, texts, dpi):
    """One page: the image, and each printed line with the height of its middle in pixels."""
    scale = 2
    width, height = int(8.27 * dpi), int(11.69 * dpi)
    left, top, right, bottom = (int(x * dpi) for x in (1.18, 0.8, 0.75, 0.8))
    family = rng.choice(SERIF if rng.random() < 0.85 else SANS)
    size = rng.choice([12, 13, 13.5, 14, 14, 14])
    spacing = rng.choice([1.15, 1.25, 1.35, 1.5])
    im = Image.new("L", (width * scale, height * scale), 255)
    draw = ImageDraw.Draw(im)
    y, lines = top, []
    for text in texts:
        style = rng.choices(["Regular", "Bold", "Italic", "BoldItalic"], [70, 15, 12, 3])[0]
        if rng.random() < 0.08 or (style == "Bold" and rng.random() < 0.4):
            text = text[:110].rsplit(" ", 1)[0].upper()
        font = ImageFont.truetype(f"{FONTS}{family}-{style}.ttf", round(size * dpi / 72 * scale))
        full = (width - left - right) * scale
        leading = size * dpi / 72 * spacing
        words, line, rows = text.split(), [], []
        for word in words:
            if line and font.getlength(" ".join(line + [word])) > full:
                rows.append(line)
                line = []
            line.append(word)
        rows.append(line)
        for row in rows:
            if y + leading > height - bottom:
                return im.resize((width, height), Image.LANCZOS), lines
            x = left * scale
            gap = font.getlength(" ")
            if row is not rows[-1] and len(row) > 1:
                gap = max(gap * 0.7, (full - sum(font.getlength(w) for w in row)) / (len(row) - 1))
            for word in row:
                draw.text((round(x), round(y * scale)), word, font=font, fill=0)
                x += font.getlength(word) + gap
            lines.append((" ".join(row), y + size * dpi / 72 * 0.6))
            y += leading
        y += leading * 0.3
    return im.resize((width, height), Image.LANCZOS), lines


def degrade(im, how, rng):
    dpi, blur, noise, threshold, jpeg, skew = how
    im = im.rotate(rng.normal(0, skew), resample=Image.BICUBIC, fillcolor=255)
    im = im.filter(ImageFilter.GaussianBlur(blur))
    x = np.asarray(im, dtype=np.float32)
    x = x + rng.normal(0, noise, x.shape)
    if threshold:
        x = np.where(x < threshold, 0, 255)
    im = Image.fromarray(np.clip(x, 0, 255).astype(np.uint8))
    if jpeg:
        data = io.BytesIO()
        im.save(data, "JPEG", quality=jpeg)
        im = Image.open(io.BytesIO(data.getvalue()))
        im.load()
    return im


def read(im, dpi, lang, oem, tessdata, scratch):
    """Tesseract's lines: middle height, left and right end in pixels, words, confidences."""
    name = f"{scratch}/page.png"
    im.save(name, dpi=(dpi, dpi))
    return read_file(name, lang, oem, tessdata, 6)


def read_file(name, lang, oem, tessdata, layout):
    """The same from an image file, with one of Tesseract's page layouts."""
    command = ["tesseract", name, "-", "-l", lang, "--oem", str(oem), "--psm", str(layout), "--tessdata-dir", tessdata, "tsv"]
    out = subprocess.run(command, capture_output=True, env=dict(os.environ, OMP_THREAD_LIMIT="1"), check=True)
    lines = {}
    for row in out.stdout.decode("utf8").splitlines()[1:]:
        level, _, block, par, line, _, left, top, width, height, conf, text = row.split("\t", 11)
        if level == "5" and text.strip():
            words = lines.setdefault((int(block), int(par), int(line)), [])
            words.append((int(left), int(left) + int(width), int(top) + int(height) / 2, text.strip(), float(conf)))
    return [(float(np.median([w[2] for w in words])), min(w[0] for w in words), max(w[1] for w in words),
             [w[3] for w in words], [w[4] for w in words]) for words in lines.values()]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("out")
    p.add_argument("--corpora", required=True)
    p.add_argument("--engine", choices=sorted(DEGRADATIONS), required=True)
    p.add_argument("--tessdata", required=True)
    p.add_argument("--lang", required=True)
    p.add_argument("--oem", type=int, choices=range(4), help="Tesseract's own: 0 legacy, 1 LSTM, 3 both")
    p.add_argument("--texts", nargs="+", metavar="NAME=WEIGHT")
    p.add_argument("--seeds", type=int, nargs=2, default=(0, 10))
    p.add_argument("--seconds", type=float, default=450)
    a = p.parse_args()
    if a.oem is None:
        a.oem = 3 if a.engine == "foreign" else 1
    given = (text.split("=") for text in a.texts or [])
    texts = [(name, int(weight)) for name, weight in given] or CORPORA
    os.makedirs(a.out, exist_ok=True)
    begun = time.time()
    for seed in range(*a.seeds):
        target = f"{a.out}/{a.engine}-{seed:04d}.tsv"
        if os.path.exists(target):
            continue
        if time.time() - begun > a.seconds:
            break
        rng, noise = random.Random(seed), np.random.default_rng(seed)
        how = DEGRADATIONS[a.engine][seed % len(DEGRADATIONS[a.engine])]
        im, printed = page(rng, paragraphs(a.corpora, texts, rng, 30), how[0])
        with tempfile.TemporaryDirectory() as scratch:
            seen = read(degrade(im, how, noise), how[0], a.lang, a.oem, a.tessdata, scratch)
        pitch = min((b[1] - a_[1] for a_, b in zip(printed, printed[1:])), default=20)
        rows = []
        for text, middle in printed:
            near = [s for s in seen if abs(s[0] - middle) < pitch * 0.4]
            if len(near) == 1:
                *_, words, confidences = near[0]
                rows.append("\t".join([text, " ".join(words), " ".join(f"{c:.0f}" for c in confidences)]))
        with open(target, "w", encoding="utf8") as f:
            f.write(f"# engine={a.engine} seed={seed} dpi={how[0]} blur={how[1]} noise={how[2]} "
                    f"threshold={how[3]} jpeg={how[4]} skew={how[5]} printed={len(printed)} found={len(rows)}\n")
            f.writelines(r + "\n" for r in rows)


if __name__ == "__main__":
    main()
