//! One stretch of lines → its paragraphs and numbered units, by a stack of open levels.

use super::Built;
use super::dashes::Dashes;

use super::lines;
use super::marker::{self, Mark, Number};
use super::sequence::Open;
use super::units;
use crate::document::anchors;
use crate::document::context::{Context, Node, Paragraph, ParagraphKind};
use crate::document::fold::Case;
use crate::document::types::*;
use crate::lexicon;
use crate::span::Span;

struct Builder<'c> {
    context: &'c Context,
    built: Built,
    open: Open<'c>,
    bullets: Vec<u8>,
    /// Whether the last paragraph is a law unit whose heading stands on the next line.
    awaits_heading: bool,
    /// The words that the text joins by a dash elsewhere.
    dashes: Dashes<'c>,
}

/// Builds paragraphs and units from the lines `from..to`; lines of tables are one paragraph each table.
/// `structured` is false for zones that hold no numbered units.
pub fn build(context: &Context, from: usize, to: usize, structured: bool) -> Built {
    let table_of_line = table_lines(context, from, to);
    let wrapping = lines::wrapping(context, from, to);
    let quoted = lines::quoted(context, from, to);
    let mut builder = Builder {
        context,
        built: Built::default(),
        open: Open::new(structured && second_roman(context, from, to)),
        bullets: Vec::new(),
        awaits_heading: false,
        dashes: Dashes::of(context, from, to),
    };
    let mut previous: Option<usize> = None;
    let mut blank = false;
    let mut line = from;
    while line < to {
        if let Some((table, end)) = table_of_line.get(&line) {
            builder.table(*table, line, *end);
            line = *end;
            previous = None;
            blank = false;
            continue;
        }
        if context.lines[line].is_blank() || lines::is_debris(context, line) {
            blank |= true;
            line += 1;
            continue;
        }
        if anchors::RULE.is_match(anchors::head(context, line)) {
            previous = None;
            line += 1;
            continue;
        }
        let mark = if structured && !quoted[line - from] {
            let trim = context.lines[line].trim;
            let head = Span::new(trim.start, trim.end.min(trim.start + anchors::LINE_LIMIT));
            marker::read(context.slice(head), context.fold(head))
        } else {
            None
        };
        let started = match mark {
            Some(Mark::Bullet(character)) => {
                builder.bullet(line, character, previous.filter(|_| !blank));
                true
            }
            Some(Mark::Number(number)) => builder.number(line, &number, previous, blank),
            None => false,
        };
        if !started {
            let joins = match previous {
                None => false,
                Some(_) if builder.awaits_heading => {
                    context.is_capitals(context.lines[line].trim)
                        || builder.heading_may_follow(line)
                }
                Some(before) if blank => {
                    let joins = lines::joins_over_blank(context, before, line, structured);
                    if joins {
                        builder.join(before, line);
                    }
                    joins
                }
                Some(before) => {
                    let heading = matches!(
                        builder.built.paragraphs.last().map(|p| p.kind),
                        Some(ParagraphKind::Numbered(_))
                    );
                    let last = builder.built.paragraphs.last();
                    let opens = last.is_some_and(|p| p.first_line == before);
                    !lines::breaks(context, before, line, wrapping, heading, opens)
                }
            };
            if joins {
                builder.extend(line);
            } else {
                builder.plain(line);
            }
        }
        previous = Some(line);
        blank = false;
        line += 1;
    }
    units::finish(context, builder.built)
}

/// For the first line of each table: its index and the line after it.
fn table_lines(
    context: &Context,
    from: usize,
    to: usize,
) -> std::collections::HashMap<usize, (usize, usize)> {
    let first = context.tables.partition_point(|t| t.line_start <= from);
    context.tables[first..]
        .iter()
        .enumerate()
        .take_while(|(_, t)| t.line_end <= to)
        .map(|(i, t)| (t.line_start - 1, (first + i, t.line_end)))
        .collect()
}

