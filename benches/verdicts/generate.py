#!/usr/bin/env python3
"""Build the verdict set: PDF pages whose text layer is known to be good or bad in a known way.

    generate.py TESTSETS OUT        (needs LibreOffice, Chromium, tesseract with eng, poppler;
                                     Python packages reportlab, weasyprint, pillow)

TESTSETS is a folder of held-out texts (one folder for each set, *.txt inside). Every producer
exports every kind; OUT/<half>/<producer>/<kind>/*.pdf is the result, where <half> is `development`
(reportlab, LibreOffice) or `held-out` (Chromium, WeasyPrint), with texts of their own. A kind is
named as the verdict that its pages must get; `exchanged`, whose marks stand for each other, must be
`broken_map`. In both halves Tesseract puts a text under a page image, with its own model and with the
English one. Seeds are fixed.
"""
import html, pathlib, random, subprocess, sys, tempfile, unicodedata

HALVES = {"development": ["reportlab", "libreoffice", "tesseract"],
          "held-out": ["chromium", "weasyprint", "tesseract"]}
FONTS = {
    "development": ["Tinos", "DejaVu Serif"],
    "held-out": ["Liberation Serif", "Arimo", "DejaVu Sans"],
}
FILES = {
    "Tinos": "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
    "DejaVu Serif": "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
}
# Pages of each kind for each producer, at least.
WANTED = {"good": 100, "stripped": 50, "foreign": 25, "broken_map": 60, "gibberish": 50,
          "partial": 50, "absent": 20, "exchanged": 20}
# Tesseract only reads: its pages are good or foreign.
READ = {"good": (25, "vie"), "foreign": (25, "eng")}
PARAGRAPHS_A_PAGE = 2600  # characters


def paragraphs(testsets, half):
    """The texts' paragraphs, every other file for each half."""
    out = []
    files = sorted(p for p in pathlib.Path(testsets).rglob("*") if p.suffix in (".txt", ".vi"))
    for n, path in enumerate(files):
        lines = [line.strip() for line in path.read_text().splitlines() if line.strip()]
        if len(files) > 1 and path.parent.name == "congbao":
            if (n % 2 == 0) == (half == "development"):
                out.append(lines)
        else:
            middle = len(lines) // 2
            out.append(lines[:middle] if half == "development" else lines[middle:])
    return out


