//! Pages and boxes for everything that has a place in the text.

use super::record::DocumentRecord;
use crate::error::{Error, ErrorKind, Result};
use crate::span::Span;
use crate::text::Text;
use serde_json::{Value, json};

/// Gives everything in `record` that has `start` and `end` and a `page` or `bbox` left `null` the
/// page and the box of its words. One rule for fields, references, dates and tables alike, so that
/// no stage of the parser has to carry boxes along. Numbers are rounded to four decimals, far
/// below what they can be known to.
///
/// # Errors
/// [`ErrorKind::Internal`] when a record does not come back from its own JSON: a bug in its types.
pub fn fill(record: DocumentRecord, text: &Text) -> Result<DocumentRecord> {
    let broken = |e: serde_json::Error| {
        Error::new(ErrorKind::Internal, "the record does not serialise").caused_by(e)
    };
    let mut value = serde_json::to_value(record).map_err(broken)?;
    walk(&mut value, text);
    serde_json::from_value(value).map_err(broken)
}

fn walk(value: &mut Value, text: &Text) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, text)),
        Value::Object(members) => {
            let offset = |key| members.get(key).and_then(Value::as_u64);
            if let (Some(start), Some(end)) = (offset("start"), offset("end"))
                && start <= end
            {
                let span = Span::new(start as usize, end as usize);
                if members.get("page").is_some_and(Value::is_null)
                    && let Some(page) = text.page_of(span)
                {
                    members.insert("page".into(), json!(page));
                }
                if members.get("bbox").is_some_and(Value::is_null)
                    && let Some((_, bbox)) = text.place_of(span)
                {
                    members.insert("bbox".into(), json!(bbox));
                }
            }
            members.values_mut().for_each(|member| walk(member, text));
        }
        Value::Number(number) if number.is_f64() => {
            let rounded = number.as_f64().map(|n| (n * 1e4).round() / 1e4);
            *value = json!(rounded);
        }
        _ => {}
    }
}
