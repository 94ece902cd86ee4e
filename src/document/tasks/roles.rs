//! Who leads and who takes part: the words that give bodies their role.

use super::bodies::{BARE_HEADS, agency_starts};
use super::verbs::{verb_after, verb_at};
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
    /// Whether a word says that it is a duty (`chủ trì`, `có trách nhiệm`, `giao` …), or a colon behind the
    /// name.
    pub strong: bool,
    /// Whether a word says how it has to be done (`khẩn trương`, `chủ động` …): an order in what gives orders.
    pub pressing: bool,
}

static ASSIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)^(?:giao|de nghi|yeu cau|phan cong|uy quyen)(?: cho)? ")
        .expect("a fixed pattern")
});
/// `Chủ tịch UBND tỉnh giao Sở Nội vụ …`, `Để kịp thời, Giám đốc Sở yêu cầu …`: who orders, before
/// whom.
static ORDERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)^(?:(?:sau khi|de|nham|vi vay|do do|do vay|tren co so|can cu)\b[a-z0-9 ,/-]{0,160}?[ ,]",
        r"|(?:de|nham|tren co so|can cu|thuc hien)\b[a-z0-9 ,/()&-]{0,400}?, )?",
        r"(?:chu tich|pho chu tich|thu tuong|pho thu tuong|bo truong|thu truong|giam doc|uy ban nhan dan|ubnd|",
        r"thuong truc|ban thuong vu|tinh uy|thanh uy|dang uy|bo|so|cuc|van phong)\b[a-z0-9 ,/-]{0,60}?",
        r" (giao|yeu cau|de nghi)(?: cho)? "
    ))
    .expect("a fixed pattern")
});
/// `Trách nhiệm của Bộ Tài chính` as the heading of duties.
static DUTY_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?-u)^(?:trach nhiem|nhiem vu)(?:(?:,| va)? quyen han)?(?: thi hanh| thuc hien)? cua ",
    )
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
    ("duoc", "được"),
    ("gom", "gồm"),
    // `trân trọng cảm ơn sự phối hợp`: a noun, and no order.
    ("su", "sự"),
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
static COOP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\bphoi(?: hop(?: chat che| thuong xuyen)?(?: voi| cung)| voi)(?: voi)? ")
        .expect("a fixed pattern")
});

/// The longest title before a colon that says what a duty is about, in characters.
const LONGEST_TITLE: usize = 520;

/// The longest names of those who act before their verb, in characters.
const LONGEST_SUBJECT: usize = 320;

/// Whether a whole text is a list of agencies, and no sentence.
pub fn is_agency_list(view: &View) -> bool {
    let end = view.folded.trim_end_matches([':', '.', ' ', ';']).len();
    // `Chủ đầu tư: Công ty …` names somebody.
    (3..260).contains(&end)
        && view.folded[..end]
            .find(": ")
            // `Các bộ: Tài chính, Nội vụ` names several.
            .is_none_or(|at| at <= 16 && view.folded.starts_with("cac "))
        && !BARE_HEADS.contains(&&view.folded[..end])
        && agency_starts(view, 0)
        && verb_after(view, 0).is_none_or(|v| v >= end || is_trade(&view.folded[v..end]))
}

/// Whether the last words of a name are what the body does: `Cục Kinh tế - Quản lý đầu tư xây dựng`.
fn is_trade(words: &str) -> bool {
    let trades = [
        "xay dung",
        "kiem tra",
        "quan ly",
        "dao tao",
        "nghien cuu",
        "giam sat",
        "tham dinh",
        "khai thac",
    ];
    trades.contains(&words.trim())
}

/// Whether a heading names who is charged with what stands under it: `Sở Nội vụ`, `Giao Sở Nội vụ`.
pub fn names_the_charged(view: &View) -> bool {
    let given = ASSIGN.find(&view.folded).is_some_and(|told| {
        let end = view.folded.trim_end_matches([':', '.', ' ']).len();
        agency_starts(view, told.end()) && verb_after(view, told.end()).is_none_or(|v| v >= end)
    });
    given || is_agency_list(view) || DUTY_OF.is_match(&view.folded)
}

