//! Sentences that give somebody something to do: who, before what.

use super::bodies::{BARE_HEADS, agency_starts, body_starts};
use super::orders::{ASSIGN, ordered};
use super::roles::{LONGEST_SUBJECT, Roles, coop_in, is_agency_list, names_kind, parted};
use super::verbs::{verb_after, verb_at};
use super::view::View;
use regex::Regex;
use std::sync::LazyLock;

/// A sentence that gives somebody something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inline {
    /// Who.
    pub roles: Roles,
    /// Where the action begins.
    pub action: usize,
    /// Whether `giao`, `đề nghị`, `yêu cầu` stands before the agency: it is no part of the task.
    pub assigned: bool,
    /// Whether a word says that it is a duty (`chủ trì`, `có trách nhiệm`, `giao` …), or a colon behind the
    /// name.
    pub strong: bool,
    /// Whether a word says how it has to be done (`khẩn trương`, `chủ động` …): an order in what gives orders.
    pub pressing: bool,
    /// Whether `sẽ` says what a body is going to do: in running text it announces it.
    pub intends: bool,
}

/// Words between an agency and its verb that say that it is no order: done, being done, or what something is.
const TOLD: &[(&str, &str)] = &[
    ("da", "đã"),
    ("dang", "đang"),
    ("chua", "chưa"),
    ("la", "là"),
    ("duoc", "được"),
    ("gom", "gồm"),
    // `trân trọng cảm ơn sự phối hợp`: a noun, and no order.
    ("su", "sự"),
];

/// Words in whose like names of bodies end, though their last one may be told of elsewhere.
const SU_IN_NAMES: &[&str] = &[
    "nhan su", "quan su", "dan su", "hinh su", "thoi su", "lanh su",
];

/// How urgent a duty is: before its verb.
static URGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u) (?:khan truong|nghiem tuc|chu dong|kip thoi|tap trung|tiep tuc|phai|can)\b")
        .expect("a fixed pattern")
});

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

/// The longest title before a colon that says what a duty is about, in characters.
const LONGEST_TITLE: usize = 520;

/// How far the names of those who act may reach: to a colon, or to a semicolon that joins no bodies.
fn subject_limit(view: &View, start: usize, assigned: bool) -> usize {
    let verb = verb_after(view, start).unwrap_or(view.folded.len());
    let mut from = start;
    loop {
        let Some(at) = view.folded[from..].find([';', ':']).map(|n| from + n) else {
            return view.folded.len();
        };
        let next = at + 2;
        let joins = match view.folded[at..].as_bytes() {
            // `Thủ trưởng các phòng; người đứng đầu các đơn vị …`
            [b';', b' ', ..] => agency_starts(view, next),
            // `Giao các Sở: Nội vụ, Tài chính …`
            [b':', b' ', ..] => {
                let kind = names_kind(&view.folded[start..at]);
                (kind || assigned && (at <= start + 16 || agency_starts(view, next)))
                    && !verb_at(view, next)
                    && !view.folded[next..].starts_with('(')
            }
            _ => false,
        };
        if !joins || verb < at || at >= start + LONGEST_SUBJECT {
            return at;
        }
        from = next;
    }
}

/// Words behind a body's name that say that it has a duty.
const DUTIES: &[&str] = &[
    "chu tri",
    "co trach nhiem",
    "co nhiem vu",
    "chiu trach nhiem",
    "lam dau moi",
    "la dau moi",
    "la co quan dau moi",
    "la co quan thuong truc",
    "la co quan chu tri",
];

/// Bodies of a kind, of which the next words may say which.
const KINDS: &[&str] = &[
    "cac co quan",
    "cac don vi",
    "cac to chuc",
    "cac dia phuong",
    "cac doanh nghiep",
    "cac nha thau",
    "cac thanh vien",
];

