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
    read(&answer).ok_or_else(unlike::<E>)
}

/// That the answer to a request is from a worker of another version: the two do not understand each other. It counts as
/// one that has stopped, since a reload gets both anew.
pub fn unlike<E: Request>() -> Refused {
    Refused::Stopped(E::NAME.to_owned())
}
