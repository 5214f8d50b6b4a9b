//! What hosts of shape [`Shape::Node`](crate::Shape::Node) put into JSON.

/// The JSON of a call: keys of the context, and the text around outputs and errors.
///
/// A result is written as `ok.0`, the outputs as `"name":value` separated by commas, `ok.1`, the exec outputs to fire as
/// strings separated by commas, `ok.2`; an error as `err.0`, its text as it stands inside of a JSON string, `err.1`.
#[derive(Debug, Clone, Copy)]
pub struct NodeWire {
    /// The host's id.
    pub host: &'static str,
    /// Key of the object of inputs.
    pub inputs: &'static str,
    /// Key of the current item, where the host has one. A parameter marked `#[pin(item)]` reads it; elsewhere that
    /// parameter is an ordinary input.
    pub item: Option<&'static str>,
    /// Key of the name of the node to run, where a module may have several.
    pub node: Option<&'static str>,
    /// Whether the host has exec outputs: pins that fire when a node ends.
    pub exec: bool,
    /// Text before the outputs, between outputs and exec outputs, and after them.
    pub ok: (&'static str, &'static str, &'static str),
    /// Text before and after an error's text; the quotes are part of it.
    pub err: (&'static str, &'static str),
    /// How a result of several items is written, where the host takes such.
    pub items: Option<ItemsWire>,
}

/// The JSON of a result of several items: `list.0`, the items separated by commas, `list.1`; each item as `item.0`, its data,
/// what is said of it beside its data as `,"key":value`, `item.1`.
#[derive(Debug, Clone, Copy)]
pub struct ItemsWire {
    /// Text before and after all items.
    pub list: (&'static str, &'static str),
    /// Text before and after one item.
    pub item: (&'static str, &'static str),
    /// Keys of what can be said of an item beside its data.
    pub extras: &'static [&'static str],
}

/// Type of a value as node hosts tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataType {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Float,
    /// true or false.
    Boolean,
    /// An object with known fields.
    Struct,
    /// A point in time, as text.
    Date,
    /// A file or folder of the host's, an object.
    Path,
    /// A number from 0 to 255.
    Byte,
    /// Any JSON.
    Generic,
}

/// How many values a pin carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueType {
    /// One.
    Normal,
    /// A JSON array.
    Array,
    /// A JSON object with keys of the caller's choice.
    Map,
    /// A JSON array without repetitions.
    Set,
}
