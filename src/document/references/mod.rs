//! Cited documents (document model §4): mentions found by their codes, and linked into records.

mod canonical_id;
pub mod code;
mod full_name;
pub mod issuer;
mod link;
mod locator;
pub mod mention;
mod named;
mod organization;
mod subject;

use super::context::{Context, ParagraphKind};
use super::dates::scan::Found;
use super::types::*;
use crate::lexicon;
use crate::span::Span;
pub use canonical_id::own_id;
use link::Resolved;
use mention::Mention;
use std::collections::BTreeSet;

/// All that the text says about documents: the mentions, in order, and what they resolve to.
#[derive(Debug, Default)]
pub struct References {
    mentions: Vec<Mention>,
    resolved: Vec<Resolved>,
    roles: Vec<(ReferenceRole, Option<String>)>,
}

/// Reads the mentions of documents. `dates` are all dates of the text.
pub fn read(context: &Context, dates: &[Found]) -> References {
    let mut mentions = mention::coded(context, dates);
    let named = named::named(context, dates, &mentions);
    mentions.extend(named);
    mentions.sort_by_key(|m| m.span.start);
    mentions.dedup_by(|b, a| b.span.overlaps(a.span));
    drop_own(context, &mut mentions);
    let starts: Vec<usize> = mentions.iter().map(|m| m.span.start).collect();
    for at in 0..mentions.len() {
        mentions[at].subject = subject::subject_of(context, &mentions[at], &starts[at + 1..]);
    }
    same_subjects(context, &mut mentions);
    let internal = locator::attach(context, &mut mentions);
    mentions.extend(internal);
    mentions.sort_by_key(|m| m.span.start);
    let resolved = link::resolve(context, &mentions);
    let roles = roles(context, &mentions, &resolved);
    References {
        mentions,
        resolved,
        roles,
    }
}

/// A document has one subject: where a later mention repeats it, it ends where it ended before.
fn same_subjects(context: &Context, mentions: &mut [Mention]) {
    let mut first: std::collections::HashMap<String, String> = std::collections::HashMap::new();
    for mention in mentions {
        let (Some(code), Some(subject)) = (&mention.code, &mut mention.subject) else {
            continue;
        };
        let words = context.fold(*subject).replace('\n', " ");
        match first.get(&code.normalized()) {
            Some(known) if words.starts_with(known.as_str()) => {
                subject.end = subject.start + known.len()
            }
            Some(_) => {}
            None => drop(first.insert(code.normalized(), words)),
        }
    }
}

/// The document's own number is no reference.
fn drop_own(context: &Context, mentions: &mut Vec<Mention>) {
    // `Quốc hội ban hành Luật …` names the law itself.
    let header = &context.header;
    let title = header.doc_type.as_ref().zip(header.subject.as_ref());
    let title = title.map(|(t, s)| lexicon::fold(&format!("{} {}", t.text(), s.text())));
    mentions.retain(|m| {
        m.code.is_some() || title.as_deref() != Some(&context.fold(m.span).replace('\n', " "))
    });
    let own = context.header.code.field.normalized.as_deref().or(context
        .header
        .code
        .field
        .value
        .as_deref());
    let Some(own) = own.filter(|_| context.header.code.number.is_some()) else {
        return;
    };
    let own = lexicon::fold(own);
    let year = context.header.issue_date.as_ref().and_then(|d| d.year);
    mentions.retain(|m| {
        let same = m
            .code
            .as_ref()
            .is_some_and(|c| lexicon::fold(&c.normalized()) == own);
        let other_date = m
            .date
            .as_ref()
            .and_then(|d| d.parts.0)
            .is_some_and(|y| Some(y) != year);
        !same || other_date
    });
}

/// What part each mention plays, and in which reference it is nested.
fn roles(
    context: &Context,
    mentions: &[Mention],
    resolved: &[Resolved],
) -> Vec<(ReferenceRole, Option<String>)> {
    let enacting = context
        .preamble
        .enacting_statement
        .as_ref()
        .and_then(|e| Some(Span::new(e.field.start?, e.field.end?)));
    let mut open: Vec<usize> = Vec::new();
    let mut roles = Vec::with_capacity(mentions.len());
    for (at, mention) in mentions.iter().enumerate() {
        let start = mention.span.start;
        open.retain(|o| mentions[*o].subject.is_some_and(|s| s.end > start));
        let outer = open
            .iter()
            .rev()
            .copied()
            .find(|o| mentions[*o].subject.is_some_and(|s| s.start <= start));
        if mention.subject.is_some() {
            open.push(at);
        }
        if mention.kind == ReferenceKind::Internal {
            roles.push((ReferenceRole::Citation, None));
            continue;
        }
        if let Some(outer) = outer {
            roles.push((ReferenceRole::Nested, resolved[outer].canonical_id.clone()));
            continue;
        }
        let enacting = enacting.filter(|e| e.overlaps(context.original(mention.span)));
        let clause = enacting.map(|e| enacting_clause(context, e, start));
        let relation = relation(context, mention);
        let role = match context.zone_at(start) {
            ZoneKind::Title => relation.unwrap_or(ReferenceRole::Subject),
            ZoneKind::Preamble => clause.unwrap_or(ReferenceRole::Basis),
            _ if opens_basis(context, start) => ReferenceRole::Basis,
            _ => relation.unwrap_or(ReferenceRole::Citation),
        };
        roles.push((role, None));
    }
    roles
}

