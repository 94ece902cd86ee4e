//! A small writer of raw PDF files, so that a test can draw glyphs and images in any order.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Width of every glyph in thousandths of the font size (Courier).
const GLYPH_WIDTH: f32 = 0.6;

/// A page being drawn: content, images and keys of its dictionary.
#[derive(Default)]
pub struct Page {
    content: String,
    keys: String,
    images: Vec<(String, Vec<u8>)>,
    codes: BTreeMap<String, u8>,
}

impl Page {
    /// An A4 page; `keys` go into its dictionary (`/Rotate 90`).
    pub fn new(keys: &str) -> Self {
        Self {
            keys: keys.to_owned(),
            ..Self::default()
        }
    }

    /// Raw content operators.
    pub fn raw(&mut self, operators: &str) -> &mut Self {
        self.content.push_str(operators);
        self.content.push('\n');
        self
    }

    fn code(&mut self, glyph: &str) -> u8 {
        let next = self.codes.len() as u8 + 1;
        *self.codes.entry(glyph.to_owned()).or_insert(next)
    }

    /// Shows glyphs (each may stand for several characters) at a baseline point, `size` high.
    pub fn glyphs(&mut self, glyphs: &[&str], size: f32, at: (f32, f32)) -> &mut Self {
        let codes: String = glyphs
            .iter()
            .map(|glyph| format!("{:02x}", self.code(glyph)))
            .collect();
        let (x, y) = at;
        self.raw(&format!("BT /F1 {size} Tf {x} {y} Td <{codes}> Tj ET"))
    }

    /// Shows a text, one glyph a character.
    pub fn text(&mut self, text: &str, size: f32, at: (f32, f32)) -> &mut Self {
        let characters: Vec<String> = text.chars().map(String::from).collect();
        let glyphs: Vec<&str> = characters.iter().map(String::as_str).collect();
        self.glyphs(&glyphs, size, at)
    }

    /// Shows a text as LibreOffice does when a font has no marked letters: those of ASCII first,
    /// the others after, each in its place.
    pub fn scrambled(&mut self, text: &str, size: f32, at: (f32, f32)) -> &mut Self {
        for marked in [false, true] {
            for (i, c) in text.chars().enumerate() {
                if c.is_ascii() != marked {
                    let x = at.0 + i as f32 * size * GLYPH_WIDTH;
                    self.text(&c.to_string(), size, (x, at.1));
                }
            }
        }
        self
    }

    /// Draws an image (its dictionary's keys and its data) through a matrix.
    pub fn image(&mut self, keys: &str, data: &[u8], matrix: &str) -> &mut Self {
        let name = self.images.len();
        self.images.push((keys.to_owned(), data.to_vec()));
        self.raw(&format!("q {matrix} cm /I{name} Do Q"))
    }
}

/// A PDF file of these pages.
pub fn pdf(pages: &[Page]) -> Vec<u8> {
    let mut file = File::default();
    let kids: Vec<String> = (0..pages.len())
        .map(|i| format!("{} 0 R", 3 + 4 * i))
        .collect();
    file.object("<< /Type /Catalog /Pages 2 0 R >>", None);
    file.object(
        &format!(
            "<< /Type /Pages /Kids [{}] /Count {} /MediaBox [0 0 595 842] >>",
            kids.join(" "),
            pages.len()
        ),
        None,
    );
    let mut image = 3 + 4 * pages.len();
    for (i, page) in pages.iter().enumerate() {
        let at = 3 + 4 * i;
        let names: String = (0..page.images.len())
            .map(|n| format!("/I{n} {} 0 R ", image + n))
            .collect();
        image += page.images.len();
        file.object(
            &format!(
                "<< /Type /Page /Parent 2 0 R /Contents {} 0 R {} \
                 /Resources << /Font << /F1 {} 0 R >> /XObject << {names} >> >> >>",
                at + 1,
                page.keys,
                at + 2
            ),
            None,
        );
        file.object("", Some(page.content.as_bytes()));
        let widths = "600 ".repeat(256);
        file.object(
            &format!(
                "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding \
                 /FirstChar 0 /LastChar 255 /Widths [{widths}] /ToUnicode {} 0 R >>",
                at + 3
            ),
            None,
        );
        file.object("", Some(to_unicode(&page.codes).as_bytes()));
    }
    for (keys, data) in pages.iter().flat_map(|page| &page.images) {
        file.object(
            &format!("/Type /XObject /Subtype /Image {keys}"),
            Some(data),
        );
    }
    file.finish()
}

fn to_unicode(codes: &BTreeMap<String, u8>) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def \
         1 begincodespacerange <00> <ff> endcodespacerange\n",
    );
    for (glyph, code) in codes {
        let units: String = glyph.encode_utf16().map(|u| format!("{u:04x}")).collect();
        let _ = writeln!(map, "1 beginbfchar <{code:02x}> <{units}> endbfchar");
    }
    map.push_str("endcmap CMapName currentdict /CMap defineresource pop end end");
    map
}

#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    offsets: Vec<usize>,
}

impl File {
    fn object(&mut self, dict: &str, stream: Option<&[u8]>) {
        if self.bytes.is_empty() {
            self.bytes.extend_from_slice(b"%PDF-1.7\n");
        }
        self.offsets.push(self.bytes.len());
        let number = self.offsets.len();
        let head = match stream {
            None => format!("{number} 0 obj\n{dict}\nendobj\n"),
            Some(data) => format!(
                "{number} 0 obj\n<< {dict} /Length {} >>\nstream\n",
                data.len()
            ),
        };
        self.bytes.extend_from_slice(head.as_bytes());
        if let Some(data) = stream {
            self.bytes.extend_from_slice(data);
            self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
        }
    }

    fn finish(mut self) -> Vec<u8> {
        let start = self.bytes.len();
        let mut tail = format!("xref\n0 {}\n0000000000 65535 f \n", self.offsets.len() + 1);
        for offset in &self.offsets {
            let _ = writeln!(tail, "{offset:010} 00000 n ");
        }
        let _ = write!(
            tail,
            "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
            self.offsets.len() + 1
        );
        self.bytes.extend_from_slice(tail.as_bytes());
        self.bytes
    }
}
