//! The survey page's requests, written and read by hand: readers and writers that are derived would be a tenth of what a
//! first visit downloads. They are the same texts; a test holds them to that.

use crate::request::{Count, Gather, Look, Request, Seal, Sealed};
use engine::json::{self, Value, object};

/// A request that needs no derived writer, nor its answer a derived reader.
pub trait Plain: Request {
    /// The request as text.
    fn written(&self) -> String;

    /// Its answer from text; `None` where a worker of another version has written it.
    fn read(answer: &str) -> Option<Self::Answer>;
}

impl Plain for Seal {
    fn written(&self) -> String {
        let Self { text, size, recipients, withdrawable } = self;
        object([
            ("text", text.into()),
            ("size", i64::try_from(*size).unwrap_or(i64::MAX).into()),
            ("recipients", recipients.iter().collect()),
            ("withdrawable", (*withdrawable).into()),
        ])
        .to_string()
    }

    fn read(answer: &str) -> Option<Sealed> {
        let answer = Value::read(answer).ok()?;
        let sealed = json::read(&answer, |at| Sealed {
            name: at.needed_text("name"),
            text: at.needed_text("text"),
            code: at.text("code"),
        });
        sealed.ok()
    }
}

impl Plain for Gather {
    fn written(&self) -> String {
        let Self { questionnaire, analysis } = self;
        object([("questionnaire", questionnaire.into()), ("analysis", analysis.into())]).to_string()
    }

    fn read(answer: &str) -> Option<()> {
        (answer == "null").then_some(())
    }
}

impl Plain for Count {
    fn written(&self) -> String {
        object([("record", (&self.record).into()), ("seconds", i64::from(self.seconds).into())]).to_string()
    }

    fn read(answer: &str) -> Option<()> {
        (answer == "null").then_some(())
    }
}

impl Plain for Look {
    fn written(&self) -> String {
        object([]).to_string()
    }

    fn read(answer: &str) -> Option<Option<String>> {
        match Value::read(answer).ok()? {
            Value::Null => Some(None),
            Value::String(snapshot) => Some(Some(snapshot)),
            _ => None,
        }
    }
}
