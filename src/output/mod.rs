//! What is written: the JSON of a document, its schema, the index, plain text.
