//! Where the text of a document gives duties: in its orders, and in the units about carrying out.

use super::view::View;
use crate::document::anchors::pattern;
use crate::document::context::{Context, ParagraphKind};
use crate::document::types::ZoneKind;

/// Which units are about carrying out, by their own heading or one around them.
pub(super) fn carrying_out(context: &Context, regulates: bool) -> Vec<bool> {
    let plans = [
        "nhiem vu",
        "phuong huong",
        "giai phap",
        "noi dung thuc hien",
        "cac hoat dong",
        "cong tac chuan bi",
        "ke hoach thang",
        "ke hoach tuan",
    ];
    let told = ["tinh hinh", "ket qua", "danh gia", "thuc trang"];
    let duties = [
        "to chuc thuc hien",
        "phan cong",
        "trach nhiem",
        "to chuc trien khai",
        "che do bao cao",
        "che do thong tin",
    ];
    // What a meeting concluded, in its minutes.
    let doc_type = context.header.doc_type.as_ref().map(|t| t.text());
    let minutes = doc_type == Some("Biên bản");
    let mut all: Vec<bool> = Vec::with_capacity(context.nodes.len());
    for node in &context.nodes {
        let above = node.parent.is_some_and(|p| all[p]);
        let own = !above && node.out.heading.is_some() && {
            let heading = context.fold(context.paragraphs[node.paragraph].content);
            let heading = heading.replace('\n', " ");
            let about = |words: &[&str]| words.iter().any(|w| heading.contains(w));
            about(&duties)
                || !regulates && about(&plans) && !about(&told)
                || minutes && heading.starts_with("ket luan")
        };
        all.push(above || own);
    }
    all
}

/// Whether a document gives orders: by its type, or by the words before its units (`… yêu cầu:`,
/// `… kết luận như sau:`). An invitation does where it asks to prepare something, a text without a type where a head
/// gives them.
pub(super) fn orders(context: &Context) -> bool {
    let doc_type = context.header.doc_type.as_ref().map(|t| t.text());
    let doc_type = doc_type.filter(|name| !name.is_empty());
    if matches!(doc_type, Some("Công điện" | "Chỉ thị")) {
        return true;
    }
    // What a head has to say (`Phó Thủ tướng … có ý kiến như sau:`) is an order, what a body says is not.
    pattern!(
        ORDERING = r"\b(?:(?:yeu cau|ket luan|chi dao|de nghi|giao|phan cong)\b(?:[^.;]|\.[^ ]){0,400}|(?:thu tuong|chu tich|bo truong)\b[^.;]{0,120}\bco y kien (?:nhu sau|sau)):$"
    );
    let lead_in = context
        .preamble
        .enacting_statement
        .as_ref()
        .map(|e| crate::lexicon::fold(e.field.text()));
    // A notice of what was concluded tells who attended in a unit of its own.
    let parted = matches!(doc_type, Some("Thông báo" | "Kết luận"));
    let first = context
        .paragraphs
        .iter()
        .filter(|p| matches!(p.kind, ParagraphKind::Plain))
        .filter(|p| (parted || p.section.is_none()) && p.zone != ZoneKind::Title)
        .map(|p| context.fold(p.content).replace('\n', " "))
        .take(40);
    // A telegram without its letterhead has no type: there a head must give the order.
    pattern!(
        HEAD_ORDERS = r"\b(?:thu tuong|chu tich|bo truong|thong doc|bi thu)\b[^.;:]{0,120}\b(?:yeu cau|chi dao)(?: cac [^.;:]{0,120})?:$"
    );
    pattern!(PREPARES = r"\b(?:de nghi|yeu cau|phan cong)\b[^.;]{0,200}\bchuan bi\b[^.;]{0,120}:$");
    let says = match doc_type {
        Some("Giấy mời") => &PREPARES,
        Some("Thông báo" | "Công văn" | "Kết luận") => &ORDERING,
        None => &HEAD_ORDERS,
        Some(_) => return false,
    };
    first.chain(lead_in).any(|t| says.is_match(t.trim_end()))
}

/// Whether a line that ends in a colon hands out what follows it: `Hiệu trưởng phân công:`, `Công tác chuẩn bị:`.
pub(super) fn hands_out(view: &View) -> bool {
    pattern!(
        HANDS_OUT = r"\b(?:phan cong|giao nhiem vu|phan cong nhiem vu|cong tac chuan bi|phan cong chuan bi)(?: cu the)?(?: nhu sau)? ?:$"
    );
    HANDS_OUT.is_match(view.folded.trim_end())
}

/// Whether a unit says what somebody may do, not what they have to: `Được quyền điều chỉnh …`.
pub(super) fn allows(view: &View) -> bool {
    pattern!(
        ALLOWS =
            r"^(?:khong duoc|duoc (?:quyen|phep|su dung|huong|chu dong|moi)|co (?:quyen|the)) "
    );
    ALLOWS.is_match(&view.folded)
}

pattern!(
    /// `Bộ A thông báo Bộ B biết, thực hiện`.
    LETS_KNOW = r"\bthong bao [a-z0-9 ,;.()-]{2,160}? biet(?:, thuc hien|, phoi hop(?: thuc hien)?|,? va thuc hien|, to chuc thuc hien)?[ ./]*$"
);

/// `… chịu trách nhiệm thi hành Quyết định này`: who carries out the document is no task.
pub(super) fn hands_over(view: &View) -> bool {
    let folded = &view.folded;
    folded.contains("trach nhiem thi hanh")
        || folded.contains("can cu quyet dinh thi hanh")
        || (folded.find("co hieu luc").is_some_and(|at| at < 60)
            && !folded.contains(" ke tu ngay "))
        || (folded.contains("thong bao de") && folded.contains("biet"))
        || folded.contains("tran trong thong bao")
        || (folded.len() < 240 && LETS_KNOW.is_match(folded))
}

/// Whether words say who answers to whom, which is nothing to do: `… chịu trách nhiệm trước Chủ tịch … về …`.
pub(super) fn answers_for(action: &str) -> bool {
    pattern!(
        ANSWERS = r"^(?:phai )?chiu (?:hoan toan )?trach nhiem (?:ca nhan |toan dien )?truoc (?:chu tich|uy ban|ubnd|thu tuong|chinh phu|bo truong|giam doc|hoi dong|ban |tinh |huyen |dang )"
    );
    ANSWERS.is_match(action)
}

/// Whether an order says no more than to carry out the document: `khẩn trương thực hiện`.
pub(super) fn carries_out(action: &str) -> bool {
    pattern!(
        CARRY_OUT = r"^(?:,? ?(?:nghiem tuc|khan truong|tich cuc|chu dong|quan tam|kip thoi|phoi hop|to chuc|trien khai|thuc hien)\b)+(?: (?:tot )?(?:cac )?(?:ke hoach|chi thi|thong bao|cong van|van ban|noi dung|y kien|chi dao)[a-z ]{0,24}\b(?:nay|tren))?[ ./]*$"
    );
    CARRY_OUT.is_match(action)
}
