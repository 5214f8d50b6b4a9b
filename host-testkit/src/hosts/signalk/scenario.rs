//! A use of a plugin: a start and what happens then.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::http::Request;
use super::js::{Js, parse};
use super::world::Peer;
use crate::base64;

/// `{"config":{…},"steps":[…]}`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scenario {
    /// What the server's form has stored; nothing where it was never opened.
    pub(super) config: Option<Box<RawValue>>,
    /// The other flag that the server keeps.
    #[serde(default, rename = "enableDebug")]
    pub(super) enable_debug: bool,
    /// Where scripted TCP peers accept connections: `host:port`.
    #[serde(default)]
    pub(super) listen: Vec<String>,
    #[serde(default)]
    pub(super) steps: Vec<Step>,
}

/// One thing that happens.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Step {
    /// A delta of another source.
    Delta(Box<RawValue>),
    /// A client's PUT.
    Put(PutStep),
    /// A client's request.
    Http(HttpStep),
    /// So many calls of `poll`.
    Poll(u32),
    /// Milliseconds that go by.
    Advance(u64),
    /// The plugin is disabled.
    Stop(bool),
    /// The plugin gets this configuration, and is enabled if it was not.
    Start(Option<Box<RawValue>>),
    /// A datagram comes in; the answer has those that went out.
    Udp(UdpStep),
    /// A TCP peer does something; the answer has what it received.
    Tcp(TcpStep),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PutStep {
    pub(super) path: String,
    pub(super) value: Box<RawValue>,
    #[serde(default = "own_vessel")]
    pub(super) context: String,
    /// The plugin that is meant, where several serve a path.
    pub(super) source: Option<String>,
}

fn own_vessel() -> String {
    "vessels.self".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HttpStep {
    #[serde(default = "get")]
    method: String,
    path: String,
    /// An object, or the text behind `?`.
    query: Option<serde_json::Value>,
    body: Option<Box<RawValue>>,
    #[serde(default)]
    headers: serde_json::Map<String, serde_json::Value>,
}

fn get() -> String {
    "GET".to_owned()
}

#[derive(Debug, Deserialize)]
pub(super) struct UdpStep {
    /// The port that it comes to.
    pub(super) port: u16,
    /// `host:port` of the sender.
    #[serde(default = "sender")]
    pub(super) from: String,
    #[serde(flatten)]
    pub(super) data: Data,
}

fn sender() -> String {
    "127.0.0.1:50000".to_owned()
}

#[derive(Debug, Deserialize)]
pub(super) struct TcpStep {
    /// `host:port` of the peer.
    pub(super) peer: String,
    /// It begins to accept connections.
    #[serde(default)]
    pub(super) listen: bool,
    /// It closes the connection, after it has sent.
    #[serde(default)]
    pub(super) close: bool,
    #[serde(flatten)]
    pub(super) data: Data,
}

/// Bytes: a text, or base64.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Data {
    text: Option<String>,
    base64: Option<String>,
}

impl Data {
    /// `None`: there are none.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        let text = || self.text.as_ref().map(|text| text.clone().into_bytes());
        self.base64.as_deref().and_then(base64::decode).or_else(text)
    }
}

impl Scenario {
    /// Reads a scenario.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let scenario: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        for (at, step) in scenario.steps.iter().enumerate() {
            step.validate().map_err(|message| format!("step {}: {message}", at + 1))?;
        }
        for peer in &scenario.listen {
            peer_of(peer)?;
        }
        Ok(scenario)
    }
}

impl Step {
    fn validate(&self) -> Result<(), String> {
        match self {
            Self::Udp(step) => {
                peer_of(&step.from)?;
                step.data.bytes().map(drop).ok_or_else(|| "a datagram needs `text` or `base64`".to_owned())
            }
            Self::Tcp(step) => peer_of(&step.peer).map(drop),
            Self::Stop(false) => Err("write `{\"stop\": true}`".to_owned()),
            Self::Http(step) if !step.path.starts_with('/') => Err(format!("the path `{}` must begin with `/`", step.path)),
            _ => Ok(()),
        }
    }
}

/// `host:port`.
pub(super) fn peer_of(text: &str) -> Result<Peer, String> {
    Peer::parse(text).ok_or_else(|| format!("`{text}` is no peer: write `host:port`"))
}

/// JSON text as JavaScript reads it. It was checked to be JSON.
pub(super) fn js(text: &RawValue) -> Js {
    parse(text.get()).unwrap_or(Js::Null)
}

impl HttpStep {
    /// The request as a client sends it: a body that is no text goes out as JSON, a text as it is where the headers say what
    /// it is.
    pub(super) fn request(&self) -> Request {
        let query = match &self.query {
            None => String::new(),
            Some(serde_json::Value::String(text)) => format!("?{}", text.trim_start_matches('?')),
            Some(value) => {
                let mut pairs = Vec::new();
                pairs_of(value, String::new(), &mut pairs);
                format!("?{}", pairs.join("&"))
            }
        };
        let mut request = Request::new(&self.method, &format!("{}{query}", self.path));
        for (name, value) in &self.headers {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            request = request.header(name, &value);
        }
        let Some(body) = &self.body else { return request };
        let typed = request.value_of("content-type").is_some();
        match serde_json::from_str::<String>(body.get()) {
            Ok(text) if typed => request.bytes(text.into_bytes()),
            _ if typed => request.bytes(body.get().as_bytes().to_vec()),
            _ => request.header("content-type", "application/json").bytes(body.get().as_bytes().to_vec()),
        }
    }
}

/// A query's object as pairs, nested ones in brackets.
fn pairs_of(value: &serde_json::Value, key: String, pairs: &mut Vec<String>) {
    let below = |name: &str| if key.is_empty() { escape(name) } else { format!("{key}[{}]", escape(name)) };
    match value {
        serde_json::Value::Object(fields) => fields.iter().for_each(|(name, value)| pairs_of(value, below(name), pairs)),
        serde_json::Value::Array(items) => items.iter().for_each(|item| pairs_of(item, key.clone(), pairs)),
        serde_json::Value::String(text) => pairs.push(format!("{key}={}", escape(text))),
        other => pairs.push(format!("{key}={}", escape(&other.to_string()))),
    }
}

fn escape(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
