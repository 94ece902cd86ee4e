//! A contact sheet for eyes: what was read on each page, drawn on its picture, and a page of HTML
//! that holds the pictures beside what they say.
//!
//! Comes in: a [`DocumentRecord`] with its words, and the page images. Goes out: pictures and HTML;
//! nothing is written to disk here.

mod draw;
mod glyphs;

pub use draw::{boxed, cleaned};

use super::record::{BlockRecord, DocumentRecord, PageRecord};
use crate::document::Field;
use crate::text::BlockKind;
use serde::Serialize;
use std::fmt::Write;

/// The file names of a page's pictures, relative to the HTML.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pictures {
    /// The page as displayed, with boxes; absent where it has no image.
    pub boxed: Option<String>,
    /// The page as cleaned; absent where nothing was done.
    pub cleaned: Option<String>,
}

/// The name that the JSON gives a value.
fn name(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    let name = value.as_str().or_else(|| value["step"].as_str());
    name.unwrap_or_default().to_owned()
}

fn percent(confidence: Option<f32>) -> String {
    confidence.map_or(String::new(), |c| format!("{:.0} %", c * 100.0))
}

/// Red, green and blue of a block's box.
fn colour(kind: BlockKind) -> [u8; 3] {
    match kind {
        BlockKind::LetterheadLeft | BlockKind::LetterheadRight => [0, 90, 200],
        BlockKind::Title => [130, 0, 160],
        BlockKind::Table => [0, 130, 130],
        BlockKind::Recipients | BlockKind::Signature | BlockKind::DigitalSignature => [190, 90, 0],
        BlockKind::Stamp | BlockKind::MarginNote => [200, 0, 80],
        BlockKind::RunningHead | BlockKind::RunningFoot | BlockKind::PageNumber => [110, 110, 110],
        BlockKind::Paragraph => [0, 130, 40],
    }
}

/// Mean confidence of a block's words.
fn confidence(block: &BlockRecord, page: &PageRecord) -> Option<f32> {
    let span = block.span?;
    let words = page.lines.iter().flatten().flat_map(|line| &line.words);
    let inside: Vec<f32> = words
        .filter(|word| span.overlaps(word.span))
        .filter_map(|word| word.confidence)
        .collect();
    (!inside.is_empty()).then(|| inside.iter().sum::<f32>() / inside.len() as f32)
}

/// What stands at a block on the picture: number, kind, confidence.
fn block_label(at: usize, kind: BlockKind, page: &PageRecord) -> String {
    let short = match kind {
        BlockKind::LetterheadLeft => "head L".to_owned(),
        BlockKind::LetterheadRight => "head R".to_owned(),
        BlockKind::Paragraph => "par".to_owned(),
        BlockKind::Recipients => "to".to_owned(),
        BlockKind::Signature => "sign".to_owned(),
        BlockKind::PageNumber => "no".to_owned(),
        other => name(other),
    };
    let sure = confidence(&page.blocks[at], page);
    let sure = sure.map_or(String::new(), |c| format!(" {:.0}%", c * 100.0));
    format!("{} {short}{sure}", at + 1)
}

/// What stands above a page's picture: number, source, verdict, confidence.
fn page_label(page: &PageRecord) -> String {
    let mut label = format!("page {}", page.index);
    let source = page.text_source.map_or("not read".to_owned(), name);
    let _ = write!(label, ": {source}");
    if let Some(judgement) = &page.text_layer {
        let _ = write!(label, ", layer {}", name(judgement.verdict));
    }
    if let Some(sure) = page.confidence {
        let _ = write!(label, ", {:.0}%", sure * 100.0);
    }
    label
}

/// The steps of cleaning by name.
pub fn step_names(page: &PageRecord) -> String {
    let names: Vec<String> = page.cleaning.iter().map(name).collect();
    names.join(", ")
}

const STYLE: &str = "body{font:14px/1.4 sans-serif;margin:1.5em;color:#222}h2{margin-top:2em}\
table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.15em .5em;text-align:left;\
vertical-align:top}.page{display:flex;flex-wrap:wrap;gap:1em;align-items:flex-start}\
img{max-width:100%;border:1px solid #999}.low{background:#fdd}.text{max-width:45em}";

