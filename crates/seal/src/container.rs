//! A ZIP file as it comes: from a device, or unpacked and packed again by whatever program was at hand.
//!
//! Nothing that it claims takes more memory than there are bytes to it, or than the limits here allow. Checksums are left
//! to who reads it, as hashes and a signature say more.

use super::refusal::{Obstacle, Refusal};
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use std::borrow::Cow;

/// The most files in it, those that other programs add included.
const MOST_FILES: u64 = 250_000;

/// How the parts of a container begin.
const FILE: &[u8] = b"PK\x03\x04";
const ENTRY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
const END_64_LOCATOR: &[u8] = b"PK\x06\x07";

/// How long they are, but for what varies.
const FILE_LENGTH: usize = 30;
const ENTRY_LENGTH: usize = 46;
const END_LENGTH: usize = 22;
const END_64_LOCATOR_LENGTH: usize = 20;

/// The longest comment behind the end.
const LONGEST_COMMENT: usize = 0xFFFF;

/// Numbers that stand elsewhere, as they are too large for their place.
const TOO_LARGE_16: u64 = 0xFFFF;
const TOO_LARGE_32: u64 = 0xFFFF_FFFF;

/// The extra field in which they stand.
const ZIP_64: u64 = 1;

/// How a file is packed.
const STORED: u64 = 0;
const DEFLATED: u64 = 8;

/// A container, and what its table of contents says.
#[derive(Debug)]
pub(super) struct Container {
    bytes: Vec<u8>,
    files: Vec<Packed>,
}

/// A file in it.
#[derive(Debug)]
struct Packed {
    name: String,
    needs_password: bool,
    method: u64,
    length: u64,
    at: u64,
}

impl Container {
    /// Reads the table of contents.
    ///
    /// # Errors
    /// Where there is none, it can't be read, or there is too much in it.
    pub(super) fn read(bytes: Vec<u8>) -> Result<Self, Refusal> {
        if !bytes.starts_with(FILE) && !bytes.starts_with(END) {
            return Err(Refusal::NotAParcel);
        }
        let (count, at) = directory(&bytes).ok_or(Refusal::CutShort)?;
        if count > MOST_FILES {
            return Err(Refusal::TooManyFiles);
        }
        let files = files(&bytes, count, at).ok_or(Refusal::CutShort)?;
        Ok(Self { bytes, files })
    }

    /// The names of its files, in the order of the table. A name in an encoding of old comes with replacement characters.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// What is in the file at this place of the table, of so many bytes at most.
    pub(super) fn unpack(&self, place: usize, most: usize) -> Result<Cow<'_, [u8]>, (Obstacle, usize)> {
        let file = self.files.get(place).ok_or((Obstacle::Broken, 0))?;
        if file.needs_password {
            return Err((Obstacle::Password, 0));
        }
        let packed = self.packed(file).ok_or((Obstacle::Broken, 0))?;
        match file.method {
            STORED if packed.len() > most => Err((Obstacle::TooLong, most)),
            STORED => Ok(Cow::Borrowed(packed)),
            DEFLATED => {
                let unpacked = decompress_to_vec_with_limit(packed, most);
                unpacked.map(Cow::Owned).map_err(|error| match error.status {
                    TINFLStatus::HasMoreOutput => (Obstacle::TooLong, most),
                    _ => (Obstacle::Broken, error.output.len()),
                })
            }
            _ => Err((Obstacle::Method, 0)),
        }
    }

    fn packed(&self, file: &Packed) -> Option<&[u8]> {
        let head = self.bytes.get(usize::try_from(file.at).ok()?..)?;
        let varies = number(head, 26, 2)? + number(head, 28, 2)?;
        let from = FILE_LENGTH + usize::try_from(varies).ok()?;
        let packed = head.get(from..)?.get(..usize::try_from(file.length).ok()?)?;
        head.starts_with(FILE).then_some(packed)
    }
}

/// How many files the table of contents has, and where it begins.
fn directory(bytes: &[u8]) -> Option<(u64, u64)> {
    let last = bytes.len().checked_sub(END_LENGTH)?;
    let is_end = |at: &usize| {
        let end = bytes.get(*at..).filter(|end| end.starts_with(END));
        end.is_some_and(|end| number(end, 20, 2).is_some_and(|comment| comment <= (last - at) as u64))
    };
    let at = (last.saturating_sub(LONGEST_COMMENT)..=last).rev().find(is_end)?;
    let end = bytes.get(at..)?;
    let (count, from) = (number(end, 10, 2)?, number(end, 16, 4)?);
    if count != TOO_LARGE_16 && from != TOO_LARGE_32 {
        return Some((count, from));
    }
    let locator = at.checked_sub(END_64_LOCATOR_LENGTH).and_then(|at| bytes.get(at..))?;
    if !locator.starts_with(END_64_LOCATOR) {
        return Some((count, from));
    }
    let end = bytes.get(usize::try_from(number(locator, 8, 8)?).ok()?..)?;
    if end.starts_with(END_64) { number(end, 32, 8).zip(number(end, 48, 8)) } else { None }
}

/// So many entries of the table of contents that begins there.
fn files(bytes: &[u8], count: u64, from: u64) -> Option<Vec<Packed>> {
    let mut rest = bytes.get(usize::try_from(from).ok()?..)?;
    let mut files = Vec::new();
    for _ in 0..count {
        let number = |at, size| number(rest, at, size);
        let length = |at| number(at, 2).and_then(|length| usize::try_from(length).ok());
        let [name, extra, comment] = [length(28)?, length(30)?, length(32)?];
        let [unpacked, packed, at] = [number(24, 4)?, number(20, 4)?, number(42, 4)?];
        let (flags, method) = (number(8, 2)?, number(10, 2)?);
        let (head, behind) = rest.split_at_checked(ENTRY_LENGTH)?;
        let (name, behind) = behind.split_at_checked(name)?;
        let (extra, behind) = behind.split_at_checked(extra)?;
        if !head.starts_with(ENTRY) {
            return None;
        }
        let [_, length, at] = in_full(extra, [unpacked, packed, at])?;
        let name = String::from_utf8_lossy(name).into_owned();
        files.push(Packed { name, needs_password: flags & 1 == 1, method, length, at });
        rest = behind.get(comment..)?;
    }
    Some(files)
}

/// The numbers of an entry, those that are too large for it out of its extra field.
fn in_full(mut extra: &[u8], numbers: [u64; 3]) -> Option<[u64; 3]> {
    if !numbers.contains(&TOO_LARGE_32) {
        return Some(numbers);
    }
    loop {
        let [kind, length] = [number(extra, 0, 2)?, number(extra, 2, 2)?];
        let (field, behind) = extra.get(4..)?.split_at_checked(usize::try_from(length).ok()?)?;
        extra = behind;
        if kind == ZIP_64 {
            let mut larger = (0..).step_by(8).map(|at| number(field, at, 8));
            let mut full = numbers;
            for number in full.iter_mut().filter(|number| **number == TOO_LARGE_32) {
                *number = larger.next()??;
            }
            return Some(full);
        }
    }
}

/// The number of so many bytes that stands there.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    let digits = bytes.get(at..)?.get(..size)?;
    Some(digits.iter().rev().fold(0, |number, digit| number << 8 | u64::from(*digit)))
}
