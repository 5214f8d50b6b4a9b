//! Kept plugins of every form compile natively, and configurations are read as their schemas say.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, missing_docs)]

use anyhost::Config;
use anyhost::rt::{FromPin, Pin, Reader, ToPin, Writer};
use serde_json::{Value, json};

mod minimal {
    pub(crate) struct Plugin;

    #[anyhost::signalk_plugin]
    impl Plugin {
        pub(crate) fn start() -> Self {
            Self
        }
    }
}

mod documented {
    use anyhost::signalk::{Mock, Position, ReceivedDelta};

    pub(crate) struct Plugin(pub(crate) usize);

    #[anyhost::signalk_plugin(dialect = "docs", name = "Plugin", id = "plugin", own_deltas)]
    impl Plugin {
        pub(crate) fn start() -> Result<Self, std::num::ParseIntError> {
            "7".parse().map(Self)
        }

        #[delta("navigation.position", context = "*")]
        fn moved(&mut self, _position: Position) {
            self.0 += 1;
        }

        #[delta]
        fn all(&self, delta: &ReceivedDelta<'_>) {
            assert!(!delta.context().is_empty());
        }
    }

    #[test]
    fn methods_stay_plain() {
        let _mock = Mock::new();
        let mut plugin = Plugin::start().unwrap();
        plugin.moved(Position::new(1.0, 2.0));
        assert_eq!(plugin.0, 8);
    }
}

mod by_serde {
    #[derive(serde::Deserialize)]
    pub(crate) struct Settings {
        pub(crate) radius: f64,
    }

    pub(crate) struct Plugin(pub(crate) f64);

    #[anyhost::signalk_plugin(schema = concat!("{\"type\":", "\"object\"}"))]
    impl Plugin {
        pub(crate) fn start(settings: Settings) -> Self {
            Self(settings.radius)
        }

        fn stop(&mut self) {
            self.0 = 0.0;
        }
    }
}

#[test]
fn plugins_of_every_form() {
    let _: minimal::Plugin = minimal::Plugin::start();
    assert_eq!(by_serde::Plugin::start(by_serde::Settings { radius: 2.0 }).0, 2.0);
}

#[derive(Config, Debug, PartialEq)]
struct Settings {
    /// In "metres".
    #[config(default = 50, min = 1, max = 1e3)]
    max_radius: f64,
    #[config(default = -1, min = -1)]
    offset: i16,
    #[config(default = true)]
    on: bool,
    #[config(default = "a\"b")]
    text: String,
    #[config(default = "two")]
    choice: Choice,
    #[config(default = [1, 2])]
    list: Vec<u8>,
    #[config(max = 5, title = "Maybe", description = "Or not")]
    maybe: Option<u32>,
    part: Part,
    parts: Option<Vec<Part>>,
    #[config(name = "self")]
    this: Option<Box<Settings>>,
}

#[derive(Config, Debug, PartialEq)]
enum Choice {
    One,
    #[config(name = "two")]
    Second,
    ThirdOne,
}

#[derive(Config, Debug, PartialEq)]
struct Part {
    #[config(default = 0.5)]
    share: f32,
    other: Option<bool>,
}

#[derive(Config, Debug)]
struct Needed {
    host: String,
    part: NeededPart,
}

#[derive(Config, Debug)]
struct NeededPart {
    port: u16,
}

fn read<T: for<'a> FromPin<'a>>(json: &Value) -> Result<T, String> {
    let mut text = json.to_string().into_bytes();
    let mut reader = Reader::new(&mut text);
    T::from_pin(&mut reader).ok_or_else(|| {
        let error = reader.error().unwrap();
        format!("{}: {}", error.path(), error.message())
    })
}