/// Whether a mention stands in a paragraph before all units that gives what the document rests on, though no enacting
/// words follow: `Căn cứ …;` of a court, of an old decision in a bulletin.
fn opens_basis(context: &Context, mention: usize) -> bool {
    let Some(paragraph) = context.paragraph_at(mention) else {
        return false;
    };
    let text = context.fold(paragraph.content);
    let text = text.trim_start_matches(['-', '+', '*', ' ']);
    let opens = ["can cu ", "thuc hien ", "xet "];
    paragraph.section.is_none()
        && !matches!(paragraph.kind, ParagraphKind::Numbered(_))
        && opens.iter().any(|w| text.starts_with(w))
        && text.trim_end().ends_with([';', ','])
}

/// What a mention inside the enacting statement is: what the document rests on (`Thực hiện Kế hoạch số …, UBND tỉnh tổ
/// chức …:`), what it enacts, or what an earlier sentence of a letter tells of.
fn enacting_clause(context: &Context, enacting: Span, mention: usize) -> ReferenceRole {
    const BASES: &[&str] = &[
        "thuc hien",
        "can cu",
        "theo",
        "tren co so",
        "xet",
        "thi hanh",
    ];
    let enacting = context.parsed(enacting);
    let before = context
        .folded
        .get(enacting.start..mention)
        .unwrap_or_default();
    let sentence = [". ", ".\n"]
        .iter()
        .filter_map(|end| before.rfind(end))
        .max();
    let sentence = sentence.map_or(0, |at| at + 2);
    let rest = context
        .folded
        .get(mention..enacting.end)
        .unwrap_or_default();
    let told = rest.contains(". ") || rest.contains(".\n");
    let clause = &before[sentence..];
    let basis = BASES.iter().any(|w| clause.starts_with(w))
        && !clause.contains("ban hanh ke hoach")
        && !clause.contains("xay dung")
        && !clause.contains("nhu sau");
    match () {
        () if basis => ReferenceRole::Basis,
        () if told => ReferenceRole::Citation,
        () => ReferenceRole::SubjectOfEnactment,
    }
}

/// What the words before a mention do to it: amend, replace, repeal, attach to.
fn relation(context: &Context, mention: &Mention) -> Option<ReferenceRole> {
    let before = &context.folded[mention.span.start.saturating_sub(90)..mention.span.start];
    let clause = before
        .rsplit([';', '.', ':', '\t'])
        .next()
        .unwrap_or(before)
        .replace('\n', " ");
    let tail = clause.trim_end();
    let near = |words: &str, reach: usize| {
        tail.rfind(words)
            .is_some_and(|at| tail.len() - at - words.len() <= reach)
    };
    if near("thay the", 12) || near("thay the cho", 12) {
        Some(ReferenceRole::Replaces)
    } else if near("bai bo", 40) || near("het hieu luc", 12) {
        Some(ReferenceRole::Repeals)
    } else if near("kem theo", 6) {
        Some(ReferenceRole::Attaches)
    } else if (near("sua doi, bo sung", 50) || near("sua doi", 40)) && !amended_by(tail) {
        Some(ReferenceRole::Amends)
    } else {
        listed_relation(context, mention)
    }
}

/// Whether a clause says by what something was amended: `được sửa đổi tại …`, `… sửa đổi, bổ sung theo …`.
fn amended_by(clause: &str) -> bool {
    let at = clause.rfind("sua doi").unwrap_or(0);
    clause[..at].trim_end().ends_with("duoc")
        || [" theo", " tai", " boi"]
            .iter()
            .any(|word| clause.ends_with(word))
}

/// So much of the words over a list is looked at, in characters.
const LIST_HEAD: usize = 90;

