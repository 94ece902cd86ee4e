//! Who tells whom to act: the words of an order before the body that it is given to.

use super::bodies::agency_starts;
use super::view::View;
use regex::Regex;
use std::sync::LazyLock;

pub(super) static ASSIGN: LazyLock<Regex> = LazyLock::new(|| {
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
        r"thuong truc|ban thuong vu|tinh uy|thanh uy|huyen uy|dang uy|bo|so|cuc|tong cuc|chi cuc|van phong|phong|ban|",
        r"lien doan|cong doan|hieu truong|benh vien)\b[a-z0-9 ,/-]{0,60}?",
        r" (giao|yeu cau|de nghi)(?: cho)? "
    ))
    .expect("a fixed pattern")
});

static GIVING_NOUNS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\bgiao (duc|thong|dich|luu|ban|nhan)\b").expect("a fixed pattern")
});

/// `bàn giao cho …`, `chuyển giao`: what is handed over, not who is told.
static HANDING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u)\b(ban|chuyen|ngoai) giao\b").expect("a fixed pattern"));

/// Where the body begins that another one tells to act.
pub(super) fn ordered(view: &View) -> Option<usize> {
    // `Bộ Giáo dục` gives no order.
    let head = &view.folded[..view.folded.len().min(900)];
    let masked = GIVING_NOUNS.replace_all(head, "giax $1");
    let masked = HANDING.replace_all(&masked, "$1 giax");
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