/// The roles that a lead-in (`X chủ trì, phối hợp với Y:`) or an agency's heading gives what follows.
pub fn of_lead_in(view: &View) -> Option<Roles> {
    let end = view.folded.trim_end_matches([':', ' ', '.']).len();
    if end > 420 || RIGHTS.is_match(&view.folded[..end]) {
        return None;
    }
    if let Some(duty) = DUTY_OF.find(&view.folded[..end]) {
        let verb = verb_after(view, duty.end()).filter(|v| *v < end);
        return Some(Roles {
            lead: view.trimmed(duty.end(), verb.unwrap_or(end)),
            coop: None,
        });
    }
    let assigned = ASSIGN.find(&view.folded).map(|m| m.end());
    let assigned = assigned.or_else(|| ordered(view)).unwrap_or(0);
    if !agency_starts(view, assigned) {
        return None;
    }
    let verb = verb_after(view, assigned).filter(|v| *v < end && !is_trade(&view.folded[*v..end]));
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

/// Whom the last sentence of a lead-in tells to act: `Để …, Bộ A đề nghị Ủy ban nhân dân các tỉnh
/// thực hiện các nhiệm vụ sau:`.
pub fn told_in(view: &View) -> Option<Roles> {
    static TELLS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)(?:^| )(?:de nghi|yeu cau|giao)(?: cho)? ").expect("a fixed pattern")
    });
    static LISTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u) (?:nhu sau|sau day|(?:noi dung|nhiem vu|cong viec|viec|giai phap)",
            r"(?: chinh| cu the| trong tam| chu yeu| cap bach)?(?: sau)?)$"
        ))
        .expect("a fixed pattern")
    });
    let text = view.folded.trim_end();
    let text = text.strip_suffix(':')?.trim_end();
    let listed = LISTS.is_match(text);
    let sentence = text.rfind(". ").map_or(0, |at| at + 2);
    let mut told = TELLS.find_iter(&text[sentence..]).filter_map(|m| {
        let (verb, body) = (sentence + m.start(), sentence + m.end());
        let before = text[sentence..verb].rsplit(' ').next();
        let reported = matches!(before, Some("da" | "duoc" | "theo" | "viec"));
        (!reported && agency_starts(view, body)).then_some(body)
    });
    let start = told.next()?;
    // `Bộ A yêu cầu các cơ quan, đơn vị:`
    let end = match verb_after(view, start).filter(|v| *v < text.len()) {
        Some(verb) if listed => verb,
        None => text.len(),
        Some(_) => return None,
    };
    let named = end - start <= LONGEST_SUBJECT;
    named.then(|| Roles {
        lead: view.trimmed(start, end),
        coop: None,
    })
}

/// Whether words end in the kind of bodies that a colon then names: `các Bộ`, `các tỉnh, thành phố`.
fn names_kind(before: &str) -> bool {
    static KIND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)\bcac (?:(?:so|bo|ban|nganh|don vi|co quan|tap doan|tong cong ty|cong ty|phong|truong|tinh|thanh pho|",
            r"huyen|quan|xa|phuong|cuc|vu|hoi|doan the|trung tam|dia phuong)(?:, | va )?)+$"
        ))
        .expect("a fixed pattern")
    });
    KIND.is_match(&before[before.len().saturating_sub(60)..])
}

/// Whether a list of names goes on behind a bracket.
fn joins(rest: &str) -> bool {
    rest.starts_with(" va ") || rest.starts_with(", ")
}

/// The body that a text names before it says what that body leads.
pub fn before_leading(view: &View) -> Option<Span> {
    let verb = verb_after(view, 0).filter(|_| agency_starts(view, 0))?;
    let leads = view.folded[verb..]
        .trim_start_matches([' ', ','])
        .starts_with("chu tri");
    leads.then(|| view.trimmed(0, verb)).flatten()
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
    // `các đơn vị: Văn phòng UBND tỉnh (Trung tâm …) và các cơ quan …`
    let mut from = start;
    let stop = loop {
        let Some(at) = view.folded[from..to]
            .find([';', '.', ':', '('])
            .map(|n| from + n)
        else {
            break to;
        };
        let before = &view.folded[start..at];
        from = match view.folded.as_bytes()[at] {
            b':' if names_kind(before) => at + 1,
            b'(' => match view.folded[at..to].find(')').map(|n| at + n + 1) {
                Some(close) if joins(&view.folded[close..to]) => close,
                _ => break at,
            },
            _ => break at,
        };
    };
    let stop = after_level(view, start, stop);
    let end = verb_after(view, from.max(start + 1))
        .filter(|v| *v < stop)
        .unwrap_or(stop);
    let end = verb_after(view, start + 1)
        .filter(|v| *v < end)
        .unwrap_or(end);
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
    let starts = ["chu tri", "phoi hop", "chu dong phoi hop", "lam dau moi"]
        .iter()
        .any(|w| view.folded.starts_with(w));
    let limit = view.folded.len().min(500);
    let m = COOP.find(&view.folded[..limit])?;
    (starts && m.start() < 60)
        .then(|| coop_in(view, 0, limit))
        .flatten()
}

static GIVING_NOUNS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\bgiao (duc|thong|dich|luu|ban|nhan)\b").expect("a fixed pattern")
});

