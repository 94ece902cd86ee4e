//! Labelled parts of a task: `Đơn vị chủ trì: …; thời gian: …`.

use super::view::View;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// *Đơn vị chủ trì, đơn vị thực hiện.*
    Lead,
    /// *Đơn vị phối hợp.*
    Coop,
    /// *Thời gian thực hiện.*
    Time,
    /// *Sản phẩm.*
    Output,
    /// *Kinh phí.*
    Funding,
    /// *Cấp trình, phê duyệt.*
    Approver,
}

/// The labelled values of a paragraph.
#[derive(Debug, Default)]
pub struct Labels {
    /// Label, its name and its value.
    pub values: Vec<(Label, Span, Span)>,
    /// Whether the paragraph begins with a label.
    pub first_is_label: bool,
    /// Where in the paragraph the first label stands.
    pub start: Option<usize>,
}

impl Labels {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)(?:^|[;.(] ?|, |\n *)(?:va )?(",
        r"((?:(?:co quan|don vi|bo phan|ca nhan|nguoi|to chuc|cq|dv) )?(?:chu tri|phu trach|chiu trach nhiem)(?: thuc hien| chinh)?|(?:co quan|don vi|ca nhan|bo phan|to chuc) thuc hien)",
        r"|((?:(?:co quan|don vi|cac don vi|cac co quan|bo phan|cq|dv) )?phoi hop(?: thuc hien)?)",
        r"|(thoi (?:gian|han)(?: thuc hien| hoan thanh| bao cao| trinh)?|tien do(?: thuc hien)?|han(?: hoan thanh| chot| cuoi)?)",
        r"|(san pham(?: dau ra| hoan thanh)?|ket qua(?: dau ra| dat duoc)?|dau ra)",
        r"|((?:nguon )?kinh phi(?: thuc hien)?|nguon luc thuc hien|du toan)",
        r"|((?:cap|co quan)(?: co tham quyen)? (?:trinh|phe duyet|ban hanh))",
        r") ?: ?"
    ))
    .expect("a fixed pattern")
});

/// The labelled values of a paragraph.
pub fn read(view: &View) -> Labels {
    let mut labels = Labels::default();
    let pattern = &*LABEL;
    if !view.folded.contains(':') {
        return labels;
    }
    let kinds = [
        Label::Lead,
        Label::Coop,
        Label::Time,
        Label::Output,
        Label::Funding,
        Label::Approver,
    ];
    let lines = view.lines();
    let hits: Vec<(Label, usize, usize, usize)> = pattern
        .captures_iter(&lines)
        .filter_map(|c| {
            let kind = (0..kinds.len()).find(|i| c.get(i + 2).is_some())?;
            let (whole, name) = (c.get(0)?, c.get(1)?);
            Some((kinds[kind], whole.start(), name.start(), whole.end()))
        })
        .collect();
    for (at, (label, _, name, value)) in hits.iter().enumerate() {
        let limit = hits.get(at + 1).map_or(view.folded.len(), |next| next.1);
        let end = view.folded[..limit]
            .trim_end_matches(['.', ';', ' ', ',', ')', '('])
            .len();
        let end = closing_bracket(&view.folded, *value, end, limit);
        let name_end = view.folded[*name..].find(':').map_or(*value, |n| name + n);
        if let (Some(name), Some(value)) =
            (view.trimmed(*name, name_end), view.trimmed(*value, end))
        {
            labels.values.push((*label, name, value));
        }
    }
    labels.first_is_label = hits.first().is_some_and(|h| h.2 == 0) && !labels.is_empty();
    labels.start = hits.first().map(|h| h.1);
    labels
}

/// A bracket that was opened inside a value is closed in it: `Hằng năm (có thể lồng ghép)`.
fn closing_bracket(folded: &str, start: usize, end: usize, limit: usize) -> usize {
    if start >= end {
        return end;
    }
    let open = folded[start..end].matches('(').count() > folded[start..end].matches(')').count();
    if open && folded[end..limit].starts_with(')') {
        end + 1
    } else {
        end
    }
}
