//! What the programs of the page share on the screen: their frame, forms and controls, the marks of text, the
//! comparison, and the words of both. Nothing here decides.

pub mod comparison;
pub mod control;
pub mod form;
pub mod format;
pub mod markup;
pub mod shell;
pub mod words;
