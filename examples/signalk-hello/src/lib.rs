//! The template of Signal K's page on plugins in Rust: one setting, and a status.
#![forbid(unsafe_code)]

// ANCHOR: plugin
use anyhost::{Config, signalk, signalk_plugin};

/// What is set in the server's form, and all that a running plugin knows.
#[derive(Config)]
pub struct MyRustPlugin {
    #[config(default = 50)]
    pub max_radius: f64,
}

#[signalk_plugin(id = "my-rust-plugin", name = "My Rust Plugin")]
impl MyRustPlugin {
    fn start(settings: MyRustPlugin) -> Self {
        signalk::status("Running");
        settings
    }
    fn stop(self) {
        signalk::status("Stopped");
    }
}
// ANCHOR_END: plugin

#[cfg(test)]
mod tests {
    use super::MyRustPlugin;
    use anyhost::signalk::Mock;

    #[test]
    fn it_says_what_it_does() {
        let mock = Mock::new();
        let plugin = MyRustPlugin::start(MyRustPlugin { max_radius: 50.0 });
        assert_eq!(mock.status().as_deref(), Some("Running"));
        plugin.stop();
        assert_eq!(mock.status().as_deref(), Some("Stopped"));
    }
}
