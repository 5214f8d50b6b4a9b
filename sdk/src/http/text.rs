//! JSON that is text already.

use super::Json;
use crate::rt::{Pin, PinType, ToPin, Writer};
use anyhost_abi::DataType;
use core::fmt;

/// The text of JSON: what [`json!`](macro@crate::json) writes, as the body of a response.
///
/// ```
/// use anyhost::http::{Json, JsonText, StatusCode};
/// use anyhost::json;
///
/// fn add(id: u32) -> (StatusCode, Json<JsonText>) {
///     (StatusCode::CREATED, json!({ "id": id }))
/// }
///
/// assert_eq!(add(7).1.0.as_str(), r#"{"id":7}"#);
/// ```
pub struct JsonText(Writer);

impl JsonText {
    /// The text; half of it, if not all could be written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl PartialEq for JsonText {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for JsonText {}

impl Pin for JsonText {
    const TYPE: PinType = PinType::of(DataType::Generic);
}

impl ToPin for JsonText {
    fn to_pin(&self, writer: &mut Writer) {
        writer.append(&self.0);
    }
}

/// JSON that was written.
#[must_use]
pub const fn text(written: Writer) -> Json<JsonText> {
    Json(JsonText(written))
}
