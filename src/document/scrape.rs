//! What a legal web site puts around a document, and what it says about it (document model §1.16).

use super::anchors::{self, pattern};
use super::context::Context;
use super::types::{Field, FieldSource, SiteMetadata};
use crate::span::Span;

const LABELS: &[(&str, &str)] = &[
    ("so hieu", "so_hieu"),
    ("loai van ban", "loai_van_ban"),
    ("noi ban hanh", "noi_ban_hanh"),
    ("co quan ban hanh", "co_quan_ban_hanh"),
    ("nguoi ky", "nguoi_ky"),
    ("ngay ban hanh", "ngay_ban_hanh"),
    ("ngay hieu luc", "ngay_hieu_luc"),
    ("ngay het hieu luc", "ngay_het_hieu_luc"),
    ("ngay dang", "ngay_dang"),
    ("ngay cong bao", "ngay_cong_bao"),
    ("so cong bao", "so_cong_bao"),
    ("tinh trang", "tinh_trang"),
    ("linh vuc", "linh_vuc"),
    ("trich yeu", "trich_yeu"),
];

const PLACEHOLDERS: &[&str] = &[
    "da biet",
    "dang cap nhat",
    "chua biet",
    "du lieu dang cap nhat",
    "dang tai van ban...",
    "dang tai van ban",
    "...",
    "khong ro",
];

pattern!(
    CHROME = r"(?:ban chua dang nhap|dang nhap|dang ky thanh vien|dmca\.com|^ip:|hay de chung toi ho tro|dang tai van ban|tu khoa:|chua dang nhap|luoc do|van ban goc|tieng anh|ban dich|tai ve|thuoc tinh van ban|chua xem duoc|thu vien phap luat|luatvietnam|thuvienphapluat|bao loi|mo trinh duyet|facebook|chia se)"
);
pattern!(NUMERIC_DATE = r"^(\d{1,2})/(\d{1,2})/(\d{4})$");

/// What was found: the metadata, and the lines of the document itself.
#[derive(Debug, Clone)]
pub struct Scrape {
    /// The labelled values and the line ranges of the chrome.
    pub metadata: SiteMetadata,
    /// Index of the first line of the document.
    pub first: usize,
}

/// Recognises a scrape: three labels at least on its first lines.
pub fn find(context: &Context) -> Option<Scrape> {
    let mut metadata = SiteMetadata::default();
    let mut last_label_line = 0;
    let mut labels = 0;
    let top = context.lines.len().min(80);
    for line in 0..top {
        let found = labels_on(context, line);
        // Running text may mention a label; a labelled pair stands at the head of its line.
        if found.first().is_none_or(|(at, _, _)| *at != 0) {
            if labels == 0 {
                continue;
            }
            continue;
        }
        last_label_line = line;
        let trim = context.lines[line].trim;
        let folded = context.folded_line(line);
        for (i, (_, value_at, key)) in found.iter().enumerate() {
            labels += 1;
            let end = found.get(i + 1).map_or(folded.len(), |(at, _, _)| *at);
            let text = &folded[*value_at..end];
            let lead = text.len() - text.trim_start_matches([' ', '\t', '|']).len();
            let length = text.trim_end_matches([' ', '\t', '|', ';']).len();
            if length <= lead {
                continue;
            }
            let span = Span::new(trim.start + value_at + lead, trim.start + value_at + length);
            metadata
                .fields
                .entry((*key).to_owned())
                .or_insert_with(|| value(context, span));
        }
    }
    if labels < 3 {
        return None;
    }
    let first = document_start(context, last_label_line + 1)?;
    metadata.site_chrome_lines.push([1, first]);
    Some(Scrape { metadata, first })
}

/// The labels on a line: where each begins, where its value begins, its key.
fn labels_on(context: &Context, line: usize) -> Vec<(usize, usize, &'static str)> {
    let folded = anchors::head(context, line);
    let mut found: Vec<(usize, usize, &'static str)> = Vec::new();
    for (label, key) in LABELS {
        let mut from = 0;
        while let Some(at) = folded[from..].find(label) {
            let at = from + at;
            let after = folded[at + label.len()..].trim_start();
            let word_start = at == 0 || !folded.as_bytes()[at - 1].is_ascii_alphanumeric();
            // `Số hiệu | 12/2031/QĐ-UBND |`: a cell of its own.
            if word_start && after.starts_with([':', '|']) {
                let value_at = folded.len() - after.len() + 1;
                found.push((at, value_at, key));
            }
            from = at + label.len();
        }
    }
    found.sort();
    found
}

fn value(context: &Context, span: Span) -> Field {
    let mut field = context.field(span, 0.95);
    let folded = context.fold(span).trim().to_owned();
    if PLACEHOLDERS.contains(&folded.as_str()) {
        field.value = None;
        field.note = Some("placeholder, not a value".to_owned());
        field.source = FieldSource::Text;
        return field;
    }
    if let Some(found) = NUMERIC_DATE.captures(&folded) {
        let part = |i: usize| found[i].parse::<u32>().unwrap_or(0);
        let (day, month) = (part(1), part(2));
        if (1..=31).contains(&day) && (1..=12).contains(&month) {
            let iso = format!("{}-{month:02}-{day:02}", &found[3]);
            field.value = Some(iso.clone());
            field.normalized = Some(iso);
        }
    }
    field
}

/// The first line that belongs to the document itself.
fn document_start(context: &Context, from: usize) -> Option<usize> {
    (from..context.lines.len().min(from + 60)).find(|line| {
        let folded = anchors::head(context, *line);
        !folded.is_empty()
            && !CHROME.is_match(folded)
            && (folded.contains("cong hoa xa hoi")
                || (context.is_capitals(context.lines[*line].trim)
                    && anchors::begins_with_any(folded, anchors::BODY_WORDS))
                || super::header::code::find(context, *line, false).is_some())
    })
}

/// Adds the chrome after the document, and the site's own title for it.
pub fn finish(context: &Context, scrape: &mut Scrape, end: usize) {
    let last = context.lines.len();
    let end = (end..last)
        .find(|l| !context.lines[*l].is_blank())
        .map_or(last, |_| end);
    if end < last {
        // Blank lines between belong to the document.
        let first = (end..last)
            .find(|l| !context.lines[*l].is_blank())
            .unwrap_or(last);
        scrape.metadata.site_chrome_lines.push([first + 1, last]);
        let code = context.header.code.field.text().to_lowercase();
        let named = context
            .header
            .doc_type
            .as_ref()
            .map(|t| super::fold::fold(t.text()))
            .unwrap_or_default();
        let title = (first..last).find(|l| {
            let folded = anchors::head(context, *l);
            !code.is_empty()
                && folded.len() > 20
                && folded.starts_with(&named)
                && folded.contains(&super::fold::fold(&code))
        });
        if let Some(line) = title {
            let field = context.field(context.lines[line].trim, 0.9);
            scrape
                .metadata
                .fields
                .insert("site_title".to_owned(), field);
        }
    }
}
