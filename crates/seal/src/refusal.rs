//! Why something was not sealed, opened or read: what happened, and what to do. What was changed on its way, and by whom,
//! nothing here can know, so nobody is accused of it.

use super::quote::quote;
use std::fmt;

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The system or the browser gives no random numbers.
    NoRandomness,
    /// There is nobody to seal to.
    NoRecipients,
    /// It is not a public key.
    PublicKey(NotPublic),
    /// Without a passphrase nothing protects a private key.
    NoPassphrase,
    /// It is not a file with a private key.
    NotAKeyFile,
    /// It is a private key that no passphrase protects.
    UnprotectedKey,
    /// It is a file of bytes, where text was asked for.
    NotArmoured,
    /// It takes this much work to unlock: a power of two.
    TooMuchWork(u8),
    /// It does not open with this passphrase.
    WrongPassphrase,
    /// It is a file with a private key, and damaged.
    DamagedKeyFile,
    /// It holds more than one private key.
    SeveralKeys,
    /// No private key is unlocked.
    Locked,
    /// It was sealed to other keys than those that are unlocked.
    OtherKeys,
    /// It is not sealed.
    NotSealed,
    /// It was sealed, and is damaged.
    Damaged,
    /// A newer kind of sealed file.
    NewerSeal,
    /// It is not the key with which a device signs.
    NotASigningKey,
    /// Texts were put into a parcel in another order than that of their names.
    OutOfOrder,
    /// No parcel was begun.
    NothingBegun,
    /// The parcel could not be written, in the words of what writes it.
    NotWritten(String),
    /// It is not a parcel.
    NotAParcel,
    /// The table of contents at the end of the parcel is missing or damaged.
    CutShort,
    /// There are more files in the parcel than any export has.
    TooManyFiles,
    /// What is in the parcel is larger than any export, once unpacked.
    TooMuch,
    /// There is no manifest in the parcel.
    NoManifest,
    /// There is more than one manifest in the parcel.
    SeveralManifests,
    /// This file in the parcel can't be unpacked, without which nothing can be read.
    CannotUnpack(String, Obstacle),
    /// The manifest can't be read, for this reason.
    BadManifest(String),
    /// What the manifest calls the device is no name of a device; as it may be shown.
    BadLabel(String),
    /// The parcel is of a newer kind.
    NewerParcel(u64),
    /// The parcel is of an older kind, whose check code did not cover what it holds.
    OlderParcel,
    /// The device did not sign the manifest.
    NotSigned,
    /// The signature is not of this manifest.
    WrongSignature,
    /// A text is not open any more.
    NotOpen,
    /// No parcel was read.
    NothingRead,
    /// The parcel read last has no text of this name.
    NoSuchText(String),
    /// There is no check code, as something in the parcel is missing or not as its manifest has it.
    Incomplete,
    /// There is no check code yet: so many texts were not opened.
    Unopened(usize),
    /// The check code that follows from the parcel is not the one that its manifest speaks of.
    WrongCheckCode,
    /// It is nothing that the app lets anyone save.
    NotHandedOver,
    /// The end of a sealed text is missing.
    NoEnd,
    /// It is not what its name says.
    Unlike,
    /// It is no record of this questionnaire.
    NotARecord,
    /// Figures can't be gathered by these files of the study.
    BadStudy(String),
    /// What was kept of a secret can't be read.
    BadSecret,
    /// The page asked for something that the worker does not know, or in a way that it does not understand.
    NotUnderstood(String),
}

/// What to do where a parcel came over damaged: the device has everything as long as no check code was given.
const EXPORT_AGAIN: &str =
    "Export again on that device: nothing is deleted there before you enter the check code.";

/// What to do where another program packed a parcel in a way that can't be unpacked.
const AS_SAVED: &str =
    "Choose the file as the device saved it, not one that was packed again by another program.";

