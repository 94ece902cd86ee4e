#!/usr/bin/env python3
"""Draws first pages with an incoming-mail stamp over the subject, and counts how many subjects a run read right.

Letterhead, a subject of two to four centred lines, a framed stamp with three lines of its own over the beginning of
the last one; in bold, at 300 dpi, slanting a little, blurred and noisy, every other page black and white. The same
seed gives the same pages.

usage: stamp_pages.py draw DIR SEED       DIR/in/*.png and DIR/truth.json
       stamp_pages.py score DIR OUT       OUT is what `vanban ingest DIR/in --out OUT` wrote
"""
import json
import os
import random
import sys
import unicodedata

FONTS = "/usr/share/fonts/truetype/liberation2/Liberation"
PAGES = 60
ACTS = ["Về việc phê duyệt", "Về việc thành lập", "Ban hành", "Về việc điều chỉnh, bổ sung", "Về việc kiện toàn"]
THINGS = [
    "Kế hoạch trồng cây chắn gió", "Quy chế hoạt động của Hội đồng thẩm định giá muối", "Đề án bảo tồn nghề đan lưới",
    "Danh mục dự án kè chống sạt lở", "Chương trình phát triển nghề gốm", "Ban Chỉ đạo phòng chống hạn mặn",
    "Tổ công tác rà soát đất bãi bồi", "Phương án sắp xếp các trạm bơm",
]
PLACES = [
    "tại các xã ven biển", "trên địa bàn huyện Lam Hạ và thị xã Bãi Muối", "thuộc phạm vi quản lý của Sở Nông nghiệp và Môi trường",
    "của các hợp tác xã vùng cửa sông Lam Giang", "trong các trường trung học cơ sở",
]
TIMES = [
    "năm 2031", "giai đoạn 2031 - 2035", "đến năm 2035, định hướng đến năm 2040", "nhiệm kỳ 2030 - 2035",
    "trước mùa mưa bão năm 2031", "theo mô hình chính quyền địa phương hai cấp",
]


def draw(folder, seed):
    import numpy as np
    from PIL import Image, ImageDraw, ImageFilter, ImageFont
    os.makedirs(f"{folder}/in", exist_ok=True)
    r, truth, scale = random.Random(seed), {}, 300 / 72

    def face(name, points):
        return ImageFont.truetype(f"{FONTS}{name}.ttf", int(points * scale))

    bold, roman, italic = face("Serif-Bold", 13), face("Serif-Regular", 13), face("Serif-Italic", 13)
    for number in range(PAGES):
        subject = " ".join(r.choice(part) for part in (ACTS, THINGS, PLACES, TIMES))
        image = Image.new("L", (int(595 * scale), int(842 * scale)), 255)
        pen = ImageDraw.Draw(image)

        def centred(x, y, text, font):
            pen.text((x * scale - font.getlength(text) / 2, y * scale), text, fill=10, font=font)

        for x, y, text, font in [
            (150, 60, "ỦY BAN NHÂN DÂN", bold), (150, 76, "TỈNH LAM GIANG", bold),
            (410, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold), (410, 76, "Độc lập - Tự do - Hạnh phúc", bold),
            (150, 110, f"Số: {100 + number}/QĐ-UBND", roman),
            (410, 110, f"Lam Giang, ngày {1 + number % 28} tháng 3 năm 2031", italic), (310, 150, "QUYẾT ĐỊNH", bold),
        ]:
            centred(x, y, text, font)
        width, lines = r.choice([330, 370, 400]) * scale, [""]
        for word in subject.split():
            longer = f"{lines[-1]} {word}".strip()
            if bold.getlength(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        for at, line in enumerate(lines):
            centred(310, 168 + 17 * at, line, bold)
        below = 168 + 17 * len(lines)
        centred(310, below + 22, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", bold)
        for at, line in enumerate(["Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
                                   "Xét đề nghị của Giám đốc Sở Nội vụ,"]):
            pen.text((100 * scale, (below + 50 + 18 * at) * scale), line, fill=10, font=roman)
        centred(310, below + 92, "QUYẾT ĐỊNH:", bold)
        pen.text((100 * scale, (below + 114) * scale), "Điều 1. Nội dung kèm theo Quyết định này./.", fill=10, font=roman)
        # The stamp reaches into the last line from the left, its upper rule through it or just under it.
        left = 310 - bold.getlength(lines[-1]) / scale / 2
        wide, high = r.uniform(150, 195), r.uniform(55, 72)
        x1, y0 = left + r.uniform(10, 60), below - 17 + r.uniform(3, 11)
        x0 = max(8, x1 - wide)
        stamp = Image.new("L", image.size, 255)
        pen = ImageDraw.Draw(stamp)
        pen.rectangle([v * scale for v in (x0, y0, x1, y0 + high)], outline=30, width=r.choice([3, 4, 5]))
        for share, text, font in [
            (0.14, "VĂN PHÒNG UBND TỈNH", face("Serif-Bold", 8.5)), (0.34, "CÔNG VĂN ĐẾN", face("Sans-Regular", 12)),
            (0.62, f"Số:.....{r.randint(100, 999)}..... Ngày..{r.randint(1, 28)}/3/2031", face("Sans-Regular", 8)),
        ]:
            x = (x0 + x1) / 2 * scale - font.getlength(text) / 2
            pen.text((x, (y0 + share * high) * scale), text, fill=40, font=font)
        centre = ((x0 + x1) / 2 * scale, (y0 + high / 2) * scale)
        stamp = stamp.rotate(r.uniform(-1.2, 1.2), fillcolor=255, center=centre, resample=Image.BICUBIC)
        image = Image.fromarray(np.minimum(np.asarray(image), np.asarray(stamp)))
        image = image.rotate(r.uniform(-0.3, 0.3), fillcolor=255, resample=Image.BICUBIC)
        grey = np.asarray(image.filter(ImageFilter.GaussianBlur(r.uniform(0.6, 1.1))), float)
        grey = grey + np.random.default_rng(number).normal(0, 12, grey.shape)
        if number % 2:
            grey = np.where(grey < 140, 0, 255)
        Image.fromarray(grey.clip(0, 255).astype("uint8")).save(f"{folder}/in/{number:02d}.png", dpi=(300, 300))
        truth[f"{number:02d}"] = subject
    with open(f"{folder}/truth.json", "w", encoding="utf8") as f:
        json.dump(truth, f, ensure_ascii=False, indent=1)


def score(folder, out):
    def plain(text):
        return unicodedata.normalize("NFC", " ".join((text or "").split())).lower()

    right = said = noted = silent = 0
    for name, subject in json.load(open(f"{folder}/truth.json", encoding="utf8")).items():
        read = json.load(open(f"{out}/{name}.png.json", encoding="utf8"))
        field = read["header"].get("subject") or {}
        doubted = field.get("confidence", 0) < 0.6 or not field.get("value")
        doubted |= any(w["code"] == "words_hidden" for w in read["warnings"])
        if plain(field.get("value")) == plain(subject):
            right += 1
        elif doubted:
            said += 1
        elif field.get("note"):
            noted += 1
        else:
            silent += 1
            print(name, field.get("value"), "|", subject)
    total = right + said + noted + silent
    print(f"subjects {total}: right {right}, wrong and said so {said}, wrong with a note {noted}, wrong and silent {silent}")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("draw", "score"):
        sys.exit(__doc__)
    {"draw": draw, "score": score}[sys.argv[1]](sys.argv[2], sys.argv[3])