/// What the words over a list do to the documents in it: `Các văn bản sau đây hết hiệu lực:`.
fn listed_relation(context: &Context, mention: &Mention) -> Option<ReferenceRole> {
    let paragraph = context.paragraph_at(mention.span.start)?;
    let above = match paragraph.kind {
        ParagraphKind::Numbered(node) => context.nodes[node].parent,
        ParagraphKind::Bullet(_) => paragraph.section,
        _ => None,
    }?;
    // Only what stands first in its item is what the list is of.
    let first = paragraph.content.start.min(mention.span.start);
    let first = context.fold(Span::new(first, mention.span.start));
    if first.len() > 40 {
        return None;
    }
    let words = context.paragraphs[context.nodes[above].paragraph].content;
    let from = words.end.saturating_sub(LIST_HEAD).max(words.start);
    let tail = context.fold(Span::new(from, words.end)).replace('\n', " ");
    let tail = tail.trim_end().strip_suffix(':')?;
    match () {
        () if tail.contains("het hieu luc") || tail.contains("bai bo") => {
            Some(ReferenceRole::Repeals)
        }
        () if tail.contains("thay the") => Some(ReferenceRole::Replaces),
        () => None,
    }
}

impl References {
    /// The code spans: no date and no number is looked for inside them.
    pub fn code_spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.mentions
            .iter()
            .filter_map(|m| m.code.as_ref().map(|c| c.span))
    }

    /// The mention whose date begins at a position: its id.
    pub fn dated_at(&self, start: usize) -> Option<String> {
        let last = self.mentions.partition_point(|m| m.span.start <= start);
        (last.saturating_sub(4)..last).rev().find_map(|at| {
            let date = self.mentions[at].date.as_ref()?;
            (date.span.start == start).then(|| id(at))
        })
    }

    /// The spans of the mentions, in order.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.mentions.iter().map(|m| m.span)
    }

    /// The mentions as the output shows them.
    pub fn output(&self, context: &Context) -> Vec<Reference> {
        self.mentions
            .iter()
            .zip(&self.resolved)
            .zip(&self.roles)
            .enumerate()
            .map(|(at, ((mention, resolved), (role, nested)))| {
                let mut reference = shown(context, mention, resolved);
                reference.id = id(at);
                reference.role = *role;
                reference.nested_in.clone_from(nested);
                reference
            })
            .collect()
    }

    /// The mentioned documents, each with its mentions; those cited by name come last.
    pub fn documents(&self, context: &Context) -> Vec<ReferencedDocument> {
        let mut documents: Vec<ReferencedDocument> = Vec::new();
        let mut by_id: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
        for (at, (mention, resolved)) in self.mentions.iter().zip(&self.resolved).enumerate() {
            let Some(canonical_id) = &resolved.canonical_id else {
                continue;
            };
            let index = *by_id.entry(canonical_id.clone()).or_insert_with(|| {
                documents.push(record(context, mention, resolved, canonical_id));
                documents.len() - 1
            });
            let document = &mut documents[index];
            document.mentions.push(id(at));
            if document.date.is_none() {
                document.date.clone_from(&resolved.date);
            }
            if let Some(code) = &mention.code {
                let raw = context.raw(code.span);
                if !document.variants.contains(&raw) {
                    document.variants.push(raw);
                }
            }
            if let Some(subject) = mention.subject {
                let text = context.joined(subject);
                let longer = document
                    .subject
                    .as_ref()
                    .is_none_or(|s| s.chars().count() < text.chars().count());
                if longer {
                    document.subject = Some(text);
                }
            }
        }
        documents.sort_by_key(|d| d.named);
        documents
    }

    /// The documents that the preamble rests on, in order, each once.
    pub fn legal_bases(&self) -> Vec<LegalBasis> {
        let mut seen = BTreeSet::new();
        let mentions = self
            .mentions
            .iter()
            .zip(&self.resolved)
            .zip(&self.roles)
            .enumerate();
        mentions
            .filter(|(_, ((_, _), (role, _)))| *role == ReferenceRole::Basis)
            .filter(|(_, ((m, r), _))| {
                seen.insert(
                    r.canonical_id
                        .clone()
                        .or_else(|| m.code.as_ref().map(|c| c.normalized())),
                )
            })
            .map(|(at, ((mention, resolved), _))| LegalBasis {
                code: mention.code.as_ref().map(|c| c.normalized()),
                canonical_id: resolved.canonical_id.clone(),
                ref_id: Some(id(at)),
            })
            .collect()
    }

    /// Warnings about the references: dates after the issue date, one code with two dates, types that disagree.
    pub fn warnings(&self, context: &Context) -> Vec<Warning> {
        let issued = context
            .header
            .issue_date
            .as_ref()
            .and_then(|d| d.field.value.clone());
        let mut warnings = Vec::new();
        let mut said = BTreeSet::new();
        for (mention, resolved) in self.mentions.iter().zip(&self.resolved) {
            let Some(code) = &mention.code else { continue };
            let name = code.normalized();
            let own = mention.date.as_ref().and_then(|d| d.normalized.as_deref());
            let mut warn = |code: &str, message: String| {
                if said.insert((code.to_owned(), name.clone())) {
                    let original = context.original(mention.span);
                    warnings.push(Warning {
                        line: Some(context.line_numbers(mention.span).0),
                        start: Some(original.start),
                        end: Some(original.end),
                        ..Warning::new(code, message)
                    });
                }
            };
            if let (Some(own), Some(issued)) = (own, issued.as_deref())
                && own.len() == 10
                && own > issued
            {
                warn(
                    "ref_date_after_issue_date",
                    format!("{name} is dated {own}, after this document's {issued}"),
                );
            }
            if resolved.two_dates {
                warn(
                    "same_code_two_dates",
                    format!("{name} is cited with different dates"),
                );
            }
            if conflict(mention).is_some() {
                let written = mention.doc_type.as_deref().unwrap_or_default();
                warn(
                    "type_conflict",
                    format!("{name} is called {written}; its symbol names another type"),
                );
            }
        }
        warnings
    }
}

