//! Where the name of a body or of somebody who acts for it begins.

use super::view::View;
use crate::document::anchors;
use crate::lexicon;
use std::iter;
use std::sync::LazyLock;

/// First words of agencies and of those who act for them; folded, followed by a blank.
const HEADS: &[&str] = &[
    "cac so",
    "so",
    "ubnd",
    "uy ban nhan dan",
    "hdnd",
    "hoi dong nhan dan",
    "bo",
    "cac bo",
    "ban",
    "cac ban",
    "van phong",
    "trung tam",
    "cac trung tam",
    "cong an",
    "thanh tra",
    "cuc",
    "chi cuc",
    "tong cuc",
    "phong",
    "cac phong",
    "thu truong",
    "giam doc",
    "pho giam doc",
    "chu tich",
    "pho chu tich",
    "chanh van phong",
    "truong",
    "cac truong",
    "hoi",
    "cac hoi",
    "doan",
    "lien doan",
    "mat tran",
    "uy ban",
    "uy ban mat tran",
    "bao",
    "dai",
    "cac dai",
    "cong thong tin",
    "cac co quan",
    "co quan",
    "cac don vi",
    "don vi",
    "cac dia phuong",
    "dia phuong",
    "kho bac",
    "toa an",
    "vien kiem sat",
    "vien",
    "cac to",
    "to",
    "cac thon",
    "thon",
    "cac khu pho",
    "khu pho",
    "cac ap",
    "ap",
    "tram",
    "cac tram",
    "doi",
    "cac doi",
    "cac xa",
    "cac phuong",
    "cac huyen",
    "huyen",
    "xa",
    "phuong",
    "dang uy",
    "cac cap uy",
    "cap uy",
    "ban thuong vu",
    "thuong truc",
    "cac chi bo",
    "chi bo",
    "cac chi",
    "lanh dao",
    "cac to chuc",
    "cac doanh nghiep",
    "ngan hang",
    "benh vien",
    "cac nganh",
    "bi thu",
    "hieu truong",
    "bo chi huy",
    "bo tu lenh",
    "tinh uy",
    "thanh uy",
    "huyen uy",
    "hat",
    "quy",
    "lien hiep",
    "bao hiem xa hoi",
    "dong chi",
    "ong",
    "ba",
    "tinh doan",
    "thanh doan",
    "tap doan",
    "cac tap doan",
    "tong cong ty",
    "cac tong cong ty",
    "cong ty",
    "hop tac xa",
    "cac hop tac xa",
    "dang doan",
    "hoc vien",
    "khoa",
    "cac khoa",
    "cac cuc",
    "cac vu",
    "vu",
    "bhxh",
    "mttq",
    "ubmttq",
    "cac thanh vien",
    "thanh vien",
    "nguoi dung dau",
    "ke toan",
    "can bo",
    "cong chuc",
    "to cong tac",
    "truong phong",
    "truong cac",
    "cac cong ty",
    "cac chu",
    "chu dau tu",
    "nha thau",
    "nha dau tu",
    "cac nha dau tu",
    "cac nha thau",
    "thu tuong",
    "pho thu tuong",
    "cac tinh",
    "tinh",
    "thanh pho",
    "cac thanh pho",
    "ben a",
    "ben b",
    "cac ho",
    "tong giam doc",
    "thong doc",
    "tong thanh tra",
    "tong kiem toan nha nuoc",
    "kiem toan nha nuoc",
    "chu nhiem",
    "chi huy truong",
    "tu lenh",
    "chanh thanh tra",
    "quan uy",
    "thong tan xa",
    "nha truong",
    "cong doan",
    "lien minh",
    "hiep hoi",
    "huyen doan",
    "pho bi thu",
    "co so",
    "d/c",
    "thay",
    "co",
    "xi nghiep",
    "cum",
    "gvcn",
    "giao vien",
    "bgh",
    "bch",
    "tong phu trach",
    "thu ky",
    "uy vien",
    "cac uy vien",
    "pho truong",
    "to truong",
    "cac to truong",
    "to pho",
    "doi truong",
    "quan doc",
    "chi doan",
    "dien luc",
    "chi hoi",
    "hoi dong",
];

