//! Issuers in running text: where the name of an agency ends.

mod generic;
mod known;
mod place;
mod words;

use crate::document::context::Context;
use crate::span::Span;
use words::Words;

/// Heads that are often written small.
const LOWER_HEADS: &[&str] = &["tinh", "thanh", "ubnd", "uy", "so", "huyen"];

/// Bodies inside others.
const WITHIN: &[&str] = &[
    "dang uy",
    "ban thuong vu dang uy",
    "dang bo",
    "cong doan",
    "hoi dong thanh vien",
];

/// The span of an agency's name that begins at `at`, with its place and term; nothing if none does.
pub fn issuer_at(context: &Context, at: usize) -> Option<Span> {
    let words = Words::at(context, at);
    words.list.first().filter(|w| w.start == 0)?;
    if !words.is_capital(0) && !LOWER_HEADS.contains(&words.word(0)?) {
        return None;
    }
    // A body that the document addresses is known by its whole name.
    let rest = &context.folded[at..];
    let addressed = context.addressed.iter().filter(|name| {
        name.split(' ').count() > 3 && crate::document::anchors::begins_with(rest, name)
    });
    if let Some(name) = addressed.max_by_key(|name| name.len()) {
        return Some(Span::new(at, at + name.len()));
    }
    let (mut count, placed) = match known::known(&words) {
        // `Ban Chỉ đạo phòng, chống dịch Covid-19`: what it steers is part of its name.
        Some(known) if known.words == ["ban", "chi", "dao"] => {
            let whole = generic::generic(&words).unwrap_or(0);
            (whole.max(known.words.len()), known.placed)
        }
        Some(known) => (known.words.len(), known.placed),
        None => (generic::generic(&words)?, true),
    };
    // `Đảng ủy Sở Nội vụ`: whose committee it is is a body itself.
    let within = WITHIN.contains(&&*words.phrase(0, count));
    if let Some(next) = words
        .list
        .get(count)
        .filter(|_| within && words.goes_on(count) && words.is_capital(count))
    {
        if let Some(body) = issuer_at(context, at + next.start) {
            return Some(Span::new(at, body.end));
        }
        count += usize::from(matches!(
            words.word(count),
            Some("so" | "bo" | "cuc" | "truong" | "khoi")
        ));
    }
    if placed {
        count = place::with_place(count, &words);
    }
    count = place::with_term(count, &words);
    let mut end = words.list[count - 1].end;
    // `(khóa XII)`: its bracket closes with it.
    if words.folded[..end].contains('(') && words.folded[end..].starts_with(')') {
        end += 1;
    }
    Some(Span::new(at, at + end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::restore::Restored;

    fn span_of(text: &str) -> Option<String> {
        let context = Context::new(&Restored::unchanged(text));
        issuer_at(&context, 0).map(|s| context.slice(s).to_owned())
    }

    #[test]
    fn names_end_where_the_subject_begins() {
        let cases = [
            ("Bộ Chính trị khóa XI về công tác", "Bộ Chính trị khóa XI"),
            (
                "Ban Chấp hành Trung ương Đảng (khóa XIII) về",
                "Ban Chấp hành Trung ương Đảng (khóa XIII)",
            ),
            ("Ủy ban nhân dân tỉnh phê duyệt", "Ủy ban nhân dân tỉnh"),
            (
                "UBND tỉnh Bà Rịa - Vũng Tàu về",
                "UBND tỉnh Bà Rịa - Vũng Tàu",
            ),
            (
                "Sở Văn hóa, Thể thao và Du lịch tại",
                "Sở Văn hóa, Thể thao và Du lịch",
            ),
            (
                "Sở Khoa học và Công nghệ Đồng Nai về",
                "Sở Khoa học và Công nghệ Đồng Nai",
            ),
            ("Thủ tướng Chính phủ quy định", "Thủ tướng Chính phủ"),
            ("Bộ trưởng Bộ Nội vụ quy định", "Bộ trưởng Bộ Nội vụ"),
            (
                "Ban Quản lý các khu công nghiệp tỉnh về",
                "Ban Quản lý các khu công nghiệp tỉnh",
            ),
            ("Bộ Chính trị và các ban", "Bộ Chính trị"),
            ("Phòng Quản lý đô thị về", "Phòng Quản lý đô thị"),
            (
                "Trưởng Ban quản lý các khu công nghiệp tỉnh về",
                "Trưởng Ban quản lý các khu công nghiệp tỉnh",
            ),
            ("UBND TỈNH PHÊ DUYỆT DỰ ÁN", "UBND TỈNH"),
            ("UBND TỈNH ĐỒNG NAI VỀ", "UBND TỈNH ĐỒNG NAI"),
            (
                "Trung tâm Lưu trữ lịch sử về việc",
                "Trung tâm Lưu trữ lịch sử",
            ),
        ];
        for (text, name) in cases {
            assert_eq!(span_of(text).as_deref(), Some(name), "{text}");
        }
        assert_eq!(span_of("các cơ quan"), None);
    }
}
