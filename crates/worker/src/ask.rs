//! Asking the worker, in types.

use crate::request::Request;
use browser::file::Bytes;
use browser::worker::{Refused, Worker};
use engine::plain::{read, written};

/// Has the worker carry out a request.
///
/// # Errors
/// Where it declined, or did not come back.
pub async fn ask<E: Request>(worker: &Worker, request: &E) -> Result<E::Answer, Refused> {
    let (answer, _) = worker.ask(E::NAME, &written(request), Bytes::none()).await?;
    read_answer::<E>(&answer)
}

/// The answer to a request, from its text.
///
/// # Errors
/// Where a worker of another version has written it: the two do not understand each other, and a reload gets both anew.
pub fn read_answer<E: Request>(answer: &str) -> Result<E::Answer, Refused> {
    read(answer).ok_or_else(|| Refused::Stopped(E::NAME.to_owned()))
}