/// Whether there is a second Roman heading: then a damaged `1.` before capitals is the first.
fn second_roman(context: &Context, from: usize, to: usize) -> bool {
    (from..to).any(|l| {
        let folded = context.folded_line(l);
        let first = folded.bytes().next().unwrap_or(b' ');
        matches!(first, b'i' | b'1' | b'l')
            && folded.len() > 4
            && ["ii.", "ii-", "i1.", "11.", "il.", "ii -", "ii ."]
                .iter()
                .any(|m| folded.starts_with(m))
            && context.is_capitals(context.lines[l].trim)
    })
}

impl<'c> Builder<'c> {
    fn section(&self) -> Option<usize> {
        self.open.innermost()
    }

    fn push(&mut self, line: usize, content: usize, kind: ParagraphKind, section: Option<usize>) {
        let trim = self.context.lines[line].trim;
        self.built.paragraphs.push(Paragraph {
            span: trim,
            content: Span::new((trim.start + content).min(trim.end), trim.end),
            first_line: line,
            last_line: line,
            kind,
            zone: self.context.zone_of_line[line],
            section,
        });
    }

    fn plain(&mut self, line: usize) {
        self.awaits_heading = false;
        self.bullets.clear();
        let section = self.section();
        self.push(line, 0, ParagraphKind::Plain, section);
    }

    fn extend(&mut self, line: usize) {
        let trim = self.context.lines[line].trim;
        if let Some(paragraph) = self.built.paragraphs.last_mut() {
            paragraph.span.end = trim.end;
            paragraph.content.end = trim.end;
            paragraph.last_line = line;
            if paragraph.content.start > paragraph.content.end
                || (self.awaits_heading && paragraph.content.is_empty())
            {
                paragraph.content.start = trim.start;
            }
            if self.awaits_heading
                && self
                    .context
                    .fold(Span::new(
                        paragraph.content.start,
                        trim.start.max(paragraph.content.start),
                    ))
                    .trim()
                    .is_empty()
            {
                paragraph.content.start = trim.start;
            }
        }
    }

    /// The heading of `Chương I` stands on the next lines.
    fn heading_may_follow(&self, line: usize) -> bool {
        let Some(paragraph) = self.built.paragraphs.last() else {
            return false;
        };
        let empty = self.context.fold(paragraph.content).trim().is_empty();
        let text = self.context.line(line);
        empty && text.chars().count() < 160 && !text.ends_with(['.', ';', ':'])
    }

    fn join(&mut self, before: usize, after: usize) {
        let context = self.context;
        let a: Vec<char> = context.line(before).chars().collect();
        let b: String = context.line(after).chars().take(40).collect();
        self.built.joins.push(PageBreakJoin {
            line_a: before + 1,
            line_b: after + 1,
            tail: a[a.len().saturating_sub(40)..].iter().collect(),
            head: b.trim_end().to_owned(),
            kind: "page_break".to_owned(),
            join: true,
        });
    }

    fn table(&mut self, table: usize, first: usize, end: usize) {
        let section = self.section();
        self.push(first, 0, ParagraphKind::Table(table), section);
        let last = &self.context.lines[end - 1];
        if let Some(paragraph) = self.built.paragraphs.last_mut() {
            paragraph.span.end = last.trim.end;
            paragraph.content.end = last.trim.end;
            paragraph.last_line = end - 1;
        }
        self.bullets.clear();
        self.awaits_heading = false;
    }

    fn bullet(&mut self, line: usize, character: u8, previous: Option<usize>) {
        self.awaits_heading = false;
        let folded = self.context.folded_line(line);
        let content = 1 + folded[1..].len() - folded[1..].trim_start().len();
        // `Bà Rịa -` + `- Vũng Tàu`: a dash after a word that a line end cuts is no bullet.
        if let Some(before) = previous {
            let small = self.context.slice(Span::new(
                self.context.lines[line].trim.start + content,
                self.context.lines[line].trim.end,
            ));
            let lower = small.chars().next().is_some_and(char::is_lowercase);
            let open = !self
                .context
                .folded_line(before)
                .ends_with(['.', ';', ':', '!', '?', ',']);
            let inside = || {
                let last = self.context.folded_line(before).rsplit(' ').next();
                let first = small.split([' ', ',', ';', '.']).next();
                last.zip(first)
                    .is_some_and(|(a, b)| self.dashes.contains(a, &lexicon::fold(b)))
            };
            if open && character == b'-' && (lower || inside()) {
                self.extend(line);
                return;
            }
        }
        match self.bullets.iter().position(|b| *b == character) {
            Some(at) => self.bullets.truncate(at + 1),
            None if character == b'-' && !self.bullets.is_empty() && self.bullets[0] != b'-' => {
                self.bullets = vec![b'-'];
            }
            None => self.bullets.push(character),
        }
        let depth = self.bullets.len() as u8;
        let section = self.section();
        self.push(line, content, ParagraphKind::Bullet(depth), section);
        if depth == 1
            && let Some(node) = section
        {
            self.built.nodes[node].out.bullet_count += 1;
        }
    }

