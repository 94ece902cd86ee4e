//! The list of receivers and the archive line (*nơi nhận, lưu*; document model §1.11).

use super::name::{is_name, name_in};
use super::scraps;
use super::{columns, office, signature};
use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::document::types::*;
use crate::span::Span;
use crate::syllable::Syllable;

pattern!(
    PURPOSE = r#"(?s)[("]\s*(?P<p>(?:thay )?b\s*/\s*[co0](?:ao)?|bc|thay tra loi|p\s*/\s*h|ph|th\s*/\s*h|t\s*/\s*h|d\s*/\s*b|(?:de |thay )?(?:bao cao|biet|phoi hop|thuc hien|theo doi|chi dao|kiem tra|dua tin|dang\s+(?:tai|bai|tin|website|cong bao)[^()]{0,160}|b/c|p/h|t/h|th/h|thi hanh|triển khai|trien khai|tong hop|giam sat|phuc vu|tham dinh|phe duyet|niem yet|gop y).{0,30}|de .{2,40}|website|dang tai|qua .{2,40})\s*[)"]\s*[;.,:]*$"#
);
pattern!(ARCHIVE = r"^[-+*\s]*l[a-z]{1,2}u\b\s*[:;.]?\s*(?P<units>.*)$");
pattern!(COPIES = r"[.(\s]*0*(?P<n>\d{1,3})\s*(?:b|ban|bs)\s*\)?$|\(\s*0*(?P<m>\d{1,3})\s*\)$");
pattern!(
    /// `(2). DT`, `(Lan 05b)`, `(Hth.03b)`: copies and drafter, who may have a number (`(3b).205`).
    COPIES_AND_DRAFTER = r"\s*\(\s*(?:0*(?P<n>\d{1,3})\s*b?\s*\)\s*\.?\s*(?P<d>[a-z]{1,10}|\d{1,4})\.?|(?P<e>[a-z]{1,10})(?:\s+|\.\s?)0*(?P<m>\d{1,3})\s*b?\s*\)[.;]?)$"
);
pattern!(INITIALS = r"\(\s*(?P<i>[^()]{1,20})\s*\)\s*\.?$");
pattern!(
    /// A drafter behind a unit that others follow: `TH (Hạnh)`.
    DRAFTER_OF_UNIT = r"\s*\(\s*[a-z]{2,8}\s*\)$"
);
pattern!(
    /// A drafter's initials behind a unit: `NCTH.HH`.
    INITIALS_OF_UNIT = r"^(?P<u>[a-z]{2,8})\.(?P<i>[a-z]{1,3})$"
);
/// Units that others follow behind a full stop, and units that look like initials.
const UNITS: &[&str] = &[
    "vt", "vp", "hc", "th", "kt", "nc", "vx", "nn", "tn", "cn", "xd", "tc", "qt", "nv", "pc", "ct",
];
pattern!(TRAILING_CODE = r"^(?P<u>[a-z]{1,6})\.\s?0*(?P<n>\d{1,4})b?$");

/// How many lines a list has at most.
const MAX_LINES: usize = 120;
/// Length of a line that goes on an item, in bytes; where other items follow it may be as long as two columns side by side.
const LINE: usize = 120;
const LONGEST_LINE: usize = 400;
/// Length of what a seal or a pen left between two items, in bytes.
const SCRAP: usize = 12;

/// Whether a line holds the label of the list.
pub fn is_label(context: &Context, line: usize) -> bool {
    let folded = anchors::head(context, line);
    let Some(found) = anchors::RECIPIENTS.find(folded) else {
        return false;
    };
    let rest = folded[found.end()..].trim_start_matches(['*', '_', ' ', '"', '\'', ',', '.']);
    let colon = found.as_str().contains(':');
    // With a colon anything may follow; without one only a signature or a first item.
    (colon && (rest.is_empty() || rest.starts_with(['-', '+']) || rest.len() < 80))
        || rest.is_empty()
        || found.end() < folded.len() && beside_signature(context, line, found.end())
}

/// Whether a signature begins behind a label and a wide gap: `Nơi nhận            TM. ỦY BAN NHÂN DÂN`.
fn beside_signature(context: &Context, line: usize, label: usize) -> bool {
    let trim = context.lines[line].trim;
    // The label's pattern takes the blanks behind it.
    let (label_span, rest) = (trim.part(0..label), trim.part(label..trim.len()));
    context.fold(label_span).ends_with("  ") && office::begins(context, trimmed(context, rest))
}