/// Heads with their marks: other words fold to the same letters (`Đội` and `Đối`, `Phường` and `Phương`).
const MARKED_HEADS: &[(&str, &[&str])] = &[
    ("co", &["cô"]),
    ("cum", &["cụm"]),
    ("thay", &["thầy"]),
    ("giao vien", &["giáo viên"]),
    ("ap", &["ấp"]),
    ("ba", &["bà"]),
    ("bo", &["bộ"]),
    ("bao", &["báo"]),
    ("cuc", &["cục"]),
    ("dai", &["đài"]),
    ("doan", &["đoàn"]),
    ("doi", &["đội"]),
    ("hat", &["hạt"]),
    ("hoi", &["hội"]),
    ("ong", &["ông"]),
    ("phong", &["phòng"]),
    ("phuong", &["phường"]),
    ("quy", &["quỹ"]),
    ("so", &["sở"]),
    ("thon", &["thôn"]),
    ("to", &["tổ"]),
    ("tinh", &["tỉnh"]),
    ("cac tinh", &["các tỉnh"]),
    ("tram", &["trạm"]),
    ("truong", &["trường", "trưởng"]),
    ("vien", &["viện"]),
    ("vu", &["vụ"]),
    ("xa", &["xã"]),
    ("ban", &["ban"]),
    ("cac ban", &["các ban"]),
    ("cac chi", &["các chi"]),
    ("cac bo", &["các bộ"]),
    ("cac doi", &["các đội"]),
    ("cac ho", &["các hộ"]),
    ("cac hoi", &["các hội"]),
    ("cac phong", &["các phòng"]),
    ("cac so", &["các sở"]),
    ("cac to", &["các tổ"]),
    ("cac tram", &["các trạm"]),
    ("cac vu", &["các vụ"]),
    ("cac xa", &["các xã"]),
    ("can bo", &["cán bộ"]),
    ("co so", &["cơ sở"]),
    ("don vi", &["đơn vị"]),
];

/// Words that begin as heads do and name no body; folded.
const OTHER_WORDS: &[&str] = &[
    "ban hanh",
    "bao cao",
    "bao dam",
    "bao gom",
    "bao ve",
    "bo phan",
    "bo sung",
    "bo tri",
    "cac chi phi",
    "chu tich nuoc cong hoa",
    "co so du lieu",
    "co so ha tang",
    "co so vat chat",
    "co so phap ly",
    "co so thuc tien",
    "co so ly luan",
    "co so khoa hoc",
    "co so xay dung",
    "cong an ninh",
    "hoi dong nghia vu",
    "hoi nghi",
    "hoi thao",
    "huyen thoai",
    "lanh dao, chi dao",
    "lanh dao, dieu hanh",
    "khoa hoc",
    "nha nuoc",
    "phong chong",
    "phong, chong",
    "quy che",
    "quy dinh",
    "quy hoach",
    "quy mo",
    "quy trinh",
    "don vi hanh chinh",
    "cac don vi hanh chinh",
    "so luong",
    "so voi",
    "to chuc",
    "tram bien ap",
    "tram bom",
    "tram xu ly",
    "truong hop",
    "vien chuc",
    "vu viec",
];

/// Words that name a body only with more behind them.
pub const BARE_HEADS: &[&str] = &[
    "lanh dao",
    "can bo",
    "cong chuc",
    "don vi",
    "co quan",
    "co so",
    "dia phuong",
    "to",
    "ban",
    "bo",
    "so",
    "thanh vien",
    "truong",
    "quy",
    "hoi",
];

/// Words before a head that make one body many, or are said to it in respect (`Quý cơ quan`).
const MANY: &[&str] = &["cac ", "moi ", "toan the ", "tat ca cac ", "quy "];

