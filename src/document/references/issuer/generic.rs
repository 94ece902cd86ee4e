//! Names of bodies that are in no dictionary: a head, and what belongs to it by its capitals.

use super::words::Words;
use crate::lexicon;
use std::sync::LazyLock;

/// Heads of names that are not in the dictionaries.
const HEADS: &[&str] = &[
    "bo", "so", "uy", "hoi", "cuc", "tong", "vu", "chi", "ban", "phong", "van", "trung", "cong",
    "truong", "dai", "benh", "tap", "lien", "toa", "vien", "kho", "bao", "thanh", "doan", "dang",
    "to", "giam", "chu", "thu", "dong", "quy", "ngan", "hoc", "hdqt", "hdtv",
];

/// Small words that end a name: what the document is about begins there. With their marks, for `do` ends a name
/// and `đô thị`, `đê điều` do not.
const STOPS: &[&str] = &[
    "về", "phê", "quy", "sửa", "thực", "giao", "hướng", "triển", "kèm", "đến", "tại", "để", "đề",
    "nhằm", "là", "trong", "theo", "được", "đã", "sẽ", "có", "cho", "với", "thi", "thì", "khi",
    "nếu", "hoặc", "ngày", "năm", "số", "như", "gửi", "yêu", "chỉ", "chi", "điều", "bãi", "thay",
    "đổi", "đối", "đôi", "giải", "các", "này", "cũng", "đang", "đăng", "phải", "không", "báo",
    "bảo", "trên", "đồng", "đóng", "chủ", "phối", "tổ", "tới", "xây", "tham", "thẩm", "thăm",
    "trình", "tiếp", "những", "và", "căn", "cần", "hợp", "họp", "ban", "bàn", "của", "vào", "do",
    "bổ", "bộ", "bỏ", "cấp", "tăng", "tặng", "đó", "độ",
];

/// The same without marks, for a text that has lost them.
static FOLDED_STOPS: LazyLock<Vec<String>> =
    LazyLock::new(|| STOPS.iter().map(|w| lexicon::fold(w)).collect());

/// Whether a word ends a name.
pub(super) fn stops(words: &Words, i: usize) -> bool {
    let folded = words.word_or_empty(i);
    if !FOLDED_STOPS.iter().any(|w| w == folded) {
        return false;
    }
    let written = words.written(i).to_lowercase();
    written.is_ascii() || STOPS.contains(&written.as_str())
}

/// Words that belong together inside a longer name, though the second could end it: `Hội đồng`,
/// `Phòng, chống thiên tai`.
const PAIRS: &[(&str, &str)] = &[
    ("hoi", "dong"),
    ("cong", "dong"),
    ("uy", "ban"),
    ("lao", "dong"),
    ("thien", "tai"),
    ("phong", "chong"),
    ("chuyen", "doi"),
    ("doi", "so"),
    ("quoc", "gia"),
    ("phat", "trien"),
];

/// Nouns whose first word alone would end a name: `Hội … yêu thương tỉnh …`.
const NOUNS: &[(&str, &str)] = &[
    ("yeu", "thuong"),
    ("bao", "hiem"),
    ("bao", "tro"),
    ("chu", "thap"),
    ("cong", "nghiep"),
    ("dieu", "duong"),
    ("dong", "huong"),
    ("dong", "y"),
    ("giao", "duc"),
    ("quan", "ly"),
    ("thay", "thuoc"),
];

/// The first two words of types of documents, by which another reference begins.
const DOCUMENTS: &[(&str, &str)] = &[
    ("quyet", "dinh"),
    ("nghi", "quyet"),
    ("nghi", "dinh"),
    ("cong", "van"),
    ("thong", "tu"),
    ("thong", "bao"),
    ("chi", "thi"),
    ("ket", "luan"),
];

/// Words that name a place in a document where a number follows.
pub(super) const UNITS: &[&str] = &["dieu", "khoan", "diem", "muc", "chuong", "phu"];

fn starts_with_digit(word: Option<&str>) -> bool {
    word.is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_number(word: Option<&str>) -> bool {
    word.is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit()))
}

/// Words of the longest name: `Hội đồng thành viên Ngân hàng Nông nghiệp và …` has sixteen.
const LONGEST: usize = 20;

/// The number of words of a name that only its capitals show: `Trung tâm Lưu trữ lịch sử`.
pub(super) fn generic(words: &Words) -> Option<usize> {
    let word = |i| words.word(i);
    let capital = |i| words.is_capital(i);
    // `ban hành`, `Bộ luật` are no bodies.
    let other = matches!(
        (word(0)?, word(1)),
        ("ban", Some("hanh")) | ("bo", Some("luat"))
    );
    if other || !HEADS.contains(&word(0)?) {
        return None;
    }
    let mut count = 1;
    let mut small = 0;
    let mut capitals = 0;
    let mut at = 1;
    while at < words.len() && at < LONGEST {
        let (w, entry) = (word(at)?, words.list[at]);
        let pair = PAIRS.contains(&(words.word_or_empty(at - 1), w));
        if !entry.joined || entry.broken || (entry.comma && !capital(at) && !pair) {
            break;
        }
        // A heading or a clause of its own on the next line.
        let body = HEADS.contains(&w) && capital(at + 1);
        let clause = capital(at) && stops(words, at) && !body;
        let heading = clause || words.is_upper(at) && !words.is_upper(0);
        let numeral = w.bytes().all(|b| b.is_ascii_digit()) && word(at + 1) != Some("khoa");
        if entry.leads && heading || numeral || UNITS.contains(&w) && is_number(word(at + 1)) {
            break;
        }
        let next = words.word_or_empty(at + 1);
        let document = DOCUMENTS.contains(&(next, words.word_or_empty(at + 2)));
        if w == "va" && capital(at + 1) && !entry.comma && !HEADS.contains(&next) && !document {
            at += 1;
            continue;
        }
        if capital(at) {
            if entry.comma {
                break;
            }
            (small, capitals) = (0, capitals + 1);
        } else {
            // A name's own small words stand before the word that ends it (`Ban Quản lý các khu …`).
            let districts = w == "cac" && capitals > 0 && word(at + 1) == Some("khu");
            // `Cục Chuyển đổi số`: no number follows.
            let digital = w == "so" && !starts_with_digit(word(at + 1));
            // The place that follows is looked at by itself.
            let place = match w {
                "tinh" | "huyen" => true,
                "xa" | "quan" | "phuong" => capital(at + 1),
                "thanh" => word(at + 1) == Some("pho"),
                _ => false,
            };
            // `gửi về Sở thông qua …`
            let through = w == "thong" && word(at + 1) == Some("qua");
            let noun = NOUNS.contains(&(w, next));
            let pair = pair || NOUNS.contains(&(words.word_or_empty(at - 1), w));
            if place || through || stops(words, at) && !districts && !pair && !digital && !noun {
                break;
            }
            small += usize::from(!pair && !noun);
            if small > 3 {
                break;
            }
        }
        at += 1;
        count = at;
    }
    // Trailing small words of an overlong run belong to what follows.
    (capitals > 0).then_some(if small > 3 { count - 2 } else { count })
}
