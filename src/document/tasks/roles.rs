//! Who leads and who takes part: the words that give bodies their role.

use super::bodies::{BARE_HEADS, agency_starts, body_starts};
use super::orders::{ASSIGN, ordered};
use super::verbs::verb_after;
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
static COOP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\b(?:phoi(?: hop(?: chat che| thuong xuyen)?(?: voi| cung)| voi)(?: voi)?|chu tri,? cung(?: voi)?) ")
        .expect("a fixed pattern")
});

/// Partners are looked for in so many characters of a unit.
const REACH: usize = 500;

/// Words before `phối hợp` that make a noun of it.
const NOUNS: &[&str] = &[
    " che",
    " su",
    "cong tac",
    "ke hoach",
    "chuong trinh",
    "viec",
    "noi dung",
    "nguyen tac",
    "hoat dong",
    "tinh than",
    "hieu qua",
];

/// The longest names of those who act before their verb, in characters.
pub(super) const LONGEST_SUBJECT: usize = 320;

/// Whether a whole text is a list of agencies, and no sentence.
pub fn is_agency_list(view: &View) -> bool {
    let end = view.folded.trim_end_matches([':', '.', ' ', ';']).len();
    // `Chủ đầu tư: Công ty …` names somebody.
    (3..260).contains(&end)
        && view.folded[..end]
            .find(": ")
            // `Các bộ: Tài chính, Nội vụ` names several; `Các Ủy viên: …` says who they are.
            .is_none_or(|at| {
                at <= 16
                    && view.folded.starts_with("cac ")
                    && !["cac uy vien", "cac thanh vien"].contains(&&view.folded[..at])
            })
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
    if !body_starts(view, assigned, assigned > 0) {
        return None;
    }
    let verb = verb_after(view, assigned).filter(|v| *v < end && !is_trade(&view.folded[*v..end]));
    // `Thủ tướng Chính phủ yêu cầu:`, `… kết luận như sau:` name who tells, not who is told.
    static TELLS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u) (?:yeu cau|de nghi|giao|ket luan|thong bao|chi thi|co y kien)(?: (?:cu the|nhu sau|sau day))*$")
            .expect("a fixed pattern")
    });
    let tells = TELLS.is_match(&view.folded[..end]);
    if verb.is_none() && tells {
        return None;
    }
    let Some(verb) = verb else {
        return Some(parted(view, assigned, end));
    };
    let tail = &view.folded[verb..end];
    let leads = tail.trim_start_matches([' ', ',']);
    // `Các Bộ … theo phân công chủ trì …:`
    static WITHIN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)^(?:theo|trong pham vi|can cu|tren co so) [a-z0-9 ,-]{4,90}? ",
            r"(chu tri|co trach nhiem|chiu trach nhiem|phoi hop|to chuc|trien khai|thuc hien|chi dao|tap trung)\b"
        ))
        .expect("a fixed pattern")
    });
    let leads = WITHIN
        .captures(leads)
        .and_then(|c| c.get(1))
        .map_or(leads, |duty| &leads[duty.start()..]);
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
        (!reported && body_starts(view, body, true)).then_some(body)
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
pub(super) fn names_kind(before: &str) -> bool {
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
    // `quy chế phối hợp với …` names no partners.
    let acts = |at: &usize| {
        let before = view.folded[..*at].trim_end();
        !NOUNS.iter().any(|noun| before.ends_with(noun))
    };
    // `phối hợp Văn phòng …`: `với` may be left out before a body's name.
    let bare = || {
        let word = "phoi hop ";
        let found = view.folded[from..to].match_indices(word);
        let mut starts = found
            .map(|(at, _)| from + at)
            .filter(acts)
            .map(|at| at + word.len());
        starts.find(|at| agency_starts(view, *at))
    };
    let mut with = COOP.find_iter(&view.folded[..to]);
    let with = with.find(|m| m.start() >= from && acts(&m.start()));
    let start = with.map(|m| m.end()).or_else(bare)?;
    // `các đơn vị: Văn phòng UBND tỉnh (Trung tâm …) và các cơ quan …`
    let mut from = start;
    let stop = loop {
        let Some(at) = view.folded[from..to]
            .find([';', '.', ':', '(', ')'])
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
        "bien", "gioi", "ven", "mien", "trong", "hoi", "moi", "dao", "lan", "giap", "uy", "doan",
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

/// Who is named in brackets behind an action: `Thu thuế nông nghiệp (Ban Tài chính phối hợp Hội Nông dân)`.
/// With `any`, as in a programme of work, they may be persons, and bodies of heads that are not known.
pub fn in_brackets(view: &View, any: bool) -> Option<Roles> {
    static BRACKETS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)[a-z0-9]\.? \((?P<who>[a-z0-9 ,&-]{4,160}?)\)",
            r"(?:[.;/ ]*|, (?:dut diem|hoan thanh|xong|truoc|trong|cham nhat) [a-z0-9 ,/]{2,60}[.;/ ]*)$"
        ))
        .expect("a fixed pattern")
    });
    let who = BRACKETS.captures(&view.folded)?.name("who")?;
    (agency_starts(view, who.start()) || any && person_starts(view, who.start(), who.as_str()))
        .then(|| shared_out(view, who.start(), who.end()))
}

