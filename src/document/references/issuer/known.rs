//! Names of issuers that are known: those of the dictionaries, and the bodies that references name most.

use super::words::Words;
use crate::lexicon::{self, Scope};
use std::sync::LazyLock;

/// A known name: its folded words, and whether a place or term may follow.
pub(super) struct Known {
    pub(super) words: Vec<String>,
    pub(super) placed: bool,
}

/// Heads of names that go on with a place only.
const LOCAL: &[&str] = &[
    "ubnd",
    "uy ban nhan dan",
    "hdnd",
    "hoi dong nhan dan",
    "chu tich ubnd",
    "chu tich uy ban nhan dan",
    "pho chu tich ubnd",
    "thuong truc hdnd",
    "thuong truc hoi dong nhan dan",
    "chu tich hdnd",
    "tinh uy",
    "thanh uy",
    "huyen uy",
    "quan uy",
    "thi uy",
    "dang uy",
    "ban thuong vu tinh uy",
    "ban thuong vu thanh uy",
    "ban thuong vu huyen uy",
    "ban thuong vu quan uy",
    "ban thuong vu thi uy",
    "ban thuong vu dang uy",
    "btv tinh uy",
    "btv thanh uy",
    "btv huyen uy",
    "btv dang uy",
    "dang uy uy ban nhan dan",
    "dang uy ubnd",
    "dang uy hoi dong nhan dan",
    "dang uy hdnd",
    "ban thuong vu tinh doan",
    "ban thuong vu thanh doan",
    "ban thuong vu huyen doan",
    "ban thuong vu hoi lien hiep phu nu",
    "ban thuong vu hoi nong dan",
    "ban thuong vu hoi cuu chien binh",
    "ban thuong vu lien doan lao dong",
    "tinh doan",
    "thanh doan",
    "huyen doan",
    "thuong truc tinh uy",
    "thuong truc thanh uy",
    "thuong truc huyen uy",
    "ban chap hanh dang bo",
    "cong an",
    "cuc thue",
    "cuc thong ke",
    "van phong ubnd",
    "van phong uy ban nhan dan",
    "van phong hdnd",
    "van phong tinh uy",
    "van phong thanh uy",
    "thanh tra",
    "chanh thanh tra",
    "bo chi huy quan su",
    "ban to chuc tinh uy",
    "ban to chuc thanh uy",
    "ban tuyen giao tinh uy",
    "ban tuyen giao thanh uy",
    "ban tuyen giao va dan van tinh uy",
    "ban noi chinh tinh uy",
    "uy ban kiem tra tinh uy",
    "ban dan van tinh uy",
    "bao hiem xa hoi",
    "bhxh",
    "kho bac nha nuoc",
    "uy ban mat tran to quoc viet nam",
    "ubmttq viet nam",
    "uy ban mttq viet nam",
    "hoi dong thi dua - khen thuong",
];

/// Names that stand for themselves.
const CENTRAL: &[&str] = &[
    "bo chinh tri",
    "ban bi thu",
    "ban bi thu trung uong dang",
    "ban bi thu trung uong",
    "ban chap hanh trung uong",
    "ban chap hanh trung uong dang",
    "ban bi thu trung uong doan",
    "ban thuong vu trung uong doan",
    "ban chap hanh trung uong doan",
    "trung uong doan",
    "doan chu tich tong lien doan lao dong viet nam",
    "doan chu tich trung uong hoi lien hiep phu nu viet nam",
    "doan chu tich uy ban trung uong mat tran to quoc viet nam",
    "ban thuong truc uy ban trung uong mat tran to quoc viet nam",
    "uy ban trung uong mat tran to quoc viet nam",
    "ban thuong vu trung uong hoi nong dan viet nam",
    "trung uong",
    "trung uong dang",
    "chinh phu",
    "thu tuong",
    "thu tuong chinh phu",
    "pho thu tuong chinh phu",
    "quoc hoi",
    "uy ban thuong vu quoc hoi",
    "chu tich nuoc",
    "hoi dong bo truong",
    "lien bo",
    "chanh an toa an nhan dan toi cao",
    "vien truong vien kiem sat nhan dan toi cao",
    "thong doc ngan hang nha nuoc viet nam",
    "thong doc ngan hang nha nuoc",
    "ngan hang nha nuoc",
    "bhxh viet nam",
    "bao hiem xa hoi viet nam",
    "thong doc nhnn viet nam",
    "thong doc nhnn",
    "nhnn viet nam",
    "tong kiem toan nha nuoc",
    "tong thanh tra chinh phu",
    "ban to chuc trung uong",
    "ban tuyen giao trung uong",
    "ban to chuc - can bo chinh phu",
];

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let split = |name: &str| -> Vec<String> {
        lexicon::fold(name)
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let mut known: Vec<Known> = Vec::new();
    let mut add = |name: &str, placed: bool| {
        known.push(Known {
            words: split(name),
            placed,
        })
    };
    LOCAL.iter().for_each(|n| add(n, true));
    CENTRAL.iter().for_each(|n| add(n, false));
    for agency in lexicon::agencies().iter().filter(|a| !a.name.contains('{')) {
        let placed = agency.scope != Scope::Central && agency.scope != Scope::Party;
        add(agency.name, placed);
        let folded = lexicon::fold(agency.name);
        if folded.starts_with("bo ") {
            add(&format!("bo truong {folded}"), false);
            add(&format!("thu truong {folded}"), false);
        }
        if folded.starts_with("so ") {
            add(&format!("giam doc {folded}"), true);
        }
    }
    // The longest name first.
    known.sort_by(|a, b| (b.words.len(), &a.words).cmp(&(a.words.len(), &b.words)));
    known
});

/// The longest known name with which a text begins.
pub(super) fn known(words: &Words) -> Option<&'static Known> {
    KNOWN.iter().find(|k| {
        k.words
            .iter()
            .enumerate()
            .all(|(i, w)| words.word(i) == Some(w) && (i == 0 || words.goes_on(i)))
    })
}
