//! Which layout rules a document follows (document model §1.14–§1.16).

use super::anchors::pattern;
use super::context::Context;
use super::types::{FieldSource, Profile};

pattern!(
    NORMATIVE = r"^(?:nd-cp|tt-[a-z]|qh\d|ubtvqh\d|ttlt-|nq-(?:hdnd|cp|hdtp)|qd-(?:ttg|ubnd)|l-ctn|nqlt-|pl-)"
);

pattern!(
    /// Who lays down no law, however its decisions are numbered: enterprises, schools, hospitals.
    NO_LAWMAKER = r"^(?:(?:tong )?cong ty|tap doan|ngan hang (?:thuong mai|tmcp|chinh sach|phat trien)|truong|hoc vien|benh vien|dai hoc) "
);

/// The profile, by evidence; called after the header and the footer's signature are read.
pub fn find(context: &Context) -> Profile {
    let header = &context.header;
    let present = |f: &Option<super::types::Field>| {
        f.as_ref().is_some_and(|f| f.source != FieldSource::Missing)
    };
    if header.copy_mark.is_some() {
        return Profile::Copy;
    }
    let code = header.code.field.text();
    let symbol = header.code.symbol.as_deref().unwrap_or_default();
    let number = header.code.number.as_deref().unwrap_or_default();
    let hyphen = !number.is_empty()
        && code
            .strip_prefix(number)
            .is_some_and(|rest| rest.starts_with(['-', '–']));
    let party_capacity = context
        .footer
        .signature
        .capacity
        .as_ref()
        .is_some_and(|c| c.field.text().contains('/'));
    let roman_dash = context
        .lines
        .iter()
        .take(400)
        .filter(|l| {
            let head = context.fold(l.trim);
            ["i- ", "ii- ", "iii- ", "i-", "ii-"]
                .iter()
                .any(|m| head.starts_with(m))
        })
        .count()
        >= 2;
    let evidence = [
        present(&header.party_title),
        present(&header.star_line),
        hyphen && symbol.contains('/'),
        party_capacity,
        roman_dash,
    ]
    .iter()
    .filter(|e| **e)
    .count();
    let national = present(&header.national_name);
    let party_title = present(&header.party_title);
    if (evidence >= 2 && (!national || party_title)) || (party_title && !national) {
        return Profile::Party;
    }
    let named = header
        .doc_type
        .as_ref()
        .map(|t| t.text())
        .unwrap_or_default();
    // Letters, reports and contracts may be numbered by the year, too.
    let folded = super::fold::fold(symbol);
    let lays_down = matches!(named, "" | "Quyết định" | "Nghị quyết" | "Chỉ thị" | "Lệnh");
    let issuer = header
        .issuing_agency
        .as_ref()
        .map(|a| super::fold::fold(a.text()));
    let lawmaker = !issuer.is_some_and(|name| NO_LAWMAKER.is_match(&name));
    let by_code = NORMATIVE.is_match(&folded) || !symbol.is_empty() && lays_down && lawmaker;
    if header.code.year.is_some() && by_code {
        return Profile::LegalNormative;
    }
    if matches!(
        named,
        "Luật"
            | "Bộ luật"
            | "Nghị định"
            | "Thông tư"
            | "Thông tư liên tịch"
            | "Pháp lệnh"
            | "Hiến pháp"
            | "Văn bản hợp nhất"
    ) {
        return Profile::LegalNormative;
    }
    let known =
        national || !symbol.is_empty() || !named.is_empty() || present(&header.national_motto);
    if known {
        Profile::Administrative
    } else {
        Profile::Unknown
    }
}
