//! Who leads and who takes part: agency phrases and the words that give them their role.

use super::view::View;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// Lead and partners of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles {
    /// Who leads (*chủ trì*).
    pub lead: Option<Span>,
    /// Who takes part (*phối hợp*).
    pub coop: Option<Span>,
}

/// A sentence that gives somebody something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inline {
    /// Who.
    pub roles: Roles,
    /// Where the action begins.
    pub action: usize,
    /// Whether `giao`, `đề nghị`, `yêu cầu` stands before the agency: it is no part of the task.
    pub assigned: bool,
    /// Whether a word says that it is a duty (`chủ trì`, `có trách nhiệm`, `giao` …).
    pub strong: bool,
}

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
    "ben a",
    "ben b",
    "cac ho",
];

/// Heads with their marks: other words fold to the same letters (`Đội` and `Đối`, `Phường` and `Phương`).
const MARKED_HEADS: &[(&str, &[&str])] = &[
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
    ("tram", &["trạm"]),
    ("truong", &["trường", "trưởng"]),
    ("vien", &["viện"]),
    ("vu", &["vụ"]),
    ("xa", &["xã"]),
    ("ban", &["ban"]),
    ("cac ban", &["các ban"]),
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
    ("don vi", &["đơn vị"]),
];

/// Verbs at which the name of an agency ends, if they are written small.
const VERBS: &str = concat!(
    "chu tri|co trach nhiem|chiu trach nhiem|phoi hop|tham muu|lam dau moi|la co quan|la dau moi|can cu|xay dung|thuc hien|trien khai|tiep tuc|",
    "huong dan|kiem tra|theo doi|don doc|tong hop|bao cao|ra soat|nghien cuu|de xuat|tuyen truyen|chi dao|dinh huong|bo tri|tham dinh|cap nhat|cung cap|",
    "theo|kip thoi|day manh|tang cuong|dam bao|bao dam|quan ly|giai quyet|phat huy|van dong|lap|trinh|ban hanh|thanh lap|giam sat|danh gia|thong ke|",
    "kiem dem|so tan|di doi|khac phuc|ngan chan|phong ngua|ung truc|truc ban|huong ung|ho tro|tao dieu kien|khuyen khich|ky ket|ban giao|nghiem thu|",
    "thanh toan|quyet toan|phan bo|giai ngan|quang ba|truyen thong|cong bo|so hoa|chinh ly|bao quan|dieu tra|xu phat|thu hoi|lam viec|khao sat|tiep thu|",
    "can doi|bien soan|phe duyet|gui|chuan bi|hoan thanh|hoan thien|khan truong|chu dong|quan triet|pho bien|tap huan|dao tao|xu ly|van hanh|so ket|tong ket|",
    "phat dong|thu thap|kien nghi|tham gia|dua|cong khai|cu|ung dung|khai thac|van hanh|ket noi|tang|nang cao|duy tri|lua chon|mo|chuyen|tiep nhan|tra loi|",
    "de|nham|trong|thuong xuyen|dinh ky|khi|neu|phan cong|giao|bo sung|xac dinh|xac minh|thong bao|dang tai|dang ky|tranh thu|huy dong|cho|sap xep|bien tap|phan anh|day|dung|niem yet|viet|lanh dao|nghiem tuc|tap trung|truoc|sau khi"
);

static VERB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?-u)[ ,](?:{VERBS}|to chuc)\b")).expect("a fixed pattern")
});
static ASSIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)^(?:giao|de nghi|yeu cau|phan cong|uy quyen)(?: cho)? ")
        .expect("a fixed pattern")
});
/// `Trách nhiệm của Bộ Tài chính` as the heading of duties.
static DUTY_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)^(?:trach nhiem|nhiem vu)(?:,? quyen han)?(?: thi hanh| thuc hien)? cua ")
        .expect("a fixed pattern")
});
/// What law allows or lays down is no order: `Chủ đầu tư có các quyền sau đây`.
static RIGHTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u) co (?:cac )?(?:quyen|nghia vu)\b").expect("a fixed pattern")
});
/// Words between an agency and its verb that say that it is no order: done, being done, or what something is.
const TOLD: &[(&str, &str)] = &[
    ("da", "đã"),
    ("dang", "đang"),
    ("chua", "chưa"),
    ("la", "là"),
];
/// Words between an agency and its verb that are no part of its name.
const ADVERBS: &[(&str, &str)] = &[
    ("chi", "chỉ"),
    ("tu", "tự"),
    ("se", "sẽ"),
    ("phai", "phải"),
    ("can", "cần"),
    ("cung", "cũng"),
    ("deu", "đều"),
];
static COOP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\bphoi hop(?: chat che| thuong xuyen)?(?: voi| cung)(?: voi)? ")
        .expect("a fixed pattern")
});

