//! Technical standards and regulations (*tiêu chuẩn, quy chuẩn kỹ thuật*).

use super::Code;
use super::scan::LONGEST;
use crate::document::context::Context;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// All standards of the text: `QCVN 16:2023/BXD`, `TCVN 4453:1995`, `TCVN ISO 9001:2015`.
pub(super) fn standards(context: &Context) -> Vec<Code> {
    static STANDARD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)^(?P<s>[qt]cvn(?:[ \n](?:iso(?:/iec)?|iec))?)[ \n]?(?P<n>[0-9]{1,5}[a-z]?(?:-[0-9]{1,3}){0,2})",
            r"(?: ?[:/-] ?(?P<y>(?:19|20)[0-9]{2})(?:/(?P<b>[a-z]{2,8}))?)?\b"
        ))
        .expect("a fixed pattern")
    });
    let folded = &context.folded;
    let mut codes = Vec::new();
    for at in memchr::memmem::find_iter(folded.as_bytes(), "cvn").filter_map(|i| i.checked_sub(1)) {
        if at > 0 && folded.as_bytes()[at - 1].is_ascii_alphanumeric() {
            continue;
        }
        let window = &folded[at..(at + LONGEST).min(folded.len())];
        let Some(found) = STANDARD.captures(window) else {
            continue;
        };
        let part = |name: &str| {
            found
                .name(name)
                .map(|m| Span::new(at + m.start(), at + m.end()))
        };
        let (Some(series), Some(number)) = (part("s"), part("n")) else {
            continue;
        };
        let (year, body) = (part("y"), part("b"));
        // `TCVN3` is how a text is encoded.
        if year.is_none() && number.start == series.end {
            continue;
        }
        let end = body.or(year).unwrap_or(number).end;
        let text = |span: Span| context.joined(span);
        let groups = [Some(series), body].into_iter().flatten().map(text);
        codes.push(Code::new(
            Span::new(at, end),
            text(number),
            year.and_then(|y| text(y).parse().ok()),
            ':',
            groups.collect(),
        ));
    }
    codes
}