/// Reads the list that begins at `label`; what belongs to the signature goes to `pieces`.
/// Gives the first line after the list.
pub fn read(
    context: &Context,
    label: usize,
    last: usize,
    footer: &mut Footer,
    pieces: &mut Vec<Span>,
) -> usize {
    let trim = context.lines[label].trim;
    let folded = anchors::head(context, label);
    let found = anchors::RECIPIENTS.find(folded).map_or(0, |m| m.end());
    let lead = folded.len() - folded.trim_start_matches(['*', '_', ' ']).len();
    let length = folded[..found].trim_end().len();
    let label_span = Span::new(trim.start + lead, trim.start + length);
    footer.recipients_label = Some(context.field_with(label_span, "Nơi nhận:", 0.99));
    if let Some(field) = &mut footer.recipients_label {
        let text = context.joined(label_span);
        field.value = Some(if text.ends_with(':') {
            text
        } else {
            "Nơi nhận:".to_owned()
        });
    }
    let mut items: Vec<Span> = Vec::new();
    let mut archive: Option<Span> = None;
    let mut open = false;
    let mut end = label + 1;
    let first_rest = Span::new(trim.start + found, trim.end);
    let mut blanks = 0;
    for line in label..last.min(label + MAX_LINES) {
        let row = if line == label {
            first_rest
        } else {
            context.lines[line].trim
        };
        // `Nơi nhận:            CHỦ TỊCH`: a wide gap behind the label parts the columns, too.
        let gap = context.fold(row);
        let is_parted = line == label && (gap.starts_with("   ") || gap.starts_with('\t'));
        let row = trimmed(context, row);
        if is_parted && !row.is_empty() && context.is_capitals(row) {
            pieces.push(row);
            continue;
        }
        if row.is_empty() {
            blanks += 1;
            // Spaced lists have a blank line between items; two end the list, unless nothing has come yet.
            if blanks > 2 && !items.is_empty() {
                break;
            }
            if archive.is_some() {
                break;
            }
            continue;
        }
        let (row, cut) = columns::cut(context, row);
        if let Some(cut) = cut {
            pieces.push(cut);
            end = line + 1;
        }
        if row.is_empty() {
            blanks = 0;
            continue;
        }
        if signature::goes_on(context, pieces, row) {
            pieces.push(row);
            end = line + 1;
            continue;
        }
        let text = context.fold(row);
        // `Lưu Quang Thắng` is who signs.
        let is_person = !text.starts_with(['-', '+', '*'])
            && name_in(context, row).is_some_and(|name| name.confidence >= 0.9);
        if ARCHIVE.is_match(text) && text.len() < 160 && !is_person {
            archive = Some(row);
            end = line + 1;
            open = false;
            blanks = 0;
            continue;
        }
        let bullet = text.starts_with(['-', '+', '*']);
        if archive.is_some() {
            // The archive line may wrap; what follows it is the signature.
            if bullet
                && !office::begins(context, row)
                && blanks == 0
                && text.len() < 80
                && text.ends_with([';', '.'])
            {
                items.push(row);
                end = line + 1;
                continue;
            }
            let wraps =
                archive.is_some_and(|a| !context.fold(a).ends_with(['.', ')', ';'])) && blanks == 0;
            if wraps
                && text.len() < 40
                && !office::begins(context, row)
                && !is_name(context, row)
                && !text.starts_with('<')
            {
                archive = archive.map(|a| Span::new(a.start, row.end));
                end = line + 1;
            }
            break;
        }
        if office::begins(context, row) {
            // The signature follows directly: the list ends, unless items go on below (interleaved rows).
            if !items_follow(context, line, last) {
                break;
            }
            pieces.push(row);
            end = line + 1;
            continue;
        }
        if bullet || (items.is_empty() && line == label) {
            for item in split(context, row) {
                if ARCHIVE.is_match(context.fold(item)) {
                    archive = Some(item);
                } else {
                    items.push(item);
                }
            }
            open = !text.ends_with([';', '.', ':']);
        } else if open
            && blanks == 0
            && (text.len() < LINE || text.len() < LONGEST_LINE && items_follow(context, line, last))
        {
            if let Some(item) = items.last_mut() {
                *item = Span::new(item.start, row.end);
            }
            open = !text.ends_with([';', '.']);
        } else if text.ends_with([';', ',']) && text.len() < LINE {
            items.push(row);
            open = false;
        } else if is_name(context, row)
            || text.len() <= SCRAP && (text.len() <= 3 || items_follow(context, line, last))
        {
            if is_name(context, row) {
                pieces.push(row);
                end = line + 1;
            }
            continue;
        } else if items.is_empty() && text.len() < 100 && blanks <= 1 {
            items.push(row);
            open = !text.ends_with([';', '.']);
        } else {
            break;
        }
        blanks = 0;
        end = line + 1;
    }
    footer.recipients = items
        .into_iter()
        .filter_map(|item| recipient(context, item, pieces))
        .collect();
    if let Some(span) = archive {
        read_archive(context, span, footer);
    }
    end
}

