//! One document through all the stages, under one configuration.
