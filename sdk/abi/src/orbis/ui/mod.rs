//! Pages of a manifest: what the host reads of them, as data, and [`check`], which reads them as the host does.
//!
//! Places are lines of `crates/orbis-plugin-api/src/ui.rs` at `3b5a6e6`. A manifest whose pages do not fit is not loaded.
//!
//! ```
//! use anyhost_abi::orbis::ui::check;
//!
//! const PAGES: &str = r#"[{"route": "/notes", "title": "Notes", "sections": [{"type": "Table", "columns": []}]}]"#;
//! const _: () = assert!(check(PAGES).is_ok());
//!
//! let error = check(r#"[{"route": "/notes", "sections": []}]"#).unwrap_err();
//! assert_eq!(error.to_string(), "line 1, column 2: `title` of a page is missing");
//! ```

mod actions;
mod check;
mod error;
mod numbers;
mod scan;
mod values;

pub use check::{check, check_config};
pub use error::{Error, Message, Problem};

/// An object of the schema. Members that are not in `fields` may be anything: components keep them as properties, all others
/// drop them without a word.
#[derive(Debug)]
pub struct Object {
    /// What it is called in messages: `page`; of an action, its `type`.
    pub name: &'static str,
    /// The members that have a type.
    pub fields: &'static [Field],
    /// Lines of `ui.rs`.
    pub lines: &'static str,
}

/// A member of an object.
#[derive(Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be left out.
    pub need: Need,
    /// What the host says of a text that it has read and does not take.
    pub rules: &'static [(Rule, &'static str)],
}

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any JSON.
    Any,
    /// A text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number without fraction or exponent, from and to.
    Whole(i64, i64),
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// An array of these.
    List(&'static Self),
    /// An object with keys of the author's own, of these.
    Map(&'static Self),
    /// An object.
    Object(&'static Object),
    /// [`COMPONENT`].
    Component,
    /// One of [`ACTIONS`], as its `type` says.
    Action,
    /// The `type` of an action.
    ActionType,
}

/// Whether a member may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It may not.
    Required,
    /// It may, but it may not be null.
    Optional,
    /// It may, or it may be null.
    Nullable,
}

/// What is asked of a text beside being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// It is not empty.
    NotEmpty,
    /// It begins with `/`.
    Slash,
}

/// `Object`. A row: `"name": kind, Need, [rules];`
macro_rules! object {
    ($name:literal, $lines:literal; $($field:literal: $kind:expr, $need:ident $(, [$($rule:ident $says:literal),*])?;)*) => {
        Object {
            name: $name,
            fields: &[$(Field {
                name: $field,
                kind: $kind,
                need: Need::$need,
                rules: &[$($((Rule::$rule, $says)),*)?],
            }),*],
            lines: $lines,
        }
    };
}

const TEXTS: Kind = Kind::List(&Kind::Text);
const COMPONENTS: Kind = Kind::List(&Kind::Component);
const ACTION_LIST: Kind = Kind::List(&Kind::Action);
const U32: Kind = Kind::Whole(0, u32::MAX as i64);
const I32: Kind = Kind::Whole(i32::MIN as i64, i32::MAX as i64);

/// An element of a manifest's `pages`; the UI shows it at `/plugins/{name}{route}`.
pub const PAGE: Object = object! {
    "page", "351-412, 424-443";
    "route": Kind::Text, Required, [NotEmpty "Page route is required", Slash "Page route must start with '/'"];
    "title": Kind::Text, Required, [NotEmpty "Page title is required"];
    "sections": COMPONENTS, Required;
    "icon": Kind::Text, Nullable;
    "description": Kind::Text, Nullable;
    "show_in_menu": Kind::Flag, Optional;
    "menu_order": I32, Optional;
    "parent_route": Kind::Text, Nullable;
    "requires_auth": Kind::Flag, Optional;
    "permissions": TEXTS, Optional;
    "roles": TEXTS, Optional;
    "state": Kind::Map(&Kind::Object(&STATE_FIELD)), Optional;
    "computed": Kind::Map(&Kind::Text), Optional;
    "actions": Kind::Map(&Kind::Action), Optional;
    "hooks": Kind::Object(&HOOKS), Nullable;
    "dialogs": Kind::List(&Kind::Object(&DIALOG)), Optional;
};

/// A value of a page's `state`.
pub const STATE_FIELD: Object = object! {
    "state field", "27-43";
    "type": Kind::Choice(STATE_TYPES), Required;
    "default": Kind::Any, Nullable;
    "nullable": Kind::Flag, Optional;
    "description": Kind::Text, Nullable;
};

/// Types of state fields.
pub const STATE_TYPES: &[&str] = &["string", "number", "boolean", "object", "array"];

/// A page's `hooks`.
pub const HOOKS: Object = object! {
    "hooks", "337-346";
    "on_mount": ACTION_LIST, Optional;
    "on_unmount": ACTION_LIST, Optional;
    "on_params_change": ACTION_LIST, Optional;
    "on_query_change": ACTION_LIST, Optional;
};

