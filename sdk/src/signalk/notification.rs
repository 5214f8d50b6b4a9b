//! What the crew is told.

use super::delta::emit;
use super::error::{Error, done};
use crate::join;
use crate::rt::Writer;
use crate::rt::imports::signalk::env;
use serde_core::ser::SerializeStruct;
use serde_core::{Serialize, Serializer};

/// How bad it is, from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum AlarmState {
    /// As it should be, in a range that is marked so.
    Nominal,
    /// Nothing to say.
    #[default]
    Normal,
    /// Worth knowing.
    Alert,
    /// Wants attention.
    Warn,
    /// Wants action.
    Alarm,
    /// Life is in danger.
    Emergency,
}

impl AlarmState {
    /// As Signal K writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nominal => "nominal",
            Self::Normal => "normal",
            Self::Alert => "alert",
            Self::Warn => "warn",
            Self::Alarm => "alarm",
            Self::Emergency => "emergency",
        }
    }

    /// How clients are to tell it unless said otherwise: not at all, to the eyes, or to the ears too.
    const fn methods(self) -> &'static [Method] {
        match self {
            Self::Nominal | Self::Normal => &[],
            Self::Alert | Self::Warn => &[Method::Visual],
            Self::Alarm | Self::Emergency => &[Method::Visual, Method::Sound],
        }
    }
}

/// How clients tell the crew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// On the screen.
    Visual,
    /// By a sound.
    Sound,
}

impl Method {
    /// As Signal K writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visual => "visual",
            Self::Sound => "sound",
        }
    }
}

/// A notification: what is wrong, or that nothing is any more.
///
/// ```
/// use anyhost::signalk::{AlarmState, Mock, Notification};
///
/// let mock = Mock::new();
/// Notification::new(AlarmState::Alarm, "The anchor drags").publish("navigation.anchor")?;
/// assert_eq!(
///     mock.notification("navigation.anchor").as_deref(),
///     Some(r#"{"state":"alarm","method":["visual","sound"],"message":"The anchor drags"}"#)
/// );
/// Notification::new(AlarmState::Normal, "Holding").publish("navigation.anchor")?;
/// # Ok::<(), anyhost::signalk::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notification<'a> {
    state: AlarmState,
    message: &'a str,
    methods: &'a [Method],
}

impl<'a> Notification<'a> {
    /// Alarms and emergencies are seen and heard, alerts and warnings seen, what is normal or nominal neither;
    /// [`methods`](Self::methods) says otherwise.
    #[must_use]
    pub const fn new(state: AlarmState, message: &'a str) -> Self {
        Self { state, message, methods: state.methods() }
    }

    /// How clients are to tell it.
    #[must_use]
    pub const fn methods(mut self, methods: &'a [Method]) -> Self {
        self.methods = methods;
        self
    }

    /// Sends it for a path of the own vessel: `navigation.anchor` becomes `notifications.navigation.anchor`. It stays until
    /// the next one of the same path.
    ///
    /// The server's own function refuses the state `nominal` (`env-imports.ts:224`), so such a one goes as a [`Delta`](super::Delta).
    ///
    /// # Errors
    ///
    /// The server refuses it.
    pub fn publish(&self, path: &str) -> Result<(), Error> {
        const PREFIX: &str = "notifications.";
        let path = &*join(&[if path.starts_with(PREFIX) { "" } else { PREFIX }, path]);
        let nominal = self.state == AlarmState::Nominal;
        let mut out = Writer::new();
        if nominal {
            out.raw("{\"updates\":[{\"values\":[{\"path\":");
            out.str(path);
            out.raw(",\"value\":");
        }
        self.write(&mut out);
        if nominal {
            out.raw("}]}]}");
            emit(&out.into_string(), 1);
            return Ok(());
        }
        done(env::sk_publish_notification(path, &out.into_string()), "the server refused a notification")
    }

    fn write(&self, out: &mut Writer) {
        out.raw("{\"state\":\"");
        out.raw(self.state.as_str());
        out.raw("\",\"method\":[");
        for method in self.methods {
            out.comma();
            out.str(method.as_str());
        }
        out.raw("],\"message\":");
        out.str(self.message);
        out.raw("}");
    }
}

/// As a value of a [`Delta`](super::Delta).
impl Serialize for Notification<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Notification", 3)?;
        object.serialize_field("state", self.state.as_str())?;
        object.serialize_field("method", self.methods)?;
        object.serialize_field("message", self.message)?;
        object.end()
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Mock;
    use super::*;

    #[test]
    fn each_state_arrives() {
        let mock = Mock::new();
        for (state, methods) in [
            (AlarmState::Nominal, "[]"),
            (AlarmState::Normal, "[]"),
            (AlarmState::Alert, r#"["visual"]"#),
            (AlarmState::Warn, r#"["visual"]"#),
            (AlarmState::Alarm, r#"["visual","sound"]"#),
            (AlarmState::Emergency, r#"["visual","sound"]"#),
        ] {
            assert_eq!(Notification::new(state, "m").publish("a.b"), Ok(()));
            let expected = format!(r#"{{"state":"{}","method":{methods},"message":"m"}}"#, state.as_str());
            assert_eq!(mock.notification("a.b"), Some(expected));
        }
        // Only the one that the server refuses goes as a delta of the plugin's own.
        assert_eq!(mock.deltas().len(), 1);
    }

    #[test]
    fn paths_are_below_notifications() {
        let mock = Mock::new();
        let quiet = Notification::new(AlarmState::Alarm, "\"q\"").methods(&[]);
        assert_eq!(quiet.publish("notifications.a.b"), Ok(()));
        let json = r#"{"state":"alarm","method":[],"message":"\"q\""}"#;
        assert_eq!(mock.value("notifications.a.b").as_deref(), Some(json));
        assert_eq!(mock.notification("a.b"), mock.notification("notifications.a.b"));
        assert_eq!(mock.notifications(), [("notifications.a.b".to_owned(), json.to_owned())]);
    }

    #[test]
    fn it_is_the_same_as_a_value() {
        let mock = Mock::new();
        let notification = Notification::new(AlarmState::Emergency, "\"fire\"");
        assert_eq!(notification.publish("a"), Ok(()));
        super::super::Delta::new().value("b", notification).emit();
        assert_eq!(mock.notification("a"), mock.value("b"));
    }

    #[test]
    fn a_refusal_is_an_error() {
        let mock = Mock::new();
        for answer in [-1, 7, i32::MIN] {
            mock.answer("signalk::Notification::publish", answer);
            assert!(Notification::new(AlarmState::Warn, "m").publish("a").is_err());
        }
        assert!(mock.notifications().is_empty());
    }
}