/// Heads of people that only a name makes one: `cô Thục`, `thầy Lễ`.
const TITLES: &[&str] = &["co", "thay"];

/// The heads that begin with the first letter of a text.
fn heads_with(folded: &str) -> &'static [&'static str] {
    static BY_LETTER: LazyLock<[Vec<&'static str>; 26]> = LazyLock::new(|| {
        std::array::from_fn(|letter| {
            let letter = char::from(b'a' + letter as u8);
            let heads = HEADS.iter().copied();
            heads.filter(|h| h.starts_with(letter)).collect()
        })
    });
    match folded.bytes().next() {
        Some(b @ b'a'..=b'z') => &BY_LETTER[usize::from(b - b'a')],
        _ => &[],
    }
}

/// Whether an agency's name begins at a position.
pub fn agency_starts(view: &View, at: usize) -> bool {
    let Some(rest) = view.folded.get(at..) else {
        return false;
    };
    let addressed = || {
        view.addressed()
            .iter()
            .any(|name| anchors::begins_with(rest, name))
    };
    // `các Cục`, `mỗi trạm`: any head may stand for many.
    let one = MANY.iter().filter_map(|many| {
        let one = rest.strip_prefix(many)?;
        let marked = view.is_word(at, at + many.len(), &[("moi", "mỗi"), ("quy", "quý")]);
        marked.then_some((one, at + many.len()))
    });
    iter::once((rest, at))
        .chain(one)
        .any(|(rest, at)| head_starts(view, rest, at) || abbreviation_starts(view, rest, at))
        || addressed()
}

/// Whether the name of a body begins at a position. Behind words that give an order (`Giao …`, `told`) whatever is
/// written as a name is one, as the heads of names are an open class (`Thống kê tỉnh`, `Làng trẻ em …`).
pub fn body_starts(view: &View, at: usize, told: bool) -> bool {
    let named = || {
        let rest = view.folded.get(at..).unwrap_or_default();
        !rest.is_empty()
            && view.is_capital(at)
            && !OTHER_WORDS.iter().any(|word| rest.starts_with(word))
    };
    agency_starts(view, at) || told && named()
}

/// Whether a text that begins at a position begins with the head of a body's name.
fn head_starts(view: &View, rest: &str, at: usize) -> bool {
    heads_with(rest).iter().any(|h| {
        rest.strip_prefix(h)
            .is_some_and(|r| r.starts_with([' ', ',']) || r.is_empty() || r.starts_with(':'))
            && head_is_marked(view, at, h)
            && (!TITLES.contains(h)
                || view.has_marks(at, at + h.len()) && view.is_capital(at + h.len() + 1))
    }) && !OTHER_WORDS.iter().any(|word| rest.starts_with(word))
}

/// Whether an abbreviation stands at a position, of which the dictionary or the document says that it is a body:
/// `LĐLĐ tỉnh`, `TAND các huyện`.
fn abbreviation_starts(view: &View, rest: &str, at: usize) -> bool {
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    if length < 2 || !(at..at + length).all(|letter| view.is_capital(letter)) {
        return false;
    }
    let Some(long) = view.expansion(at, at + length) else {
        return false;
    };
    let name = lexicon::fold(long);
    // `xã hội hóa` begins like a commune.
    let is_name = long.starts_with(char::is_uppercase);
    let is_head =
        |head: &&&str| (is_name || head.contains(' ')) && anchors::begins_with(&name, head);
    heads_with(&name).iter().any(|head| is_head(&head))
        && !OTHER_WORDS.iter().any(|word| name.starts_with(word))
}

/// Whether a head that stands at a position has the marks of a body's word, or none at all.
fn head_is_marked(view: &View, at: usize, head: &str) -> bool {
    MARKED_HEADS
        .iter()
        .find(|(folded, _)| *folded == head)
        .is_none_or(|(folded, marked)| {
            marked
                .iter()
                .any(|m| view.is_word(at, at + folded.len(), &[(folded, m)]))
        })
}
