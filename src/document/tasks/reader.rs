//! The reading of a document's paragraphs: who is charged where, and which of them are tasks.

use super::bodies::agency_starts;
use super::content::{content, report_to};
use super::due::{self, Calendar, Due};
use super::duties::{self, answers_for, carries_out, hands_over};
use super::labels::{self, Label, Labels};
use super::roles::{self, Roles};
use super::sentence;
use super::view::View;
use crate::document::context::{Context, Paragraph, ParagraphKind};
use crate::document::dates::{DuePlace, TaskMark};
use crate::document::types::{
    DeadlineKind, HeadingKind, LevelType, Profile, Task, TaskDeadline, ZoneKind,
};
use crate::lexicon;
use crate::span::Span;
use std::collections::{HashMap, HashSet};

/// What an invitation or minutes say of the meeting itself.
const MEETING: &[&str] = &["thoi gian", "dia diem", "thanh phan", "chu tri", "chu toa"];

/// Longer units are not looked through sentence by sentence, in characters.
const LONGEST_UNIT: usize = 4000;

/// Roles that a bullet with a colon (`- Giao Sở A:`) gives other bullets.
struct BulletLead {
    /// The unit around it.
    section: Option<usize>,
    roles: Roles,
    /// Whether they are bullets like itself; the first one behind it decides.
    siblings: Option<bool>,
}

/// What the reading of a document's paragraphs has gathered so far.
pub(super) struct Reader<'a> {
    pub(super) context: &'a Context,
    pub(super) calendar: Calendar<'a>,
    pub(super) tasks: Vec<Task>,
    /// The deadlines that tasks have for their own.
    pub(super) marks: Vec<TaskMark>,
    /// The deadlines inside sentences that say what has to be done.
    pub(super) running: Vec<Due>,
    /// Roles that a heading or lead-in gives everything under a unit.
    by_section: HashMap<Option<usize>, Roles>,
    /// Whom a lead-in under a unit tells to act; they have what names nobody else.
    told: HashMap<Option<usize>, Roles>,
    /// Index of the task that labelled lines under a unit have opened.
    pub(super) labelled: HashMap<usize, usize>,
    /// Number of bullets seen directly under a unit.
    bullets: HashMap<Option<usize>, usize>,
    /// Roles that a bullet with a colon gives the bullets under it, or behind it where none is under it.
    bullet_lead: Option<BulletLead>,
    /// Units under which a line hands out duties (`Hiệu trưởng phân công:`).
    handing: HashSet<Option<usize>>,
    /// Whether it is about a meeting: whose time and chair are nobody's duty.
    meets: bool,
    /// Whether the whole document tells bodies what to do: there each unit that begins with one is a duty.
    orders: bool,
    /// For each unit whether it or one around it is about carrying out.
    carrying_out: Vec<bool>,
    /// Whether it plans: there whoever is pressed to do something has a duty.
    plans: bool,
    /// Whether it is a programme of work, which calls what is to be done month by month.
    calls: bool,
    /// The month that a line of a programme has named last, with the unit around it: when what follows is due.
    month: Option<(Option<usize>, TaskDeadline)>,
    /// Whether it lays down law: there only what says that it is a duty is one.
    regulates: bool,
    /// Whether it is a decision, which hands out duties beside the law that it lays down.
    decides: bool,
}

impl<'a> Reader<'a> {
    /// A reader that has seen nothing yet.
    pub(super) fn new(context: &'a Context, calendar: Calendar<'a>) -> Self {
        let regulates = context.header.profile == Profile::LegalNormative;
        let doc_type = context.header.doc_type.as_ref().map(|t| t.text());
        Self {
            context,
            calendar,
            tasks: Vec::new(),
            marks: Vec::new(),
            running: Vec::new(),
            by_section: HashMap::new(),
            told: HashMap::new(),
            labelled: HashMap::new(),
            bullets: HashMap::new(),
            bullet_lead: None,
            month: None,
            handing: HashSet::new(),
            meets: matches!(doc_type, Some("Giấy mời" | "Biên bản")),
            calls: doc_type == Some("Chương trình"),
            orders: duties::orders(context),
            carrying_out: duties::carrying_out(context, regulates),
            plans: doc_type == Some("Kế hoạch"),
            regulates,
            decides: doc_type == Some("Quyết định"),
        }
    }

