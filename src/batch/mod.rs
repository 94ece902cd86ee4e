//! Many documents: which there are, who reads what when, and what became of each.
//!
//! [`inputs`] lists what is to be read, [`schedule`] shares documents and pages among threads,
//! [`job`] carries out their steps, [`run`] settles each document, and [`store`] is the output
//! folder with its [`ledger`].

pub mod inputs;
pub mod job;
pub mod ledger;
pub mod run;
pub mod schedule;
pub mod store;
