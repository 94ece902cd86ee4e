#!/usr/bin/env python3
"""Draws pages with Roman numerals, and counts how many words of them a run read right.

Lines of words, numerals from I to XX, numbers of headings (`3.7.`) and words in capitals that are no numerals
(`HIV`, `LX`), in seven faces at 200 and 300 dpi, blurred and noisy. The same seed gives the same pages.

usage: numeral_pages.py draw DIR SEED       DIR/in/*.png and their texts, DIR/truth/*.txt
       numeral_pages.py score DIR OUT       OUT is what `vanban ingest DIR/in --out OUT` wrote
"""
import collections
import difflib
import glob
import json
import os
import random
import re
import sys

FONTS = "/usr/share/fonts/truetype/"
FACES = {
    "serif": "liberation2/LiberationSerif-Regular", "serifb": "liberation2/LiberationSerif-Bold",
    "serifi": "liberation2/LiberationSerif-Italic", "sans": "liberation2/LiberationSans-Regular",
    "sansb": "liberation2/LiberationSans-Bold", "tinos": "croscore/Tinos-Regular", "tinosb": "croscore/Tinos-Bold",
}
# dpi, blur at 300 dpi, standard deviation of the noise
SCANS = [(300, 0.6, 12), (200, 0.7, 15), (300, 1.2, 25)]
NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
OTHERS = ["HIV", "VT", "TT", "TH", "HTX", "XL", "VI PHẠM", "IT", "VIP", "LX", "TIN", "HI", "THI", "II-A", "UBND", "LXH",
          "AIT", "HHT", "TTLT", "VHTT", "HL", "XIN LỖI", "TX", "VL", "XH"]
WORDS = ("thực hiện nhiệm vụ phát triển kinh tế xã hội của cơ quan đơn vị trên địa bàn tỉnh báo cáo kết quả quản lý nhà nước "
         "công tác cải cách hành chính").split()
NUMBER = re.compile(r"[IVX]+[.,]?|\d\.\d\.")


def line(r):
    """A line of text that the generator `r` makes."""
    def words(n):
        return " ".join(r.choice(WORDS) for _ in range(n))
    numeral, other = r.choice(NUMERALS), r.choice(OTHERS)
    return r.choice([
        f"{numeral}. {words(4).upper()}", f"Mục {numeral}, phần {r.choice(NUMERALS)} {words(3)}",
        f"{words(3)} quý {numeral} năm 2025", f"{other} {words(4)} {r.choice(OTHERS)}",
        f"{r.randint(1, 9)}.{r.randint(1, 9)}. {words(5).capitalize()}", f"{words(2)} {other}, {words(3)}",
        f"Chương {numeral}",
    ])


def draw(folder, seed):
    import numpy as np
    from PIL import Image, ImageDraw, ImageFilter, ImageFont
    for part in ("in", "truth"):
        os.makedirs(f"{folder}/{part}", exist_ok=True)
    r = random.Random(seed)
    pages = [(face, *scan) for face in FACES for scan in SCANS]
    for number, (face, dpi, blur, noise) in enumerate(pages):
        scale = dpi / 72
        image = Image.new("L", (int(595 * scale), int(842 * scale)), 255)
        pen = ImageDraw.Draw(image)
        font = ImageFont.truetype(f"{FONTS}{FACES[face]}.ttf", int(13.5 * scale))
        y, lines = 60 * scale, []
        while y < 780 * scale:
            lines.append(line(r))
            pen.text((70 * scale, y), lines[-1], fill=0, font=font)
            y += 20 * scale
        grey = np.asarray(image.filter(ImageFilter.GaussianBlur(blur * dpi / 300)), float)
        grey = grey + np.random.default_rng(number).normal(0, noise, grey.shape)
        name = f"{face}-{dpi}-{number:02d}"
        Image.fromarray(grey.clip(0, 255).astype("uint8")).save(f"{folder}/in/{name}.png", dpi=(dpi, dpi))
        with open(f"{folder}/truth/{name}.txt", "w", encoding="utf8") as f:
            f.write("\n".join(lines))


def kind(words, at):
    """What a printed word counts as, if it is one of those that are asked for."""
    word = words[at]
    if NUMBER.fullmatch(word) and words[at + 1:at + 2] != ["PHẠM"]:
        return "numerals and numbers"
    return "other capitals" if word.isupper() and len(word) < 6 else None


def score(folder, out):
    right, all_words = collections.Counter(), collections.Counter()
    for path in sorted(glob.glob(f"{folder}/truth/*.txt")):
        name = os.path.basename(path)[:-4]
        with open(path, encoding="utf8") as f:
            printed = f.read().split()
        with open(f"{out}/{name}.png.json", encoding="utf8") as f:
            read = (json.load(f)["pages"][0].get("raw_text") or "").split()
        matcher = difflib.SequenceMatcher(None, printed, read, autojunk=False)
        found = {at for m in matcher.get_matching_blocks() for at in range(m.a, m.a + m.size)}
        for at in range(len(printed)):
            what = kind(printed, at)
            if what:
                for row in (name.split("-")[0], "all"):
                    all_words[row, what] += 1
                    right[row, what] += at in found
    for row in sorted(all_words):
        print(*row, f"{right[row]} of {all_words[row]}", sep="\t")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["draw", folder, seed]:
            draw(folder, int(seed))
        case ["score", folder, out]:
            score(folder, out)
        case _:
            sys.exit(__doc__)