    /// Reads the words of the preamble that lead in the units: whom they tell to act.
    pub(super) fn lead_in(&mut self, paragraph: &Paragraph) {
        let told = roles::told_in(&View::new(self.context, paragraph.content));
        let told = told.filter(|_| self.orders);
        self.told
            .extend(told.map(|roles| (paragraph.section, roles)));
    }

    /// Reads the next paragraph.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph) {
        let view = View::new(self.context, paragraph.content);
        let numbered = match paragraph.kind {
            ParagraphKind::Numbered(node) => Some(node),
            ParagraphKind::Table(_) => return,
            _ => None,
        };
        let above = match numbered {
            Some(node) => self.context.nodes[node].parent,
            None => paragraph.section,
        };
        if self.plans_work()
            && let Some(month) = due::month_heading(&self.calendar, &view)
        {
            self.month = Some((above, month));
            return;
        }
        match paragraph.kind {
            ParagraphKind::Bullet(level) => self.next_bullet(level, above, &view),
            _ => self.between_bullets(),
        }
        let labels = labels::read(&view);
        if labels.first_is_label {
            // `3. Thời gian thực hiện: …` of a plan or proposal gives nobody anything to do.
            let charges =
                |(label, ..): &(Label, Span, Span)| matches!(label, Label::Lead | Label::Coop);
            let section = above.or(numbered);
            // `- Phụ trách: …` below the heading of a body is who of them it is.
            let headed = above.is_some() && self.by_section.contains_key(&above);
            let person = headed
                && labels
                    .values
                    .iter()
                    .all(|(label, ..)| *label == Label::Lead);
            if !person
                && !self.lists_present(section)
                && !self.meets
                && (numbered.is_none() || labels.values.iter().any(charges))
            {
                self.labelled_line(&labels, section);
            }
            return;
        }
        let colon = view.folded.trim_end().ends_with(':');
        let heading = numbered.is_some_and(|n| self.context.nodes[n].out.is_heading);
        if heading || colon {
            // A chapter is about many; who is charged stands in its articles.
            let wide = numbered.is_some_and(|n| {
                let level = self.context.nodes[n].out.level_type;
                matches!(
                    level,
                    LevelType::Part | LevelType::Chapter | LevelType::Section
                )
            });
            let roles = if wide || heading && !colon && !roles::names_the_charged(&view) {
                None
            } else {
                // `2. … đề nghị Chính phủ:`
                let told = || {
                    let duties = numbered.is_some() && colon && self.executing(above);
                    duties.then(|| roles::told_in(&view)).flatten()
                };
                roles::of_lead_in(&view).or_else(told).or_else(|| {
                    // `đ) Phối hợp với các bộ hướng dẫn:` gives what follows partners, not another lead.
                    let lead = self.nearest(&self.by_section, above)?.lead;
                    let coop = roles::own_coop(&view).filter(|_| colon)?;
                    Some(Roles {
                        lead,
                        coop: Some(coop),
                    })
                })
            };
            if numbered.is_none() && duties::hands_out(&view) {
                self.handing.insert(above);
            }
            if roles.is_none() && numbered.is_none() && self.orders {
                let told = roles::told_in(&view);
                self.told.extend(told.map(|roles| (above, roles)));
            }
            match (numbered, roles, paragraph.kind) {
                (Some(node), Some(roles), _) => {
                    self.by_section.insert(Some(node), roles);
                }
                (None, Some(roles), ParagraphKind::Plain) => {
                    self.by_section.insert(above, roles);
                }
                (None, Some(roles), _) => {
                    self.bullet_lead = Some(BulletLead {
                        section: above,
                        roles,
                        siblings: None,
                    });
                }
                _ => {}
            }
            let sentence = numbered.is_some_and(|n| {
                self.context.nodes[n].out.heading_kind == Some(HeadingKind::Sentence)
            });
            // `Bộ A chủ trì … trước ngày …. Trong đó chú ý:` is a duty before it leads in others.
            let two = numbered.is_some()
                && view.folded.contains(". ")
                && sentence::inline(&view).is_some();
            if !sentence && !two {
                return;
            }
        }
        let orders = self.orders_within(&view);
        // Where a later sentence says who has to act, the first one is told about.
        let about = !orders.is_empty()
            && sentence::inline(&view).is_none()
            && self.nearest(&self.by_section, above).is_none();
        let mut from = 0;
        for to in orders.into_iter().chain([view.folded.len()]) {
            let part = view.part(from, to);
            match from {
                0 if about => {}
                0 => self.unit(paragraph, &part, &labels, above),
                _ => self.unit(paragraph, &part, &Labels::default(), above),
            }
            from = to;
        }
    }

    /// Ends the reach of a bullet with a colon over those behind it where other text begins; what stands under it
    /// may still come.
    fn between_bullets(&mut self) {
        self.bullet_lead = self.bullet_lead.take().filter(|l| l.siblings != Some(true));
        if let Some(lead) = &mut self.bullet_lead {
            lead.siblings = Some(false);
        }
    }

    /// Counts a bullet, and ends the reach of the bullet with a colon before it where it ends: at a bullet that
    /// names somebody of its own, or at the next one like it once others stood under it.
    fn next_bullet(&mut self, level: u8, section: Option<usize>, view: &View) {
        if level == 1 {
            *self.bullets.entry(section).or_insert(0) += 1;
        }
        let Some(lead) = &mut self.bullet_lead else {
            return;
        };
        let siblings = *lead.siblings.get_or_insert(level == 1);
        let own = level == 1 && (sentence::inline(view).is_some() || agency_starts(view, 0));
        if level == 1 && (!siblings || lead.section != section || own) {
            self.bullet_lead = None;
        }
    }

    /// Where later sentences of a unit begin that tell somebody else to act: `… . Ủy ban nhân dân tỉnh có trách
    /// nhiệm …`.
    fn orders_within(&self, view: &View) -> Vec<usize> {
        const MOST: usize = 8;
        if self.regulates || view.folded.len() > LONGEST_UNIT {
            return Vec::new();
        }
        let mut leads: Vec<String> = Vec::new();
        let name = |roles: Roles| roles.lead.map(|l| lexicon::fold(&self.context.joined(l)));
        leads.extend(sentence::inline(view).and_then(|i| name(i.roles)));
        let ends = view.folded.match_indices(". ").map(|(at, _)| at + 2);
        let mut starts = Vec::new();
        for at in ends.filter(|at| !view.is_small(*at)).take(MOST) {
            let sentence = view.part(at, view.folded.len());
            let lead = sentence::inline(&sentence)
                .filter(|i| {
                    (i.strong || i.pressing && self.orders)
                        && !carries_out(&sentence.folded[i.action..])
                        && !answers_for(&sentence.folded[i.action..])
                })
                .and_then(|i| name(i.roles));
            if let Some(lead) = lead.filter(|l| !leads.contains(l)) {
                leads.push(lead);
                starts.push(at);
            }
        }
        starts
    }

    /// Roles in force for what stands under a unit: the nearest around it that has any.
    fn nearest(
        &self,
        given: &HashMap<Option<usize>, Roles>,
        mut section: Option<usize>,
    ) -> Option<Roles> {
        loop {
            if let Some(roles) = given.get(&section) {
                return Some(*roles);
            }
            section = self.context.nodes[section?].parent;
        }
    }

    fn unit(&mut self, paragraph: &Paragraph, view: &View, labels: &Labels, above: Option<usize>) {
        let bullet = matches!(paragraph.kind, ParagraphKind::Bullet(_));
        let plain = matches!(paragraph.kind, ParagraphKind::Plain);
        // `Địa điểm: Phòng họp …` of an invitation is nobody's duty.
        if self.meets && plain && MEETING.iter().any(|label| view.folded.starts_with(label)) {
            return;
        }
        let deep = matches!(paragraph.kind, ParagraphKind::Bullet(2..));
        let handed = || {
            let invited = self.meets && bullet && above.is_none();
            let duties = self.executing(above) && !plain && !invited && !self.lists_present(above);
            let said = duties.then(|| sentence::named_before_colon(view)).flatten();
            said.filter(|said| !duties::allows(&view.part(said.action, view.folded.len())))
        };
        let inline = sentence::inline(view).or_else(handed);
        // A programme of work names who in brackets behind what.
        let unclaimed = self.plans_work() && !plain && inline.is_none() && labels.is_empty();
        let bracketed = unclaimed
            .then(|| roles::in_brackets(view, self.calls))
            .flatten()
            .or_else(|| roles::named_behind(view).filter(|_| unclaimed && self.calls));
        let inherited = match &self.bullet_lead {
            Some(lead)
                if bullet && (deep || lead.siblings == Some(true)) && lead.section == above =>
            {
                Some(lead.roles)
            }
            _ if deep && bracketed.is_none() => return,
            _ if bracketed.is_some() => bracketed,
            _ => self.nearest(&self.by_section, above).or_else(|| {
                let nobody = inline.is_none() && labels.is_empty();
                self.nearest(&self.told, above).filter(|_| nobody)
            }),
        };
        // What a letter rests on may tell somebody to act in the same sentence.
        let basis = paragraph.zone == ZoneKind::Preamble;
        if basis && !(inline.is_some_and(|i| i.assigned) && view.folded.trim_end().ends_with('.')) {
            return;
        }
        // `(Gửi kèm Kế hoạch …)`
        if plain && view.folded.trim_start_matches(['*', ' ']).starts_with('(') {
            return;
        }
        let labelled = !labels.is_empty();
        let executing = self.executing(above);
        // Law gives tasks where it says who carries it out; elsewhere it lays down powers and norms.
        // `Điều 2. Giao Sở A chủ trì …` is one in any, and so is what a decision tells a body to do by some day.
        let given = inline.is_some_and(|i| i.assigned) && view.folded.starts_with("giao ")
            || self.heads_assign(above);
        let dated = || {
            let told = self.decides && inline.is_some();
            told && due::running(&self.calendar, view.span).is_some()
        };
        if self.regulates && !labelled && !executing && !given && !dated() {
            return;
        }
        // Under a month of a programme every bullet is to be done then, whoever does it.
        let of_month = self.month.as_ref();
        let of_month = of_month
            .filter(|(unit, _)| *unit == above && bullet)
            .map(|(_, month)| month.clone());
        let scheduled = of_month.is_some() && self.calls;
        let charged = inherited.is_some() || labelled || scheduled;
        if inline.is_none() && (!charged || duties::allows(view)) {
            return;
        }
        let status = due::status(&self.calendar, view);
        let running = if status.is_none() {
            due::running(&self.calendar, view.span)
        } else {
            None
        };
        let strong = inline.is_some_and(|i| {
            i.strong
                || status.is_some()
                || running.is_some()
                || executing
                || i.pressing && self.plans
        });
        let taken = match (&inherited, &inline) {
            _ if labelled || scheduled => true,
            (_, Some(_)) if strong => true,
            (Some(_), _) => !plain || self.agency_headed(above),
            _ => false,
        };
        // An item that only names a body gives it nothing to do.
        let named = inline.is_none() && !labelled && roles::is_agency_list(view);
        // `Căn cứ văn bản này, các đơn vị tổ chức thực hiện.`
        let action = &view.folded[inline.map_or(0, |i| i.action)..];
        let bare = answers_for(action)
            || inline.is_some_and(|i| {
                (i.assigned || plain && !i.strong) && carries_out(action)
                    || plain && i.intends && !i.strong
            });
        // What a later sentence hands over takes nothing from the order before it.
        let first = view.folded.find(". ").map(|at| at + 1);
        let first = first.filter(|_| inline.is_some_and(|i| i.assigned));
        let over = hands_over(&view.part(0, first.unwrap_or(view.folded.len())));
        if !taken || named || bare || over {
            return;
        }
        let own = inline.map(|i| i.roles).unwrap_or_default();
        let use_inline = inline.is_some_and(|i| {
            // `Báo, đài phối hợp với Sở A …` under a heading that names more of them.
            let joins = view.folded[i.action..].starts_with("phoi hop");
            i.strong || joins || inherited.is_none()
        });
        let mut roles = inherited.unwrap_or_default();
        if use_inline {
            // The same body once more (`các sở …`) is named as its heading does.
            let name = |lead| lexicon::fold(&self.context.joined(lead));
            let again = own.lead.map(name) == roles.lead.map(name);
            roles = Roles {
                lead: own.lead.filter(|_| !again).or(roles.lead),
                coop: own.coop,
            };
        } else {
            // Partners named in passing take nothing from those of a heading.
            let own = roles::own_coop(view).or(roles.coop);
            roles.coop = own.or_else(|| roles::coop_anywhere(view));
        }
        let due = status
            .as_ref()
            .map(|(due, _)| due.clone())
            .or(running.clone())
            .or_else(|| due::rhythm(&self.calendar, view));
        let assigned = inline
            .filter(|i| use_inline && i.assigned)
            .map(|i| i.action);
        let content = content(self.context, view, &status, &running, assigned, labels);
        let id = self.path(paragraph, above, bullet);
        let section_path = match paragraph.kind {
            ParagraphKind::Numbered(node) if inherited.is_none() => {
                self.context.nodes[node].out.path.clone()
            }
            _ => self.section_path(above),
        };
        let mut task = self.task(id, section_path, view.span, content);
        task.confidence = if strong || inherited.is_some() {
            0.9
        } else {
            0.75
        };
        self.give_roles(&mut task, roles);
        if let Some((due, _)) = &status {
            self.marks.push(TaskMark {
                span: due.span,
                place: DuePlace::Sentence,
            });
        }
        // `trước ngày …` makes a date a deadline by itself; the others are deadlines because a duty says so.
        let by_duty = [DeadlineKind::Within, DeadlineKind::Recurring];
        self.running.extend(running.clone().filter(|due| {
            by_duty.contains(&due.deadline.kind) || due.deadline.normalized.is_none()
        }));
        task.deadline = due.map(|d: Due| d.deadline).or(of_month);
        self.apply(&mut task, labels);
        self.tasks.push(task);
    }

    /// Whether a section is about carrying out: there a sentence that begins with an agency is a duty.
    fn executing(&self, section: Option<usize>) -> bool {
        self.orders
            || section.is_some_and(|node| self.carrying_out[node])
            || self.handing.contains(&section)
    }

    /// Whether it is a plan or a programme of work: these name who in brackets, and months over what is due in them.
    fn plans_work(&self) -> bool {
        self.plans || self.calls
    }

    /// Whether a unit, or the one around it, lists who was present: `I. Thành phần tham dự`, `2. Tham dự:`.
    fn lists_present(&self, section: Option<usize>) -> bool {
        let present = |unit: usize| {
            let heading = self.context.paragraphs[self.context.nodes[unit].paragraph].content;
            let heading = self.context.fold(heading);
            heading.len() < 60 && (heading.contains("thanh phan") || heading.contains("tham du"))
        };
        section.is_some_and(|unit| {
            present(unit) || self.context.nodes[unit].parent.is_some_and(present)
        })
    }

    /// Whether a unit gives what stands in it to somebody: `Giao Giám đốc các bệnh viện:`.
    fn heads_assign(&self, section: Option<usize>) -> bool {
        section.is_some_and(|unit| {
            let heading = self.context.paragraphs[self.context.nodes[unit].paragraph].content;
            self.by_section.contains_key(&section)
                && self.context.fold(heading).starts_with("giao ")
        })
    }

    /// Whether the unit itself is an agency's heading, so that a plain paragraph under it is its duty.
    fn agency_headed(&self, section: Option<usize>) -> bool {
        section.is_some_and(|s| {
            self.by_section.contains_key(&Some(s)) && self.context.nodes[s].out.is_heading
        })
    }

    fn path(&self, paragraph: &Paragraph, above: Option<usize>, bullet: bool) -> String {
        let section = self.section_path(above);
        match paragraph.kind {
            ParagraphKind::Numbered(node) => self.context.nodes[node].out.path.clone(),
            _ if bullet => {
                let number = self.bullets.get(&above).copied().unwrap_or(1);
                if section.is_empty() {
                    format!("-{number}")
                } else {
                    format!("{section}/-{number}")
                }
            }
            _ => section,
        }
    }

    fn section_path(&self, section: Option<usize>) -> String {
        section
            .map(|s| self.context.nodes[s].out.path.clone())
            .unwrap_or_default()
    }

    pub(super) fn task(
        &self,
        id: String,
        section_path: String,
        span: Span,
        content: String,
    ) -> Task {
        let original = self.context.original(span);
        let (line, line_end) = self.context.line_numbers(span);
        Task {
            id,
            section_path,
            content,
            line,
            line_end,
            start: original.start,
            end: original.end,
            confidence: 0.9,
            report_to: report_to(self.context, span),
            ..Task::default()
        }
    }

    fn give_roles(&self, task: &mut Task, roles: Roles) {
        if let Some(lead) = roles.lead {
            task.lead = Some(self.context.joined(lead));
            task.lead_raw = self.context.restored(lead).then(|| self.context.raw(lead));
        }
        task.coop = roles.coop.map(|s| self.context.joined(s));
    }
}
