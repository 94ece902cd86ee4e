//! What is this file? Told by content, not by name: PDF, image, text; its digest and its pages.