fn id(at: usize) -> String {
    format!("r{}", at + 1)
}

/// The type by the symbol, where the text calls the document something else.
fn conflict(mention: &Mention) -> Option<&'static str> {
    let code = mention.code.as_ref()?;
    let written = mention.doc_type.as_deref()?;
    let by_symbol = code.doc_type?;
    // One symbol may stand for several types; none of them may be the written one.
    let written_fits = lexicon::doc_types().iter().any(|t| {
        t.name == written
            && t.abbr
                .is_some_and(|a| lexicon::fold(a) == lexicon::fold(&code.groups[0]))
    });
    let joint = written == "Thông tư liên tịch"
        || written == "Nghị quyết liên tịch"
        || by_symbol.name.starts_with(written);
    (!written_fits && !joint && lexicon::doc_type(written).is_some()).then_some(by_symbol.name)
}

fn shown(context: &Context, mention: &Mention, resolved: &Resolved) -> Reference {
    let original = context.original(mention.span);
    let (line, line_end) = context.line_numbers(mention.span);
    let code = mention.code.as_ref();
    let by_symbol = conflict(mention);
    let changed = context.restored(mention.span);
    Reference {
        kind: mention.kind,
        zone: context.zone_at(mention.span.start).name().to_owned(),
        raw: Some(context.raw(mention.span)),
        start: original.start,
        end: original.end,
        line,
        line_end,
        page: context.page_at(mention.span.start),
        doc_type: mention
            .doc_type
            .clone()
            .or_else(|| resolved.doc_type.clone()),
        doc_type_by_symbol: by_symbol.map(str::to_owned),
        type_conflict: by_symbol.is_some().then_some(true),
        code_raw: code.map(|c| context.raw(c.span)),
        code_normalized: code.map(|c| c.normalized()),
        number: code.map(|c| c.number.clone()),
        symbol: code.map(|c| c.symbol()),
        date_raw: mention.date.as_ref().map(|d| context.raw(d.span)),
        date: resolved.date.clone(),
        issuer_in_text: mention.issuer.map(|s| context.joined(s)),
        issuer: resolved.issuer.clone(),
        issuer_position: mention
            .issuer_position
            .filter(|p| *p == IssuerPosition::Before),
        canonical_id: resolved.canonical_id.clone(),
        restored: changed.then(|| context.joined(mention.span)),
        target_path: mention.target_path.clone(),
        locators: mention.locators.clone(),
        confidence: confidence(mention, resolved),
        ..Reference::default()
    }
}

/// Found by code with its type and date: nearly sure; each missing part costs.
fn confidence(mention: &Mention, resolved: &Resolved) -> f32 {
    let mut sure: f32 = if mention.code.is_some() { 0.98 } else { 0.9 };
    if mention.doc_type.is_none() {
        sure -= 0.1;
    }
    if mention.kind != ReferenceKind::Internal && resolved.canonical_id.is_none() {
        sure -= 0.15;
    }
    if resolved.two_dates || (mention.date.is_none() && mention.of_list.date.is_some()) {
        sure -= 0.1;
    }
    sure
}

fn record(
    context: &Context,
    mention: &Mention,
    resolved: &Resolved,
    canonical_id: &str,
) -> ReferencedDocument {
    let named = mention.kind == ReferenceKind::NamedDocument && mention.code.is_none();
    ReferencedDocument {
        canonical_id: canonical_id.to_owned(),
        id_org: resolved.org.clone(),
        doc_type: resolved.doc_type.clone().unwrap_or_default(),
        number: mention.code.as_ref().map(|c| c.number.clone()),
        symbol: mention.code.as_ref().map(|c| c.symbol()),
        code_normalized: mention.code.as_ref().map(|c| c.normalized()),
        date: resolved.date.clone(),
        issuer: resolved.issuer.clone(),
        system: Some(resolved.system),
        named,
        title: named.then(|| context.joined(link::named_title(context, mention))),
        ..ReferencedDocument::default()
    }
}
