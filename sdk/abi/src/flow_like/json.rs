//! Names in Flow-Like's JSON.

use crate::{DataType, ValueType, Words};

/// Keys of the context that `run` gets (`abi.rs:144-166`). The host always writes all nine.
pub mod context {
    /// Object of data inputs by pin name.
    pub const INPUTS: &str = "inputs";
    /// Id of the node in the board.
    pub const NODE_ID: &str = "node_id";
    /// Id of the run.
    pub const RUN_ID: &str = "run_id";
    /// Id of the app.
    pub const APP_ID: &str = "app_id";
    /// Id of the board.
    pub const BOARD_ID: &str = "board_id";
    /// Id of the user; may be empty.
    pub const USER_ID: &str = "user_id";
    /// Whether the run streams to a client.
    pub const STREAM_STATE: &str = "stream_state";
    /// 0 Debug, 1 Info, 2 Warn, 3 Error, 4 Fatal.
    pub const LOG_LEVEL: &str = "log_level";
    /// The definition's `name`; the desktop's debug run may send an empty one.
    pub const NODE_NAME: &str = "node_name";
    /// All of them, in the host's order.
    pub const FIELDS: &[&str] = &[INPUTS, NODE_ID, RUN_ID, APP_ID, BOARD_ID, USER_ID, STREAM_STATE, LOG_LEVEL, NODE_NAME];
    /// What a context argument tells of the call.
    pub const ABOUT: &[&str] = &[NODE_ID, RUN_ID, APP_ID, BOARD_ID, USER_ID, STREAM_STATE, LOG_LEVEL];
    /// What the desktop's debug run passes as every id.
    pub const DEBUG_ID: &str = "debug";
}

/// Keys of the result that `run` returns (`abi.rs:168-182`).
pub mod result {
    /// Object of outputs by pin name; required.
    pub const OUTPUTS: &str = "outputs";
    /// String or null.
    pub const ERROR: &str = "error";
    /// Array of names; null is an error.
    pub const ACTIVATE_EXEC: &str = "activate_exec";
    /// Bool or null; read by nobody.
    pub const PENDING: &str = "pending";
}

/// Keys of a node definition (`abi.rs:76-142`).
pub mod definition {
    /// Technical name, the key of dispatch.
    pub const NAME: &str = "name";
    /// Name that people see.
    pub const FRIENDLY_NAME: &str = "friendly_name";
    /// What it does.
    pub const DESCRIPTION: &str = "description";
    /// Path of the menu, with slashes.
    pub const CATEGORY: &str = "category";
    /// Array of pins, in order.
    pub const PINS: &str = "pins";
    /// Path of an icon of the host.
    pub const ICON: &str = "icon";
    /// Whether it runs for long.
    pub const LONG_RUNNING: &str = "long_running";
    /// Object of scores.
    pub const SCORES: &str = "scores";
    /// Text; E1 drops it.
    pub const DOCS: &str = "docs";
    /// Number; dropped.
    pub const ABI_VERSION: &str = "abi_version";
    /// Array of permission names.
    pub const PERMISSIONS: &str = "permissions";
    /// Strings that must be there.
    pub const REQUIRED: &[&str] = &[NAME, FRIENDLY_NAME, DESCRIPTION, CATEGORY];
    /// Names of scores: each an optional u8, 0 to 10, higher is more risk or worse.
    pub const SCORE_NAMES: &[&str] = &["privacy", "security", "performance", "governance", "reliability", "cost"];
    /// The highest score that means something.
    pub const SCORE_MAX: u8 = 10;
}

