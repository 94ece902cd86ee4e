//! What the text says: references, dates, quantities, tasks and deadlines, each read with the others.
//!
//! Dates are found first, for references take theirs from them; tasks come next, for they give dates
//! their roles; deadlines are the dates of running sentences that no task has for its own.

use super::context::Context;
use super::types::*;
use super::{dates, deadlines, numbers, references, tasks};

/// What the text says.
#[derive(Debug, Default)]
pub struct Content {
    /// The mentions of documents.
    pub legal_references: Vec<Reference>,
    /// The documents they mention.
    pub referenced_documents: Vec<ReferencedDocument>,
    /// The documents that the preamble rests on.
    pub legal_bases: Vec<LegalBasis>,
    /// Dates and periods.
    pub dates: Vec<DateMention>,
    /// Money, percentages, counts.
    pub quantities: Vec<Quantity>,
    /// Tasks.
    pub tasks: Vec<Task>,
    /// Duties with dates.
    pub deadlines: Vec<Deadline>,
    /// What to look at.
    pub warnings: Vec<Warning>,
}

/// Reads the text; header, zones, tables, paragraphs and nodes of the context are known.
pub fn read(context: &mut Context) -> Content {
    place_tables(context);
    if context.province.is_none() {
        context.province = mentioned_province(context).or_else(|| province_of_district(context));
    }
    let folded = context
        .header
        .addressees
        .iter()
        .map(|a| crate::lexicon::fold(a.text()));
    context.addressed = folded
        .map(|name| name.strip_prefix("cac ").unwrap_or(&name).to_owned())
        .filter(|name| name.contains(' '))
        .collect();
    let context = &*context;
    let found = dates::scan::scan(&context.folded);
    let references = references::read(context, &found);
    let found = dates::relevant(context, found, &references);
    let assigned = tasks::find(context, &found, &references);
    let mut mentions = dates::find(context, &found, &references, &assigned.marks);
    dates::mark_starts(context, &mut mentions, &assigned.tasks);
    let mut warnings = references.warnings(context);
    warnings.extend(dates::warnings(&mentions));
    Content {
        legal_references: references.output(context),
        referenced_documents: references.documents(context),
        legal_bases: references.legal_bases(),
        quantities: numbers::find(context, &references),
        deadlines: deadlines::find(context, &found, &mentions, &assigned),
        dates: mentions,
        tasks: assigned.tasks,
        warnings,
    }
}

/// The province of the district whose body heads the letter, if the country has only one of that name.
fn province_of_district(context: &Context) -> Option<String> {
    let header = &context.header;
    let named = [&header.issuing_agency, &header.parent_agency];
    let names = named
        .into_iter()
        .filter_map(|f| f.as_ref()?.value.as_deref());
    names.map(crate::lexicon::fold).find_map(|body| {
        let place = ["huyen ", "thi xa ", "quan "].iter().find_map(|level| {
            let at = format!(" {body}").find(&format!(" {level}"))?;
            Some(body[at + level.len()..].trim().to_owned())
        })?;
        let mut found =
            crate::lexicon::districts().filter(|d| crate::lexicon::fold(d.name) == place);
        let one = found.next()?;
        found.next().is_none().then(|| one.province.to_owned())
    })
}

/// The one province that the text speaks of (`tỉnh Đồng Nai`), for a document whose header names none.
fn mentioned_province(context: &Context) -> Option<String> {
    let mut found: Option<&'static str> = None;
    for (at, _) in context.folded.match_indices("tinh ").take(2_000) {
        let start = at + "tinh ".len();
        let own_word = at
            .checked_sub(1)
            .is_none_or(|b| !context.folded.as_bytes()[b].is_ascii_alphanumeric());
        let zone = context.zone_at(at);
        if !own_word || matches!(zone, ZoneKind::Chrome) {
            continue;
        }
        let rest = context.fold(crate::span::Span::new(start, start + 32));
        let words: Vec<&str> = rest.split([' ', '\n', ',', '.', ';', '"', ')']).collect();
        // The longest name first: `Bà Rịa - Vũng Tàu` before `Bà Rịa`.
        let known = (1..=words.len().min(5))
            .rev()
            .find_map(|n| crate::lexicon::province(&words[..n].join(" ")))
            .filter(|_| {
                let first = context.slice(crate::span::Span::new(start, start + 1));
                first.chars().all(char::is_uppercase)
            });
        match (known, found) {
            (Some(p), None) => found = Some(p.name),
            (Some(p), Some(name)) if p.name != name => return None,
            _ => {}
        }
    }
    found.map(str::to_owned)
}

/// Gives each table the path of the unit around it, and the numbers of its lines.
fn place_tables(context: &mut Context) {
    let mut tables = std::mem::take(&mut context.tables);
    for table in &mut tables {
        let line = table.line_start.saturating_sub(1);
        let at = context.lines.get(line).map_or(0, |l| l.trim.start);
        table.section_path = context
            .node_at(at)
            .map(|n| context.nodes[n].out.path.clone());
        let number = |line: &mut usize| *line = context.line_number(*line - 1);
        number(&mut table.line_start);
        number(&mut table.line_end);
        for row in &mut table.rows {
            number(&mut row.line);
            number(&mut row.line_end);
        }
    }
    context.tables = tables;
}

#[cfg(test)]
mod tests {
    use crate::document::parse;
    use crate::restore::Restored;

    #[test]
    fn a_district_says_its_province_where_the_country_has_one_of_that_name() {
        let cited = |district: &str| {
            let text = format!(
                "ỦY BAN NHÂN DÂN\n{district}\nSố: 5/CT-UBND\n\nCHỈ THỊ\nVề việc trồng lau\n\n\
                 1. Thực hiện Công văn số 418/UBND-KT ngày 05/02/2014 của UBND tỉnh.\n"
            );
            let document = parse(&Restored::unchanged(text));
            document.legal_references[0].issuer.clone()
        };
        assert_eq!(
            cited("HUYỆN CẦN GIUỘC").as_deref(),
            Some("UBND tỉnh Long An")
        );
        // Several provinces had one.
        assert_eq!(cited("HUYỆN CHÂU THÀNH").as_deref(), Some("UBND tỉnh"));
    }
}
