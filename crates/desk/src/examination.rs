//! The examination of the study's files: what is wrong with them though it keeps nobody from answering. What does it is a
//! part of the program that is loaded once the pages stand: whatever is used here alone goes there.

use study::examination::Examination;

/// What is known of the study's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Examined {
    /// They can be read, and are being examined.
    Coming,
    /// They can be read. What examines them could not be had.
    NotLoaded,
    /// They have these defects.
    Found(Vec<String>),
}

/// Examines the study's files. A later call tries again to load what does it.
pub(crate) async fn examine(files: [String; 5]) -> Examined {
    late(files).await.map_or(Examined::NotLoaded, Examined::Found)
}

fn defects(files: [String; 5]) -> Vec<String> {
    Examination::of(files.map(String::into_bytes)).defects.iter().map(ToString::to_string).collect()
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(late, fallible)]
fn late(files: [String; 5]) -> Result<Vec<String>, wasm_split_helpers::SplitLoaderError> {
    Ok(defects(files))
}

#[cfg(not(feature = "split"))]
async fn late(files: [String; 5]) -> Result<Vec<String>, std::convert::Infallible> {
    Ok(defects(files))
}