/// Keys of a pin.
pub mod pin {
    /// Technical name: the key in `inputs` and `outputs`.
    pub const NAME: &str = "name";
    /// Name that people see.
    pub const FRIENDLY_NAME: &str = "friendly_name";
    /// What it means.
    pub const DESCRIPTION: &str = "description";
    /// [`INPUT`] or [`OUTPUT`].
    pub const PIN_TYPE: &str = "pin_type";
    /// Type of the value, see [`DATA_TYPES`](super::DATA_TYPES).
    pub const DATA_TYPE: &str = "data_type";
    /// Any JSON; E1 does not put it into `inputs`.
    pub const DEFAULT_VALUE: &str = "default_value";
    /// See [`VALUE_TYPES`](super::VALUE_TYPES).
    pub const VALUE_TYPE: &str = "value_type";
    /// JSON Schema as text.
    pub const SCHEMA: &str = "schema";
    /// Array of strings; E1 drops it.
    pub const VALID_VALUES: &str = "valid_values";
    /// Array of two numbers; E1 drops it.
    pub const RANGE: &str = "range";
    /// Number; E2.
    pub const STEP: &str = "step";
    /// Bool; E2.
    pub const SENSITIVE: &str = "sensitive";
    /// Bool; E2.
    pub const ENFORCE_SCHEMA: &str = "enforce_schema";
    /// Bool; E2.
    pub const ENFORCE_GENERIC_VALUE_TYPE: &str = "enforce_generic_value_type";
    /// Strings that must be there.
    pub const REQUIRED: &[&str] = &[NAME, FRIENDLY_NAME, DESCRIPTION, PIN_TYPE, DATA_TYPE];
    /// The `pin_type` of inputs, and how anything but `output` is read.
    pub const INPUT: &str = "Input";
    /// The `pin_type` of outputs, in any case.
    pub const OUTPUT: &str = "Output";
    /// The usual exec input.
    pub const EXEC_IN: &str = "exec_in";
    /// The usual exec output.
    pub const EXEC_OUT: &str = "exec_out";
}

/// Permissions and scores of a node.
pub const WORDS: Words = Words {
    permissions: super::sandbox::PERMISSION_NAMES,
    scores: definition::SCORE_NAMES,
    score_max: definition::SCORE_MAX,
    ..Words::NONE
};

/// The canonical name of exec pins' type.
pub const EXECUTION: &str = "Execution";

/// What unknown types silently become.
pub const GENERIC: &str = "Generic";

/// Each data type: its canonical name, and the spellings that the host accepts in any case (`node.rs:187-200`). Any other
/// spelling becomes [`GENERIC`].
pub const DATA_TYPES: &[(&str, &[&str])] = &[
    (EXECUTION, &["exec", "execution"]),
    ("String", &["string"]),
    ("Integer", &["int", "integer", "i32", "i64", "u32", "u64"]),
    ("Float", &["float", "f32", "f64", "number"]),
    ("Boolean", &["bool", "boolean"]),
    ("Date", &["date", "datetime"]),
    ("PathBuf", &["path", "pathbuf"]),
    ("Struct", &["struct", "object", "json"]),
    ("Byte", &["byte", "bytes", "binary"]),
    (GENERIC, &["generic"]),
];

/// Value types; any other spelling becomes the first.
pub const VALUE_TYPES: &[&str] = &["Normal", "Array", "HashMap", "HashSet"];

/// Levels of `log_level` and of the flow's filter, by number.
pub const FLOW_LEVELS: &[&str] = &["Debug", "Info", "Warn", "Error", "Fatal"];

/// Levels that a guest sends (`flowlike_log`, `host_log`), by number.
pub const LOG_LEVELS: &[&str] = &["trace", "debug", "info", "warn", "error"];

/// The flow's level for a level that a guest sent: 0 and 1 are Debug, 4 and more Error.
#[must_use]
pub const fn flow_level(sent: u32) -> u32 {
    match sent {
        0 | 1 => 0,
        2 => 1,
        3 => 2,
        _ => 3,
    }
}

/// The type of stream events that reach the client, if their data is a JSON string.
pub const STREAM_TEXT: &str = "text";

/// The type of the event that the client then gets.
pub const CLIENT_TEXT: &str = "wasm_text";

/// The canonical name that the host gives a spelling of `data_type`; `None` if it is unknown, which makes it [`GENERIC`].
#[must_use]
pub fn canonical(spelling: &str) -> Option<&'static str> {
    let known = |alias: &&str| alias.eq_ignore_ascii_case(spelling);
    DATA_TYPES.iter().find(|(_, aliases)| aliases.iter().any(known)).map(|row| row.0)
}

/// How the host writes a data type.
#[must_use]
pub const fn data_type(ty: DataType) -> &'static str {
    match ty {
        DataType::String => "String",
        DataType::Integer => "Integer",
        DataType::Float => "Float",
        DataType::Boolean => "Boolean",
        DataType::Struct => "Struct",
        DataType::Date => "Date",
        DataType::Path => "PathBuf",
        DataType::Byte => "Byte",
        DataType::Generic => GENERIC,
    }
}

/// How the host writes a value type.
#[must_use]
pub const fn value_type(ty: ValueType) -> &'static str {
    match ty {
        ValueType::Normal => "Normal",
        ValueType::Array => "Array",
        ValueType::Map => "HashMap",
        ValueType::Set => "HashSet",
    }
}
