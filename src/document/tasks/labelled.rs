//! Tasks that labelled lines fill in: `- Đơn vị chủ trì: …` under a unit, `…; thời gian: …` behind it.

use super::due;
use super::labels::{Label, Labels};
use super::reader::Reader;
use super::roles;
use super::view::View;
use crate::document::dates::{DuePlace, TaskMark};
use crate::document::types::Task;

impl Reader<'_> {
    /// A line of labels belongs to the unit around it: `- Đơn vị chủ trì: …` under `1. …:`.
    pub(super) fn labelled_line(&mut self, labels: &Labels, section: Option<usize>) {
        let Some(node) = section else { return };
        let at = match self.labelled.get(&node) {
            Some(at) => *at,
            None => {
                let out = &self.context.nodes[node].out;
                let paragraph = &self.context.paragraphs[self.context.nodes[node].paragraph];
                let text = self.context.joined(paragraph.content);
                let content = text.trim_end_matches([':', ' ']).to_owned();
                let path = out.path.clone();
                // A unit that was taken as a task already gets its labels.
                // It stands right before its labels.
                let near = self.tasks.len().saturating_sub(8);
                let known = self.tasks[near..]
                    .iter()
                    .position(|t| t.id == path)
                    .map(|at| near + at);
                let at = known.unwrap_or_else(|| {
                    let task = self.task(path.clone(), path, paragraph.content, content);
                    self.tasks.push(task);
                    self.tasks.len() - 1
                });
                self.labelled.insert(node, at);
                at
            }
        };
        let mut task = std::mem::take(&mut self.tasks[at]);
        self.apply(&mut task, labels);
        self.tasks[at] = task;
    }

    /// Puts labelled values into a task.
    pub(super) fn apply(&mut self, task: &mut Task, labels: &Labels) {
        for (label, name, value) in &labels.values {
            let text = self.context.joined(*value);
            match label {
                Label::Lead => {
                    // `Cơ quan thực hiện: Sở Nội vụ chủ trì tham mưu …`
                    let led = roles::before_leading(&View::new(self.context, *value));
                    task.lead = Some(led.map_or(text, |lead| self.context.joined(lead)));
                    task.lead_label = Some(self.context.joined(*name));
                }
                Label::Coop => task.coop = Some(text),
                Label::Output => task.output = Some(text),
                Label::Funding => task.funding = Some(text),
                Label::Approver => task.approver = Some(text),
                Label::Time => {
                    if let Some(due) = due::read(&self.calendar, *value) {
                        // `Thời gian hoàn thành` is a deadline, `Thời gian thực hiện` a period.
                        let label = self.context.fold(*name);
                        let finished = label.contains("hoan thanh") || label.starts_with("han");
                        let place = match finished {
                            true => DuePlace::Sentence,
                            false => DuePlace::Label,
                        };
                        self.marks.push(TaskMark {
                            span: due.span,
                            place,
                        });
                        task.deadline = Some(due.deadline);
                    }
                }
            }
        }
    }
}