/// What to do where a part of this app does not fit another.
const RELOAD: &str =
    "Reload the page. If that does not help, the site was not put up completely: upload all of it again.";

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::NoRandomness => NoRandomness.fmt(f),
            Self::NoRecipients => f.write_str(
                "There is no public key to seal to. Make a key pair at the desk, and put its public key into \
                 settings.json.",
            ),
            Self::PublicKey(why) => why.fmt(f),
            Self::NoPassphrase => f.write_str(
                "The passphrase is empty, so it would protect nothing. Choose one, such as five words at random.",
            ),
            Self::NotAKeyFile => f.write_str(
                "This is not a file with a private key. Choose the file that was saved when the key pair was made.",
            ),
            Self::UnprotectedKey => f.write_str(
                "This private key is not protected by a passphrase. Protect it with the command \
                 'age -p -a -o key.age key.txt', choose the new file here, and delete the old one.",
            ),
            Self::NotArmoured => f.write_str(
                "This file was made without age's option -a, and holds bytes instead of text. Make it again with \
                 'age -p -a'.",
            ),
            Self::TooMuchWork(work) => write!(
                f,
                "Unlocking this file would take a browser too long and too much memory (its scrypt work factor is \
                 {work}). Open it with the age command, and protect the key again at the desk or with 'age -p -a'.",
            ),
            Self::WrongPassphrase => f.write_str(
                "The passphrase does not open this file. Type it again, with an eye on capital letters. If it is \
                 certainly right, the file is damaged: use another copy of it.",
            ),
            Self::DamagedKeyFile => f.write_str(
                "This key file is damaged or cut short. Use another copy of it.",
            ),
            Self::SeveralKeys => f.write_str(
                "This file holds several private keys. Keep each in a file of its own, and unlock one after another.",
            ),
            Self::NotOpen => f.write_str(
                "What was opened is not there any more, as the part of the app that opens was started anew. Open the \
                 files again.",
            ),
            Self::Locked => f.write_str("No private key is unlocked. Unlock one, and try again."),
            Self::OtherKeys => f.write_str(
                "None of the unlocked private keys opens this: it was sealed to others, or is damaged. Unlock the \
                 private key of a public key that settings.json named when it was sealed.",
            ),
            Self::NotSealed => f.write_str("This is not sealed. Choose a file that the app exported."),
            Self::Damaged => f.write_str(
                "This can't be opened: it is damaged or cut short. Use another copy of it, if there is one.",
            ),
            Self::NewerSeal => f.write_str(
                "This was sealed in a newer way than this app knows. Open it with the newest version of the app, or \
                 with the age command.",
            ),
            Self::NotASigningKey => f.write_str(
                "The key with which this device signs can't be read. Prepare the device again: it then gets a new \
                 one, and keeps its records.",
            ),
            Self::OutOfOrder => {
                write!(f, "The texts of a parcel came in another order than that of their names. {RELOAD}")
            }
            Self::NothingBegun => write!(f, "No parcel was begun, or the worker was started anew. {RELOAD}"),
            Self::NotWritten(why) => {
                write!(f, "The parcel could not be made ({why}). Nothing was deleted. Try again.")
            }
            Self::NotAParcel => f.write_str(
                "This is not a file that a device exported. Choose one whose name ends in .zip, as the device saved \
                 it.",
            ),
            Self::CutShort => write!(
                f,
                "The file is cut short or damaged: its table of contents can't be read. Copy it from the device again. \
                 {EXPORT_AGAIN}",
            ),
            Self::TooManyFiles => f.write_str(
                "There are more than 250,000 files in this file, which no export has. Check that it is the right one.",
            ),
            Self::TooMuch => f.write_str(
                "What is in this file has more than 1 GB once it is unpacked, which no export has. Check that it is the \
                 right one.",
            ),
            Self::NoManifest => f.write_str(
                "There is no manifest.json in the file, which every export has. If it is a ZIP file of several exports, \
                 unpack it, and choose each of them.",
            ),
            Self::SeveralManifests => f.write_str(
                "There is more than one manifest.json in the file, so it is not clear what it holds. Choose the file as \
                 the device saved it. If it is a ZIP file of several exports, unpack it, and choose each of them.",
            ),
            Self::CannotUnpack(name, obstacle) => {
                write!(f, "{} can't be unpacked: {obstacle}. {AS_SAVED}", shown(name))
            }
            Self::BadManifest(why) => {
                write!(f, "The list of what the file holds can't be read ({why}). {EXPORT_AGAIN}")
            }
            Self::BadLabel(label) => write!(
                f,
                "The file says that its device is called '{label}', and the app lets no device be called so: names have \
                 30 letters, digits, spaces and hyphens at most. Nothing of the file is used. Find out which device it \
                 comes from. {EXPORT_AGAIN}",
            ),
            Self::NewerParcel(version) => write!(
                f,
                "The file is of a newer kind (version {version}) than this app knows. Open it with the version of \
                 the app that is on the device.",
            ),
            Self::OlderParcel => write!(
                f,
                "There is no check code for this file: it is of an earlier kind, whose code did not cover what the file \
                 holds. What was opened is here. Load the newest version of the app on that device. {EXPORT_AGAIN}",
            ),
            Self::NotSigned => {
                write!(f, "The device's signature is missing from the file. {EXPORT_AGAIN}")
            }
            Self::WrongSignature => write!(
                f,
                "The signature in the file is not one of the device that the file names under this list of what it \
                 holds. {EXPORT_AGAIN}",
            ),
            Self::NothingRead => write!(f, "No exported file is open. Choose it again."),
            Self::NoSuchText(name) => write!(f, "The file that was read last holds no text named {name}. {RELOAD}"),
            Self::Incomplete => write!(
                f,
                "There is no check code for this file, because something in it is missing or not as its list has it. \
                 {EXPORT_AGAIN}",
            ),
            Self::Unopened(1) => f.write_str(
                "There is no check code yet: one record was not opened. Unlock the private key to which it was \
                 sealed, and read the file again.",
            ),
            Self::Unopened(count) => write!(
                f,
                "There is no check code yet: {count} records were not opened. Unlock the private keys to which they \
                 were sealed, and read the file again.",
            ),
            Self::WrongCheckCode => write!(
                f,
                "There is no check code for this file: what is in it is not all that the device put in, and only that. \
                 {EXPORT_AGAIN}",
            ),
            Self::NotHandedOver => f.write_str(
                "This is neither an export of a device nor a sealed record, nor answers or contact details. Choose a \
                 file whose name begins with hiquality, as the device or the person saved it.",
            ),
            Self::NoEnd => f.write_str("The end of this sealed record is missing. Ask for the file again."),
            Self::Unlike => f.write_str(
                "It was changed, or cut short, since it was sealed: its name is not the SHA-256 of what is in it. Fetch \
                 it again.",
            ),
            Self::NotARecord => write!(f, "The record can't be counted, as it does not fit the questionnaire."),
            Self::BadStudy(why) => write!(f, "The study's files can't be read: {why}"),
            Self::BadSecret => {
                f.write_str("What was kept of the PIN is damaged. Prepare the device again with a new PIN.")
            }
            Self::NotUnderstood(what) => {
                write!(f, "The parts of the app do not fit together ({what}). {RELOAD}")
            }
        }
    }
}

