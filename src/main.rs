//! The page: mounts the app.

fn main() {
    if let Some(place) = hiquality::browser::document::mount_point() {
        yew::Renderer::<hiquality::ui::app::App>::with_root(place).render();
    }
}