/// Words before a verb that press for it.
const PRESSING: &[&str] = &[
    "khan truong",
    "chu dong",
    "nghiem tuc",
    "kip thoi",
    "quyet liet",
    "tap trung",
];

/// People who are no body: before a colon they are what is spoken of.
const PEOPLE: &[&str] = &["can bo", "cong chuc", "vien chuc"];

/// Whether small letters behind the colon of a name say what it does: `Đ/c Nhàn: tập nghi thức …`, and name nobody
/// and nothing themselves (`Chủ tọa: ông …`, `Thời gian: 08 giờ`).
fn predicate_at(view: &View, at: usize) -> bool {
    const NOUNS: &[&str] = &[
        "anh", "ba", "bi", "cac", "chi", "chua", "co", "con", "da", "dai", "dang", "do", "dong",
        "duoc", "gio", "gom", "hai", "khoang", "khong", "la", "moi", "mot", "ngay", "nhat", "nhu",
        "nhung", "ong", "qua", "so", "tai", "thay", "theo", "trong", "tu", "vi",
    ];
    let rest = view.folded.get(at..).unwrap_or_default();
    let word = rest.split([' ', ',', '.', ';']).next().unwrap_or_default();
    let words = rest
        .trim_end_matches(['.', ' ', ';', '/'])
        .split(' ')
        .count();
    let each = rest.starts_with("moi ") && agency_starts(view, at);
    view.is_small(at) && words > 1 && (each || !NOUNS.contains(&word) && !agency_starts(view, at))
}

/// `Trên cơ sở dự toán, Bộ Y tế có trách nhiệm …`: where the body begins that has a duty, behind
/// a clause that says on what ground, to what end or when.
fn behind_clause(view: &View) -> Option<usize> {
    static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)^(?:tren co so|can cu|theo|de|nham|sau khi|khi|doi voi) ")
            .expect("a fixed pattern")
    });
    // `Định kỳ hằng quý, …`, `Trước ngày 20 hằng tháng, …`, `Chậm nhất ngày 05 tháng 12, …`
    static WHEN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)^(?:(?:dinh ky )?(?:hang|moi) (?:ngay|tuan|thang|quy|nam)|dinh ky|",
            r"(?:hoan thanh )?(?:truoc|cham nhat(?: la| vao| den)?|den(?: het)?|trong)(?: ngay| thang| quy| [0-9]))\b"
        ))
        .expect("a fixed pattern")
    });
    let when = WHEN.is_match(&view.folded);
    if !when && !CLAUSE.is_match(&view.folded) {
        return None;
    }
    let sentence = view.folded.split(['.', ';', ':']).next()?;
    let end = sentence.len().min(2 * LONGEST_SUBJECT);
    let grounds = when
        || ["can cu ", "tren co so ", "de ", "nham "]
            .iter()
            .any(|w| sentence.starts_with(w));
    let about = sentence.starts_with("doi voi ");
    if !grounds && !about && !DUTIES.iter().any(|duty| sentence[..end].contains(duty)) {
        return None;
    }
    let commas = sentence[..end.min(LONGEST_SUBJECT)].match_indices(", ");
    let mut bodies = commas
        .map(|(at, _)| at + 2)
        .filter(|at| agency_starts(view, *at));
    bodies.find(|at| {
        verb_after(view, *at).is_some_and(|verb| {
            let tail = view.folded[verb..end.max(verb)].trim_start_matches([' ', ',']);
            let asks = ["de xuat", "khan truong", "bao cao"];
            DUTIES.iter().any(|d| tail.starts_with(d))
                || about && asks.iter().any(|w| tail.starts_with(w))
                || grounds && view.is_small(verb + 1)
        })
    })
}

