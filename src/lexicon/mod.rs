//! The dictionaries, embedded: syllables, document types, agencies, places, names, abbreviations.
