//! The JSON Schema of the outputs, from the types.

use super::index::IndexLine;
use super::record::DocumentRecord;
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// The schema (2020-12) of a document's JSON.
pub fn document() -> Value {
    schema::<DocumentRecord>()
}

/// The schema (2020-12) of a line of `index.jsonl`.
pub fn index_line() -> Value {
    schema::<IndexLine>()
}

fn schema<T: schemars::JsonSchema>() -> Value {
    // What is written, not what may be read: members with a default are always there.
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
        .into()
}