/// Whether the list goes on in the next lines.
fn items_follow(context: &Context, line: usize, last: usize) -> bool {
    (line + 1..last.min(line + 4)).any(|l| {
        let f = anchors::head(context, l);
        f.starts_with("- ") || ARCHIVE.is_match(f)
    })
}

fn trimmed(context: &Context, span: Span) -> Span {
    let text = context.fold(span);
    let lead = text.len() - text.trim_start_matches(['*', '_', ' ', '\t']).len();
    // A bullet may be a star.
    let lead = if text.trim_start().starts_with("* ") {
        text.len() - text.trim_start().len()
    } else {
        lead
    };
    let length = text.trim_end().len();
    if length <= lead {
        return Span::new(span.end, span.end);
    }
    Span::new(span.start + lead, span.start + length)
}

/// `- A; - B` on one line.
fn split(context: &Context, row: Span) -> Vec<Span> {
    pattern!(BETWEEN = r";\s+[-+]\s*");
    let text = context.fold(row);
    let mut spans = Vec::new();
    let mut from = 0;
    for m in BETWEEN.find_iter(text) {
        spans.push(Span::new(row.start + from, row.start + m.start() + 1));
        // The next item begins at its dash.
        from = m.start() + m.as_str().find(['-', '+']).unwrap_or(m.as_str().len());
    }
    spans.push(Span::new(row.start + from, row.end));
    spans
}

fn recipient(context: &Context, item: Span, pieces: &[Span]) -> Option<Recipient> {
    let folded = context.fold(item);
    let mut text_end = folded.len();
    let mut purpose = None;
    if let Some(found) = PURPOSE.captures(folded) {
        let inner = found.name("p")?;
        let span = Span::new(item.start + inner.start(), item.start + inner.end());
        purpose = Some(context.joined(span));
        text_end = found.get(0).map_or(text_end, |m| m.start());
    }
    let lead = folded.len() - folded.trim_start_matches(['-', '+', '*', ' ', '_']).len();
    let length = folded[..text_end]
        .trim_end_matches([';', '.', ',', ' ', '\n', '\'', '"', ':'])
        .len();
    if length <= lead {
        return None;
    }
    let value = without(
        context,
        Span::new(item.start + lead, item.start + length),
        pieces,
    );
    let value = scraps::without(&value);
    let value = value.trim_end_matches([';', '.', ',', ' ']);
    if value.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return None;
    }
    Some(Recipient {
        field: context.field_with(item, value, 0.95),
        purpose,
    })
}