/// `Về nhân sự: Sở Nội vụ chủ trì …`, `Về mở rộng cảng …: giao Bộ Xây dựng …`: where the body begins behind the
/// colon of a title, and whether it is told to act. A title that says what it is about may be long.
fn titled(view: &View) -> Option<(usize, bool)> {
    let about = ["ve ", "doi voi "]
        .iter()
        .any(|w| view.folded.starts_with(w));
    let longest = if about { LONGEST_TITLE } else { 80 };
    let colons = view.folded.match_indices(": ");
    let mut heads = colons.map(|(at, _)| at).take_while(|at| *at <= longest);
    heads.find_map(|at| {
        let behind = at + 2;
        if agency_starts(view, behind) {
            return Some((behind, false));
        }
        // `Chế độ báo cáo: định kỳ trước ngày 25 hàng tháng, các chủ đầu tư …`
        let clause = view.part(behind, view.folded.len().min(behind + 4 * LONGEST_SUBJECT));
        if let Some(body) = behind_clause(&clause) {
            return Some((behind + body, false));
        }
        // `…: với vai trò là chủ đầu tư, Tập đoàn …`
        let part = &view.folded[behind..view.folded.len().min(behind + 160)];
        let as_what = ["voi vai tro ", "voi tu cach "]
            .iter()
            .any(|w| part.starts_with(w));
        if let Some(comma) = part.find(", ").filter(|_| about && as_what)
            && agency_starts(view, behind + comma + 2)
        {
            return Some((behind + comma + 2, false));
        }
        let told = about.then(|| ASSIGN.find(&view.folded[behind..]))??;
        let body = behind + told.end();
        agency_starts(view, body).then_some((body, true))
    })
}

/// `Với ý nghĩa quan trọng của Dự án, yêu cầu các bộ …`: where the body begins that is told to act behind a
/// clause that says why.
fn asked(view: &View) -> Option<usize> {
    static WHY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)^(?:doi voi|voi|vi|do|de|nham|tren co so|can cu|sau khi|truoc mat)\b[a-z0-9 ,/()&-]{4,300}?,",
            r" (?:giao|yeu cau|de nghi)(?: cho)? "
        ))
        .expect("a fixed pattern")
    });
    let found = WHY.find(&view.folded)?;
    agency_starts(view, found.end()).then_some(found.end())
}

/// Whether a sentence that begins with a body says what it has done already.
fn told_as_done(view: &View, start: usize, end: usize) -> bool {
    static DONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?-u) (da) (?:co|ban hanh|gui|giao|ky|trinh|phe duyet|nhan duoc|duoc phan cong) ",
        )
        .expect("a fixed pattern")
    });
    let head = &view.folded[start..end.min(start + 240).max(start)];
    DONE.captures(head).and_then(|c| c.get(1)).is_some_and(|m| {
        let at = start + m.start();
        view.is_small(at) && view.is_word(at, start + m.end(), &[("da", "đã")])
    })
}

/// Where a sentence goes on behind the word that ties it to the one before: `Đồng thời, Sở A …`.
fn behind_link(view: &View) -> Option<usize> {
    static LINK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)^(?:dong thoi|ngoai ra|ben canh do|mat khac|rieng|trong do|tren co so do|truoc mat|",
            r"song song voi do|cung voi do),? "
        ))
        .expect("a fixed pattern")
    });
    LINK.find(&view.folded).map(|link| link.end())
}

/// A sentence that begins with an agency, or with a word that links it to the one before and an agency, and says
/// what it does.
pub fn inline(view: &View) -> Option<Inline> {
    let linked = || {
        let at = behind_link(view)?;
        let rest = begun(&view.part(at, view.folded.len()))?;
        Some(Inline {
            action: at + rest.action,
            ..rest
        })
    };
    linked().or_else(|| begun(view))
}

