//! Issuers in running text: where the name of an agency ends.

use crate::document::context::Context;
use crate::lexicon::{self, Scope};
use crate::span::Span;
use std::sync::LazyLock;

/// Longest issuer looked at, in code points.
const LONGEST: usize = 140;

/// A name in the list below: its folded words, and whether a place or term may follow.
struct Known {
    words: Vec<String>,
    placed: bool,
}

/// Heads of names that go on with a place only.
const LOCAL: &[&str] = &[
    "ubnd",
    "uy ban nhan dan",
    "hdnd",
    "hoi dong nhan dan",
    "chu tich ubnd",
    "chu tich uy ban nhan dan",
    "pho chu tich ubnd",
    "thuong truc hdnd",
    "thuong truc hoi dong nhan dan",
    "chu tich hdnd",
    "tinh uy",
    "thanh uy",
    "huyen uy",
    "quan uy",
    "thi uy",
    "dang uy",
    "ban thuong vu tinh uy",
    "ban thuong vu thanh uy",
    "ban thuong vu huyen uy",
    "ban thuong vu quan uy",
    "ban thuong vu thi uy",
    "ban thuong vu dang uy",
    "btv tinh uy",
    "btv thanh uy",
    "btv huyen uy",
    "btv dang uy",
    "dang uy uy ban nhan dan",
    "dang uy ubnd",
    "dang uy hoi dong nhan dan",
    "dang uy hdnd",
    "ban thuong vu tinh doan",
    "ban thuong vu thanh doan",
    "ban thuong vu huyen doan",
    "ban thuong vu hoi lien hiep phu nu",
    "ban thuong vu hoi nong dan",
    "ban thuong vu hoi cuu chien binh",
    "ban thuong vu lien doan lao dong",
    "tinh doan",
    "thanh doan",
    "huyen doan",
    "thuong truc tinh uy",
    "thuong truc thanh uy",
    "thuong truc huyen uy",
    "ban chap hanh dang bo",
    "cong an",
    "cuc thue",
    "cuc thong ke",
    "van phong ubnd",
    "van phong uy ban nhan dan",
    "van phong hdnd",
    "van phong tinh uy",
    "van phong thanh uy",
    "thanh tra",
    "bo chi huy quan su",
    "ban to chuc tinh uy",
    "ban to chuc thanh uy",
    "ban tuyen giao tinh uy",
    "ban tuyen giao thanh uy",
    "ban tuyen giao va dan van tinh uy",
    "ban noi chinh tinh uy",
    "uy ban kiem tra tinh uy",
    "ban dan van tinh uy",
    "bao hiem xa hoi",
    "kho bac nha nuoc",
    "uy ban mat tran to quoc viet nam",
    "ubmttq viet nam",
    "uy ban mttq viet nam",
    "hoi dong thi dua - khen thuong",
];

/// Names that stand for themselves.
const CENTRAL: &[&str] = &[
    "bo chinh tri",
    "ban bi thu",
    "ban bi thu trung uong dang",
    "ban bi thu trung uong",
    "ban chap hanh trung uong",
    "ban chap hanh trung uong dang",
    "ban bi thu trung uong doan",
    "ban thuong vu trung uong doan",
    "ban chap hanh trung uong doan",
    "trung uong doan",
    "doan chu tich tong lien doan lao dong viet nam",
    "doan chu tich trung uong hoi lien hiep phu nu viet nam",
    "doan chu tich uy ban trung uong mat tran to quoc viet nam",
    "ban thuong truc uy ban trung uong mat tran to quoc viet nam",
    "uy ban trung uong mat tran to quoc viet nam",
    "ban thuong vu trung uong hoi nong dan viet nam",
    "trung uong",
    "trung uong dang",
    "chinh phu",
    "thu tuong",
    "thu tuong chinh phu",
    "pho thu tuong chinh phu",
    "quoc hoi",
    "uy ban thuong vu quoc hoi",
    "chu tich nuoc",
    "hoi dong bo truong",
    "lien bo",
    "chanh an toa an nhan dan toi cao",
    "vien truong vien kiem sat nhan dan toi cao",
    "thong doc ngan hang nha nuoc viet nam",
    "thong doc ngan hang nha nuoc",
    "ngan hang nha nuoc",
    "tong kiem toan nha nuoc",
    "tong thanh tra chinh phu",
    "ban to chuc trung uong",
    "ban tuyen giao trung uong",
    "ban to chuc - can bo chinh phu",
];

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let split =
        |name: &str| -> Vec<String> { words(&lexicon::fold(name)).map(str::to_owned).collect() };
    let mut known: Vec<Known> = Vec::new();
    let mut add = |name: &str, placed: bool| {
        known.push(Known {
            words: split(name),
            placed,
        })
    };
    LOCAL.iter().for_each(|n| add(n, true));
    CENTRAL.iter().for_each(|n| add(n, false));
    for agency in lexicon::agencies().iter().filter(|a| !a.name.contains('{')) {
        let placed = agency.scope != Scope::Central && agency.scope != Scope::Party;
        add(agency.name, placed);
        let folded = lexicon::fold(agency.name);
        if folded.starts_with("bo ") {
            add(&format!("bo truong {folded}"), false);
            add(&format!("thu truong {folded}"), false);
        }
        if folded.starts_with("so ") {
            add(&format!("giam doc {folded}"), true);
        }
    }
    // The longest name first.
    known.sort_by(|a, b| (b.words.len(), &a.words).cmp(&(a.words.len(), &b.words)));
    known
});

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
}

