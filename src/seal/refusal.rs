//! Why something was not sealed, opened or read: what happened, and what to do.

use std::fmt;

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The system or the browser gives no random numbers.
    NoRandomness,
    /// There is nobody to seal to.
    NoRecipients,
    /// It is not a public key, or one that was mistyped.
    NotAPublicKey(String),
    /// It is a private key where a public one should be.
    PrivateKeyShown,
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
    /// It was altered or cut short since it was made.
    DamagedKeyFile,
    /// It holds more than one private key.
    SeveralKeys,
    /// No private key is unlocked.
    Locked,
    /// It was sealed to other keys than those that are unlocked.
    OtherKeys,
    /// It is not sealed.
    NotSealed,
    /// It was altered or cut short since it was sealed.
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
    /// The end of the parcel is missing.
    CutShort,
    /// There is no manifest in the parcel.
    NoManifest,
    /// The manifest can't be read, for this reason.
    BadManifest(String),
    /// The parcel is of a newer kind.
    NewerParcel(u64),
    /// The device did not sign the manifest.
    NotSigned,
    /// The signature is not of this manifest.
    WrongSignature,
    /// No parcel was read.
    NothingRead,
    /// The parcel read last has no text of this name.
    NoSuchText(String),
    /// There is no check code, as something in the parcel is missing or was altered.
    Incomplete,
    /// There is no check code yet: so many texts were not opened.
    Unopened(usize),
    /// The check code in the parcel is not the one that its manifest speaks of.
    WrongCheckCode,
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

/// What to do where a part of this app does not fit another.
const RELOAD: &str =
    "Reload the page. If that does not help, the site was not put up completely: upload all of it again.";

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::NoRandomness => f.write_str(
                "The browser gives no random numbers, without which nothing can be sealed. Use an up-to-date \
                 browser.",
            ),
            Self::NoRecipients => f.write_str(
                "There is no public key to seal to. Make a key pair at the desk, and put its public key into \
                 settings.json.",
            ),
            Self::NotAPublicKey(text) => write!(
                f,
                "'{text}' is not a public key: it is cut short, or a character is mistyped. A public key begins \
                 with age1 and has 62 characters. Copy it again from the desk or from the key file.",
            ),
            Self::PrivateKeyShown => f.write_str(
                "This is a private key, where a public key should be. A private key opens every record: take it \
                 out, and if anyone else may have seen it, make a new pair. A public key begins with age1.",
            ),
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
                 certainly right, the file was altered: use another copy of it.",
            ),
            Self::DamagedKeyFile => f.write_str(
                "This key file is damaged: it was altered or cut short since it was saved. Use another copy of it.",
            ),
            Self::SeveralKeys => f.write_str(
                "This file holds several private keys. Keep each in a file of its own, and unlock one after another.",
            ),
            Self::Locked => f.write_str("No private key is unlocked. Unlock one, and try again."),
            Self::OtherKeys => f.write_str(
                "None of the unlocked private keys opens this: it was sealed to others, or altered since. Unlock the \
                 private key of a public key that settings.json named when it was sealed.",
            ),
            Self::NotSealed => f.write_str("This is not sealed. Choose a file that the app exported."),
            Self::Damaged => f.write_str(
                "This can't be opened: it was altered or cut short since it was sealed. Use another copy of it, if \
                 there is one.",
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
            Self::CutShort => write!(f, "The file is cut short: its end is missing. {EXPORT_AGAIN}"),
            Self::NoManifest => write!(
                f,
                "The file has no list of what it holds, so it was not exported by a device, or altered since. \
                 {EXPORT_AGAIN}",
            ),
            Self::BadManifest(why) => {
                write!(f, "The list of what the file holds can't be read ({why}). {EXPORT_AGAIN}")
            }
            Self::NewerParcel(version) => write!(
                f,
                "The file is of a newer kind (version {version}) than this app knows. Open it with the version of \
                 the app that is on the device.",
            ),
            Self::NotSigned => {
                write!(f, "The device's signature is missing from the file. {EXPORT_AGAIN}")
            }
            Self::WrongSignature => write!(
                f,
                "The signature does not fit: the list of what the file holds was altered after the device signed \
                 it. {EXPORT_AGAIN}",
            ),
            Self::NothingRead => write!(f, "No exported file is open. Choose it again."),
            Self::NoSuchText(name) => write!(f, "The file that was read last holds no text named {name}. {RELOAD}"),
            Self::Incomplete => write!(
                f,
                "There is no check code for this file, because something in it is missing or was altered. \
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
            Self::WrongCheckCode => write!(f, "The check code in the file is not the device's. {EXPORT_AGAIN}"),
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

/// What is wrong with a parcel whose manifest is right: the rest of it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The manifest counts otherwise than it lists: counted, listed.
    Count(u32, usize),
    /// This file is missing.
    Missing(String),
    /// This text was altered since the device exported it.
    Altered(String),
    /// This file is not in the manifest.
    Superfluous(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Count(counted, listed) => {
                write!(f, "The file should hold {counted} texts, but lists {listed}. {EXPORT_AGAIN}")
            }
            Self::Missing(name) => write!(f, "{name} is missing from the file. {EXPORT_AGAIN}"),
            Self::Altered(name) => write!(
                f,
                "{name} was altered since the device exported it, and is left out; all others can be used. \
                 {EXPORT_AGAIN}",
            ),
            Self::Superfluous(name) => write!(
                f,
                "{name} does not belong to the file: someone put it in later. It is left out. {EXPORT_AGAIN}",
            ),
        }
    }
}