/// That there are no random numbers. It stands by itself, so that who needs nothing else has not all other words too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRandomness;

impl fmt::Display for NoRandomness {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(
            "The browser gives no random numbers, without which nothing can be sealed. Use an up-to-date browser.",
        )
    }
}

impl From<NoRandomness> for Refusal {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}

/// Why something is not a public key. It stands by itself for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPublic {
    /// It is none, or one that was mistyped.
    Mistyped(String),
    /// It is a private key.
    Private,
}

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Mistyped(text) => write!(
                f,
                "'{text}' is not a public key: it is cut short, or a character is mistyped. A public key begins with \
                 age1 and has 62 characters. Copy it again from the desk or from the key file.",
            ),
            Self::Private => f.write_str(
                "This is a private key, where a public key should be. A private key opens every record: take it out, and \
                 if anyone else may have seen it, make a new pair. A public key begins with age1.",
            ),
        }
    }
}

impl From<NotPublic> for Refusal {
    fn from(why: NotPublic) -> Self {
        Self::PublicKey(why)
    }
}

/// How many characters are shown of the name of a file in a parcel, and of how many files.
const SHOWN: usize = 80;
const SHOWN_FILES: usize = 3;

fn shown(name: &str) -> String {
    quote(name, SHOWN)
}

/// Why a file in a parcel can't be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A password is needed.
    Password,
    /// It was packed in another way than the two that every program knows.
    Method,
    /// It is longer than anything that an export holds.
    TooLong,
    /// It is damaged.
    Broken,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::Password => "it needs a password",
            Self::Method => "it is packed in an unusual way",
            Self::TooLong => "it is longer than anything that an export holds",
            Self::Broken => "it is damaged",
        })
    }
}

/// What is wrong with a parcel whose manifest is right: the rest of it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The manifest counts otherwise than it lists: counted, listed.
    Count(u32, usize),
    /// This file is missing.
    Missing(String),
    /// This file has not the hash by which the manifest lists it.
    Unlike(String),
    /// This file can't be unpacked, for this reason.
    CannotUnpack(String, Obstacle),
    /// These files are not in the manifest. They change nothing of what is.
    Strange(Vec<String>),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Count(counted, listed) => {
                write!(f, "The file should hold {counted} texts, but lists {listed}. {EXPORT_AGAIN}")
            }
            Self::Missing(name) => write!(f, "{name} is missing from the file. {EXPORT_AGAIN}"),
            Self::Unlike(name) => write!(
                f,
                "{name} is not as the file's list has it, and is left out; all others can be used. {EXPORT_AGAIN}",
            ),
            Self::CannotUnpack(name, obstacle) => write!(
                f,
                "{name} can't be unpacked ({obstacle}), and is left out; all others can be used. {AS_SAVED}",
            ),
            Self::Strange(names) => {
                let first: Vec<String> = names.iter().take(SHOWN_FILES).map(|name| shown(name)).collect();
                let and_more = match names.len() - first.len() {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                let are = if names.len() == 1 { "is" } else { "are" };
                write!(f, "{}{and_more} {are} not in the file's list, and left out.", first.join(", "))
            }
        }
    }
}
