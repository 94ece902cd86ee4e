//! What may follow a body's name: its place, and a term.

use super::generic::{self, UNITS};
use super::words::{Word, Words};
use crate::lexicon;

/// A place behind a name: `tỉnh Đồng Nai`, `tỉnh`, `thành phố Bà Rịa - Vũng Tàu`, `Đồng Nai`.
pub(super) fn with_place(count: usize, words: &Words) -> usize {
    let word = |i| words.word(i);
    let capital = |i| words.is_capital(i);
    // `V/v …`, and `Kính gửi` on the next line, go on with nothing.
    let greets = |i: usize| word(i) == Some("kinh") && word(i + 1) == Some("gui");
    let ends =
        |i: usize, w: &Word| w.broken || w.comma || word(i) == Some("v") || (w.leads && greets(i));
    let usable = |i: usize| words.list.get(i).is_some_and(|w| w.joined && !ends(i, w));
    let mut at = count;
    if !usable(at) {
        return count;
    }
    match words.word_or_empty(at) {
        "tinh" | "huyen" | "quan" | "xa" | "phuong" | "tp" => at += 1,
        "thanh" if word(at + 1) == Some("pho") => at += 2,
        "thi" if matches!(word(at + 1), Some("xa" | "tran")) => at += 2,
        "dac" if word(at + 1) == Some("khu") => at += 2,
        // `Hội đồng Thi đua - Khen thưởng Trung ương`
        "trung" if capital(at) && word(at + 1) == Some("uong") => return at + 2,
        "cac"
            if matches!(
                word(at + 1),
                Some("tinh" | "huyen" | "xa" | "phuong" | "cap")
            ) =>
        {
            return at + 2;
        }
        _ => {
            // A bare name must be a known place.
            let longest = (1..=5).rev().find(|n| {
                (at..at + n).all(|i| usable(i) && capital(i))
                    && lexicon::province(&words.phrase(at, at + n)).is_some()
            });
            // `Huyện ủy` says the level itself: any name may follow it.
            let committee =
                at > 1 && words.word_or_empty(at - 1) == "uy" && !words.is_upper(at - 1);
            let named = |i: usize| {
                let other =
                    TYPE_HEADS.contains(&words.word_or_empty(i)) || generic::stops(words, i);
                usable(i) && capital(i) && !words.is_upper(i) && !other
            };
            let free = (at..at + 4).take_while(|i| committee && named(*i)).count();
            return longest.map_or(count + free, |n| at + n);
        }
    }
    let known = |from: usize, to: usize| {
        let name = words.phrase(from, to);
        lexicon::is_place(&name) || lexicon::province(&name).is_some()
    };
    let level = at;
    // In a text of capitals only the dictionary knows where the name of a place ends.
    if words.is_upper(at - 1) {
        let longest = (1..=5)
            .rev()
            .find(|n| (at..at + n).all(|i| usable(i) && capital(i)) && known(at, at + n));
        return longest.map_or(at, |n| at + n);
    }
    // `Điều 4` at the head of the next line is a unit of its own.
    let unit = |i: usize| {
        let numbered = words
            .word(i + 1)
            .is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit()));
        numbered && UNITS.contains(&words.word_or_empty(i))
    };
    while at < level + 5
        && usable(at)
        && capital(at)
        && !unit(at)
        && !TYPE_HEADS.contains(&words.word_or_empty(at))
    {
        // `… tỉnh Lào Cai Ban hành …`: the name is whole, and another word begins what follows.
        let stops = generic::stops(words, at);
        if at > level && stops && known(level, at) && !known(level, at + 1) {
            break;
        }
        at += 1;
    }
    // A number names an urban ward: `Phường 1`.
    if at == level
        && word(at).is_some_and(|w| w.len() < 3 && w.bytes().all(|b| b.is_ascii_digit()))
        && usable(at)
        && level - count == 1
    {
        at += 1;
    }
    at
}

/// First words of types of documents: they begin something else.
const TYPE_HEADS: &[&str] = &[
    "nghi", "quyet", "ke", "chi", "cong", "thong", "to", "bao", "chuong", "de", "ket", "luat",
];

/// A term behind a name: `khóa XII`, `(khóa XIII)`, `nhiệm kỳ 2020 - 2025` is left out.
pub(super) fn with_term(count: usize, words: &Words) -> usize {
    let (list, word) = (&words.list, |i| words.word(i));
    let near = list
        .get(count)
        .is_some_and(|w| w.start <= list[count - 1].end + 3 && !w.broken);
    let term = word(count + 1).is_some_and(|w| {
        w.len() <= 5
            && w.bytes()
                .all(|b| matches!(b, b'i' | b'v' | b'x' | b'0'..=b'9'))
    });
    if near && word(count) == Some("khoa") && term {
        count + 2
    } else {
        count
    }
}
