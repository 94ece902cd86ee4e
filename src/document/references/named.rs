//! Documents cited by name: laws, codes, ordinances, the Constitution, resolutions of Party congresses.

use super::mention::{Mention, complete};
use crate::document::context::Context;
use crate::document::dates::scan::Found;
use crate::document::types::{DateKind, ReferenceKind, ZoneKind};
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

static LAW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\b(?:bo luat|luat|phap lenh|hien phap)[ \n]{1,2}").expect("a fixed pattern")
});

static RESOLUTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)\bnghi quyet[ \n](?:cua[ \n])?(?:",
        r"(?:hoi nghi[ \n](?:lan thu[ \n][a-z0-9]{1,7}[ \n],?)?)?(?:trung uong[ \n][0-9]{1,2}\b|(?:cua[ \n])?ban chap hanh trung uong(?:[ \n]dang)?)",
        r"|dai hoi[ \n][a-z0-9 \n]{0,60}?lan thu[ \n][a-z0-9]{1,7}(?:[ \n]cua[ \n]dang)?)",
        r"(?:,?[ \n]\(?khoa[ \n][ivx]{1,5}\b(?:(?:,[ \n]?|[ \n]va[ \n])[ivx]{1,5}\b)*\)?)?"
    ))
    .expect("a fixed pattern")
});

/// Words that end the name of a law: what is said about it begins there.
const STOPS: &[&str] = &[
    "ngay", "nam", "so", "quy", "duoc", "da", "co", "cac", "nay", "cua", "ve", "thi", "la", "do",
    "theo", "khi", "de", "hien", "tai", "trong", "voi", "nhu", "khong", "phai", "bang", "cung",
    "va", "den", "tren", "doi", "vao", "cho",
];

