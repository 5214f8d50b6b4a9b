//! What only the compiler can find wrong, since it knows the constants. Not for authors.

use anyhost_abi::orbis::ui;

/// Stops the build where these are no pages that the host takes.
#[expect(clippy::panic, reason = "evaluated by the compiler only")]
#[track_caller]
pub const fn pages(json: &str) {
    if let Err(error) = ui::check(json) {
        panic!("{}", error.message().as_str());
    }
}

/// Stops the build where this is no configuration that the host takes.
#[expect(clippy::panic, reason = "evaluated by the compiler only")]
#[track_caller]
pub const fn config(json: &str) {
    if let Err(error) = ui::check_config(json) {
        panic!("{}", error.message().as_str());
    }
}
