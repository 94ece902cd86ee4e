//! The verbs at which the name of a body ends.

use super::view::View;
use regex::Regex;
use std::sync::LazyLock;

/// Verbs at which the name of an agency ends, if they are written small.
const VERBS: &str = concat!(
    "chu tri|co trach nhiem|co nhiem vu|co nhung nhiem vu|co cac nhiem vu|chiu trach nhiem|phoi hop|tham muu|lam dau moi|la co quan|la dau moi|can cu|xay dung|thuc hien|trien khai|tiep tuc|",
    "huong dan|kiem tra|theo doi|don doc|tong hop|bao cao|ra soat|nghien cuu|de xuat|tuyen truyen|chi dao|dinh huong|bo tri|tham dinh|cap nhat|cung cap|",
    "theo|kip thoi|day manh|tang cuong|dam bao|bao dam|quan ly|giai quyet|phat huy|van dong|lap|trinh|ban hanh|thanh lap|giam sat|danh gia|thong ke|",
    "kiem dem|tuan tra|so tan|di doi|khac phuc|ngan chan|phong ngua|ung truc|truc ban|huong ung|ho tro|tao dieu kien|khuyen khich|ky ket|ban giao|nghiem thu|",
    "thanh toan|quyet toan|phan bo|giai ngan|quang ba|truyen thong|cong bo|so hoa|chinh ly|bao quan|dieu tra|xu phat|thu hoi|lam viec|khao sat|tiep thu|",
    "can doi|bien soan|phe duyet|gui|chuan bi|hoan thanh|hoan thien|khan truong|chu dong|quan triet|pho bien|tap huan|dao tao|xu ly|van hanh|so ket|tong ket|",
    "phat dong|thu thap|kien nghi|tham gia|dua|cong khai|cu|ung dung|khai thac|van hanh|ket noi|tang|nang cao|duy tri|lua chon|mo|chuyen|tiep nhan|tra loi|",
    "de|nham|trong|thuong xuyen|dinh ky|khi|neu|phan cong|giao|bo sung|xac dinh|xac minh|thong bao|dang tai|dang ky|tranh thu|huy dong|cho|sap xep|bien tap|phan anh|day|dung|niem yet|viet|lanh dao|nghiem tuc|tap trung|truoc|sau khi|tien hanh|co y kien|xem xet|kiem ke|phat hien|phan loai|nang cap|cap giay|cap phep|tuyen dung|treo|truc tiep|quyet liet|giup|quan tam|danh thoi gian|lam ro|giu moi|tam dinh chi|don tiep|trang tri|lap dat|sua chua|mua sam|in an|tham tra|cuong che|chi tra|ke khai|phat hanh|cam moc|kien toan|keu goi|tuyen chon|thong nhat|trao doi|giai trinh|nao vet|gia co|tham hoi|phat song|hop|nop|nhac nho|tham, tang|tham tang|tham, chuc|ky hop dong|ky cam ket|ky ban hanh|ky quyet dinh|tiep cong dan|tiep xuc|tiep don|thu nop|thu gom|khoi thong|don dep|ra quan|tieu nuoc|doi chieu|thu phieu|thu ho so|xep|do tim|quyet dinh viec|quyet dinh cho|truc|chap thuan|xac nhan|chi dinh|dieu chinh|xet duyet|lam thu tuc|du thao|lay y kien|khen thuong|trieu tap|doi soat|tinh toan|thay the|lien he|gop y"
);

static VERB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?-u)[ ,](?:{VERBS}|to chuc)\b")).expect("a fixed pattern")
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
    ("treo", "treo"),
    ("thong bao", "thông báo"),
    ("lanh dao", "lãnh đạo"),
    ("quan ly", "quản lý"),
    ("thanh lap", "thành lập"),
    ("giup", "giúp"),
    ("hop", "họp"),
    ("truc", "trực"),
    ("xep", "xếp"),
    ("nop", "nộp"),
];

/// Words behind which `tổ chức` is a noun.
const ORGANIZATION_TAILS: &[&str] = &[
    ",",
    " chinh tri",
    " xa hoi",
    " lien quan",
    " co lien",
    " co so",
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
    " (",
    " su nghiep",
    " phi",
];

/// Words behind which `tổ chức` is a verb all the same.
const EVENTS: &[&str] = &[" hoi nghi", " hoi thao", " hoi thi", " hoi dam", " hoi cho"];

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

/// How far back `được` is looked for, in characters.
const CLAUSE: usize = 80;

