//! What pages and components do.

use super::ToastLevel;
use super::object::object;
use super::value::{Value, flag, map, text, text_map, texts, toast_level, unsigned, value, values};
use crate::rt::konst::Text;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident)*) => {
        /// What is done when something happens.
        ///
        /// The UI knows three more, `validate_form`, `reset_form` and `download`, but the host does not load a manifest that
        /// has one (`ui.rs:52-167` of the host).
        #[derive(Debug, Clone, Copy)]
        pub enum Action<'a> {
            $($(#[$doc])* $name($name<'a>),)*
        }

        impl Action<'_> {
            const fn write<const N: usize>(&self, out: &mut Text<N>) {
                match self {
                    $(Self::$name(action) => action.write(out),)*
                }
            }
        }
    };
}

actions! {
    /// Changes the state.
    UpdateState
    /// Calls a handler.
    CallApi
    /// Goes to another page.
    Navigate
    /// Shows a message for a while.
    ShowToast
    /// Shows a dialog.
    ShowDialog
    /// Closes a dialog.
    CloseDialog
    /// Does something once nothing has asked for it for a while.
    DebouncedAction
    /// Says that something is under way, or no more.
    SetLoading
    /// Does one thing or another.
    Conditional
    /// Does one thing after another.
    Sequence
    /// Copies a text.
    Copy
    /// Opens a URL.
    OpenUrl
    /// Emits an event of the UI.
    Emit
}

object! {
    /// Changes the state at a path.
    UpdateState = "update_state" {
        path "path": &'a str => text,
    } {
        /// To this.
        value "value": Value<'a> => value,
        /// To what an expression gives.
        from "from": &'a str => text,
        /// Whether an object is merged into the one that is there; it is not.
        merge "merge": bool => flag,
    }
}

object! {
    /// Calls a handler: `plugin.<handler>` of this plugin, `plugin.<plugin>.<handler>` of another.
    CallApi = "call_api" {
        api "api": &'a str => text,
    } {
        /// Its name, for others to refer to.
        name "name": &'a str => text,
        /// The method that the handler is told, `GET`.
        method "method": &'a str => text,
        /// Keys of the state that are the arguments.
        args_from_state "args_from_state": &'a [&'a str] => texts,
        /// Arguments: from where, and to which name.
        map_args "map_args": &'a [(&'a str, &'a str)] => mappings,
        /// Arguments as an object.
        body "body": Value<'a> => value,
        /// What is done behind an answer, whatever status it has: `$response.body.x`, `$response.status`.
        on_success "on_success": &'a [Action<'a>] => list,
        /// What is done where the call failed.
        on_error "on_error": &'a [Action<'a>] => list,
        /// What is done behind either.
        on_finally "on_finally": &'a [Action<'a>] => list,
    }
}

object! {
    /// Goes to another page.
    Navigate = "navigate" {
        to "to": &'a str => text,
    } {
        /// Whether it takes this page's place in the history; it does not.
        replace "replace": bool => flag,
        /// Parameters of its route.
        params "params": &'a [(&'a str, &'a str)] => text_map,
    }
}

object! {
    /// Shows a message for a while.
    ShowToast = "show_toast" {
        level "level": ToastLevel => toast_level,
        message "message": &'a str => text,
    } {
        /// Above it.
        title "title": &'a str => text,
        /// For so many milliseconds.
        duration "duration": u32 => unsigned,
    }
}

object! {
    /// Shows a dialog, by its id.
    ShowDialog = "show_dialog" {
        dialog_id "dialog_id": &'a str => text,
    } {
        /// What it is told.
        data "data": &'a [(&'a str, &'a str)] => text_map,
    }
}

object! {
    /// Closes a dialog.
    CloseDialog = "close_dialog" {} {
        /// This one; else the one that is open.
        dialog_id "dialog_id": &'a str => text,
    }
}

object! {
    /// Does something once nothing has asked for it for so many milliseconds.
    DebouncedAction = "debounced_action" {
        delay_ms "delay_ms": u32 => unsigned,
        action "action": &'a Action<'a> => one,
    } {
        /// Those of one key wait for each other.
        key "key": &'a str => text,
    }
}

object! {
    /// Says that something is under way, or no more.
    SetLoading = "set_loading" {
        loading "loading": bool => flag,
    } {
        /// What.
        target "target": &'a str => text,
    }
}

object! {
    /// Does something if an expression holds.
    Conditional = "conditional" {
        condition "condition": &'a str => text,
        then "then": &'a [Action<'a>] => list,
    } {
        /// What is done if it does not.
        else_actions "else_actions": &'a [Action<'a>] => list,
    }
}

object! {
    /// Does one thing after another.
    Sequence = "sequence" {
        actions "actions": &'a [Action<'a>] => list,
    } {
        /// Whether it ends where one fails; it does not.
        stop_on_error "stop_on_error": bool => flag,
    }
}

object! {
    /// Copies a text.
    Copy = "copy" {
        text "text": &'a str => text,
    } {
        /// Whether the UI says so; it does not.
        show_notification "show_notification": bool => flag,
    }
}

object! {
    /// Opens a URL.
    OpenUrl = "open_url" {
        url "url": &'a str => text,
    } {
        /// Whether in a tab of its own; it is not.
        new_tab "new_tab": bool => flag,
    }
}

object! {
    /// Emits an event of the UI.
    Emit = "emit" {
        event "event": &'a str => text,
    } {
        /// What it says.
        payload "payload": &'a [(&'a str, Value<'a>)] => map,
    }
}

values! {
    list: &[Action<'_>];
}

const fn one<const N: usize>(out: &mut Text<N>, action: &Action<'_>) {
    action.write(out);
}

const fn mappings<const N: usize>(out: &mut Text<N>, mappings: &[(&str, &str)]) {
    out.add("[");
    let mut i = 0;
    while i < mappings.len() {
        out.add(if i > 0 { ",{\"from\":" } else { "{\"from\":" });
        out.string(mappings[i].0);
        out.add(",\"to\":");
        out.string(mappings[i].1);
        out.add("}");
        i += 1;
    }
    out.add("]");
}

pub(super) const fn named<const N: usize>(out: &mut Text<N>, actions: &[(&str, Action<'_>)]) {
    out.add("{");
    let mut i = 0;
    while i < actions.len() {
        if i > 0 {
            out.add(",");
        }
        out.string(actions[i].0);
        out.add(":");
        actions[i].1.write(out);
        i += 1;
    }
    out.add("}");
}