/// A word of the text with its place.
#[derive(Debug, Clone, Copy)]
struct Word {
    start: usize,
    end: usize,
    /// Whether only blanks, commas and dashes stand before it.
    joined: bool,
    /// Whether a comma stands before it.
    comma: bool,
    /// Whether it is the first of its line.
    leads: bool,
    /// Whether a line with nothing on it, a cell border or a bullet stands before it.
    broken: bool,
}

fn split_words(folded: &str) -> Vec<Word> {
    let bytes = folded.as_bytes();
    let mut list = Vec::new();
    let mut at = 0;
    while at < bytes.len() && list.len() < 24 {
        let gap = at;
        while at < bytes.len() && !(bytes[at].is_ascii_alphanumeric() || bytes[at] == b'~') {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'~') {
            at += 1;
        }
        if start == at {
            break;
        }
        let between = &bytes[gap..start];
        let line_end = between.iter().position(|b| *b == b'\n');
        list.push(Word {
            start,
            end: at,
            joined: between
                .iter()
                .all(|b| matches!(b, b' ' | b'\n' | b',' | b'-')),
            comma: between.contains(&b','),
            leads: line_end.is_some(),
            broken: between.contains(&b'\t')
                || between.iter().filter(|b| **b == b'\n').count() > 1
                || line_end.is_some_and(|n| between[n..].contains(&b'-')),
        });
    }
    list
}

/// The span of an agency's name that begins at `at`, with its place and term; nothing if none does.
pub fn issuer_at(context: &Context, at: usize) -> Option<Span> {
    let folded = context.fold(Span::new(at, at + LONGEST));
    let text: Vec<char> = context
        .slice(Span::new(at, at + folded.len()))
        .chars()
        .collect();
    let list = split_words(folded);
    let first = list.first().filter(|w| w.start == 0)?;
    if !text[first.start].is_uppercase() && !LOWER_HEADS.contains(&&folded[first.start..first.end])
    {
        return None;
    }
    let word = |i: usize| list.get(i).map(|w| &folded[w.start..w.end]);
    let capital = |i: usize| list.get(i).is_some_and(|w| text[w.start].is_uppercase());
    let upper = |i: usize| {
        list.get(i).is_some_and(|w| {
            w.end > w.start + 1 && text[w.start..w.end].iter().all(|c| c.is_uppercase())
        })
    };
    let joined = |i: usize| list.get(i).is_some_and(|w| w.joined && !w.broken);
    let known = KNOWN.iter().find(|k| {
        k.words
            .iter()
            .enumerate()
            .all(|(i, w)| word(i) == Some(w) && (i == 0 || joined(i)))
    });
    let (mut count, placed) = match known {
        Some(known) => (known.words.len(), known.placed),
        None => (generic(&list, &word, &capital, &upper)?, true),
    };
    if placed {
        count = with_place(count, &list, &word, &capital, &upper);
    }
    count = with_term(count, &list, &word);
    let mut end = list[count - 1].end;
    // `(khóa XII)`: its bracket closes with it.
    if folded[list[0].start..end].contains('(') && folded[end..].starts_with(')') {
        end += 1;
    }
    Some(Span::new(at, at + end))
}

/// Heads that are often written small.
const LOWER_HEADS: &[&str] = &["tinh", "thanh", "ubnd", "so", "huyen"];

/// Heads of names that are not in the dictionaries.
const HEADS: &[&str] = &[
    "bo", "so", "uy", "hoi", "cuc", "tong", "vu", "chi", "ban", "phong", "van", "trung", "cong",
    "truong", "dai", "benh", "tap", "lien", "toa", "vien", "kho", "bao", "thanh", "doan", "dang",
    "to", "giam", "chu", "thu", "dong", "quy", "ngan", "hoc",
];

/// Small words that end a name: what the document is about begins there.
const STOPS: &[&str] = &[
    "ve", "phe", "quy", "sua", "thuc", "giao", "huong", "trien", "kem", "den", "tai", "de", "nham",
    "la", "trong", "theo", "duoc", "da", "se", "co", "cho", "voi", "thi", "khi", "neu", "hoac",
    "ngay", "nam", "so", "nhu", "gui", "yeu", "chi", "dieu", "bai", "thay", "doi", "giai", "cac",
    "nay", "cung", "dang", "phai", "khong", "bao", "tren", "dong", "chu", "phoi", "to", "xay",
    "tham", "trinh", "tiep", "nhung", "va", "can", "hop", "ban", "cua", "vao", "do", "bo", "cap",
    "tang",
];

