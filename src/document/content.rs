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
    let context = &*context;
    let found = dates::scan::scan(&context.folded);
    let references = references::read(context, &found);
    let found = dates::relevant(context, found, &references);
    let (tasks, marks) = tasks::find(context, &found, &references);
    let mentions = dates::find(context, &found, &references, &marks);
    let mut warnings = references.warnings(context);
    warnings.extend(dates::warnings(&mentions));
    Content {
        legal_references: references.output(context),
        referenced_documents: references.documents(context),
        legal_bases: references.legal_bases(),
        quantities: numbers::find(context, &references),
        deadlines: deadlines::find(context, &found, &mentions, &marks, &tasks),
        dates: mentions,
        tasks,
        warnings,
    }
}

/// Gives each table the path of the unit around it.
fn place_tables(context: &mut Context) {
    let mut tables = std::mem::take(&mut context.tables);
    for table in &mut tables {
        let line = table.line_start.saturating_sub(1);
        let at = context.lines.get(line).map_or(0, |l| l.trim.start);
        table.section_path = context
            .node_at(at)
            .map(|n| context.nodes[n].out.path.clone());
    }
    context.tables = tables;
}