/// A body alone before a colon: where duties are handed out it has to do what follows, whatever that is
/// (`Phòng A: lo hậu cần`).
pub fn named_before_colon(view: &View) -> Option<Inline> {
    let colon = view.folded.find(':').filter(|at| *at <= 120)?;
    let said = view.folded[colon + 1..].trim_start();
    let head = view.part(0, view.folded[..colon].trim_end().len());
    let action = view.folded.len() - said.len();
    // What is told of bodies, and lists of them, begin with a capital.
    let names = said.contains(' ') && !view.is_capital(action) && !said.starts_with("la ");
    (names && is_agency_list(&head)).then(|| Inline {
        roles: Roles {
            lead: view.trimmed(0, head.folded.len()),
            coop: None,
        },
        action,
        assigned: false,
        strong: true,
        pressing: false,
        intends: false,
    })
}

/// A sentence that begins with an agency and says what it does.
fn begun(view: &View) -> Option<Inline> {
    let mut assigned = ASSIGN
        .find(&view.folded)
        .map(|m| m.end())
        .or_else(|| ordered(view));
    let mut start = assigned.unwrap_or(0);
    if !body_starts(view, start, assigned.is_some()) {
        if assigned.is_some() {
            return None;
        }
        start = match titled(view) {
            Some((body, told)) => {
                assigned = told.then_some(body);
                body
            }
            None => match asked(view) {
                Some(body) => {
                    assigned = Some(body);
                    body
                }
                None => behind_clause(view)?,
            },
        };
    }
    let limit = view.folded.len();
    let sentence = subject_limit(view, start, assigned.is_some());
    // `Ban xây dựng đảng chủ trì …`: a head alone names nobody yet.
    let bare = |verb: &usize| BARE_HEADS.contains(&&view.folded[start..*verb]);
    let verb = verb_after(view, start)
        .and_then(|v| match bare(&v) {
            true => verb_after(view, v + 2),
            false => Some(v),
        })
        .filter(|v| *v < sentence.min(start + LONGEST_SUBJECT))
        // `Sở Nội vụ: Chủ trì …`
        .or_else(|| {
            let named = view.folded[sentence..].starts_with(": ") && sentence <= start + 120;
            let listed = assigned.is_some() && view.folded[sentence..].starts_with(": (");
            let does = || verb_at(view, sentence + 2) || predicate_at(view, sentence + 2);
            (named && (listed || does())).then_some(sentence)
        })?;
    // `Cục … đã có văn bản …`: told as done.
    if assigned.is_none() && told_as_done(view, start, sentence) {
        return None;
    }
    // `Các cơ quan được phân công chủ trì nhiệm vụ … có trách nhiệm …`: who was charged, then their duty.
    let charged = ["duoc phan cong", "duoc giao"]
        .iter()
        .any(|w| view.folded[start..verb].ends_with(w));
    // `Các cơ quan đề xuất đặt hàng có trách nhiệm …`, `Cơ quan có thẩm quyền chấp thuận … có trách nhiệm …`: which of
    // many, then their duty.
    let kind = &view.folded[start..verb];
    let charged = charged
        || (KINDS.contains(&kind) || kind.starts_with("co quan "))
            && view.folded[verb..sentence.min(start + LONGEST_SUBJECT)]
                .split(',')
                .next()
                .is_some_and(|clause| clause.contains(" co trach nhiem"));
    let verb = charged
        .then(|| {
            let end = sentence.min(start + LONGEST_SUBJECT);
            let duty = [" co trach nhiem", " chiu trach nhiem"];
            duty.iter()
                .filter_map(|d| view.folded[verb..end].find(d))
                .min()
                .map(|at| verb + at)
        })
        .flatten()
        .unwrap_or(verb);
    let subject = &view.folded[start..verb];
    let bracketed = subject.contains('(') && !subject.contains(')');
    // `Chủ tịch là người …` says who somebody is, `Sở A có Công văn số …` what it has written.
    let told = [
        " la nguoi ",
        " co cong van ",
        " co van ban ",
        " co to trinh ",
        " khong duoc ",
        " duoc su dung ",
        " duoc huong ",
    ];
    let told = told.iter().any(|words| subject.contains(words));
    if bracketed || told || subject.contains(". ") || subject.contains("...") {
        return None;
    }
    let last = start + subject.rfind(' ').map_or(0, |at| at + 1);
    let one_of = |words: &[(&str, &str)]| {
        words
            .iter()
            .any(|(plain, _)| *plain == &view.folded[last..verb])
            // `Sơn La` says nothing of what is.
            && view.is_small(last)
            && view.is_word(last, verb, words)
    };
    // `phòng Nhân sự chủ trì`, `Ban Chỉ huy Quân sự phối hợp`: names of bodies.
    let named_so = SU_IN_NAMES.iter().any(|w| subject.ends_with(w));
    let told = one_of(TOLD) && !named_so;
    // `yêu cầu các đơn vị chưa báo cáo khẩn trương …`: which bodies, before what they have to do.
    let which = || {
        let things = ["du an", "cong trinh", "goi thau", "nhiem vu"];
        let running = things
            .iter()
            .any(|w| subject.trim_end_matches("dang").trim_end().ends_with(w));
        let from = assigned.or(running.then_some(start)).filter(|_| told)?;
        let urged = URGED.find_at(&view.folded[..sentence.min(from + LONGEST_SUBJECT)], verb)?;
        Some(urged.start())
    };
    // `Các đơn vị được kiểm tra: Chuẩn bị …`: which bodies, before the colon.
    let colon = || {
        let listed = view.folded[sentence..].starts_with(": ") && sentence <= start + 120;
        (listed && verb_at(view, sentence + 2)).then_some(sentence)
    };
    let verb = match told {
        true => which().or_else(colon)?,
        false => verb,
    };
    let named = if !told && one_of(ADVERBS) { last } else { verb };
    // `các bí thư phải quán xuyến và trực tiếp chỉ đạo`: the modal ends the name.
    static MODAL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?-u) (phai|can) ").expect("a fixed pattern"));
    let modal = MODAL
        .captures_iter(&view.folded[start..named])
        .filter_map(|c| c.get(1))
        .map(|m| (start + m.start(), start + m.end()))
        .find(|(at, end)| view.is_small(*at) && view.is_word(*at, *end, ADVERBS));
    let named = modal.filter(|_| !told).map_or(named, |(at, _)| at);
    // `Ban Thường trực mỗi năm họp 4 lần`
    static HOW_OFTEN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u),? (?:dinh ky )?(?:hang|moi) (?:ngay|tuan|thang|quy|nam)$")
            .expect("a fixed pattern")
    });
    let named = HOW_OFTEN
        .find_at(view.folded[..named].trim_end(), start)
        .map_or(named, |m| m.start());
    let tail = view.folded[verb..].trim_start_matches([' ', ',', ':']);
    let action = limit - tail.len();
    // `Viên chức: Học thêm …` is about people, not an order to them.
    let named_alone = verb == sentence
        && verb_at(view, sentence + 2)
        && !PEOPLE.iter().any(|p| subject.starts_with(p));
    // `trực tiếp chủ trì`: how comes before what.
    let duty = ["truc tiep ", "tiep tuc "]
        .iter()
        .find_map(|how| tail.strip_prefix(how))
        .unwrap_or(tail);
    let strong = assigned.is_some() || named_alone || DUTIES.iter().any(|d| duty.starts_with(d));
    let first_sentence = view.folded[action..]
        .find(". ")
        .map_or(limit, |n| action + n);
    let coop = coop_in(view, verb, first_sentence.min(action + 460));
    let parted = parted(view, start, named);
    Some(Inline {
        roles: Roles {
            lead: parted.lead,
            coop: parted.coop.or(coop),
        },
        action,
        assigned: assigned.is_some(),
        strong,
        intends: view.is_word(last, verb, &[("se", "sẽ")]) && &view.folded[last..verb] == "se",
        pressing: PRESSING.iter().any(|w| tail.starts_with(w)),
    })
}
