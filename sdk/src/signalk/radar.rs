//! Radars that a plugin provides.

use super::object::object;
use crate::join;
use crate::rt::{Raw, Reader};
use alloc::string::String;
use alloc::vec::Vec;
use serde_core::Serialize;

/// What a plugin does that provides radars, with `radar("name")` among the arguments of its attribute. Clients reach them at
/// `/signalk/v2/api/vessels/self/radars`; what the radars see goes past it, by [`emit_spokes`](super::emit_spokes).
///
/// ```
/// use anyhost::signalk::{RadarInfo, RadarProvider};
/// use anyhost::Raw;
///
/// struct Scanner {
///     range: u32,
/// }
///
/// impl RadarProvider for Scanner {
///     fn radars(&mut self) -> Vec<String> {
///         vec!["r0".to_owned()]
///     }
///
///     fn info(&mut self, radar: &str) -> Option<RadarInfo> {
///         (radar == "r0").then(|| RadarInfo {
///             name: "Mast".to_owned(),
///             brand: "Own".to_owned(),
///             model: None,
///             radar_ip_address: "192.168.0.9".to_owned(),
///         })
///     }
///
///     fn set_control(&mut self, _radar: &str, control: &str, value: Raw<'_>) -> Result<(), String> {
///         match control {
///             "range" => self.range = value.parse().map_err(|error| error.text())?,
///             _ => return Err(format!("there is no control {control}")),
///         }
///         Ok(())
///     }
/// }
/// ```
///
/// What a radar cannot do is left out: clients learn that it is not there. Objects are those of the server's radar API
/// (`radarapi.ts`), as any type that serde can write. All of a reply together may be 65,536 bytes of JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` provides no radars",
    label = "`radar(…)` among the arguments says that it does",
    note = "write `impl anyhost::signalk::RadarProvider for {Self}`, or leave the argument out"
)]
pub trait RadarProvider {
    /// Ids of the radars.
    fn radars(&mut self) -> Vec<String>;

    /// What a radar is; `None` if there is none of this id.
    fn info(&mut self, radar: &str) -> Option<RadarInfo>;

    /// What a radar can do: its ranges, controls and features.
    fn capabilities(&mut self, _radar: &str) -> Option<impl Serialize> {
        None::<()>
    }

    /// How a radar is set: `{"id","timestamp","status","controls":{…}}`.
    fn state(&mut self, _radar: &str) -> Option<impl Serialize> {
        None::<()>
    }

    /// How one control is set: `{"auto":false,"value":50}`.
    fn control(&mut self, _radar: &str, _control: &str) -> Option<impl Serialize> {
        None::<()>
    }

    /// Sets a control. The server sends power, range, gain, sea and rain here, too, by these names.
    ///
    /// # Errors
    ///
    /// The client gets the text.
    fn set_control(&mut self, _radar: &str, control: &str, _value: Raw<'_>) -> Result<(), String> {
        Err(join(&["the control ", control, " cannot be set"]))
    }

    /// Sets several controls, each by [`set_control`](Self::set_control) unless there is another way.
    ///
    /// # Errors
    ///
    /// The client learns that it failed; the plugin's [`error`](super::error()) is the text.
    fn set_controls(&mut self, radar: &str, controls: Raw<'_>) -> Result<(), String> {
        let mut buffer = controls.to_buffer();
        let mut result = Ok(());
        let mut reader = Reader::new(&mut buffer);
        reader.entries(&mut |control, value| {
            if let (Ok(()), Some(value)) = (&result, value.raw()) {
                result = self.set_control(radar, control, value);
            }
        });
        match reader.take_error() {
            Some(error) => result.and(Err(error.text())),
            None => result,
        }
    }

    /// The targets that a radar follows: `{"radarId","timestamp","targets":[…]}`.
    fn targets(&mut self, _radar: &str) -> Option<impl Serialize> {
        None::<()>
    }

    /// Begins to follow a target; its number. The distance is in metres, the bearing in radians from server 2.32 on, and in
    /// degrees before.
    ///
    /// # Errors
    ///
    /// The client gets the text.
    fn acquire_target(&mut self, _radar: &str, _bearing: f64, _distance: f64) -> Result<u32, String> {
        Err(join(&["no targets can be acquired"]))
    }

    /// Ends to follow a target.
    ///
    /// # Errors
    ///
    /// The client learns that it failed; the plugin's [`error`](super::error()) is the text.
    fn cancel_target(&mut self, _radar: &str, _target: u32) -> Result<(), String> {
        Err(join(&["no targets can be cancelled"]))
    }

    /// How targets are followed.
    fn arpa_settings(&mut self, _radar: &str) -> Option<impl Serialize> {
        None::<()>
    }

    /// Sets how targets are followed: the settings that are given, of those of [`arpa_settings`](Self::arpa_settings).
    ///
    /// # Errors
    ///
    /// The client gets the text.
    fn set_arpa_settings(&mut self, _radar: &str, _settings: Raw<'_>) -> Result<(), String> {
        Err(join(&["there are no ARPA settings"]))
    }
}

object! {
    /// What a radar is.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct RadarInfo {
        /// As people call it.
        pub name "name": String,
        /// Who made it.
        pub brand "brand": String,
        /// What it is called by its maker.
        pub model "model": Option<String>,
        /// Its address.
        pub radar_ip_address "radarIpAddress": String,
    }
}