/// Words behind which `trong` says where bodies are.
const WHERE: &[&str] = &[
    " va ngoai",
    " tinh",
    " huyen",
    " thanh pho",
    " xa",
    " nuoc",
    " nganh",
    " khoi",
];

/// Whether a verb stands at a position.
pub fn verb_at(view: &View, at: usize) -> bool {
    VERB.find_at(&view.folded, at - 1)
        .is_some_and(|m| m.start() + 1 == at && view.is_word(at, m.end(), MARKED))
}

/// The first verb behind `from` that ends a name: a small letter, and no `tổ chức` that is a body.
pub fn verb_after(view: &View, from: usize) -> Option<usize> {
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
        let noun = is("to chuc")
            && ORGANIZATION_TAILS.iter().any(|t| rest.starts_with(t))
            && !EVENTS.iter().any(|t| rest.starts_with(t));
        let before = &view.folded[..m.start()];
        // `cơ quan quản lý`, `đơn vị thực hiện`, `công tác tuyên truyền` are names of bodies.
        let many = [
            "cac don vi",
            "cac co quan",
            "co quan, don vi",
            "co quan va don vi",
        ]
        .iter()
        .any(|w| before.ends_with(w));
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
            && !before.ends_with("moi truong")
            && (is("nghien cuu") || is("dao tao") || is("ung dung"));
        let listed =
            before.ends_with("khoi") || before.ends_with("vu") || before.ends_with("luc luong");
        // `lãnh đạo, chỉ đạo` are verbs wherever they stand.
        let leaders = is("lanh dao")
            && !rest.starts_with(", chi dao")
            && !LEADING_TAILS.iter().any(|w| before.ends_with(w));
        // `báo chí, truyền thông` are the press.
        let media = is("truyen thong")
            && [
                "bao chi",
                "bao chi,",
                "bao chi va",
                "co quan",
                "thong tin va",
            ]
            .iter()
            .any(|w| before.ends_with(w));
        // `đơn vị được Bộ Công Thương bàn giao mỏ` is who was charged, not yet what is to be done.
        let passive = ["giao", "ban giao", "phan cong"].iter().any(|w| is(w)) && {
            let near = &before[before.len().saturating_sub(CLAUSE)..];
            near.rsplit(',').next().is_some_and(|c| c.contains(" duoc"))
        };
        // `Bộ Ngoại giao`, `Ủy ban An toàn giao thông`.
        let foreign = is("giao")
            && (before.ends_with("ngoai")
                || rest.starts_with(" thong") && !rest.starts_with(" thong tin "));
        // `các trường trong và ngoài tỉnh`, `các cơ quan trong tỉnh` say where bodies are.
        let somewhere = is("trong")
            && (WHERE.iter().any(|w| rest.starts_with(w)) || before.ends_with("hoat dong"));
        // `Cục Cầu bến và hạ tầng xây dựng`, `Hội đồng thẩm định` are names.
        let trade = is("xay dung") && before.ends_with("ha tang")
            || is("tham dinh") && before.ends_with("hoi dong");
        // `các đoàn kiểm tra của …` are bodies; `Tỉnh đoàn kiểm tra …` acts.
        let team = (before.ends_with(" doan") || before.ends_with(" to") || before == "doan")
            && !["tinh doan", "thanh doan", "huyen doan", "xa doan"]
                .iter()
                .any(|w| before.ends_with(w))
            && ["kiem tra", "giam sat", "khao sat"].iter().any(|w| is(w))
            && [" cua", " lien nganh", " so"]
                .iter()
                .any(|w| rest.starts_with(w));
        // `các xã mới thành lập` says which of them.
        let new = before.ends_with(" moi") && is("thanh lap")
            || before.ends_with(" moi thanh") && is("lap");
        // `bầu cử`; `giao thông báo cáo …`: the end of one word and the head of the next.
        let split = is("cu") && before.ends_with(" bau")
            // `Tổ giúp việc`
            || is("giup") && (before.ends_with(" tro") || rest.starts_with(" viec"))
            // `Ban Quản lý dự án các công trình giao thông`
            || is("trinh")
                && [" cong", " chuong", " quy", " lo", " giao"]
                    .iter()
                    .any(|w| before.ends_with(w))
            || is("thong bao")
                && [" giao", " vien", " pho", " truyen", " luu"]
                    .iter()
                    .any(|w| before.ends_with(w));
        // `thường trực Ban …` is who is always there.
        let standing = is("truc") && (before.ends_with("thuong") || rest.starts_with(" thuoc"));
        if noun
            || standing
            || split
            || team
            || new
            || trade
            || media
            || passive
            || foreign
            || somewhere
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
