//! Generators of files that are broken, or built to hurt.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{GrayImage, ImageFormat, Luma};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

/// A PDF of numbered objects, with its cross-reference table.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        writeln!(file, "{} 0 obj", number + 1).unwrap();
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let table = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for offset in offsets {
        writeln!(file, "{offset:010} 00000 n ").unwrap();
    }
    write!(
        file,
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    )
    .unwrap();
    file
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {dictionary} /Length {} >>\nstream\n", data.len()).into_bytes();
    object.extend_from_slice(data);
    object.extend_from_slice(b"\nendstream");
    object
}

/// One page with the given size, contents and resources.
fn one_page(size: &str, resources: &str, contents: Vec<u8>, more: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents 4 0 R \
             /Resources << {resources} >> >>"
        )
        .into_bytes(),
        contents,
    ];
    objects.extend(more);
    pdf(&objects)
}

/// A page that is an image whose data is garbage of the given filter.
fn garbage_image(filter: &str) -> Vec<u8> {
    let mut random = Seeded(0x9E37_79B9);
    let data: Vec<u8> = (0..5000).map(|_| (random.next() >> 24) as u8).collect();
    one_page(
        "595 842",
        "/XObject << /I 5 0 R >>",
        stream("", b"595 0 0 842 0 0 cm /I Do"),
        vec![stream(
            &format!(
                "/Type /XObject /Subtype /Image /Width 1700 /Height 2200 /ColorSpace /DeviceGray \
                 /BitsPerComponent 1 /Filter /{filter}"
            ),
            &data,
        )],
    )
}

/// Filters can be chained, and each layer inflates 64 times.
fn chained_bomb() -> Vec<u8> {
    // Each pair of bytes becomes 128 zeros; twice over, 4096-fold.
    let once: Vec<u8> = [129u8, 129u8].repeat(200_000);
    one_page(
        "595 842",
        "",
        stream(
            "/Filter [/RunLengthDecode /RunLengthDecode /RunLengthDecode]",
            &once,
        ),
        Vec::new(),
    )
}

/// 600 MB of zeros, more than a stream may grow to.
fn deflated_bomb() -> Vec<u8> {
    let mut deflate = ZlibEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![0; 1 << 20];
    for _ in 0..600 {
        deflate.write_all(&zeros).unwrap();
    }
    one_page(
        "595 842",
        "",
        stream("/Filter /FlateDecode", &deflate.finish().unwrap()),
        Vec::new(),
    )
}

/// A font whose only glyph is drawn by showing that glyph.
fn looping_font() -> Vec<u8> {
    one_page(
        "595 842",
        "/Font << /F 5 0 R >>",
        stream("", b"BT /F 12 Tf 72 700 Td (AAAA) Tj ET"),
        vec![
            b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] \
              /FirstChar 65 /LastChar 65 /Widths [600] /Encoding << /Differences [65 /A] >> \
              /CharProcs << /A 6 0 R >> /Resources << /Font << /F 5 0 R >> >> >>"
                .to_vec(),
            stream("", b"600 0 d0 BT /F 1000 Tf (AA) Tj ET"),
        ],
    )
}

/// A font that is its own descendant.
fn font_in_itself() -> Vec<u8> {
    one_page(
        "595 842",
        "/Font << /F 5 0 R >>",
        stream("", b"BT /F 12 Tf 72 700 Td (AAAA) Tj ET"),
        vec![
            b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H \
              /DescendantFonts [5 0 R] /ToUnicode 5 0 R >>"
                .to_vec(),
        ],
    )
}

/// A page tree in one row of `count` pages.
fn flat_tree(count: usize) -> Vec<u8> {
    let kids: String = (0..count).fold(String::new(), |mut kids, page| {
        let _ = write!(kids, "{} 0 R ", page + 3);
        kids
    });
    let mut tree = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()];
    tree.push(format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>").into_bytes());
    let page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>";
    tree.extend((0..count).map(|_| page.to_vec()));
    pdf(&tree)
}

/// A page tree in which each node has one below it, `depth` deep, and a page at the end.
fn deep_tree(depth: usize) -> Vec<u8> {
    let mut tree = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()];
    tree.extend((0..depth).map(|level| {
        format!("<< /Type /Pages /Kids [{} 0 R] /Count 1 >>", level + 3).into_bytes()
    }));
    tree.push(b"<< /Type /Page /MediaBox [0 0 9 9] >>".to_vec());
    pdf(&tree)
}

