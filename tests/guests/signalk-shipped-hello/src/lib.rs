//! What the example does that the server ships (`example-hello-assemblyscript`): a notification and a delta at the start, a
//! heartbeat, two endpoints. For the budget of bytes.
#![forbid(unsafe_code)]

use anyhost::http::Json;
use anyhost::signalk::{self, AlarmState, Delta, Notification};
use anyhost::{Config, signalk_plugin};
use serde::Serialize;

/// What is set in the server's form.
#[derive(Config)]
struct Settings {
    #[config(default = "Hello from Rust!", title = "Welcome Message")]
    message: String,
    #[config(default = 5000, title = "Update Interval (ms)")]
    update_interval: u32,
}

struct Hello {
    settings: Settings,
    elapsed: u32,
    count: u32,
}

#[derive(Serialize)]
struct Info {
    #[serde(rename = "pluginName")]
    name: &'static str,
    language: &'static str,
    version: &'static str,
    message: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Heartbeat<'a> {
    count: u32,
    message: &'a str,
    interval_ms: u32,
}

#[derive(Serialize)]
struct Status {
    status: &'static str,
    uptime: &'static str,
    memory: &'static str,
}

const INFO: Info =
    Info { name: "Hello Rust Plugin", language: "Rust", version: env!("CARGO_PKG_VERSION"), message: "Hello from WASM!" };

#[signalk_plugin(name = "Hello Rust Plugin")]
impl Hello {
    fn start(settings: Settings) -> Result<Self, signalk::Error> {
        signalk::status("Started successfully");
        Notification::new(AlarmState::Normal, &settings.message).publish("hello")?;
        Delta::new().value("plugins.hello.info", INFO).emit();
        Ok(Self { settings, elapsed: 0, count: 0 })
    }

    fn stop(self) {
        signalk::status("Stopped");
    }

    fn poll(&mut self) {
        self.elapsed += 1000;
        if self.elapsed >= self.settings.update_interval {
            self.elapsed = 0;
            self.count += 1;
            let Settings { message, update_interval } = &self.settings;
            let beat = Heartbeat { count: self.count, message, interval_ms: *update_interval };
            Delta::new().value("plugins.hello.heartbeat", beat).emit();
        }
    }

    #[http(GET "/api/info")]
    fn info(&self) -> Json<Info> {
        Json(INFO)
    }

    #[http(GET "/api/status")]
    fn status(&self) -> Json<Status> {
        Json(Status { status: "running", uptime: "N/A", memory: "sandboxed" })
    }
}