/// Where the body begins that another one tells to act.
fn ordered(view: &View) -> Option<usize> {
    // `Bộ Giáo dục` gives no order.
    let head = &view.folded[..view.folded.len().min(900)];
    let masked = GIVING_NOUNS.replace_all(head, "giax $1");
    let found = ORDERS.captures(&masked)?;
    let (whole, verb) = (found.get(0)?, found.get(1)?);
    let told = ["da", "duoc", "theo", "do", "tai", "co", "viec"];
    let clause = view.folded[..verb.start()]
        .rfind(", ")
        .map_or(0, |at| at + 2);
    let before = view.folded[clause..verb.start()].split(' ');
    let order = view.is_small(verb.start())
        && view.is_word(
            verb.start(),
            verb.end(),
            &[("giao", "giao"), ("de nghi", "đề nghị")],
        )
        && !before.rev().take(12).any(|w| told.contains(&w));
    (order && agency_starts(view, whole.end())).then_some(whole.end())
}

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
                (kind || assigned && at <= start + 16) && !verb_at(view, next)
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

/// `Trên cơ sở dự toán, Bộ Y tế có trách nhiệm …`: where the body begins that has a duty, behind
/// a clause that says on what ground, to what end or when.
fn behind_clause(view: &View) -> Option<usize> {
    static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)^(?:tren co so|can cu|theo|de|nham|sau khi|khi|hang (?:nam|quy|thang)) ")
            .expect("a fixed pattern")
    });
    CLAUSE.find(&view.folded)?;
    let sentence = view.folded.split(['.', ';', ':']).next()?;
    let end = sentence.len().min(2 * LONGEST_SUBJECT);
    let grounds = ["can cu ", "tren co so "]
        .iter()
        .any(|w| sentence.starts_with(w));
    if !grounds && !DUTIES.iter().any(|duty| sentence[..end].contains(duty)) {
        return None;
    }
    let commas = sentence[..end.min(LONGEST_SUBJECT)].match_indices(", ");
    let mut bodies = commas
        .map(|(at, _)| at + 2)
        .filter(|at| agency_starts(view, *at));
    bodies.find(|at| {
        verb_after(view, *at).is_some_and(|verb| {
            let tail = view.folded[verb..end.max(verb)].trim_start_matches([' ', ',']);
            DUTIES.iter().any(|d| tail.starts_with(d)) || grounds && view.is_small(verb + 1)
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
            r"(?-u)^(?:voi|vi|do|de|nham|tren co so|can cu|sau khi|truoc mat)\b[a-z0-9 ,/()&-]{4,300}?,",
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
        Regex::new(r"(?-u) (da) (?:co|ban hanh|gui|giao|ky|trinh|phe duyet|nhan duoc) ")
            .expect("a fixed pattern")
    });
    let head = &view.folded[start..end.min(start + 240).max(start)];
    DONE.captures(head).and_then(|c| c.get(1)).is_some_and(|m| {
        let at = start + m.start();
        view.is_small(at) && view.is_word(at, start + m.end(), &[("da", "đã")])
    })
}

/// A sentence that begins with an agency and says what it does.
pub fn inline(view: &View) -> Option<Inline> {
    let mut assigned = ASSIGN
        .find(&view.folded)
        .map(|m| m.end())
        .or_else(|| ordered(view));
    let mut start = assigned.unwrap_or(0);
    if !agency_starts(view, start) {
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
            (named && (verb_at(view, sentence + 2) || listed)).then_some(sentence)
        })?;
    // `Cục … đã có văn bản …`: told as done.
    if assigned.is_none() && told_as_done(view, start, sentence) {
        return None;
    }
    // `Các cơ quan được phân công chủ trì nhiệm vụ … có trách nhiệm …`: who was charged, then their duty.
    let charged = ["duoc phan cong", "duoc giao"]
        .iter()
        .any(|w| view.folded[start..verb].ends_with(w));
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
    if bracketed || subject.contains(". ") || subject.contains("...") {
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
    let told = one_of(TOLD);
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
    let verb = match told {
        true => which()?,
        false => verb,
    };
    let named = if !told && one_of(ADVERBS) { last } else { verb };
    let tail = view.folded[verb..].trim_start_matches([' ', ',', ':']);
    let action = limit - tail.len();
    // `Viên chức: Học thêm …` is about people, not an order to them.
    let named_alone = verb == sentence && !PEOPLE.iter().any(|p| subject.starts_with(p));
    let strong = assigned.is_some() || named_alone || DUTIES.iter().any(|d| tail.starts_with(d));
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
        pressing: PRESSING.iter().any(|w| tail.starts_with(w)),
    })
}
