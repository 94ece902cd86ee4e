//! Cross-checks between the fields (document model §8.4).

use super::context::{Context, Mark};
use super::types::*;
use crate::lexicon;
use crate::span::Span;

/// The places where a stamp hides words that could not be read.
pub fn hidden(context: &Context) -> Vec<Warning> {
    let hidden = |(span, mark): &(Span, Mark)| {
        (*mark == Mark::BesideHidden).then(|| Warning {
            start: Some(span.start),
            end: Some(span.end),
            ..Warning::new(
                "words_hidden",
                "a stamp hides words beside this one, on its line or on the next; the page image shows what is left of them",
            )
        })
    };
    context.marks.iter().filter_map(hidden).collect()
}

/// What the fields of a document say against one another.
pub fn check(document: &Document) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let header = &document.header;
    let code = &header.code;
    let mut warn = |name: &str, message: String, field: Option<&Field>| {
        let mut warning = Warning::new(name, message);
        if let Some(field) = field {
            (warning.line, warning.start, warning.end) = (field.line, field.start, field.end);
        }
        warnings.push(warning);
    };
    if code.symbol.is_some() && code.number.is_none() {
        warn(
            "unnumbered",
            "the number was left blank: a draft or a copy without number".into(),
            Some(&code.field),
        );
    }
    if let Some(date) = &header.issue_date {
        let field = &date.field;
        if !field.is_missing() && field.value.is_none() {
            warn(
                "incomplete_date",
                "the date of issue is not complete".into(),
                Some(field),
            );
        }
    }
    if let (Some(doc_type), Some(abbr)) = (&header.doc_type, &code.type_abbr) {
        let by_symbol = super::header::infer::type_of_symbol(abbr, code);
        if let (FieldSource::Text | FieldSource::Restored, Some(entry)) =
            (doc_type.source, by_symbol)
        {
            let same = entry.name == doc_type.text()
                || doc_type
                    .normalized
                    .as_deref()
                    .is_some_and(|n| lexicon::fold(n) == lexicon::fold(abbr))
                || lexicon::fold(doc_type.text()).starts_with(&lexicon::fold(entry.name));
            if !same {
                warn(
                    "symbol_type≠title_type",
                    format!(
                        "the title says {}, the symbol {abbr} says {}",
                        doc_type.text(),
                        entry.name
                    ),
                    Some(&code.field),
                );
            }
        }
    }
    let number = code.number.as_deref().unwrap_or_default();
    let hyphen = !number.is_empty()
        && code
            .field
            .text()
            .strip_prefix(number)
            .is_some_and(|r| r.starts_with('-'));
    let national = header
        .national_name
        .as_ref()
        .is_some_and(|f| !f.is_missing());
    // Unions and associations write codes as the Party does, under the state name.
    let mass = code
        .agency_abbr
        .as_deref()
        .and_then(lexicon::agency)
        .is_some_and(|a| a.scope == lexicon::Scope::Mass);
    if hyphen && national && !mass {
        warn(
            "profile_conflict",
            "a Party code under the state name".into(),
            Some(&code.field),
        );
    }
    let signature = &document.footer.signature;
    let in_place = signature
        .capacity
        .as_ref()
        .is_some_and(|c| c.field.text().starts_with('K'));
    if in_place
        && !matches!(
            signature.signer_position.source,
            FieldSource::Text | FieldSource::Restored
        )
    {
        warn(
            "KT_without_deputy_line",
            "signed in place of the head, and the deputy's position is not there".into(),
            signature.capacity.as_ref().map(|c| &c.field),
        );
    }
    if document
        .footer
        .closing
        .as_ref()
        .is_some_and(Field::is_missing)
        && header.profile == Profile::Administrative
    {
        warn(
            "missing_closing_mark",
            "the text does not end with ./.".into(),
            None,
        );
    }
    if let Some(subject) = &header.subject {
        let length = subject.text().chars().count();
        if length > 500 {
            warn(
                "subject_over_500",
                format!("the subject has {length} characters"),
                Some(subject),
            );
        }
    }
    let issued = header
        .issue_date
        .as_ref()
        .and_then(|d| d.field.value.as_deref());
    if let Some(issued) = issued {
        for reference in &document.legal_references {
            if let Some(date) = reference
                .date
                .as_deref()
                .filter(|d| d.len() == 10 && !d.contains('X'))
                && date > issued
            {
                let mut warning = Warning::new(
                    "ref_date_after_issue_date",
                    format!(
                        "{} is dated {date}, after {issued}",
                        reference
                            .code_normalized
                            .as_deref()
                            .unwrap_or("a cited document")
                    ),
                );
                (warning.line, warning.start, warning.end) = (
                    Some(reference.line),
                    Some(reference.start),
                    Some(reference.end),
                );
                warnings.push(warning);
            }
        }
        if let Some(place) = header.place.as_ref().and_then(|p| p.value.as_deref())
            && lexicon::province(place).is_some_and(|p| !p.valid_on(issued))
        {
            let mut warning = Warning::new(
                "province_not_at_issue_date",
                format!("{place} was no province on {issued}"),
            );
            warning.line = header.place.as_ref().and_then(|p| p.line);
            warnings.push(warning);
        }
    }
    same_code_two_dates(document, &mut warnings);
    if let Some(site) = &document.site_metadata {
        site_against_text(document, site, &mut warnings);
    }
    for field in name_fields(document) {
        if !field.is_missing() && field.confidence < 0.8 {
            let mut warning = Warning::new(
                "uncertain_name",
                format!("{} may not be a name", field.text()),
            );
            (warning.line, warning.start, warning.end) = (field.line, field.start, field.end);
            warnings.push(warning);
        }
    }
    warnings
}

