//! Many documents: what there is to do, in parallel, with bounded memory, none lost.