def pages(texts, rng):
    """Pages of about PARAGRAPHS_A_PAGE characters, from all texts in turn."""
    chunks = []
    for lines in texts:
        page, size = [], 0
        limit = rng.randint(PARAGRAPHS_A_PAGE // 2, PARAGRAPHS_A_PAGE)
        for line in lines:
            page.append(line[:1500])
            size += len(page[-1])
            if size > limit:
                chunks.append(page)
                page, size = [], 0
    rng.shuffle(chunks)
    return chunks


def strip(text):
    text = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


ODD = [chr(c) for c in range(0x400, 0x482)]


def broken_map(text, rng, sort):
    """What a broken ToUnicode gives: marked letters in another script, unmapped, or all letters
    exchanged among each other."""
    if sort == 0:
        return "".join(c if c.isascii() or not c.isalpha() else ODD[ord(c) % len(ODD)] for c in text)
    if sort == 1:
        return "".join(c if c.isascii() else "\u25a1" if not c.isalpha() else "\u0416" for c in text)
    if sort == 2:  # glyph numbers taken for characters: 29 below
        return "".join(
            chr(ord(c) - 29) if "A" <= c <= "z" else ODD[ord(c) % len(ODD)] if c.isalpha() else c
            for c in text)
    letters = sorted({c for c in text if c.isalpha()})
    shuffled = letters[:]
    rng.shuffle(shuffled)
    return text.translate(str.maketrans("".join(letters), "".join(shuffled)))


# Marks that a map may give for each other, by code point.
EXCHANGES = [{0x300: 0x301, 0x301: 0x300}, {0x302: 0x306, 0x306: 0x302},
             {0x300: 0x301, 0x301: 0x303, 0x303: 0x309, 0x309: 0x323, 0x323: 0x300}]


def exchanged(text, sort):
    """A map that gives one mark for another: most syllables are legal, and none is right."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(EXCHANGES[sort]))


def gibberish(text, rng):
    """What OCR makes of another script or of a page upside down."""
    out = []
    for c in text:
        r = rng.random()
        if not c.isalpha() or r < 0.45:
            out.append(c)
        elif r < 0.75:
            out.append(rng.choice("lI1|!tfjr{}[]~^-_'\"aeouncvwxz0Q"))
        elif r < 0.9:
            out.append(rng.choice("abcdefghijklmnopqrstuvwxyz") + rng.choice(".,:;'~^ "))
    return "".join(out)


def foreign(page, work):
    """The page rendered, and read by Tesseract with its English model."""
    pdf = work / "foreign.pdf"
    weasyprint([page], "Liberation Serif", pdf, None)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", "-f", "1", "-l", "1", pdf, work / "f"],
                   check=True)
    image = next(work.glob("f*.png"))
    text = subprocess.run(["tesseract", image, "-", "-l", "eng"], capture_output=True,
                          env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"}).stdout.decode()
    image.unlink()
    return [line for line in text.splitlines() if line.strip()]


def as_html(chunks, font, image):
    body = []
    for page in chunks:
        picture = f'<img src="file://{image}" style="position:absolute;left:0;top:0;width:210mm;height:297mm">' if image else ""
        text = "".join(f"<p>{html.escape(line)}</p>" for line in page)
        body.append(f'<div style="page-break-after:always;position:relative;height:250mm;overflow:hidden">{picture}<div style="position:relative">{text}</div></div>')
    margin = 0 if image else "20mm"
    return (f'<html><head><meta charset="utf-8"><style>@page{{size:A4;margin:{margin}}}'
            f'body{{font-family:"{font}";font-size:10.5pt;margin:0}}p{{margin:0 0 2mm 0}}</style></head>'
            f'<body>{"".join(body)}</body></html>')


def reportlab(chunks, font, path, image):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfgen import canvas
    pdfmetrics.registerFont(TTFont(font, FILES[font]))
    c = canvas.Canvas(str(path), pagesize=A4, invariant=1)
    for page in chunks:
        if image:
            c.drawImage(str(image), 0, 0, A4[0], A4[1])
        c.setFont(font, 10.5)
        y = A4[1] - 60
        for line in page:
            for part in simpleSplit(line, font, 10.5, A4[0] - 120):
                if y < 50:
                    break
                c.drawString(60, y, part)
                y -= 13
        c.showPage()
    c.save()


def libreoffice(chunks, font, path, image):
    source = path.with_suffix(".html")
    source.write_text(as_html(chunks, font, image))
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file:///tmp/lo-{path.stem}",
                    "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", path.parent, source],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    source.unlink()


def chromium(chunks, font, path, image):
    source = path.with_suffix(".html")
    source.write_text(as_html(chunks, font, image))
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                    "--allow-file-access-from-files", f"--print-to-pdf={path}", f"file://{source}"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    source.unlink()


def weasyprint(chunks, font, path, image):
    import weasyprint as w
    w.HTML(string=as_html(chunks, font, image)).write_pdf(path)


def tesseract(pages, font, path, language):
    """The pages as images of 150 dpi, each with the text under it that Tesseract reads."""
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        weasyprint(pages, font, work / "p.pdf", None)
        subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", work / "p.pdf", work / "p"], check=True)
        (work / "list").write_text("".join(f"{image}\n" for image in sorted(work.glob("p*.png"))))
        subprocess.run(["tesseract", work / "list", path.with_suffix(""), "-l", language, "--dpi", "150", "pdf"],
                       check=True, stderr=subprocess.DEVNULL, env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"})


def scan(work, page):
    """A page image of a scan: the text rendered at 100 dpi."""
    pdf = work / "scan.pdf"
    weasyprint([page], "Liberation Serif", pdf, None)
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-png", "-f", "1", "-l", "1", "-singlefile",
                    pdf, work / "scan"], check=True)
    return work / "scan.png"


def main():
    testsets, out = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    for half, producers in HALVES.items():
        texts = paragraphs(testsets, half)
        for number, producer in enumerate(producers):
            rng = random.Random(f"{half} {producer}")
            chunks = pages(texts, rng)
            export = globals()[producer]
            if producer == "tesseract":
                for kind, (wanted, language) in READ.items():
                    folder = out / half / producer / kind
                    folder.mkdir(parents=True, exist_ok=True)
                    export(rng.sample(chunks, wanted), FONTS[half][0], folder / f"{language}.pdf", language)
                continue
            for kind, wanted in WANTED.items():
                # LibreOffice's web export drops pictures placed behind text.
                if producer == "libreoffice" and kind in ("partial", "absent"):
                    continue
                folder = out / half / producer / kind
                folder.mkdir(parents=True, exist_ok=True)
                some = [rng.choice(chunks) for _ in range(wanted)] if wanted > len(chunks) else rng.sample(chunks, wanted)
                image = None
                if kind == "stripped":
                    some = [[strip(line) for line in page] for page in some]
                elif kind == "broken_map":
                    some = [[broken_map(line, random.Random(7), n % 4) for line in page] for n, page in enumerate(some)]
                elif kind == "exchanged":
                    some = [[exchanged(line, n % 3) for line in page] for n, page in enumerate(some)]
                elif kind == "gibberish":
                    some = [[gibberish(line, rng) for line in page] for page in some]
                elif kind == "foreign":
                    some = [foreign(page, folder) for page in some]
                    (folder / "foreign.pdf").unlink()
                elif kind in ("partial", "absent"):
                    image = scan(folder, some[0])
                    (folder / "scan.pdf").unlink()
                    stamps = [["Số: 12/TB-UBND"], ["Ký bởi: Nguyễn Văn An", "Cơ quan: Ủy ban nhân dân xã"],
                              ["www.vi-du.example"], ["CÔNG VĂN ĐẾN", "Số 105 ngày 03/4/2024", "Chuyển: Văn phòng"]]
                    some = [stamps[n % 4] if kind == "partial" else [] for n in range(wanted)]
                for font in FONTS[half][:2]:
                    share = some[FONTS[half].index(font)::2]
                    path = folder / f"{font.replace(' ', '-')}.pdf"
                    export(share, font, path, image)
                if image:
                    image.unlink()
                print(half, producer, kind, flush=True)


if __name__ == "__main__":
    main()