fn name_fields(document: &Document) -> impl Iterator<Item = &Field> {
    let footer = &document.footer;
    std::iter::once(&footer.signature.signer_name)
        .chain(footer.further_signatures.iter().map(|s| &s.signer_name))
}

fn same_code_two_dates(document: &Document, warnings: &mut Vec<Warning>) {
    type First<'d> = (&'d str, usize, Option<&'d str>);
    let mut first: std::collections::HashMap<(&str, &str), First> = Default::default();
    for reference in &document.legal_references {
        let (Some(code), Some(date)) = (&reference.code_normalized, &reference.date) else {
            continue;
        };
        let kind = reference.doc_type.as_deref().unwrap_or_default();
        let issuer = reference.issuer.as_deref();
        match first.get(&(code.as_str(), kind)) {
            None => {
                first.insert((code, kind), (date, reference.line, issuer));
            }
            // Another body's document of the same code has another issuer.
            Some((other, line, by)) if other != date && *by == issuer => {
                let mut warning = Warning::new(
                    "same_code_two_dates",
                    format!("{code} is dated {other} on line {line} and {date} here"),
                );
                (warning.line, warning.start, warning.end) = (
                    Some(reference.line),
                    Some(reference.start),
                    Some(reference.end),
                );
                warnings.push(warning);
            }
            Some(_) => {}
        }
    }
}

/// The site's own words against the parsed fields.
fn site_against_text(document: &Document, site: &SiteMetadata, warnings: &mut Vec<Warning>) {
    let header = &document.header;
    let pairs = [
        ("so_hieu", header.code.field.value.as_deref()),
        (
            "loai_van_ban",
            header.doc_type.as_ref().and_then(|f| f.value.as_deref()),
        ),
        (
            "ngay_ban_hanh",
            header
                .issue_date
                .as_ref()
                .and_then(|d| d.field.value.as_deref()),
        ),
        (
            "nguoi_ky",
            document.footer.signature.signer_name.value.as_deref(),
        ),
    ];
    for (key, parsed) in pairs {
        let said = site.fields.get(key).and_then(|f| f.value.as_deref());
        if let (Some(said), Some(parsed)) = (said, parsed) {
            let plain = |s: &str| -> String {
                lexicon::fold(s)
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .collect()
            };
            if plain(said) != plain(parsed) {
                warnings.push(Warning::new(
                    "site_vs_text_mismatch",
                    format!("{key}: the site says {said}, the text {parsed}"),
                ));
            }
        }
    }
}

/// Raises the confidence of fields that the site confirms.
pub fn confirm_by_site(document: &mut Document) {
    let Some(site) = document.site_metadata.clone() else {
        return;
    };
    let plain = |s: &str| -> String {
        lexicon::fold(s)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect()
    };
    let said = |key: &str| {
        site.fields
            .get(key)
            .and_then(|f| f.value.as_deref())
            .map(plain)
    };
    let confirm = |field: &mut Field, key: &str| {
        if field.value.as_deref().map(plain).is_some()
            && field.value.as_deref().map(plain) == said(key)
        {
            field.confidence = field.confidence.max(0.99);
        }
    };
    confirm(&mut document.header.code.field, "so_hieu");
    if let Some(field) = &mut document.header.doc_type {
        confirm(field, "loai_van_ban");
    }
    if let Some(date) = &mut document.header.issue_date {
        confirm(&mut date.field, "ngay_ban_hanh");
    }
    confirm(&mut document.footer.signature.signer_name, "nguoi_ky");
}