/// An element of a page's `dialogs`. The host does not ask whether the types of its components are empty.
pub const DIALOG: Object = object! {
    "dialog", "321-332";
    "id": Kind::Text, Required;
    "content": Kind::Component, Required;
    "title": Kind::Text, Nullable;
    "description": Kind::Text, Nullable;
    "footer": Kind::Component, Nullable;
    "size": Kind::Text, Nullable;
};

/// A component. Any other member is a property of its own.
pub const COMPONENT: Object = object! {
    "component", "225-257, 301-312";
    "type": Kind::Text, Required, [NotEmpty "Component type is required"];
    "id": Kind::Text, Nullable;
    "className": Kind::Text, Nullable;
    "style": Kind::Any, Nullable;
    "visible": Kind::Any, Nullable;
    "children": COMPONENTS, Optional;
    "events": Kind::Object(&EVENTS), Nullable;
};

/// A component's `events`.
pub const EVENTS: Object = object! {
    "events", "193-216";
    "on_click": ACTION_LIST, Optional;
    "on_change": ACTION_LIST, Optional;
    "on_submit": ACTION_LIST, Optional;
    "on_focus": ACTION_LIST, Optional;
    "on_blur": ACTION_LIST, Optional;
    "on_row_click": ACTION_LIST, Optional;
    "on_select": ACTION_LIST, Optional;
    "on_page_change": ACTION_LIST, Optional;
    "on_sort_change": ACTION_LIST, Optional;
    "on_close": ACTION_LIST, Optional;
    "on_open": ACTION_LIST, Optional;
};

/// Levels of `show_toast`.
pub const TOAST_LEVELS: &[&str] = &["info", "success", "warning", "error"];

/// An element of `map_args` of `call_api`.
pub const ARG_MAPPING: Object = object! {
    "argument mapping", "171-174";
    "from": Kind::Text, Required;
    "to": Kind::Text, Required;
};

/// The actions, by their `type`. The UI knows three more (`validate_form`, `reset_form`, `download`), but a manifest that has
/// one is not read. `mode` of `update_state` and `headers` of `call_api`, which the UI has, too, are dropped.
pub const ACTIONS: &[Object] = &[
    object! { "update_state", "54-62"; "type": Kind::ActionType, Required;
    "path": Kind::Text, Required; "value": Kind::Any, Nullable; "from": Kind::Text, Nullable; "merge": Kind::Flag, Optional; },
    object! { "call_api", "65-83"; "type": Kind::ActionType, Required;
    "api": Kind::Text, Required; "name": Kind::Text, Nullable; "method": Kind::Text, Nullable; "args_from_state": TEXTS, Optional;
    "map_args": Kind::List(&Kind::Object(&ARG_MAPPING)), Optional; "body": Kind::Any, Nullable;
    "on_success": ACTION_LIST, Optional; "on_error": ACTION_LIST, Optional; "on_finally": ACTION_LIST, Optional; },
    object! { "navigate", "86-92"; "type": Kind::ActionType, Required;
    "to": Kind::Text, Required; "replace": Kind::Flag, Optional; "params": Kind::Map(&Kind::Text), Optional; },
    object! { "show_toast", "95-102"; "type": Kind::ActionType, Required;
    "level": Kind::Choice(TOAST_LEVELS), Required; "message": Kind::Text, Required; "title": Kind::Text, Nullable;
    "duration": U32, Nullable; },
    object! { "show_dialog", "105-109"; "type": Kind::ActionType, Required;
    "dialog_id": Kind::Text, Required; "data": Kind::Map(&Kind::Text), Optional; },
    object! { "close_dialog", "112-115"; "type": Kind::ActionType, Required; "dialog_id": Kind::Text, Nullable; },
    object! { "debounced_action", "118-123"; "type": Kind::ActionType, Required;
    "delay_ms": U32, Required; "action": Kind::Action, Required; "key": Kind::Text, Nullable; },
    object! { "set_loading", "126-130"; "type": Kind::ActionType, Required;
    "loading": Kind::Flag, Required; "target": Kind::Text, Nullable; },
    object! { "conditional", "133-138"; "type": Kind::ActionType, Required;
    "condition": Kind::Text, Required; "then": ACTION_LIST, Required; "else_actions": ACTION_LIST, Optional; },
    object! { "sequence", "141-145"; "type": Kind::ActionType, Required;
    "actions": ACTION_LIST, Required; "stop_on_error": Kind::Flag, Optional; },
    object! { "copy", "148-152"; "type": Kind::ActionType, Required;
    "text": Kind::Text, Required; "show_notification": Kind::Flag, Optional; },
    object! { "open_url", "155-159"; "type": Kind::ActionType, Required;
    "url": Kind::Text, Required; "new_tab": Kind::Flag, Optional; },
    object! { "emit", "162-166"; "type": Kind::ActionType, Required;
    "event": Kind::Text, Required; "payload": Kind::Map(&Kind::Any), Optional; },
];

/// An action whose `type` is not among them.
const UNKNOWN_ACTION: Object = object! { "action", "50-52"; "type": Kind::ActionType, Required; };
