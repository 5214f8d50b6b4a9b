//! Pages of a plugin, which the host's UI shows, as typed constants.
//!
//! [`pages!`](macro@crate::orbis::pages) makes the JSON of the manifest of them when the plugin is compiled, and checks it as the
//! host does. What the UI draws for a component, and which properties it has, is for the UI to know; the host takes any.
//!
//! ```
//! use anyhost::orbis::pages;
//! use anyhost::orbis::ui::{Action, CallApi, Component, Events, Hooks, Page, ShowToast, StateField, StateType, ToastLevel, Value};
//!
//! const LOAD: Action<'_> = Action::CallApi(CallApi::new("plugin.list"));
//!
//! const PAGES: &str = pages![
//!     Page::new(
//!         "/notes",
//!         "Notes",
//!         &[
//!             Component::new("Table").props(&[("dataSource", Value::Text("state:notes")), ("columns", Value::Json("[]"))]),
//!             Component::new("Button").props(&[("label", Value::Text("Load"))]).events(Events::new().on_click(&[
//!                 LOAD,
//!                 Action::ShowToast(ShowToast::new(ToastLevel::Success, "Loaded")),
//!             ])),
//!         ],
//!     )
//!     .state(&[("notes", StateField::new(StateType::Array).default(Value::Json("[]")))])
//!     .hooks(Hooks::new().on_mount(&[LOAD])),
//! ];
//!
//! assert!(PAGES.starts_with(r#"[{"route":"/notes","title":"Notes","sections":[{"type":"Table","#));
//! ```
//!
//! A plugin says so with `pages = PAGES`. What is left out is not in the JSON, and counts as the host's default.

mod action;
mod object;
mod value;

use crate::rt::konst::Text;
pub use action::*;
use object::object;
pub use value::{StateType, ToastLevel, Value};
use value::{flag, signed, text, texts, value, values};

object! {
    /// A page: its route below `/plugins/<name>`, which begins with `/`, its title, and what is on it, from top to bottom.
    Page {
        route "route": &'a str => text,
        title "title": &'a str => text,
        sections "sections": &'a [Component<'a>] => components,
    } {
        /// Name of an icon of the UI.
        icon "icon": &'a str => text,
        /// For people.
        description "description": &'a str => text,
        /// Whether the menu lists it; it does.
        show_in_menu "show_in_menu": bool => flag,
        /// Where in the menu: the lower, the earlier; 0.
        menu_order "menu_order": i32 => signed,
        /// The route of the page that it is below.
        parent_route "parent_route": &'a str => text,
        /// Whether it is shown to users only; it is.
        requires_auth "requires_auth": bool => flag,
        /// What its users need.
        permissions "permissions": &'a [&'a str] => texts,
        /// What its users are.
        roles "roles": &'a [&'a str] => texts,
        /// The page's state: names and types.
        state "state": &'a [(&'a str, StateField<'a>)] => state,
        /// Values that follow from the state: names and expressions.
        computed "computed": &'a [(&'a str, &'a str)] => value::text_map,
        /// Actions by name.
        actions "actions": &'a [(&'a str, Action<'a>)] => action::named,
        /// What is done when the page comes and goes.
        hooks "hooks": Hooks<'a> => hooks,
        /// Dialogs that actions show.
        dialogs "dialogs": &'a [Dialog<'a>] => dialogs,
    }
}

object! {
    /// A value of a page's state.
    StateField {
        ty "type": StateType => value::state_type,
    } {
        /// What it is at first.
        default "default": Value<'a> => value,
        /// Whether it may be null; it may not.
        nullable "nullable": bool => flag,
        /// For people.
        description "description": &'a str => text,
    }
}

object! {
    /// A component of the UI, by its type: `Container`, `Form`, `Table`, …
    Component {
        ty "type": &'a str => text,
    } {
        /// By which others find it.
        id "id": &'a str => text,
        /// Classes of CSS.
        class_name "className": &'a str => text,
        /// Styles of CSS, as an object.
        style "style": Value<'a> => value,
        /// Whether it is there: a boolean or an expression.
        visible "visible": Value<'a> => value,
        /// What is in it.
        children "children": &'a [Component<'a>] => components,
        /// What is done when.
        events "events": Events<'a> => events,
        /// What else the UI knows of its type.
        props "": &'a [(&'a str, Value<'a>)] => value::members,
    }
}

