//! The name of who signs (*họ tên của người ký*), among positions and bodies in the same print.

use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::lexicon::{self, NamePart};
use crate::span::Span;

pattern!(
    POSITION = r"^[*_ ]*(?:pho (?:ban|phong)$|(?:quyen |pho |thu |tong |q\. ?)*(?:chu tich|giam doc|bi thu|truong (?:ban|phong|doan|cong an|tram|khoa|thon|ban quan ly|tieu ban|ty|phai doan|bo phan|cum)|pho truong [a-z]+|chanh|cuc truong|chi cuc truong|vu truong|bo truong|thu truong|thong doc|chu nhiem|thu tuong|tong bi thu|uy vien|chi huy truong|chinh uy|thu k[yi]|hieu truong|vien truong|chanh an|tham phan|kiem toan|tong kiem toan|tong thanh tra|doi truong|hat truong|tong cuc truong|tong bien tap|chu toa|chu tri|ke toan truong|tu lenh|tham muu truong|hoi truong|tong thu ky|ban kiem phieu|nguoi lap|dai dien|giam thi|giam sat|kiem sat vien|phu trach|dieu hanh|truong|tong giam doc)\b)"
);
pattern!(
    NOT_A_NAME = r"\b(?:uy ban|ubnd|hdnd|hoi dong|so|bo|phong|ban|van phong|cong ty|trung tam|truong|chu tich|giam doc|nhan dan|viet nam|cong hoa|doc lap|phu luc|noi nhan|ky ten|dong dau|ho ten|nguoi ky|thu tuong|chinh phu|tinh|huyen|thanh pho|dieu|khoan|chuong)\b"
);
pattern!(
    RANK = r"^(?P<t>(?:(?:gs|pgs|ts|ths|bs|ks|cn|ds|nsnd|nsut|ttut|ttnd|nguut|ngnd|gvcc|bscki{1,2}|bsck[12]|ckii|cki|ts bs|(?:luat|ky|bac|duoc|kien truc|thac|tien) (?:su|si)|cu nhan|dong chi|d/c|(?:dai|trung|thuong|thieu) (?:tuong|ta|uy)|dai tuong|chuan do doc|pho do doc|do doc|chuyen vien)\b\.?,?\s*)+)(?P<n>[a-z].*)$"
);

/// A piece without signs around it and scraps of the seal.
pub fn bare(context: &Context, span: Span) -> Span {
    let folded = context.fold(span);
    let junk = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '(' | ')' | '[' | ']');
    let lead = folded.len() - folded.trim_start_matches(junk).len();
    let mut length = folded.trim_end_matches(|c: char| junk(c)).len();
    if length <= lead {
        return Span::new(span.end, span.end);
    }
    if folded[..length].ends_with(']') && !folded[..length].contains('[') {
        length -= 1;
    }
    // A scrap of the seal glued to a word in capitals: `PHÓ THỦ TƯỚNGy]`.
    let text = context.slice(Span::new(span.start, span.start + length));
    let letters = || text.chars().rev();
    let small = letters().take_while(|c| c.is_lowercase()).count();
    let large = letters()
        .skip(small)
        .take_while(|c| c.is_uppercase())
        .count();
    if (1..=2).contains(&small) && large >= 3 {
        length -= small;
    }
    Span::new(span.start + lead, span.start + length)
}

/// Whether a piece looks like a person's name: 2 to 6 capitalised syllables and nothing else.
pub fn is_name(context: &Context, piece: Span) -> bool {
    name_in(context, piece).is_some()
}

/// Words of [`NOT_A_NAME`] with their marks: `Bàn` is a name, `Ban` is none.
const MARKED: &[(&str, &[&str])] = &[
    ("ban", &["ban"]),
    ("bo", &["bộ"]),
    ("chuong", &["chương"]),
    ("dieu", &["điều"]),
    ("huyen", &["huyện"]),
    ("khoan", &["khoản"]),
    ("phong", &["phòng"]),
    ("so", &["sở"]),
    ("tinh", &["tỉnh"]),
    ("truong", &["trường", "trưởng"]),
];

