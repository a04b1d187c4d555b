//! The page: mounts the app.

use hiquality::ui::app::App;
use hiquality::ui::shell::Shell;

/// Memory is wiped when it is given back: nothing of the last person stays in it for the next.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {
    if let Some(place) = hiquality::browser::document::mount_point() {
        yew::Renderer::<Shell<App>>::with_root(place).render();
    }
}