/// Words that belong together inside a longer name, though the second could end it: `Hội đồng`,
/// `Phòng, chống thiên tai`.
const PAIRS: &[(&str, &str)] = &[
    ("hoi", "dong"),
    ("uy", "ban"),
    ("lao", "dong"),
    ("thien", "tai"),
    ("phong", "chong"),
    ("chuyen", "doi"),
    ("doi", "so"),
    ("quoc", "gia"),
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
const UNITS: &[&str] = &["dieu", "khoan", "diem", "muc", "chuong", "phu"];

fn starts_with_digit(word: Option<&str>) -> bool {
    word.is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_number(word: Option<&str>) -> bool {
    word.is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit()))
}

/// The number of words of a name that only its capitals show: `Trung tâm Lưu trữ lịch sử`.
fn generic<'t>(
    list: &[Word],
    word: &impl Fn(usize) -> Option<&'t str>,
    capital: &impl Fn(usize) -> bool,
    upper: &impl Fn(usize) -> bool,
) -> Option<usize> {
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
    while at < list.len() && at < 14 {
        let (w, entry) = (word(at)?, list[at]);
        let pair = PAIRS.contains(&(word(at - 1).unwrap_or_default(), w));
        if !entry.joined || entry.broken || (entry.comma && !capital(at) && !pair) {
            break;
        }
        // A heading or a clause of its own on the next line.
        let body = HEADS.contains(&w) && capital(at + 1);
        let clause = capital(at) && STOPS.contains(&w) && !body;
        let heading = clause || upper(at) && !upper(0);
        let numeral = w.bytes().all(|b| b.is_ascii_digit()) && word(at + 1) != Some("khoa");
        if entry.leads && heading || numeral || UNITS.contains(&w) && is_number(word(at + 1)) {
            break;
        }
        let next = word(at + 1).unwrap_or_default();
        let document = DOCUMENTS.contains(&(next, word(at + 2).unwrap_or_default()));
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
            if place || STOPS.contains(&w) && !districts && !pair && !digital {
                break;
            }
            small += usize::from(!pair);
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

/// A place behind a name: `tỉnh Đồng Nai`, `tỉnh`, `thành phố Bà Rịa - Vũng Tàu`, `Đồng Nai`.
fn with_place<'t>(
    count: usize,
    list: &[Word],
    word: &impl Fn(usize) -> Option<&'t str>,
    capital: &impl Fn(usize) -> bool,
    upper: &impl Fn(usize) -> bool,
) -> usize {
    // `V/v …`, and `Kính gửi` on the next line, go on with nothing.
    let greets = |i: usize| word(i) == Some("kinh") && word(i + 1) == Some("gui");
    let ends =
        |i: usize, w: &Word| w.broken || w.comma || word(i) == Some("v") || (w.leads && greets(i));
    let usable = |i: usize| list.get(i).is_some_and(|w| w.joined && !ends(i, w));
    let mut at = count;
    if !usable(at) {
        return count;
    }
    match word(at).unwrap_or_default() {
        "tinh" | "huyen" | "quan" | "xa" | "phuong" | "tp" => at += 1,
        "thanh" if word(at + 1) == Some("pho") => at += 2,
        "thi" if matches!(word(at + 1), Some("xa" | "tran")) => at += 2,
        "dac" if word(at + 1) == Some("khu") => at += 2,
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
                (at..at + n).all(|i| usable(i) && capital(i)) && {
                    let name: Vec<&str> = (at..at + n).filter_map(word).collect();
                    lexicon::province(&name.join(" ")).is_some()
                }
            });
            return longest.map_or(count, |n| at + n);
        }
    }
    let known = |from: usize, to: usize| {
        let name: Vec<&str> = (from..to).filter_map(word).collect();
        let name = name.join(" ");
        lexicon::is_place(&name) || lexicon::province(&name).is_some()
    };
    let level = at;
    // In a text of capitals only the dictionary knows where the name of a place ends.
    if upper(at - 1) {
        let longest = (1..=5)
            .rev()
            .find(|n| (at..at + n).all(|i| usable(i) && capital(i)) && known(at, at + n));
        return longest.map_or(at, |n| at + n);
    }
    while at < level + 5
        && usable(at)
        && capital(at)
        && !TYPE_HEADS.contains(&word(at).unwrap_or_default())
    {
        // `… tỉnh Lào Cai Ban hành …`: the name is whole, and another word begins what follows.
        let stops = STOPS.contains(&word(at).unwrap_or_default());
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
fn with_term<'t>(count: usize, list: &[Word], word: &impl Fn(usize) -> Option<&'t str>) -> usize {
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
