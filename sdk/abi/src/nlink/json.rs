//! Names in nLink's JSON.

use crate::{DataType, ValueType};

/// Context: object of the values of the form's properties.
pub const PARAMS: &str = "params";
/// Context: the current item, any JSON.
pub const ITEM: &str = "$json";
/// Result item: its data.
pub const JSON: &str = "json";
/// Result: key of an error object.
pub const ERROR: &str = "error";
/// Result item: keys beside `json` that an author may set.
pub const ITEM_KEYS: &[&str] = &["binary", "pairedItem"];

/// `definition.json`: list of the form's fields.
pub const PROPERTIES: &str = "properties";

/// Keys of a field of the form.
pub mod property {
    /// Label.
    pub const DISPLAY_NAME: &str = "displayName";
    /// Key in `params`.
    pub const NAME: &str = "name";
    /// One of [`TYPES`](super::PROPERTY_TYPES).
    pub const TYPE: &str = "type";
    /// Text.
    pub const DESCRIPTION: &str = "description";
    /// Text.
    pub const PLACEHOLDER: &str = "placeholder";
    /// Bool.
    pub const REQUIRED: &str = "required";
    /// Object: when the field is shown.
    pub const DISPLAY_OPTIONS: &str = "displayOptions";
    /// In `displayOptions`: `{otherProperty: [values]}`.
    pub const SHOW: &str = "show";
}

/// Types of fields.
pub const PROPERTY_TYPES: &[&str] = &["string", "number", "boolean", "options", "json"];

/// The type of a field for a value. A text with allowed values is `options`.
#[must_use]
pub const fn property_type(data: DataType, value: ValueType, choices: bool) -> &'static str {
    match (data, value) {
        (DataType::String, ValueType::Normal) if choices => "options",
        (DataType::String | DataType::Date, ValueType::Normal) => "string",
        (DataType::Integer | DataType::Float | DataType::Byte, ValueType::Normal) => "number",
        (DataType::Boolean, ValueType::Normal) => "boolean",
        _ => "json",
    }
}