/// The sheet: the fields of the letterhead and signature, then each page with its pictures, its
/// verdict and its blocks. `pictures` are in the order of the document's pages.
pub fn html(document: &DocumentRecord, pictures: &[Pictures]) -> String {
    let mut out = String::new();
    let title = escaped(&document.document.source.file);
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"vi\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n<h1>{title}</h1>\n"
    );
    fields(&mut out, document);
    let _ = writeln!(
        out,
        "<p>Boxes are blocks: number, kind, mean confidence of their words. Words under {:.0} % are underlined in red.</p>",
        draw::DOUBTFUL * 100.0
    );
    let text: Vec<char> = match &document.document.text {
        Some(text) => text.original.chars().collect(),
        None => Vec::new(),
    };
    for (page, pictures) in document.pages.iter().zip(pictures) {
        let _ = writeln!(out, "<h2>{}</h2>", escaped(&page_label(page)));
        let _ = writeln!(out, "<p>{}</p>", escaped(&page.text_source_reason));
        if let Some(both) = &page.comparison {
            let _ = writeln!(
                out,
                "<p>Worth in nats: the text layer {:.0}, the page image {:.0}.</p>",
                both.text_layer, both.ocr
            );
        }
        if let Some(second) = &page.second_reading {
            let _ = writeln!(
                out,
                "<p>Read a second time: {} lines, better in {} places.</p>",
                second.lines, second.changed
            );
        }
        out.push_str("<div class=\"page\">\n");
        for (picture, what) in [
            (&pictures.boxed, "as it is".to_owned()),
            (&pictures.cleaned, format!("cleaned: {}", step_names(page))),
        ] {
            if let Some(file) = picture {
                let _ = writeln!(
                    out,
                    "<figure><img src=\"{0}\" alt=\"{1}\"><figcaption>{1}</figcaption></figure>",
                    escaped(file),
                    escaped(&what)
                );
            }
        }
        blocks(&mut out, page, &text);
        out.push_str("</div>\n");
    }
    out
}

fn fields(out: &mut String, document: &DocumentRecord) {
    let header = &document.document.header;
    let signature = &document.document.footer.signature;
    let date = header.issue_date.as_ref().map(|date| &date.field);
    out.push_str("<table>\n<tr><th>field<th>value<th>confidence<th>note</tr>\n");
    let code = Some(&header.code.field);
    let rows: [(&str, Option<&Field>); 7] = [
        ("issuing agency", header.issuing_agency.as_ref()),
        ("code", code),
        ("place", header.place.as_ref()),
        ("date", date),
        ("type", header.doc_type.as_ref()),
        ("subject", header.subject.as_ref()),
        ("signer", Some(&signature.signer_name)),
    ];
    for (name, field) in rows {
        let found = field.and_then(|f| f.value.as_deref().or(f.normalized.as_deref()));
        let sure = field.filter(|_| found.is_some()).map(|f| f.confidence);
        row(
            out,
            sure,
            &[
                name,
                found.unwrap_or("missing"),
                &percent(sure),
                field.and_then(|f| f.note.as_deref()).unwrap_or_default(),
            ],
        );
    }
    out.push_str("</table>\n");
}

fn blocks(out: &mut String, page: &PageRecord, text: &[char]) {
    out.push_str("<table>\n<tr><th>block<th>kind<th>confidence<th>text as read</tr>\n");
    for (at, block) in page.blocks.iter().enumerate() {
        let sure = confidence(block, page);
        let read: String = match block.span {
            Some(span) => text
                .get(span.start..span.end)
                .map_or(String::new(), |part| part.iter().collect()),
            None => String::from("(not in the text)"),
        };
        row(
            out,
            sure,
            &[
                &(at + 1).to_string(),
                &name(block.kind),
                &percent(sure),
                &read,
            ],
        );
    }
    out.push_str("</table>\n");
}

fn row(out: &mut String, sure: Option<f32>, cells: &[&str]) {
    let low = sure.is_some_and(|c| c < draw::DOUBTFUL);
    out.push_str(if low { "<tr class=\"low\">" } else { "<tr>" });
    for cell in cells {
        let _ = write!(out, "<td class=\"text\">{}", escaped(cell));
    }
    out.push_str("</tr>\n");
}

/// Text that HTML shows as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("<br>"),
            _ => out.push(c),
        }
    }
    out
}
