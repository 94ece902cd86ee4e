//! From words on pages to one text in reading order: letterhead blocks, running heads, paragraphs.