object! {
    /// What a component does when something happens to it.
    Events {} {
        /// It was clicked.
        on_click "on_click": &'a [Action<'a>] => action::list,
        /// Its value has changed.
        on_change "on_change": &'a [Action<'a>] => action::list,
        /// It was submitted.
        on_submit "on_submit": &'a [Action<'a>] => action::list,
        /// It got the focus.
        on_focus "on_focus": &'a [Action<'a>] => action::list,
        /// It lost the focus.
        on_blur "on_blur": &'a [Action<'a>] => action::list,
        /// A row of it was clicked.
        on_row_click "on_row_click": &'a [Action<'a>] => action::list,
        /// Something in it was selected.
        on_select "on_select": &'a [Action<'a>] => action::list,
        /// Another page of it is shown.
        on_page_change "on_page_change": &'a [Action<'a>] => action::list,
        /// It is sorted otherwise.
        on_sort_change "on_sort_change": &'a [Action<'a>] => action::list,
        /// It was closed.
        on_close "on_close": &'a [Action<'a>] => action::list,
        /// It was opened.
        on_open "on_open": &'a [Action<'a>] => action::list,
    }
}

object! {
    /// What a page does when it comes and goes.
    Hooks {} {
        /// It is shown.
        on_mount "on_mount": &'a [Action<'a>] => action::list,
        /// It is left.
        on_unmount "on_unmount": &'a [Action<'a>] => action::list,
        /// Parameters of its route are others.
        on_params_change "on_params_change": &'a [Action<'a>] => action::list,
        /// Its query is another.
        on_query_change "on_query_change": &'a [Action<'a>] => action::list,
    }
}

object! {
    /// A dialog, by the name that actions know, and what is in it.
    Dialog {
        id "id": &'a str => text,
        content "content": Component<'a> => component,
    } {
        /// Its title.
        title "title": &'a str => text,
        /// For people.
        description "description": &'a str => text,
        /// What is at its end.
        footer "footer": Component<'a> => component,
        /// As the UI knows sizes.
        size "size": &'a str => text,
    }
}

values! {
    components: &[Component<'_>];
    dialogs: &[Dialog<'_>];
}

const fn component<const N: usize>(out: &mut Text<N>, component: Component<'_>) {
    component.write(out);
}

const fn events<const N: usize>(out: &mut Text<N>, events: Events<'_>) {
    events.write(out);
}

const fn hooks<const N: usize>(out: &mut Text<N>, hooks: Hooks<'_>) {
    hooks.write(out);
}

const fn state<const N: usize>(out: &mut Text<N>, fields: &[(&str, StateField<'_>)]) {
    out.add("{");
    let mut i = 0;
    while i < fields.len() {
        out.string(fields[i].0);
        out.add(":");
        fields[i].1.write(out);
        out.add(",");
        i += 1;
    }
    out.drop_comma();
    out.add("}");
}

values! {
    all: &[Page<'_>];
}

/// The length of [`render`].
#[doc(hidden)]
#[must_use]
pub const fn rendered_len(pages: &[Page<'_>]) -> usize {
    let mut out = Text::<0>::new();
    all(&mut out, pages);
    out.len()
}

/// The JSON of pages, checked.
#[doc(hidden)]
#[must_use]
#[track_caller]
pub const fn render<const N: usize>(pages: &[Page<'_>]) -> [u8; N] {
    let mut out = Text::<N>::new();
    all(&mut out, pages);
    out.into_bytes()
}

/// Pages of the manifest, put together by the compiler: `pages![Page::new(…), …]` is a constant text, for the argument `pages`
/// of a plugin. Pages that the host would not take are a compile error that says why.
#[doc(hidden)]
#[macro_export]
macro_rules! __orbis_pages {
    ($($page:expr),* $(,)?) => {{
        #[allow(long_running_const_eval)]
        const LEN: usize = $crate::orbis::ui::rendered_len(&[$($page),*]);
        #[allow(long_running_const_eval)]
        static BYTES: [u8; LEN] = $crate::orbis::ui::render(&[$($page),*]);
        #[allow(long_running_const_eval)]
        const TEXT: &str = $crate::rt::konst::text(&BYTES);
        #[allow(long_running_const_eval)]
        const _: () = $crate::orbis::checks::pages(TEXT);
        TEXT
    }};
}

#[cfg(test)]
#[path = "ui_tests.rs"]
mod tests;