    /// Takes a number as the next unit; false when no reading fits.
    fn number(
        &mut self,
        line: usize,
        number: &Number<'c>,
        previous: Option<usize>,
        blank: bool,
    ) -> bool {
        let context = self.context;
        let trim = context.lines[line].trim;
        let content = Span::new((trim.start + number.content).min(trim.end), trim.end);
        let capitals = context.is_capitals(content);
        // `II TỔNG SỐ CHI` in a list of figures: only what stands apart is a heading without its mark.
        let is_bare = number.mark == b' ' && number.readings[0].level == LevelType::Roman;
        if is_bare && previous.is_some() && !blank {
            return false;
        }
        // A number inside a wrapped sentence (`… điểm` + `a) khoản 2`).
        if let Some(before) = previous.filter(|_| !blank) {
            let last = context.folded_line(before);
            let cut = last.ends_with(',') || lines::awaits_number(context, before);
            let lower = !content.is_empty() && context.case(content.start) == Case::Lower;
            let listed = lines::ends_in(context, before, &[("va", "và")]);
            if cut && (lower || !listed) && !capitals && last.len() > 30 {
                return false;
            }
        }
        let Some((reading, place, gap)) = self.open.choose(number, capitals) else {
            return false;
        };
        self.open.close_to(place);
        let parent = self.open.innermost();
        let label = reading.label.clone();
        if gap > 1 {
            let (first, _) = context.line_numbers(trim);
            let original = context.original(trim);
            let mut warning = Warning::new(
                "numbering_gap",
                format!("number {} follows a gap of {}", label, gap - 1),
            );
            warning.line = Some(first);
            warning.start = Some(original.start);
            warning.end = Some(original.end);
            self.built.warnings.push(warning);
        }
        let word = match reading.level {
            LevelType::Part => "Phần ",
            LevelType::Chapter => "Chương ",
            LevelType::Section => "Mục ",
            LevelType::Subsection => "Tiểu mục ",
            LevelType::Article => "Điều ",
            _ => "",
        };
        let path = match parent {
            Some(p) => [&self.built.nodes[p].out.path, "/", word, &label].concat(),
            None => [word, &label].concat(),
        };
        let node = self.built.nodes.len();
        let depth = self.open.depth() + 1;
        let confidence = match (reading.repaired, gap) {
            (false, 0 | 1) => 0.97,
            (true, 0 | 1) => 0.85,
            _ => 0.7,
        };
        let label_span = Span::new(trim.start, (trim.start + number.label).min(trim.end));
        self.built.nodes.push(Node {
            out: NumberedNode {
                path,
                label: label.to_string(),
                label_raw: context
                    .original_text(label_span)
                    .trim_start_matches(['*', '_', '#'])
                    .trim()
                    .to_owned(),
                level_type: reading.level,
                depth,
                confidence,
                ..NumberedNode::default()
            },
            parent,
            paragraph: self.built.paragraphs.len(),
            extent: trim,
        });
        self.open.push(number.mark, reading, node);
        self.bullets.clear();
        self.push(
            line,
            number.content,
            ParagraphKind::Numbered(node),
            Some(node),
        );
        self.awaits_heading = matches!(
            reading.level,
            LevelType::Part | LevelType::Chapter | LevelType::Section | LevelType::Subsection
        ) || (reading.level == LevelType::Article && content.is_empty());
        true
    }
}