/// Names of laws that hold a word or comma at which a name otherwise ends; folded, without the type.
const LONG_NAMES: &[&str] = &[
    "phong, chong tham nhung",
    "phong chong tham nhung",
    "phong, chong ma tuy",
    "phong, chong thien tai",
    "phong, chong bao luc gia dinh",
    "phong, chong mua ban nguoi",
    "phong, chong benh truyen nhiem",
    "phong, chong tac hai cua ruou, bia",
    "phong, chong tac hai cua thuoc la",
    "phong, chong rua tien",
    "phong, chong khung bo",
    "phong chay va chua chay",
    "phong chay, chua chay va cuu nan, cuu ho",
    "thuc hanh tiet kiem, chong lang phi",
    "an toan, ve sinh lao dong",
    "an toan thong tin mang",
    "ban hanh van ban quy pham phap luat",
    "can bo, cong chuc",
    "to chuc chinh phu va luat to chuc chinh quyen dia phuong",
    "khoa hoc va cong nghe",
    "khoa hoc, cong nghe va doi moi sang tao",
    "tin nguong, ton giao",
    "thi dua, khen thuong",
    "hon nhan va gia dinh",
    "bao ve va phat trien rung",
    "bao ve va kiem dich thuc vat",
    "quan ly, su dung tai san cong",
    "quan ly, su dung vu khi, vat lieu no va cong cu ho tro",
    "quan ly va bao ve cong trinh quan trong lien quan den an ninh quoc gia",
    "xuat canh, nhap canh cua cong dan viet nam",
    "nhap canh, xuat canh, qua canh, cu tru cua nguoi nuoc ngoai tai viet nam",
    "nguoi lao dong viet nam di lam viec o nuoc ngoai theo hop dong",
    "bau cu dai bieu quoc hoi va dai bieu hoi dong nhan dan",
    "hoat dong giam sat cua quoc hoi va hoi dong nhan dan",
    "tham gia luc luong gin giu hoa binh cua lien hop quoc",
    "trach nhiem boi thuong cua nha nuoc",
    "quan ly thue",
    "so huu tri tue",
    "tiep can thong tin",
    "trong tai thuong mai",
    "tieu chuan va quy chuan ky thuat",
    "thue thu nhap ca nhan",
    "quan ly ngoai thuong",
    "quy hoach",
    "quy hoach do thi va nong thon",
    "quoc phong",
    "quan ly no cong",
    "bao ve quyen loi nguoi tieu dung",
    "duoc",
    "dat dai",
    "de dieu",
    "cong an nhan dan",
    "cong doan",
    "cong chung",
    "bao hiem xa hoi",
    "bao hiem y te",
    "luu tru",
    "giao duc",
    "to cao",
    "khieu nai",
    "tre em",
    "thanh nien",
    "cu tru",
    "can cuoc",
    "nha o",
    "bao ve moi truong",
    "bao ve bi mat nha nuoc",
    "bao ve du lieu ca nhan",
    "bao chi",
    "xuat ban",
    "quang cao",
    "giao dich dien tu",
    "to chuc chinh quyen dia phuong",
    "to chuc chinh phu",
    "to chuc quoc hoi",
    "to chuc toa an nhan dan",
    "to chuc vien kiem sat nhan dan",
    "mat tran to quoc viet nam",
    "ngan sach nha nuoc",
    "ke toan",
    "kiem toan nha nuoc",
    "dau tu",
    "dau tu cong",
    "dau thau",
    "dau gia tai san",
    "doanh nghiep",
    "xay dung",
    "vien chuc",
    "vien thong",
    "thuy loi",
    "thuy san",
    "lam nghiep",
    "tai nguyen nuoc",
    "khoang san",
    "dia chat va khoang san",
    "giao thong duong bo",
    "duong bo",
    "trat tu, an toan giao thong duong bo",
    "xu ly vi pham hanh chinh",
    "tu phap nguoi chua thanh nien",
    "hoa giai o co so",
    "hop tac xa",
    "thanh tra",
    "tiep cong dan",
    "ho tich",
    "quoc tich viet nam",
    "nghia vu quan su",
    "dan quan tu ve",
    "bien phong viet nam",
    "canh sat bien viet nam",
    "an ninh mang",
    "an ninh quoc gia",
    "cong nghe thong tin",
    "cong nghe cao",
    "chuyen giao cong nghe",
    "nang luong nguyen tu",
    "dien luc",
    "gia",
    "phi va le phi",
    "chung khoan",
    "cac to chuc tin dung",
    "ngan hang nha nuoc viet nam",
    "kinh doanh bao hiem",
    "kinh doanh bat dong san",
    "canh tranh",
    "thuong mai",
    "hai quan",
    "kham benh, chua benh",
    "an toan thuc pham",
    "di san van hoa",
    "dien anh",
    "the duc, the thao",
    "du lich",
    "thu do",
    "thu vien",
    "nguoi cao tuoi",
    "nguoi khuyet tat",
    "binh dang gioi",
    "viec lam",
    "lao dong",
    "dan su",
    "hinh su",
    "to tung dan su",
    "to tung hinh su",
    "to tung hanh chinh",
    "hang hai viet nam",
    "thi hanh an dan su",
    "thi hanh an hinh su",
    "pho bien, giao duc phap luat",
    "giao duc dai hoc",
    "giao duc nghe nghiep",
    "nha giao",
    "thue gia tri gia tang",
    "chan nuoi",
    "trong trot",
    "thu y",
    "da dang sinh hoc",
    "khi tuong thuy van",
    "do dac va ban do",
    "kien truc",
    "nuoi con nuoi",
    "luat su",
    "giam dinh tu phap",
    "uu dai nguoi co cong voi cach mang",
    "thi dua khen thuong",
    "thuc hien dan chu o co so",
    "luc luong tham gia bao ve an ninh, trat tu o co so",
];

/// The known names by length, the longest first.
static KNOWN: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut names = LONG_NAMES.to_vec();
    names.sort_by_key(|n| std::cmp::Reverse(n.len()));
    names
});

/// Laws and resolutions cited by name; those that `coded` mentions already cover are left out.
pub fn named(context: &Context, dates: &[Found], coded: &[Mention]) -> Vec<Mention> {
    let mut mentions = laws(context, dates, coded);
    mentions.extend(resolutions(context));
    mentions.sort_by_key(|m| m.span.start);
    mentions.dedup_by(|b, a| b.span.overlaps(a.span));
    mentions
}

