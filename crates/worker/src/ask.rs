//! Asking the worker, in types.

use crate::plain::Plain;
use crate::request::Request;
use browser::file::Bytes;
use browser::worker::{Refused, Worker};

/// Has the worker carry out a request.
///
/// # Errors
/// Where it declined, or did not come back.
pub async fn ask<E: Request>(worker: &Worker, request: &E) -> Result<E::Answer, Refused> {
    ask_with(worker, request, Bytes::none()).await.map(|(answer, _)| answer)
}

/// The same with bytes that go beside the request, and those that come beside its answer.
///
/// # Errors
/// Where it declined, or did not come back.
pub async fn ask_with<E: Request>(
    worker: &Worker,
    request: &E,
    bytes: Bytes,
) -> Result<(E::Answer, Bytes), Refused> {
    // A page and a worker of different versions do not understand each other; a reload gets both anew.
    let unlike = |error: serde_json::Error| Refused::Stopped(format!("{}: {error}", E::NAME));
    let message = serde_json::to_string(request).map_err(unlike)?;
    let (answer, bytes) = worker.ask(E::NAME, &message, bytes).await?;
    Ok((serde_json::from_str(&answer).map_err(unlike)?, bytes))
}

/// Has the worker carry out a request of the survey page.
///
/// # Errors
/// Where it declined, or did not come back.
pub async fn ask_plainly<E: Plain>(worker: &Worker, request: &E) -> Result<E::Answer, Refused> {
    let (answer, _) = worker.ask(E::NAME, &request.written(), Bytes::none()).await?;
    E::read(&answer).ok_or_else(|| Refused::Stopped(format!("{}: {answer}", E::NAME)))
}
