//! Tables that a converter set with blanks: the columns of a page kept apart by runs of blanks, as `pdftotext -layout`
//! writes them.
//!
//! A line of column names begins one. What its gaps and those of the lines below it share are the gutters; one blank of
//! each becomes a tab, so that such a table reads like any other and every position stays. Where names or numbers stand
//! in the middle of several lines the table is left as it is. Linear in the text: a line is looked at again only below
//! another line of column names.

use super::tables::is_column_name;
use crate::lexicon::fold;
use std::ops::Range;

/// Fewer columns are a letterhead or a signature.
const FEWEST_COLUMNS: usize = 3;
/// Blank lines inside a table.
const MOST_BLANK_LINES: usize = 2;
/// The longest name of a column, in characters.
const LONGEST_NAME: usize = 60;

/// A table among the lines of a text, and its gutters as columns of characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gutters {
    pub lines: Range<usize>,
    gutters: Vec<Range<usize>>,
}

/// The tables of a text, in order.
pub(super) fn find(lines: &[&str]) -> Vec<Gutters> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match Head::of(lines[at]).and_then(|head| grow(lines, at, head)) {
            Some(table) => {
                at = table.lines.end;
                found.push(table);
            }
            None => at += 1,
        }
    }
    found
}

impl Gutters {
    /// A line of the table with a tab in each gutter that it reaches.
    pub fn part(&self, line: &str) -> String {
        let mut signs: Vec<char> = line.chars().collect();
        for gutter in &self.gutters {
            let sign = signs.get_mut(gutter.start);
            if let Some(sign) = sign.filter(|sign| **sign == ' ') {
                *sign = '\t';
            }
        }
        signs.into_iter().collect()
    }
}

/// A line of column names.
struct Head {
    gutters: Vec<Range<usize>>,
    /// Whether the first column is that of the numbers.
    numbered: bool,
}

impl Head {
    fn of(line: &str) -> Option<Self> {
        if line.contains(['\t', '|']) || !line.trim().contains("  ") {
            return None;
        }
        let signs: Vec<char> = line.trim_end().chars().collect();
        let cells = filled(&signs);
        let names: Vec<String> = cells
            .iter()
            .map(|cell| fold(&signs[cell.clone()].iter().collect::<String>()))
            .collect();
        let is_short =
            |name: &String| name.len() < LONGEST_NAME && !name.contains(char::is_numeric);
        let numbered = is_number_head(names.first()?);
        let known = names.iter().filter(|name| is_column_name(name)).count();
        let is_head = cells.len() >= FEWEST_COLUMNS
            && names.iter().all(is_short)
            && (numbered || known * 2 > names.len());
        let gutters = cells.windows(2).map(|pair| pair[0].end..pair[1].start);
        is_head.then(|| Self {
            gutters: gutters.collect(),
            numbered,
        })
    }
}

/// Whether a folded name is that of the column of numbers.
fn is_number_head(name: &str) -> bool {
    matches!(name, "stt" | "tt" | "so tt")
}

/// What stands between gaps of two blanks and more.
fn filled(signs: &[char]) -> Vec<Range<usize>> {
    let mut cells: Vec<Range<usize>> = Vec::new();
    for (at, sign) in signs.iter().enumerate() {
        match cells.last_mut() {
            _ if *sign == ' ' => {}
            Some(last) if at < last.end + 2 => last.end = at + 1,
            _ => cells.push(at..at + 1),
        }
    }
    cells
}

/// The lines below a head that leave its gutters free, two of them with three cells.
fn grow(lines: &[&str], first: usize, head: Head) -> Option<Gutters> {
    let Head {
        mut gutters,
        numbered,
    } = head;
    let (mut full, mut end, mut blank) = (1, first + 1, 0);
    let mut adjoins = true;
    let first_word = |line: &str| fold(line.split_whitespace().next().unwrap_or_default());
    for (at, line) in lines.iter().enumerate().skip(first + 1) {
        let line = line.trim_end();
        if line.is_empty() {
            blank += 1;
            adjoins = false;
            if blank > MOST_BLANK_LINES {
                break;
            }
            continue;
        }
        let signs: Vec<char> = line.chars().collect();
        let Some(shared) = shared(&gutters, &signs).filter(|_| !line.contains(['\t', '|'])) else {
            break;
        };
        blank = 0;
        let is_full = cells(&shared, &signs) >= FEWEST_COLUMNS;
        let is_led = signs.iter().take(shared[0].start).any(|sign| *sign != ' ');
        // Only what wraps in a name stands between the head and the first number.
        let wraps = line.trim_start().starts_with(char::is_lowercase);
        let is_astray = numbered && !is_led && !wraps || is_number_head(&first_word(line));
        if full == 1 && is_astray {
            return None;
        }
        if is_full {
            full += 1;
            (end, adjoins) = (at + 1, true);
            gutters = shared;
        } else if adjoins {
            // What goes on below a row stands right under it.
            end = at + 1;
            gutters = shared;
        }
    }
    (full >= 2).then_some(Gutters {
        lines: first..end,
        gutters,
    })
}