/// A good page among a million objects that nobody needs.
fn million_objects() -> Vec<u8> {
    one_page(
        "595 842",
        "",
        stream("", b"0 0 m 1 1 l S"),
        vec![b"null".to_vec(); 1_000_000],
    )
}

fn tiff_of_many_directories(count: u32) -> Vec<u8> {
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    for number in 0..count {
        let next = 8 + (number + 1) * 6;
        file.extend_from_slice(&0u16.to_le_bytes());
        file.extend_from_slice(&(if number + 1 == count { 0 } else { next }).to_le_bytes());
    }
    file
}

/// Every hostile file, with its name.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("bomb-chained.pdf".into(), chained_bomb()),
        ("bomb-deflated.pdf".into(), deflated_bomb()),
        ("font-loop.pdf".into(), looping_font()),
        ("font-in-itself.pdf".into(), font_in_itself()),
        ("tree-flat.pdf".into(), flat_tree(100_000)),
        ("tree-deep.pdf".into(), deep_tree(100_000)),
        ("million-objects.pdf".into(), million_objects()),
        (
            "huge-page.pdf".into(),
            one_page(
                "14400 14400",
                "",
                stream("", b"0 0 m 14400 14400 l S"),
                Vec::new(),
            ),
        ),
        (
            "cycle.pdf".into(),
            pdf(&[
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>".to_vec(),
            ]),
        ),
        (
            "form-loop.pdf".into(),
            one_page(
                "595 842",
                "/XObject << /F 5 0 R >>",
                stream("", b"/F Do"),
                vec![stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 9 9] \
                     /Resources << /XObject << /F 5 0 R >> >>",
                    b"/F Do /F Do",
                )],
            ),
        ),
        (
            "nested.pdf".into(),
            one_page(
                "595 842",
                "",
                stream("", &b"[".repeat(200_000)),
                vec![b"[".repeat(100_000)],
            ),
        ),
        (
            "many-operations.pdf".into(),
            one_page(
                "595 842",
                "",
                stream("", &b"0 0 m 1 1 l S\n".repeat(300_000)),
                Vec::new(),
            ),
        ),
        ("jbig2.pdf".into(), garbage_image("JBIG2Decode")),
        ("jpx.pdf".into(), garbage_image("JPXDecode")),
        ("ccitt.pdf".into(), garbage_image("CCITTFaxDecode")),
        ("dct.pdf".into(), garbage_image("DCTDecode")),
        ("directories.tiff".into(), tiff_of_many_directories(10_000)),
        (
            "invalid.txt".into(),
            b"v\xC4n b\xFFn \xF0\x9F h\xED".to_vec(),
        ),
        ("empty.pdf".into(), Vec::new()),
        ("nul.bin".into(), vec![0; 100_000]),
        ("long-line.txt".into(), "việc ".repeat(200_000).into_bytes()),
    ];
    let whole = one_page(
        "595 842",
        "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>",
        stream(
            "",
            &b"BT /F 12 Tf 72 700 Td (Van ban so 12) Tj ET\n".repeat(600),
        ),
        Vec::new(),
    );
    files.extend(broken("pdf", &whole));
    for (kind, format) in [
        ("png", ImageFormat::Png),
        ("jpg", ImageFormat::Jpeg),
        ("tif", ImageFormat::Tiff),
    ] {
        let mut image = Cursor::new(Vec::new());
        noise().write_to(&mut image, format).unwrap();
        files.extend(broken(kind, image.get_ref()));
    }
    files
}

/// A picture that does not compress.
fn noise() -> GrayImage {
    let mut random = Seeded(1);
    GrayImage::from_fn(80, 100, |_, _| Luma([random.next() as u8]))
}

/// A file cut at every kilobyte, and with bits flipped.
fn broken(kind: &str, whole: &[u8]) -> Vec<(String, Vec<u8>)> {
    let cut = |end: usize| (format!("cut-{end:05}.{kind}"), whole[..end].to_vec());
    let mut files: Vec<_> = (1024..whole.len()).step_by(1024).map(cut).collect();
    let mut random = Seeded(7);
    for number in 0..12 {
        let mut flipped = whole.to_vec();
        for _ in 0..20 {
            let at = random.next() as usize % flipped.len();
            flipped[at] ^= 1 << (random.next() >> 29);
        }
        files.push((format!("flipped-{number:02}.{kind}"), flipped));
    }
    files
}

/// Numbers that are the same in every run of the tests.
struct Seeded(u32);

impl Seeded {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.0
    }
}
