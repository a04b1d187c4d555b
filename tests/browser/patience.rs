//! Waiting for what is to come.

use std::time::{Duration, Instant};

/// How long something may take before it counts as not coming. Far more than it ever needs, so that only a
/// machine that is stuck is told so.
const LONGEST: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(15);

/// Waits until there is something; `None` when it did not come.
pub(crate) async fn until<T>(mut there: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        let found = there().await;
        if found.is_some() || start.elapsed() > LONGEST {
            return found;
        }
        tokio::time::sleep(PAUSE).await;
    }
}
