//! Many documents: which there are, who reads what when, and what became of each.
//!
//! [`inputs`] lists what is to be read, [`schedule`] shares documents and pages among threads, [`job`] carries
//! out their steps (in [`process`]es that can be killed and are [`confine`]d), [`run`] settles each document,
//! and [`store`] is the output folder with its [`ledger`].

mod commit;
pub mod confine;
mod entry;
mod index;
pub mod inputs;
pub mod job;
pub mod ledger;
pub mod metrics;
mod paths;
pub mod process;
pub mod protocol;
mod round;
mod row;
pub mod run;
pub mod schedule;
pub mod serve;
pub mod shard;
pub mod store;
mod twins;
pub mod writers;
