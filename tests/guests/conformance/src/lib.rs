//! Every type that a pin can have, and every way in which a node can end.
#![forbid(unsafe_code)]

/// The nodes.
#[anyhost::plugin(flow_like, category = "Conformance")]
pub mod nodes {
    use anyhost::flow_like::{Context, FlowPath, Level};
    use anyhost::{Bytes, Date, Outputs, Pin, Raw};
    use serde::{Deserialize, Serialize};
    use std::borrow::Cow;
    use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

    /// Texts in every form.
    #[node(outputs("owned_out", "borrowed_out", "cow_out"))]
    pub fn texts<'a>(owned: String, borrowed: &'a str, cow: Cow<'a, str>) -> (String, &'a str, Cow<'a, str>) {
        (owned, borrowed, cow)
    }

    /// Integers of every size.
    #[node(outputs("i8_out", "i16_out", "i32_out", "i64_out", "u8_out", "u16_out", "u32_out", "u64_out"))]
    #[expect(clippy::type_complexity, reason = "one of each")]
    pub fn integers(
        i8: Option<i8>,
        i16: Option<i16>,
        i32: Option<i32>,
        i64: Option<i64>,
        u8: Option<u8>,
        u16: Option<u16>,
        u32: Option<u32>,
        u64: Option<u64>,
    ) -> (Option<i8>, Option<i16>, Option<i32>, Option<i64>, Option<u8>, Option<u16>, Option<u32>, Option<u64>) {
        (i8, i16, i32, i64, u8, u16, u32, u64)
    }

    /// Floats.
    #[node(outputs("f64_out", "f32_out"))]
    pub fn floats(#[pin(default = 0.5)] f64: f64, #[pin(default = -1.5, min = -10, max = 10.5)] f32: f32) -> (f64, f32) {
        (f64, f32)
    }

    /// Collections.
    #[node(outputs("list_out", "nested_out", "sorted_out", "set_out", "map_out", "hash_out"))]
    #[expect(clippy::type_complexity, reason = "one of each")]
    pub fn collections(
        #[pin(default = ["a", "b"])] list: Vec<String>,
        #[pin(default = [[1, 2], []])] nested: Vec<Vec<u8>>,
        sorted: Option<BTreeSet<i32>>,
        set: Option<HashSet<String>>,
        map: Option<BTreeMap<String, Vec<i32>>>,
        hash: Option<HashMap<String, bool>>,
    ) -> (
        Vec<String>,
        Vec<Vec<u8>>,
        Option<BTreeSet<i32>>,
        Option<HashSet<String>>,
        Option<BTreeMap<String, Vec<i32>>>,
        Option<HashMap<String, bool>>,
    ) {
        (list, nested, sorted, set, map, hash)
    }

    /// Any JSON, byte for byte.
    #[node]
    pub fn raw(value: Raw<'_>) -> Raw<'_> {
        value
    }

    /// A unit of length.
    #[derive(Debug, Clone, Copy, Pin)]
    pub enum Unit {
        /// Metres.
        Metre,
        /// Feet.
        #[pin(name = "ft")]
        Foot,
    }

    /// A length with its unit.
    #[derive(Debug, Pin)]
    pub struct Length {
        /// How many.
        pub value: f64,
        /// Of what.
        #[pin(default = "metre")]
        pub unit: Unit,
        /// Names for it.
        #[pin(default = [])]
        pub names: Vec<String>,
    }

    /// A struct with a schema, and a choice.
    #[node(outputs("length_out", "unit_out"))]
    pub fn structs(length: Length, #[pin(default = "ft")] unit: Unit) -> (Length, Unit) {
        (length, unit)
    }

    /// What only serde knows.
    #[derive(Deserialize, Serialize)]
    #[serde(rename_all = "camelCase", tag = "kind")]
    pub enum Shape {
        /// A circle.
        Circle {
            /// Its radius.
            radius: u32,
        },
        /// A rectangle.
        Rectangle {
            /// Its width.
            width: u32,
            /// Its height.
            #[serde(default)]
            height: Option<u32>,
        },
    }

    /// A type that only serde knows.
    #[node(output = "shape_out")]
    pub fn serde_types(shape: Shape) -> Shape {
        shape
    }

    /// Texts from a list.
    #[node]
    pub fn choices(#[pin(choices = ["red", "green", "line\nbreak \"quoted\""])] colour: String) -> String {
        colour
    }

    /// A default with what JSON escapes.
    #[node]
    pub fn escaped_default(#[pin(default = "a\n\"b\"\\ü\u{1}")] text: &str) -> String {
        text.into()
    }

    /// Which way to go.
    #[derive(Outputs)]
    pub enum Way {
        /// Left.
        Left,
        /// Right.
        Right {
            /// How far.
            far: u32,
        },
    }

    /// Chooses an exec output, or fails.
    #[node]
    pub fn way(distance: Option<u32>, #[pin(default = false)] fail: bool) -> Result<Way, std::num::ParseIntError> {
        if fail {
            "x".parse::<u32>()?;
        }
        Ok(match distance {
            None => Way::Left,
            Some(far) => Way::Right { far },
        })
    }

    /// Types that the host has names of its own for.
    #[node(outputs("date_out", "path_out", "bytes_out", "dates_out"))]
    pub fn host_types(
        date: Date,
        path: FlowPath,
        #[pin(default = [0, 255])] bytes: Bytes,
        #[pin(default = ["2026-02-21T12:00:00Z"])] dates: Vec<Date>,
    ) -> (Date, FlowPath, Bytes, Vec<Date>) {
        (date, path, bytes, dates)
    }

    /// Says all that a definition can hold.
    ///
    /// # Details
    ///
    /// - of *every* kind
    #[node(
        icon = "/flow/icons/text.svg",
        long_running,
        scores(privacy = 1, security = 2, performance = 3, governance = 4, reliability = 5, cost = 10),
        permissions("streaming", "network:http")
    )]
    pub fn described(
        #[pin(sensitive, title = "API key")] key: Option<String>,
        #[pin(min = 0, max = 1, step = 0.25, default = 0.5)] share: f64,
        #[pin(enforce_schema)] length: Option<Length>,
        #[pin(min = 1)] open: Option<u32>,
        #[pin(placeholder = "x", show_if(share = 1))] shown: Option<String>,
    ) -> f64 {
        let given = [key.is_some(), length.is_some(), open.is_some(), shown.is_some()];
        given.into_iter().filter(|given| *given).count() as f64 + share
    }

    /// Nothing in, nothing out.
    #[node]
    pub fn nothing() {}

    /// Panics at one word.
    #[node]
    pub fn panics(word: &str) -> usize {
        assert_ne!(word, "panic", "told to");
        word.len()
    }

    /// Asks the host for what works in core modules.
    #[node(outputs("time", "random"))]
    pub fn host(cx: &Context, message: &str) -> (u64, bool) {
        for level in [Level::Trace, Level::Debug, Level::Info, Level::Warn, Level::Error] {
            cx.log(level, message);
        }
        cx.stream_text(message);
        (cx.time_now(), cx.random() != cx.random())
    }

    /// Ids and flags of the call.
    #[node(outputs("node", "run", "app", "board", "user", "streams", "keeps_info"))]
    #[allow(clippy::type_complexity, reason = "one of each")]
    pub fn about(cx: &Context) -> (String, String, String, String, String, bool, bool) {
        let ids = [cx.node_id(), cx.run_id(), cx.app_id(), cx.board_id(), cx.user_id()];
        let [node, run, app, board, user] = ids.map(str::to_owned);
        (node, run, app, board, user, cx.is_streaming(), cx.log_level().keeps(Level::Info))
    }
}