/// Short verbs with their marks: other words fold to the same letters (`giao` and `giáo`, `dùng` and `dụng`).
const MARKED: &[(&str, &str)] = &[
    ("dung", "dùng"),
    ("giao", "giao"),
    ("cu", "cử"),
    ("mo", "mở"),
    ("dua", "đưa"),
    ("cho", "cho"),
    ("tang", "tăng"),
    ("lap", "lập"),
    ("chuyen", "chuyển"),
    ("de", "để"),
    ("khi", "khi"),
    ("neu", "nếu"),
    ("theo", "theo"),
    ("gui", "gửi"),
    ("trinh", "trình"),
    ("nham", "nhằm"),
    ("trong", "trong"),
    ("truoc", "trước"),
    ("day", "đẩy"),
    ("viet", "viết"),
    ("lanh dao", "lãnh đạo"),
    ("quan ly", "quản lý"),
    ("thanh lap", "thành lập"),
    ("dua", "đưa"),
];

/// Words behind which `tổ chức` is a noun.
const ORGANIZATION_TAILS: &[&str] = &[
    ",",
    " chinh tri",
    " xa hoi",
    " lien quan",
    " co lien",
    " khac",
    " kinh te",
    " quoc te",
    " tin dung",
    " doan the",
    " hoi",
    " ca nhan",
    " dang",
    " thanh vien",
    " khoa hoc",
    ";",
    ".",
    ":",
    " va ca nhan",
    " su nghiep",
    " phi",
];

/// What stands before `lãnh đạo` as a verb: a committee of the Party and whose it is. Elsewhere it means
/// people: `các đồng chí lãnh đạo`.
const LEADING_TAILS: &[&str] = &[
    " uy",
    " doan",
    " thuong vu",
    " chi bo",
    " dang bo",
    " tinh",
    " huyen",
    " xa",
    " phuong",
];

/// The first verb behind `from` that ends a name: a small letter, and no `tổ chức` that is a body.
fn verb_after(view: &View, from: usize) -> Option<usize> {
    let pattern = &*VERB;
    let mut at = from.saturating_sub(1);
    while let Some(m) = pattern.find_at(&view.folded, at) {
        let word = m.start() + 1;
        at = m.start() + 1;
        if word < from || !view.is_small(word) {
            continue;
        }
        let rest = &view.folded[m.end()..];
        let is = |w: &str| view.folded[word..].starts_with(w);
        let noun = is("to chuc") && ORGANIZATION_TAILS.iter().any(|t| rest.starts_with(t));
        let before = &view.folded[..m.start()];
        // `cơ quan quản lý`, `đơn vị thực hiện`, `công tác tuyên truyền` are names of bodies.
        let many = before.ends_with("cac don vi") || before.ends_with("cac co quan");
        let compound = ["co quan", "don vi", "ban", "co so"]
            .iter()
            .any(|w| before.ends_with(w))
            && (is("quan ly")
                || (!many && (is("thuc hien") || is("cung cap")))
                || is("dao tao")
                || is("kiem tra"));
        // `viện nghiên cứu`, `trung tâm đào tạo` are bodies, too.
        let institute = ["vien", "trung tam", "truong"]
            .iter()
            .any(|w| before.ends_with(w))
            && (is("nghien cuu") || is("dao tao") || is("ung dung"));
        let listed =
            before.ends_with("khoi") || before.ends_with("vu") || before.ends_with("luc luong");
        let leaders = is("lanh dao") && !LEADING_TAILS.iter().any(|w| before.ends_with(w));
        // `Bộ Ngoại giao`.
        let foreign = is("giao") && before.ends_with("ngoai");
        if noun
            || foreign
            || leaders
            || compound
            || institute
            || !view.is_word(word, m.end(), MARKED)
            || (listed && is("tuyen truyen"))
        {
            continue;
        }
        return Some(m.start());
    }
    None
}

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
    heads_with(rest).iter().any(|h| {
        rest.strip_prefix(h)
            .is_some_and(|r| r.starts_with([' ', ',']) || r.is_empty() || r.starts_with(':'))
            && head_is_marked(view, at, h)
    }) && !rest.starts_with("bo sung")
        && !rest.starts_with("bo tri")
        && !rest.starts_with("ban hanh")
        && !rest.starts_with("so voi")
        && !rest.starts_with("truong hop")
        && !rest.starts_with("bao cao")
        && !rest.starts_with("bao dam")
        && !rest.starts_with("bao ve")
        && !rest.starts_with("bao gom")
        && !rest.starts_with("to chuc")
        && !rest.starts_with("khoa hoc")
        && !rest.starts_with("phong chong")
        && !rest.starts_with("phong, chong")
        && !rest.starts_with("so luong")
        && !rest.starts_with("hoi nghi")
        && !rest.starts_with("hoi thao")
        && !rest.starts_with("quy dinh")
        && !rest.starts_with("quy mo")
        && !rest.starts_with("quy hoach")
        && !rest.starts_with("quy che")
        && !rest.starts_with("cong an ninh")
        && !rest.starts_with("vien chuc")
        && !rest.starts_with("vu viec")
        && !rest.starts_with("bo phan")
        && !rest.starts_with("huyen thoai")
        && !rest.starts_with("chu tich nuoc cong hoa")
        && !rest.starts_with("tram bom")
        && !rest.starts_with("tram bien ap")
        && !rest.starts_with("tram xu ly")
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