/// The words of an item without the pieces of the signature that stand between its lines.
fn without(context: &Context, item: Span, pieces: &[Span]) -> String {
    let mut parts = Vec::new();
    let mut from = item.start;
    for piece in pieces.iter().filter(|p| p.overlaps(item)) {
        parts.push(context.joined(Span::new(from, piece.start.max(from))));
        from = piece.end.max(from).min(item.end);
    }
    parts.push(context.joined(Span::new(from, item.end)));
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

fn read_archive(context: &Context, span: Span, footer: &mut Footer) {
    let folded = context.fold(span);
    let Some(found) = ARCHIVE.captures(folded).and_then(|c| c.name("units")) else {
        return;
    };
    let mut units = Span::new(span.start + found.start(), span.end);
    let mut copies = None;
    let tail = context.fold(units);
    if let Some(found) = COPIES_AND_DRAFTER.captures(tail)
        && let (Some(whole), Some(n), Some(d)) = (
            found.get(0),
            found.name("n").or(found.name("m")),
            found.name("d").or(found.name("e")),
        )
        && !matches!(d.as_str(), "b" | "ban" | "bs")
    {
        let drafter = Span::new(units.start + d.start(), units.start + d.end());
        copies = n.as_str().parse().ok();
        let is_number = d.as_str().starts_with(|c: char| c.is_ascii_digit());
        if footer.drafter_code.is_none() && !is_number {
            footer.drafter_code = Some(context.field(drafter, 0.8));
        }
        units = Span::new(units.start, units.start + whole.start());
    }
    // `(Tài)` or `(05b)` behind the units.
    for _ in 0..2 {
        let text = context.fold(units);
        let text = text.trim_end_matches([' ', ';']);
        let Some(found) = INITIALS.captures(text) else {
            break;
        };
        let whole = found.get(0).map_or(0..0, |m| m.range());
        let inner = found.name("i").map_or(0..0, |m| m.range());
        let inner_text = &text[inner.clone()];
        let number: String = inner_text.chars().filter(char::is_ascii_digit).collect();
        if !number.is_empty() {
            let rest = inner_text
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .trim();
            if !matches!(rest, "" | "b" | "ban" | "bs") {
                break;
            }
            // `VT(02b)` belongs to its unit when other units follow; here it is the last one.
            copies = number.parse().ok();
        } else if footer.drafter_code.is_none()
            && context
                .slice(Span::new(
                    units.start + inner.start,
                    units.start + inner.start + 1,
                ))
                .chars()
                .all(char::is_uppercase)
        {
            let outer = Span::new(
                units.start + whole.start,
                units.start + text[..whole.end].trim_end_matches('.').len(),
            );
            let value = context.joined(Span::new(
                units.start + inner.start,
                units.start + inner.end,
            ));
            footer.drafter_code = Some(context.field_with(outer, value, 0.85));
        } else {
            break;
        }
        let length = text[..whole.start].trim_end().len();
        units = Span::new(units.start, units.start + length);
    }
    let text = scraps::without(&context.joined(units));
    let text = text.trim_end_matches(['.', ';', ',', ' ']);
    let mut names: Vec<String> = Vec::new();
    for part in text.split([',', ';']) {
        let mut part = without_drafter(part.trim().trim_matches('.').trim()).to_owned();
        if part.is_empty() {
            continue;
        }
        let folded = super::super::fold::fold(&part);
        let drafter = DRAFTER_OF_UNIT.find(&folded).filter(|found| {
            // In capitals it is a unit of its own.
            let inside = part.chars().skip(found.start());
            inside.clone().any(char::is_uppercase) && inside.clone().any(char::is_lowercase)
        });
        if let Some(found) = drafter {
            part = part.chars().take(found.start()).collect();
        } else if let Some(unit) = INITIALS_OF_UNIT
            .captures(&folded)
            .filter(|f| !UNITS.contains(&&f["u"]) && !UNITS.contains(&&f["i"]))
            .and_then(|f| f.name("u"))
        {
            part = part.chars().take(unit.end()).collect();
        } else if let Some(found) = TRAILING_CODE.captures(&folded) {
            let number = found.name("n").and_then(|m| m.as_str().parse::<u32>().ok());
            copies = copies.or(number);
            let keep = found.name("u").map_or(0, |m| m.end());
            part = part.chars().take(keep).collect();
        } else if let Some(found) = COPIES.captures(&folded) {
            let number = found
                .name("n")
                .or(found.name("m"))
                .and_then(|m| m.as_str().parse::<u32>().ok());
            copies = copies.or(number);
            let keep = found.get(0).map_or(0, |m| m.start());
            part = part
                .chars()
                .take(keep)
                .collect::<String>()
                .trim()
                .to_owned();
        }
        if !part.is_empty() {
            names.push(part);
        }
    }
    let value = names.join(", ");
    let mut field = context.field_with(span, value, 0.95);
    // A bare `- Lưu.` names no unit.
    if names.is_empty() {
        field.value = None;
        field.note = Some("no unit is named".to_owned());
    }
    footer.archive = Some(Archive {
        field,
        units: names,
        copies,
    });
}

/// A unit without what is set off behind a full stop and names none: `CTT. Hanhnt`, `TH (2b). 66`.
fn without_drafter(part: &str) -> &str {
    let tail = part.rsplit_once(". ").filter(|(_, tail)| {
        let login = tail.contains(char::is_lowercase) && tail.chars().all(char::is_alphabetic);
        tail.chars().all(|c| c.is_ascii_digit()) || login && Syllable::parse(tail).is_none()
    });
    tail.map_or(part, |(unit, _)| unit)
}
