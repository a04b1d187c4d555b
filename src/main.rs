//! The survey page: mounts the app, and says where it can be divided.

use futures::FutureExt;
use hiquality::app::App;
use hiquality::late::{LATE, Late, Loader, NotLoaded};
use ui::shell::Shell;

/// Memory is wiped when it is given back: nothing of the last person stays in it for the next.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {
    if let Some(place) = browser::document::mount_point() {
        let loader = Loader { load: || late().boxed_local() };
        yew::Renderer::<Shell<App>>::with_root_and_props(place, loader).render();
    }
}

/// The later part. What is reached by way of it alone is loaded when this is called for the first time.
#[cfg(feature = "split")]
async fn late() -> Result<&'static Late, NotLoaded> {
    #[wasm_split_helpers::wasm_split(late, fallible)]
    fn load() -> Result<&'static Late, wasm_split_helpers::SplitLoaderError> {
        Ok(&LATE)
    }
    load().await.map_err(|_| NotLoaded)
}

/// The later part, where all is one.
#[cfg(not(feature = "split"))]
async fn late() -> Result<&'static Late, NotLoaded> {
    Ok(&LATE)
}
