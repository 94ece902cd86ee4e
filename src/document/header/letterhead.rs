//! Names of bodies in the letterhead (*tên cơ quan chủ quản, cơ quan ban hành*; document model §1.2).

use crate::document::anchors;
use crate::document::context::Context;
use crate::document::types::Field;
use crate::span::Span;
use crate::syllable::Syllable;

/// Words besides the levels of places that go on with the name begun on the line before.
const CONTINUATIONS: &[&str] = &[
    "tp",
    "cac",
    "va",
    "cua",
    "viet nam",
    "trung uong",
    "nha nuoc",
    "cap",
    "khu vuc",
    "lan thu",
    "khoa",
    "nhiem ky",
];

/// Whether a folded line begins as the rest of a name does.
fn begins_as_rest(folded: &str) -> bool {
    [anchors::PLACE_LEVELS, CONTINUATIONS]
        .iter()
        .any(|words| anchors::begins_with_any(folded, words))
}

/// Names that are not whole without the place below them.
const BARE: &[&str] = &[
    "uy ban nhan dan",
    "hoi dong nhan dan",
    "ubnd",
    "hdnd",
    "uy ban mat tran to quoc viet nam",
    "ban chap hanh dang bo",
    "ban thuong vu",
    "ban chap hanh",
    "bch",
    "btv",
    "uy ban mat tran to quoc",
    "cong an",
    "bo chi huy quan su",
    "thuong truc",
];

/// The bodies named in the letterhead, in order, lines joined.
pub fn bodies(context: &Context, pieces: &[Span]) -> Vec<Vec<Span>> {
    let mut bodies: Vec<Vec<Span>> = Vec::new();
    for piece in pieces {
        let folded = context.fold(*piece);
        let last = bodies.last_mut().and_then(|body| {
            // Pieces come without the comma behind them; within a name it stays.
            let last = body.last_mut()?;
            let comma = Span::new(last.end, last.end + 1);
            let listed = context.fold(comma) == ",";
            if !listed && !continues(context.fold(*last), folded) {
                return None;
            }
            last.end += usize::from(listed);
            Some(body)
        });
        match last {
            Some(body) => body.push(*piece),
            None => bodies.push(vec![*piece]),
        }
    }
    // The Gazette prints the body once more above the letterhead.
    let packed = |body: &[Span]| -> String {
        body.iter()
            .flat_map(|s| context.fold(*s).chars())
            .filter(char::is_ascii_alphanumeric)
            .collect()
    };
    let mut unique: Vec<Vec<Span>> = Vec::new();
    for body in bodies {
        let key = packed(&body);
        unique.retain(|other| packed(other) != key);
        unique.push(body);
    }
    unique
}

fn continues(before: &str, next: &str) -> bool {
    let before = before.trim_end();
    if before.ends_with(['-', '&']) {
        return true;
    }
    let last_word = before.rsplit(' ').next().unwrap_or_default();
    if matches!(
        last_word,
        "va" | "cua" | "cac" | "cong" | "quan" | "tinh" | "huyen" | "pho" | "xa"
    ) && !before.ends_with("bo cong")
    {
        return true;
    }
    let uy = |w: &str| anchors::begins_with(next, w);
    if uy("tinh uy")
        || uy("thanh uy")
        || uy("huyen uy")
        || uy("quan uy")
        || uy("thi uy")
        || uy("xa uy")
        || uy("tinh doan")
        || uy("huyen doan")
        || uy("thanh doan")
    {
        return false;
    }
    // `THEO QUYẾT ĐỊNH` + `SỐ 1050/QĐ-SCT`
    let number = next
        .strip_prefix("so ")
        .is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()));
    if number || begins_as_rest(next) || next.starts_with('-') {
        return true;
    }
    // The National Assembly is above nobody's letterhead but its own bodies' (`ỦY BAN THƯỜNG VỤ` / `QUỐC HỘI`).
    if BARE.contains(&before) || uy("quoc hoi") {
        return true;
    }
    !anchors::begins_with_any(next, anchors::BODY_WORDS)
}

/// What a speck of the page puts behind a name; no body's name ends so.
const SPECKS: &[char] = &['.', ',', ';', ':', '\'', '’', '-', '–'];

/// One body as a field.
pub fn field(context: &Context, body: &[Span]) -> Field {
    let (Some(first), Some(last)) = (body.first(), body.last()) else {
        return Field::missing();
    };
    let value = body
        .iter()
        .map(|s| context.joined(*s))
        .collect::<Vec<_>>()
        .join(" ");
    let value = value.trim_end_matches(SPECKS).trim_end();
    let whole = Span::new(first.start, last.end);
    let adjacent = body.windows(2).all(|w| {
        context
            .fold(Span::new(w[0].end, w[1].start))
            .trim()
            .is_empty()
    });
    let confidence = 0.97;
    if adjacent {
        return context.field_with(whole, value, confidence);
    }
    // The other column stands in between: the span is that of the first piece.
    let mut field = context.field_with(*first, value, confidence - 0.07);
    field.line_end = Some(context.line_numbers(*last).1);
    field.note = Some("goes on in the next line of the left column".to_owned());
    field
}

/// Whether folded words name a body, or go on with the name of one.
pub fn names_body(folded: &str, begun: bool) -> bool {
    anchors::begins_with_any(folded, anchors::BODY_WORDS) || begun && begins_as_rest(folded)
}

/// Whether folded words are what a document is or does, though they begin as a body's name does:
/// `BAN HÀNH QUY CHẾ …`, `Quy định về …`.
pub fn is_no_name(folded: &str) -> bool {
    const OTHERS: &[&str] = &[
        "ban hanh",
        "bao cao",
        "bo sung",
        "bo tri",
        "doi voi",
        "hoi nghi",
        "hoi thao",
        "quy che",
        "quy chuan",
        "quy dinh",
        "quy hoach",
        "quy trinh",
        "tong hop",
        "tong ket",
    ];
    anchors::begins_with_any(folded, OTHERS)
}

/// Whether a piece of the header can be part of a body's name.
pub fn is_body_piece(context: &Context, piece: Span) -> bool {
    let text = context.slice(piece);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || piece.len() > 120 {
        return false;
    }
    // Two or three letters are a word or the remains of a rule.
    if letters <= 3
        && !text
            .split_whitespace()
            .any(|w| Syllable::parse(w).is_some())
    {
        return false;
    }
    let folded = context.fold(piece);
    if is_no_name(folded) {
        return false;
    }
    // What is read in a stamp over the letterhead has signs that no name has.
    if folded.contains(['=', ':']) || text.starts_with(char::is_lowercase) {
        return false;
    }
    let cites = folded.starts_with("so ") && folded.contains('/');
    if folded.bytes().any(|b| b.is_ascii_digit())
        && !folded.contains("khu vuc")
        && !cites
        && letters < 8
    {
        return false;
    }
    anchors::is_capitals(text) && text.chars().any(|c| c.is_uppercase())
}
