//! The records that were deleted on request. They stay deleted: nothing of their names is kept, counted as new or open.

/// The names of these records, each with the hash of its code, or nothing where that is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withdrawn(Vec<(String, String)>);

impl Withdrawn {
    /// These names, each with the hash of its code.
    pub fn of(names: Vec<(String, String)>) -> Self {
        Self(names)
    }

    /// Whether the record of this name stays deleted.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(withdrawn, _)| withdrawn == name)
    }

    /// Whether a record with this code was deleted, by the hash of the code.
    pub fn has_code(&self, hash: &str) -> bool {
        self.0.iter().any(|(_, code)| code == hash)
    }

    /// A record is deleted on request.
    pub fn add(&mut self, name: &str, hash: &str) {
        self.0.push((name.to_owned(), hash.to_owned()));
    }
}
