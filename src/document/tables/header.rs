//! Header rows of tables: what tells one, and the names that one row or several give to the columns.

use super::{Cell, Context};

/// Words of header rows, folded: what a column is for.
const HEADER_WORDS: &[&str] = &[
    "stt",
    "tt",
    "so tt",
    "noi dung",
    "nhiem vu",
    "thoi gian",
    "don vi",
    "co quan",
    "cq",
    "chu tri",
    "phoi hop",
    "ghi chu",
    "kinh phi",
    "san pham",
    "ten",
    "ho va ten",
    "ho ten",
    "chuc vu",
    "so luong",
    "dien tich",
    "dia chi",
    "dia diem",
    "ket qua",
    "chi tieu",
    "muc",
    "nam",
    "tien do",
    "thuc hien",
    "ke hoach",
    "don gia",
    "thanh tien",
    "so tien",
    "loai",
    "ngay",
    "thanh phan",
    "cong viec",
    "hoat dong",
    "tong",
    "ty le",
    "linh vuc",
    "giai phap",
    "can bo",
    "nguoi",
    "so hieu",
    "trich yeu",
];

/// How many of the first rows are the header. A cell over several columns stands in the first of them; the
/// row under it has nothing but the names of such columns.
pub(super) fn levels(rows: &[(usize, Vec<Cell>)]) -> usize {
    let Some(((_, first), below)) = rows.split_first() else {
        return 0;
    };
    let mut named: Vec<bool> = first.iter().map(|c| !c.0.is_empty()).collect();
    let names_more = |(_, cells): &&(usize, Vec<Cell>)| {
        let filled: Vec<bool> = cells.iter().map(|c| !c.0.is_empty()).collect();
        let of_group = |c: usize| !named[c] || named.get(c + 1) == Some(&false);
        let all_of_groups = filled.len() == named.len()
            && !filled[0]
            && (0..filled.len()).all(|c| !filled[c] || of_group(c));
        let more = all_of_groups && (0..filled.len()).any(|c| filled[c] && !named[c]);
        if more {
            for (named, filled) in named.iter_mut().zip(filled) {
                *named |= filled;
            }
        }
        more
    };
    1 + below.iter().take_while(names_more).count()
}

/// The names of the columns: what stands over each in the header rows, from top to bottom.
pub(super) fn names(context: &Context, rows: &[(usize, Vec<Cell>)]) -> Vec<String> {
    let width = rows.first().map_or(0, |row| row.1.len());
    let mut names = vec![String::new(); width];
    let mut named = vec![false; width];
    for (_, cells) in rows {
        let before = named.clone();
        let mut over: Option<String> = None;
        for c in 0..width {
            if let Some(cell) = cells.get(c).filter(|cell| !cell.0.is_empty()) {
                over = Some(context.joined(cell.0));
                named[c] = true;
            } else if before[c] {
                over = None;
            }
            if let Some(text) = &over {
                let space = if names[c].is_empty() { "" } else { " " };
                names[c] += &format!("{space}{text}");
            }
        }
    }
    for (name, named) in names.iter_mut().zip(named) {
        // A column without a name of its own has none.
        if !named {
            name.clear();
        }
    }
    names
}

/// How many cells of a row are words of header rows.
pub(super) fn score(context: &Context, cells: &[Cell]) -> usize {
    let names = cells.iter().map(|c| context.fold(c.0).replace('\n', " "));
    names.filter(|name| is_name(name)).count()
}

/// Whether a folded text is a word of header rows, or begins or ends with one.
pub(in crate::document) fn is_name(name: &str) -> bool {
    name.len() < 60
        && HEADER_WORDS.iter().any(|w| {
            let behind = name.strip_prefix(w);
            behind.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '/']))
                || name.strip_suffix(w).is_some_and(|rest| rest.ends_with(' '))
        })
}

/// A first row of short filled cells without a number; the first may be lost, since it is the shortest.
pub(super) fn plausible(context: &Context, cells: &[Cell]) -> bool {
    cells.len() > 2
        && cells.iter().enumerate().all(|(at, c)| {
            let text = context.fold(c.0);
            (at == 0 && text.is_empty())
                || (2..50).contains(&text.len())
                    && !text.starts_with(|c: char| c.is_ascii_digit())
                    && !text.ends_with(['.', ';'])
        })
}

pub(super) fn same_row(context: &Context, cells: &[Cell], header: &[Cell]) -> bool {
    cells.len() == header.len()
        && cells
            .iter()
            .zip(header)
            .all(|(a, b)| context.fold(a.0) == context.fold(b.0))
}

/// Whether a row is `(1) (2) (3)`, which numbers the columns: nothing but such short cells, most of them
/// in brackets, of which a reader may have lost one.
pub(super) fn counting_row(context: &Context, cells: &[Cell]) -> bool {
    let filled: Vec<&str> = cells
        .iter()
        .map(|c| context.fold(c.0))
        .filter(|text| !text.is_empty())
        .collect();
    let bracketed = filled
        .iter()
        .filter(|text| text.contains(['(', ')']))
        .count();
    cells.len() > 2
        && bracketed * 2 > filled.len()
        && filled.iter().all(|text| {
            let bare = text.trim_matches(['(', ')']);
            bare.len() <= 2 && bare.chars().all(|c| c.is_ascii_alphanumeric())
        })
}
