//! The grammar of Vietnamese administrative, Party and legal documents: clean text in, fields out.