/// Words that name a body only with more behind them.
const BARE_HEADS: &[&str] = &[
    "lanh dao",
    "can bo",
    "cong chuc",
    "don vi",
    "co quan",
    "dia phuong",
    "to",
    "ban",
    "bo",
    "so",
    "thanh vien",
    "ke toan",
    "truong",
    "quy",
    "hoi",
];

/// Whether a whole text is a list of agencies, and no sentence.
pub fn is_agency_list(view: &View) -> bool {
    let end = view.folded.trim_end_matches([':', '.', ' ', ';']).len();
    // `Chủ đầu tư: Công ty …` names somebody.
    (3..260).contains(&end)
        && !view.folded[..end].contains(": ")
        && !BARE_HEADS.contains(&&view.folded[..end])
        && agency_starts(view, 0)
        && verb_after(view, 0).is_none_or(|v| v >= end)
}

/// Whether a heading names who is charged with what stands under it.
pub fn names_the_charged(view: &View) -> bool {
    is_agency_list(view) || DUTY_OF.is_match(&view.folded)
}

/// The roles that a lead-in (`X chủ trì, phối hợp với Y:`) or an agency's heading gives what follows.
pub fn of_lead_in(view: &View) -> Option<Roles> {
    let end = view.folded.trim_end_matches([':', ' ', '.']).len();
    let assigned = ASSIGN
        .find(&view.folded)
        .or_else(|| DUTY_OF.find(&view.folded))
        .map_or(0, |m| m.end());
    if !agency_starts(view, assigned) || end > 420 || RIGHTS.is_match(&view.folded[..end]) {
        return None;
    }
    let verb = verb_after(view, assigned).filter(|v| *v < end);
    let Some(verb) = verb else {
        return Some(Roles {
            lead: view.trimmed(assigned, end),
            coop: None,
        });
    };
    let tail = &view.folded[verb..end];
    let leads = tail.trim_start_matches([' ', ',']);
    let duty = [
        "chu tri",
        "co trach nhiem",
        "chiu trach nhiem",
        "phoi hop",
        "tham muu",
        "lam dau moi",
        "thuc hien",
        "can cu",
        "to chuc thuc hien",
        "trien khai",
        "tap trung",
        "chi dao",
    ];
    if !view.folded.trim_end().ends_with(':') || !duty.iter().any(|d| leads.starts_with(d)) {
        return None;
    }
    Some(Roles {
        lead: view.trimmed(assigned, verb),
        coop: coop_in(view, verb, end),
    })
}

/// The partners named behind `phối hợp với`, up to the verb that follows them.
pub fn coop_in(view: &View, from: usize, to: usize) -> Option<Span> {
    // `phối hợp Văn phòng …`: `với` may be left out before a body's name.
    let bare = || {
        let word = "phoi hop ";
        let at = from + view.folded[from..to].find(word)? + word.len();
        agency_starts(view, at).then_some(at)
    };
    let with = COOP.find_at(&view.folded[..to], from).map(|m| m.end());
    let start = with.or_else(bare)?;
    let stop = view.folded[start..to]
        .find([';', '.', ':', '('])
        .map_or(to, |n| start + n);
    let stop = after_level(view, start, stop);
    let end = verb_after(view, start + 1)
        .filter(|v| *v < stop)
        .unwrap_or(stop);
    view.trimmed(start, end)
}