fn outside(zone: ZoneKind) -> bool {
    matches!(
        zone,
        ZoneKind::Chrome | ZoneKind::Header | ZoneKind::Recipients | ZoneKind::Signature
    )
}

fn laws(context: &Context, dates: &[Found], coded: &[Mention]) -> Vec<Mention> {
    let pattern = &*LAW;
    let mut mentions = Vec::new();
    for m in pattern.find_iter(&context.folded) {
        let covered = &coded[coded.partition_point(|c| c.span.end <= m.start())..];
        if covered.first().is_some_and(|c| c.span.start <= m.start())
            || outside(context.zone_at(m.start()))
        {
            continue;
        }
        let Some(end) = law_end(context, m.start(), m.end()) else {
            continue;
        };
        // The code of the law follows: the mention with the code holds it.
        if covered.first().is_some_and(|c| c.span.start < end) {
            continue;
        }
        let word = m.as_str().trim_end();
        let name = match word.split_whitespace().next() {
            Some("bo") => "Bộ luật",
            Some("phap") => "Pháp lệnh",
            Some("hien") => "Hiến pháp",
            _ => "Luật",
        };
        let mut mention = Mention {
            span: Span::new(m.start(), end),
            kind: ReferenceKind::NamedDocument,
            doc_type: Some(name.to_owned()),
            ..Mention::default()
        };
        let name_end = end;
        complete(context, dates, &mut mention, end);
        if mention
            .date
            .as_ref()
            .is_some_and(|d| d.kind == DateKind::Month)
        {
            mention.date = None;
            mention.span.end = name_end;
        }
        mentions.push(mention);
    }
    mentions
}

/// The end of a law's name that begins behind its type; nothing if no name follows.
fn law_end(context: &Context, start: usize, name_start: usize) -> Option<usize> {
    let capital = |at: usize| {
        context
            .slice(Span::new(at, at + 1))
            .chars()
            .next()
            .is_some_and(char::is_uppercase)
    };
    let constitution = context.folded[start..].starts_with("hien");
    if !capital(start) {
        return None;
    }
    let rest = &context.folded[name_start..(name_start + 130).min(context.folded.len())];
    if constitution {
        let tail = "nuoc cong hoa xa hoi chu nghia viet nam";
        if rest.starts_with(tail) {
            return Some(name_start + tail.len());
        }
        let bytes = rest.as_bytes();
        let year = rest.starts_with("nam ") || bytes.first().is_some_and(u8::is_ascii_digit);
        return year.then(|| start + "hien phap".len());
    }
    if !capital(name_start) {
        return None;
    }
    let flat = rest.replace('\n', " ");
    let ends = |name: &&&str| {
        flat.strip_prefix(**name)
            .is_some_and(|r| !r.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    if let Some(name) = KNOWN.iter().find(ends) {
        return Some(name_start + name.len());
    }
    // Unknown: capitals and small words up to a word or mark that ends it.
    let bytes = rest.as_bytes();
    let (mut at, mut end, mut count) = (0, 0, 0);
    while at < bytes.len() && count < 9 {
        let from = at;
        while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'~') {
            at += 1;
        }
        let word = &rest[from..at];
        if word.is_empty()
            || word.bytes().all(|b| b.is_ascii_digit())
            || (count > 0 && STOPS.contains(&word))
        {
            break;
        }
        end = at;
        count += 1;
        if bytes.get(at) != Some(&b' ') && bytes.get(at) != Some(&b'\n') {
            break;
        }
        if bytes.get(at + 1) == Some(&b'\n') {
            break;
        }
        at += 1;
    }
    (count >= 2).then_some(name_start + end)
}

fn resolutions(context: &Context) -> Vec<Mention> {
    let pattern = &*RESOLUTION;
    pattern
        .find_iter(&context.folded)
        .filter(|m| !outside(context.zone_at(m.start())))
        .map(|m| Mention {
            span: Span::new(m.start(), m.end()),
            kind: ReferenceKind::NamedDocument,
            doc_type: Some("Nghị quyết".to_owned()),
            ..Mention::default()
        })
        .collect()
}