/// Who is named behind the last colon or dash of a line of a programme: `Thăm hộ nghèo: chị Nhàn phụ trách, phối hợp
/// Hội Chữ thập đỏ`, `Kiểm tra vốn vay - Ban Kinh tế`.
pub fn named_behind(view: &View) -> Option<Roles> {
    let end = view.folded.trim_end_matches(['.', ';', '/', ' ']).len();
    let text = &view.folded[..end];
    let colon = text.rfind(": ").map(|at| at + 2);
    let dash = || text.rfind(" - ").map(|at| at + 3);
    let mut places = colon.into_iter().chain(dash());
    places.find_map(|at| {
        let who = &text[at..];
        let is_named = agency_starts(view, at) || person_starts(view, at, who);
        let roles = shared_out(view, at, end);
        let lead = roles.lead.map(|lead| lead.end - view.span.start)?;
        let is_alone = verb_after(view, at).is_none_or(|verb| verb >= lead);
        (is_named && is_alone && who.len() <= 120 && !who.contains(". ")).then_some(roles)
    })
}

/// Whether words that begin at a position name a person, or a body of a head that is not known.
fn person_starts(view: &View, at: usize, said: &str) -> bool {
    const PERSONS: &[(&str, &str)] = &[
        ("chi", "chị"),
        ("anh", "anh"),
        ("co", "cô"),
        ("thay", "thầy"),
        ("cac", "các"),
    ];
    let letters = !said.contains(|c: char| c.is_ascii_digit());
    let head = at + said.find(' ').unwrap_or(said.len());
    let known = PERSONS.iter().any(|person| said[..head - at] == *person.0)
        && view.is_word(at, head, PERSONS);
    letters && (known || view.is_capital(at)) && said.len() <= 60
}

/// The names of a range, with what they do behind them: `Ban A chủ trì, Đội B phối hợp`.
fn shared_out(view: &View, from: usize, to: usize) -> Roles {
    static PARTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)^(?P<lead>[a-z0-9 ,&-]+?)(?: (?:chu tri|chuan bi|thuc hien|phu trach|tham muu)",
            r"(?:, (?P<others>[a-z0-9 ,&-]+) phoi hop|, phoi hop(?: voi)? (?P<with>[a-z0-9 ,&-]+))?",
            r"|,? phoi hop(?: voi)? (?P<coop>[a-z0-9 ,&-]+))$"
        ))
        .expect("a fixed pattern")
    });
    let part = |m: regex::Match| view.trimmed(from + m.start(), from + m.end());
    match PARTS.captures(&view.folded[from..to]) {
        None => Roles {
            lead: view.trimmed(from, to),
            coop: None,
        },
        Some(parts) => Roles {
            lead: parts.name("lead").and_then(part),
            coop: ["others", "with", "coop"]
                .iter()
                .find_map(|name| parts.name(name))
                .and_then(part),
        },
    }
}

/// Names before a verb or colon, of whom brackets may say who leads and who takes part: `Phòng A (chủ trì), Đội B`,
/// `Phòng A (phối hợp với Đội B)`.
pub(super) fn parted(view: &View, from: usize, to: usize) -> Roles {
    static PARTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)^(?P<lead>[a-z0-9 ,/&-]+) \((?:chu tri\)(?:,|;| va)+ (?P<others>[a-z0-9 ,/&()-]+)",
            r"|phoi hop(?: voi| cung)? (?P<coop>[a-z0-9 ,/&-]+)\))$"
        ))
        .expect("a fixed pattern")
    });
    let part = |m: regex::Match| view.trimmed(from + m.start(), from + m.end());
    match PARTED.captures(view.folded[from..to].trim_end()) {
        Some(parts) => Roles {
            lead: parts.name("lead").and_then(part),
            coop: parts.name("others").or(parts.name("coop")).and_then(part),
        },
        None => Roles {
            lead: view.trimmed(from, to),
            coop: None,
        },
    }
}

/// `Chủ trì, phối hợp với Y …`, `Phối hợp với Y …` at the head of a unit, `(phối hợp với Y)` anywhere in it.
pub fn own_coop(view: &View) -> Option<Span> {
    static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)\(phoi hop(?: voi| cung)? (?P<coop>[a-z0-9 ,/&-]{3,160})\)")
            .expect("a fixed pattern")
    });
    let aside = ASIDE.captures(&view.folded);
    if let Some(coop) = aside.as_ref().and_then(|aside| aside.name("coop")) {
        return view.trimmed(coop.start(), coop.end());
    }
    let starts = ["chu tri", "phoi hop", "chu dong phoi hop", "lam dau moi"]
        .iter()
        .any(|w| view.folded.starts_with(w));
    let limit = view.folded.len().min(REACH);
    let with = COOP.find(&view.folded[..limit]).map(|m| m.start());
    let at = with.or_else(|| view.folded[..limit].find("phoi hop "))?;
    (starts && at < 60)
        .then(|| coop_in(view, 0, limit))
        .flatten()
}

/// The partners that a unit names anywhere: `Rà soát …; phối hợp với Y …`.
pub fn coop_anywhere(view: &View) -> Option<Span> {
    coop_in(view, 0, view.folded.len().min(REACH))
}