#[test]
fn a_schema_says_all_that_is_known() {
    let schema: Value = serde_json::from_str(<Settings as Pin>::TYPE.schema.unwrap()).unwrap();
    let part =
        json!({"share": {"title": "Share", "default": 0.5, "type": "number"}, "other": {"title": "Other", "type": "boolean"}});
    assert_eq!(
        schema,
        json!({"type": "object", "properties": {
            "maxRadius": {"title": "Max Radius", "description": "In \"metres\".", "default": 50, "minimum": 1, "maximum": 1e3, "type": "number"},
            "offset": {"title": "Offset", "default": -1, "minimum": -1, "type": "integer"},
            "on": {"title": "On", "default": true, "type": "boolean"},
            "text": {"title": "Text", "default": "a\"b", "type": "string"},
            "choice": {"title": "Choice", "default": "two", "type": "string", "enum": ["one", "two", "thirdOne"]},
            "list": {"title": "List", "default": [1, 2], "type": "array", "items": {"type": "integer"}},
            "maybe": {"title": "Maybe", "description": "Or not", "maximum": 5, "type": "integer"},
            "part": {"title": "Part", "type": "object", "properties": part},
            "parts": {"title": "Parts", "type": "array", "items": {"type": "object", "properties": part}},
            "self": {"title": "Self"},
        }})
    );
    let needed: Value = serde_json::from_str(<Needed as Pin>::TYPE.schema.unwrap()).unwrap();
    assert_eq!(needed["required"], json!(["host"]));
    assert_eq!(needed["properties"]["part"]["required"], json!(["port"]));
}

#[test]
fn what_is_absent_or_null_counts_as_its_default() {
    let defaults = read::<Settings>(&json!({"enableDebug": false})).unwrap();
    let part = || Part { share: 0.5, other: None };
    assert_eq!(
        defaults,
        Settings {
            max_radius: 50.0,
            offset: -1,
            on: true,
            text: "a\"b".to_owned(),
            choice: Choice::Second,
            list: vec![1, 2],
            maybe: None,
            part: part(),
            parts: None,
            this: None,
        }
    );
    let nulls = json!({"maxRadius": null, "offset": null, "on": null, "text": null, "choice": null, "list": null, "maybe": null});
    assert_eq!(read::<Settings>(&nulls).unwrap(), defaults);
    let given = read::<Settings>(&json!({"choice": "thirdOne", "parts": [{}], "self": {"on": false}})).unwrap();
    assert_eq!((given.choice, given.parts), (Choice::ThirdOne, Some(vec![part()])));
    assert!(!given.this.unwrap().on);
    let mut written = Writer::new();
    defaults.to_pin(&mut written);
    assert_eq!(read::<Settings>(&serde_json::from_slice(written.as_bytes()).unwrap()).unwrap(), defaults);
}

#[test]
fn what_does_not_fit_is_named() {
    for (config, error) in [
        (json!({"maxRadius": 0}), "maxRadius: must be from 1 to 1e3"),
        (json!({"maxRadius": 1000.5}), "maxRadius: must be from 1 to 1e3"),
        (json!({"offset": -2}), "offset: must be at least -1"),
        (json!({"maybe": 6}), "maybe: must be at most 5"),
        (json!({"choice": "three"}), "choice: must be one of \"one\", \"two\", \"thirdOne\""),
        (json!({"list": [1, 300]}), "list[1]: expected an integer from 0 to 255, found 300"),
        (json!({"parts": [{}, {"share": "x"}]}), "parts[1].share: expected a number, found a string"),
        (json!({"part": 7}), "part: expected an object, found a number"),
        (json!([]), ": expected an object, found an array"),
    ] {
        assert_eq!(read::<Settings>(&config).unwrap_err(), error, "{config}");
    }
    assert_eq!(read::<Needed>(&json!({})).unwrap_err(), ": missing field \"host\"");
    assert_eq!(read::<Needed>(&json!({"host": "a"})).unwrap_err(), ": missing field \"part\"");
    assert_eq!(read::<Needed>(&json!({"host": "a", "part": {}})).unwrap_err(), "part: missing field \"port\"");
}
