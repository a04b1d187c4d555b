//! What our own programs write as JSON and read back: what passes between them, and what a device keeps. Readers and
//! writers that are derived would be a tenth of what a first visit downloads.

use crate::json::{Value, write_quoted};
use std::collections::BTreeSet;

/// Something that is written as JSON and read back.
pub trait Plain {
    /// Writes it at the end of a text.
    fn write(&self, text: &mut String);

    /// Reads it; `None` where it is something else.
    fn read(value: Value) -> Option<Self>
    where
        Self: Sized;
}

/// As text.
pub fn written(what: &dyn Plain) -> String {
    let mut text = String::new();
    what.write(&mut text);
    text
}

/// From text; `None` where it is something else.
pub fn read<T: Plain>(text: &str) -> Option<T> {
    T::read(Value::read(text).ok()?)
}

/// Makes a struct plain, by its fields. Those behind a semicolon may be missing in what was written before they were.
#[macro_export]
macro_rules! plain {
    ($name:ident { $($field:ident),* $(,)? $(; $($later:ident),* $(,)?)? }) => {
        impl $crate::plain::Plain for $name {
            fn write(&self, text: &mut String) {
                let Self { $($field,)* $($($later,)*)? } = self;
                $crate::plain::write_fields(
                    &[$((stringify!($field), $field),)* $($((stringify!($later), $later),)*)?],
                    text,
                );
            }

            #[allow(unused_mut, unused_variables, reason = "some have no fields")]
            fn read(value: $crate::json::Value) -> Option<Self> {
                let mut fields = $crate::plain::Fields::of(value)?;
                Some(Self {
                    $($field: fields.take(stringify!($field))?,)*
                    $($($later: fields.take(stringify!($later)).unwrap_or_default(),)*)?
                })
            }
        }
    };
}

/// Writes an object of these names and what they have.
pub fn write_fields(fields: &[(&str, &dyn Plain)], text: &mut String) {
    write_between('{', '}', fields, text, |(name, what), text| {
        write_words(name, text);
        text.push(':');
        what.write(text);
    });
}

fn write_between<T>(
    open: char,
    close: char,
    all: impl IntoIterator<Item = T>,
    text: &mut String,
    write: impl Fn(T, &mut String),
) {
    text.push(open);
    for (at, one) in all.into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        write(one, text);
    }
    text.push(close);
}

/// Writes words, in quotes.
pub fn write_words(words: &str, text: &mut String) {
    let _ = write_quoted(words, text); // a text takes whatever is written
}

/// The fields of an object, to be taken one by one.
#[derive(Debug)]
pub struct Fields(Vec<(String, Value)>);

impl Fields {
    /// The fields of a value; `None` where it is no object.
    pub fn of(value: Value) -> Option<Self> {
        if let Value::Object(fields) = value { Some(Self(fields)) } else { None }
    }

    /// Takes what has this name. What is missing is read as nothing.
    pub fn take<T: Plain>(&mut self, name: &str) -> Option<T> {
        T::read(self.value(name))
    }

    fn value(&mut self, name: &str) -> Value {
        let value = self.0.iter_mut().rev().find(|(known, _)| known == name).map(|(_, value)| value);
        value.map_or(Value::Null, |value| std::mem::replace(value, Value::Null))
    }
}

impl Plain for () {
    fn write(&self, text: &mut String) {
        text.push_str("null");
    }

    fn read(value: Value) -> Option<Self> {
        (value == Value::Null).then_some(())
    }
}

impl Plain for bool {
    fn write(&self, text: &mut String) {
        text.push_str(if *self { "true" } else { "false" });
    }

    fn read(value: Value) -> Option<Self> {
        value.as_bool()
    }
}

macro_rules! whole_numbers {
    ($($number:ty),*) => { $(impl Plain for $number {
        fn write(&self, text: &mut String) {
            text.push_str(&self.to_string());
        }

        fn read(value: Value) -> Option<Self> {
            value.as_number()?.parse().ok()
        }
    })* };
}

whole_numbers!(i64, u32, usize);

impl Plain for String {
    fn write(&self, text: &mut String) {
        write_words(self, text);
    }

    fn read(value: Value) -> Option<Self> {
        if let Value::String(words) = value { Some(words) } else { None }
    }
}

impl<T: Plain> Plain for Option<T> {
    fn write(&self, text: &mut String) {
        match self {
            Some(there) => there.write(text),
            None => ().write(text),
        }
    }

    fn read(value: Value) -> Option<Self> {
        if value == Value::Null { Some(None) } else { T::read(value).map(Some) }
    }
}

impl<T: Plain> Plain for Vec<T> {
    fn write(&self, text: &mut String) {
        write_between('[', ']', self, text, T::write);
    }

    fn read(value: Value) -> Option<Self> {
        if let Value::Array(list) = value { list.into_iter().map(T::read).collect() } else { None }
    }
}

impl<T: Plain + Ord> Plain for BTreeSet<T> {
    fn write(&self, text: &mut String) {
        write_between('[', ']', self, text, T::write);
    }

    fn read(value: Value) -> Option<Self> {
        Vec::read(value).map(Self::from_iter)
    }
}

impl<A: Plain, B: Plain> Plain for (A, B) {
    fn write(&self, text: &mut String) {
        text.push('[');
        self.0.write(text);
        text.push(',');
        self.1.write(text);
        text.push(']');
    }

    fn read(value: Value) -> Option<Self> {
        let Value::Array(both) = value else { return None };
        let [one, other] = <[Value; 2]>::try_from(both).ok()?;
        Some((A::read(one)?, B::read(other)?))
    }
}