/// The widest free part of each gutter in a line; `None` where a word stands over one, or words stand on either side
/// with one blank between them.
fn shared(gutters: &[Range<usize>], signs: &[char]) -> Option<Vec<Range<usize>>> {
    let is_word = |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(|s| *s != ' ');
    let free = |gutter: &Range<usize>| {
        let mut widest = 0..0;
        let mut open = gutter.start;
        for at in gutter.start..=gutter.end {
            let is_free = at < gutter.end && signs.get(at).is_none_or(|sign| *sign == ' ');
            if !is_free {
                if at - open > widest.len() {
                    widest = open..at;
                }
                open = at + 1;
            }
        }
        let before = widest.start.checked_sub(1);
        let in_prose = widest.len() == 1 && is_word(before) && is_word(Some(widest.end));
        (!widest.is_empty() && !in_prose).then_some(widest)
    };
    gutters.iter().map(free).collect()
}

/// How many columns of a line have something in them.
fn cells(gutters: &[Range<usize>], signs: &[char]) -> usize {
    let starts = std::iter::once(0).chain(gutters.iter().map(|g| g.end));
    let ends = gutters.iter().map(|g| g.start).chain([signs.len()]);
    let is_filled = |(from, to): (usize, usize)| {
        let to = to.min(signs.len());
        signs[from.min(to)..to].iter().any(|sign| *sign != ' ')
    };
    starts.zip(ends).filter(|cell| is_filled(*cell)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "\
II. PHÂN CÔNG THỰC HIỆN

 TT   Nội dung công việc             Đơn vị chủ trì    Thời gian
                                                       hoàn thành
 1    Khảo sát các kho muối          Phòng Kinh tế     31/3/2031

 2    Lập dự toán, trình cấp trên                      Quý II/2031
      phê duyệt

 3    Sửa bờ kè                      Trạm thủy nông    Năm 2031
III. TỔ CHỨC THỰC HIỆN
Nơi nhận:                              CHỦ TỊCH";

    #[test]
    fn columns_of_blanks_are_parted_by_tabs() {
        let lines: Vec<&str> = PLAN.lines().collect();
        let found = find(&lines);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].lines, 2..10);
        let parted = |line: usize| {
            let line = found[0].part(lines[line]);
            line.split('\t')
                .map(|c| c.trim().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            parted(2),
            ["TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời gian"]
        );
        assert_eq!(parted(3), ["", "", "", "hoàn thành"]);
        assert_eq!(
            parted(6),
            ["2", "Lập dự toán, trình cấp trên", "", "Quý II/2031"]
        );
        assert_eq!(parted(7), ["", "phê duyệt"]);
    }

    #[test]
    fn letterheads_prose_and_other_tables_are_left_alone() {
        for text in [
            "UBND TỈNH LAM GIANG      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ      Độc lập - Tự do - Hạnh phúc\n",
            "TT\tNội dung\tĐơn vị\n1\tA\tB\n",
            "TT   Nội dung   Đơn vị chủ trì\nCác đơn vị báo cáo kết quả trước ngày 5 hằng tháng.\n",
            "Nội dung: họp.   Thời gian: sáng.   Địa điểm: nhà văn hóa.\n",
            // The number in the middle of its row, the names in the middle of theirs.
            "TT   Tên kho   Đơn vị   Thời hạn\n     Kho muối  Trạm     Trước\n1    phía bắc  bơm      tháng 5\n",
            "     Tên đơn vị   Thời gian   Địa chỉ\nTT\n     kiểm tra     kiểm tra    trụ sở\n1    Trạm bơm     Tháng 5     Lam Hạ\n",
        ] {
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(find(&lines), [], "{text}");
        }
    }
}