/// Whether a folded text with the letters of `text` holds a word that no name has.
fn names_a_body(folded: &str, text: &str) -> bool {
    NOT_A_NAME.find_iter(folded).any(|m| {
        let Some((_, marked)) = MARKED.iter().find(|(plain, _)| *plain == m.as_str()) else {
            return true;
        };
        let written: String = text.chars().skip(m.start()).take(m.len()).collect();
        let written = written.to_lowercase();
        written.is_ascii() || marked.contains(&written.as_str())
    })
}

/// A name found in a piece.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// Where it stands.
    pub span: Span,
    /// The title or rank before it (*học hàm, học vị, quân hàm*).
    pub title: Option<Span>,
    /// How surely it is one, 0 to 1.
    pub confidence: f32,
}

/// The name inside a piece, if it is one.
pub fn name_in(context: &Context, piece: Span) -> Option<Name> {
    let piece = bare(context, piece);
    if piece.len() < 4 || piece.len() > 60 {
        return None;
    }
    let folded = context.fold(piece);
    let mut name = piece;
    let mut title = None;
    if let Some(found) = RANK.captures(folded) {
        let (t, n) = (found.name("t")?, found.name("n")?);
        let length = t.as_str().trim_end_matches([' ', ',']).len();
        title = Some(Span::new(piece.start, piece.start + length));
        name = Span::new(piece.start + n.start(), piece.end);
    }
    let text = context.slice(name);
    let folded = context.fold(name);
    if !text
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '-' | '.'))
    {
        return None;
    }
    let words: Vec<&str> = text
        .split([' '])
        .filter(|w| !w.is_empty() && *w != "-")
        .collect();
    if !(2..=6).contains(&words.len()) {
        return None;
    }
    let capitalised = |w: &&str| {
        let mut chars = w.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.all(|c| {
                c.is_lowercase()
                    || matches!(c, '\'' | '’' | '-')
                    || c.is_uppercase() && w.contains(['\'', '’', '-'])
            })
    };
    let all_capitals = anchors::capital_share(text) > 0.95;
    if !all_capitals && !words.iter().all(capitalised) {
        return None;
    }
    if words.iter().any(|w| w.chars().count() > 8) || text.contains('.') {
        return None;
    }
    let first = words[0];
    let surname = lexicon::name_count(NamePart::Surname, first) > 0
        || COMMON_SURNAMES.contains(&&*crate::document::fold::fold(first));
    // `Trương` is a surname, whatever it folds to.
    let named_like_a_post = first.to_lowercase() != "trương" && POSITION.is_match(folded);
    if names_a_body(folded, text) && !(surname && words.len() <= 4 && !named_like_a_post) {
        return None;
    }
    if lexicon::is_position(text) || named_like_a_post {
        return None;
    }
    if all_capitals && !surname {
        return None;
    }
    let known = words[1..]
        .iter()
        .filter(|w| {
            lexicon::name_count(NamePart::Given, w) + lexicon::name_count(NamePart::Middle, w) > 0
        })
        .count();
    let confidence = match (surname, known) {
        (true, 1..) => 0.98,
        (true, 0) => 0.9,
        (false, 1..) => 0.75,
        (false, 0) => 0.5,
    };
    Some(Name {
        span: name,
        title,
        confidence,
    })
}

/// Surnames of most people, beside the counted ones.
const COMMON_SURNAMES: &[&str] = &[
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do",
    "ho", "ngo", "duong", "ly", "dinh", "doan", "lam", "mai", "truong", "trinh", "dao", "cao",
    "ha", "luong", "luu", "ta", "to", "chu", "quach", "thai", "ton", "nong", "be", "ma", "lo",
    "vi", "giang", "khuat", "kieu", "la", "lai", "mac", "nghiem", "ong", "phung", "quan", "tang",
    "than", "thieu", "tong", "trieu", "tu", "vuong", "y", "au", "bach", "chau", "diep", "dam",
    "hua", "kim", "sung", "giap", "cam", "dien", "hau", "khong",
];

/// Two names with a dash between them are two signers, whatever drew the dash.
pub fn names_apart(context: &Context, part: Span) -> Vec<Span> {
    let dash = context.fold(part).find(" - ");
    let names = dash.map(|at| [part.part(0..at), part.part(at + 3..part.len())]);
    match names {
        Some(names) if names.iter().all(|n| is_name(context, *n)) => names.to_vec(),
        _ => vec![part],
    }
}
