//! Many documents: which there are, who reads what when, and what became of each.

pub mod inputs;
pub mod ledger;
pub mod schedule;