/// Where the partners end behind the word of a level (`tỉnh kiểm đếm …`): a small word that is part of
/// no name follows it.
fn after_level(view: &View, start: usize, stop: usize) -> usize {
    static LEVEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)\b(?:tinh|thanh pho|huyen|xa|phuong|dac khu|lien quan|dia phuong) ",
            r"([a-z]+)"
        ))
        .expect("a fixed pattern")
    });
    const CONNECTIVES: &[&str] = &[
        "va", "cac", "thuoc", "truc", "co", "lien", "cung", "tren", "noi", "khac", "den", "o",
        "phuong", "xa", "thi", "huyen", "thanh", "dac", "theo", "cua", "hoac", "nhu", "phia",
        "bien", "gioi", "hoi", "moi", "dao", "lan", "giap", "uy", "doan",
    ];
    let mut from = start;
    while let Some(found) = LEVEL.captures_at(&view.folded[..stop], from) {
        let Some(next) = found.get(1) else { break };
        if view.is_small(next.start()) && !CONNECTIVES.contains(&next.as_str()) {
            return next.start();
        }
        from = next.start();
    }
    stop
}

/// `Chủ trì, phối hợp với Y …`, `Phối hợp với Y …` at the head of a unit.
pub fn own_coop(view: &View) -> Option<Span> {
    let starts = ["chu tri", "phoi hop", "lam dau moi"]
        .iter()
        .any(|w| view.folded.starts_with(w));
    let limit = view.folded.len().min(500);
    let m = COOP.find(&view.folded[..limit])?;
    (starts && m.start() < 60)
        .then(|| coop_in(view, 0, limit))
        .flatten()
}

/// A sentence that begins with an agency and says what it does.
pub fn inline(view: &View) -> Option<Inline> {
    let assigned = ASSIGN.find(&view.folded).map(|m| m.end());
    let mut start = assigned.unwrap_or(0);
    if !agency_starts(view, start) {
        // `Về nhân sự: Sở Nội vụ chủ trì …`
        let title = view.folded.find(": ").filter(|at| *at <= 80)?;
        start = title + 2;
        if assigned.is_some() || !agency_starts(view, start) {
            return None;
        }
    }
    let limit = view.folded.len();
    let sentence = view.folded[start..]
        .find([';', ':'])
        .map_or(limit, |at| start + at);
    let verb = verb_after(view, start).filter(|v| *v < sentence.min(start + 320))?;
    let subject = &view.folded[start..verb];
    let bracketed = subject.contains('(') && !subject.contains(')');
    if bracketed || subject.contains(". ") || subject.contains("...") {
        return None;
    }
    let last = start + subject.rfind(' ').map_or(0, |at| at + 1);
    let one_of = |words: &[(&str, &str)]| {
        words
            .iter()
            .any(|(plain, _)| *plain == &view.folded[last..verb])
            && view.is_word(last, verb, words)
    };
    if one_of(TOLD) {
        return None;
    }
    let named = if one_of(ADVERBS) { last } else { verb };
    let tail = view.folded[verb..].trim_start_matches([' ', ',']);
    let action = limit - tail.len();
    let duty = [
        "chu tri",
        "co trach nhiem",
        "chiu trach nhiem",
        "lam dau moi",
        "la dau moi",
        "la co quan",
    ];
    let strong = assigned.is_some() || duty.iter().any(|d| tail.starts_with(d));
    let first_sentence = view.folded[action..]
        .find(". ")
        .map_or(limit, |n| action + n);
    let coop = coop_in(view, verb, first_sentence.min(action + 460)).filter(|_| {
        tail.starts_with("chu tri")
            || tail.starts_with("phoi hop")
            || tail.contains("chu tri, phoi hop")
            || tail.starts_with("co trach nhiem")
            || tail.starts_with("lam dau moi")
    });
    Some(Inline {
        roles: Roles {
            lead: view.trimmed(start, named),
            coop,
        },
        action,
        assigned: assigned.is_some(),
        strong,
    })
}
