//! What the page has the worker do, and what it gets back. Both are WebAssembly modules of their own, so it passes
//! between them as text; a parcel's bytes pass beside it.

pub use super::opened::Kind;
use engine::plain;
use engine::plain::Plain;
pub use seal::manifest::Content;

/// Something that the page has the worker do.
pub trait Request: Plain {
    /// What it is called between the two.
    const NAME: &'static str;
    /// What the page gets back. Where it is refused, words for the person instead.
    type Answer: Plain;
}

/// Declares requests, each with its answer.
macro_rules! requests {
    ($($(#[$doc:meta])* $name:ident -> $answer:ty { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type),* }

        plain!($name { $($field),* });

        impl Request for $name {
            const NAME: &'static str = stringify!($name);
            type Answer = $answer;
        }
    )* };
}

requests! {
    /// Seal a text so that only the holders of these public keys can read it, padded to one of a few sizes.
    Seal -> Sealed {
        /// The text.
        text: String,
        /// The lengths that it may have, in bytes: whole kibibytes.
        sizes: Vec<usize>,
        /// The public keys.
        recipients: Vec<String>,
        /// Whether it is a record that is submitted: it gets the hash of a new code by which it can be withdrawn.
        withdrawable: bool,
    }

    /// Gather figures of the records that will be counted: on a shared device, in memory only.
    Gather -> () {
        /// The text of `questionnaire.json`.
        questionnaire: String,
        /// The text of `analysis.json`.
        analysis: String,
    }

    /// Count a record, if it is complete and meant. Nothing is gathered where it was not asked for.
    Count -> () {
        /// The text of the record.
        record: String,
        /// How many seconds the interview took.
        seconds: u32,
    }

    /// The standing snapshot of what was gathered, as [`analysis::snapshot::Snapshot`] writes it.
    Look -> Option<String> {}

    /// Make a key pair for an organiser. The private key comes as a file protected by the passphrase.
    MakeKey -> NewKey {
        /// What protects the private key.
        passphrase: String,
    }

    /// Open a private key file, and keep the key until it is locked again or the page closes. The answer is its
    /// public key.
    Unlock -> String {
        /// The text of the file.
        file: String,
        /// What protects it.
        passphrase: String,
    }

    /// Forget every private key, and what was opened.
    Lock -> () {}

    /// Seal a test record to each of these public keys and open it with the unlocked keys. The answer: the public
    /// keys for which that went well.
    Drill -> Vec<String> {
        /// The public keys.
        recipients: Vec<String>,
        /// The sizes to which records are padded.
        sizes: Vec<usize>,
    }

    /// Protect a short secret against trying all, by a slow derivation. The answer is what to keep.
    Protect -> String {
        /// The secret.
        secret: String,
    }

    /// Whether this is the secret that was protected.
    Check -> bool {
        /// What may be the secret.
        secret: String,
        /// What was kept of it.
        kept: String,
    }

    /// Make the key with which a device signs. The answer is its secret part, to be kept on the device.
    MakeSigningKey -> String {}

    /// The public part of a device's signing key.
    PublicSigningKey -> String {
        /// The secret part.
        signing_key: String,
    }

    /// Begin a parcel. The secret of its check code is sealed in it at once.
    BeginParcel -> () {
        /// What it will hold.
        content: Content,
        /// What the device is called; nothing for contact details.
        label: String,
        /// The number of the export; 0 for contact details.
        number: u32,
        /// The hash of the questionnaire in use; nothing for contact details.
        instrument: String,
        /// The public keys to which the secret is sealed.
        recipients: Vec<String>,
        /// The device's signing key; nothing for contact details.
        signing_key: String,
    }

    /// Put a sealed text into the parcel, with the name that it is kept under, which is the hash that it had. The
    /// texts come in the order of their names. The next piece of the parcel's bytes comes beside the answer: whether
    /// the text still has its hash. One that has not goes into the parcel as damaged.
    PutIn -> bool {
        /// The name.
        name: String,
        /// The sealed text.
        sealed: String,
    }

    /// End the parcel: its last bytes come beside the answer.
    EndParcel -> Packed {}

    /// Read a parcel, whose bytes come beside, and check it: manifest, signature, hashes.
    ReadParcel -> Contents {}

    /// Open a text of the parcel read last, by its name, and hold it.
    OpenNext -> Opened {
        /// The name.
        name: String,
        /// The address of the form for being contacted.
        contact: Option<String>,
    }

    /// The check code of the parcel read last, once every whole text in it was opened. It covers what was opened.
    CheckCode -> String {}

    /// Open what came in a file by itself, a sealed text or answers that never were, and hold it.
    Open -> Opened {
        /// The text of the file.
        text: String,
        /// The hash that the file is named after.
        name: Option<String>,
        /// The address of the form for being contacted.
        contact: Option<String>,
    }

    /// The file of the open records of these names, one a line: its bytes come beside the answer.
    RecordsFile -> () {
        /// The names.
        names: Vec<String>,
    }

    /// The table of the open contact details of these names: its bytes come beside the answer.
    ContactsFile -> () {
        /// The names.
        names: Vec<String>,
        /// The text of `contact.json`, where it can be read.
        form: Option<String>,
    }

    /// What the first people said of those whose open contact details have these names.
    ShowPeople -> People {
        /// The names.
        names: Vec<String>,
        /// The text of `contact.json`, where it can be read.
        form: Option<String>,
        /// How many at most.
        most: usize,
    }

    /// Forget the open text of this name.
    Forget -> () {
        /// The name.
        name: String,
    }
}

/// A text that was sealed to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The name that it is kept under: its SHA-256.
    pub name: String,
    /// The armoured `age` file.
    pub text: String,
    /// The code by which it can be withdrawn, as it is shown. It is kept nowhere.
    pub code: Option<String>,
}

plain!(Sealed { name, text, code });

/// A key pair that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// The public key, as it goes into `settings.json`.
    pub public: String,
    /// The private key, protected by the passphrase: an armoured `age` file.
    pub file: String,
}

plain!(NewKey { public, file });

/// A parcel that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// SHA-256 of the check code that covers all of it, in hexadecimal: the device keeps it, and knows the code when it
    /// comes back.
    pub check_hash: String,
}

plain!(Packed { check_hash });

/// What a parcel says of itself, found to be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// What it holds.
    pub content: Content,
    /// What the device is called.
    pub label: String,
    /// The device's public signing key, in hexadecimal.
    pub device: String,
    /// The number of the export.
    pub number: u32,
    /// The hash of the questionnaire that was in use.
    pub instrument: String,
    /// The names of the texts that came over whole, which are their hashes, sorted.
    pub names: Vec<String>,
    /// The names of the texts that were damaged on the device already.
    pub damaged: Vec<String>,
    /// What came over damaged, in words for the person. The other texts can be used, but there is no check code: the
    /// device still has everything and exports it again.
    pub faults: Vec<String>,
}

plain!(Contents { content, label, device, number, instrument, names, damaged, faults });

/// A text that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its name: the hash of the text as it was sealed.
    pub name: String,
    /// As it was sealed; empty where it never was.
    pub sealed: String,
    /// What it is; nothing where it is nothing of ours, and not held.
    pub kind: Option<Kind>,
}

plain!(Opened { name, sealed, kind });

/// What people said who left their contact details.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Each of the first: what was asked, and what they said.
    pub first: Vec<Vec<(String, String)>>,
    /// How many there are.
    pub count: usize,
}

plain!(People { first, count });
