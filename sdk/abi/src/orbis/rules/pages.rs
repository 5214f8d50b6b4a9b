//! OB6xx: pages of the manifest's UI schema.

use super::{deduced, host};
use crate::short::rules;

rules! {
    TABLE in &[];
    PAGE_FIELDS "OB601" Error, host!(Observed "ui.rs:351-412: a page without `route`; the others read") =>
        "write pages, components, states and actions with their fields and types"
        breaks "the plugin does not load: `Failed to parse manifest: missing field …`"
        fix "a page wants `route`, `title` and `sections`, a component `type`, a state field `type`, an action `type` and what that one needs";
    PAGE_VALUES "OB602" Error, host!(Read "ui.rs:351-412") =>
        "begin a page's route with `/`, and leave no title and no type empty"
        breaks "the plugin does not load: `Invalid UI schema: …`"
        fix "write \"route\":\"/items\",\"title\":\"Items\"";
    PAGE_ACTION "OB603" Error, host!(Read "ui.rs; actions.ts") =>
        "use only actions that the manifest's parser knows"
        breaks "the plugin does not load; `validate_form`, `reset_form` and `download` are known to the desktop alone"
        fix "use update_state, call_api, navigate, show_toast, show_dialog, close_dialog, debounced_action, set_loading, conditional, sequence, copy, open_url or emit";
    PAGE_CALL "OB604" Warning, host!(Read "app.tsx:168-205") =>
        "call in `call_api` handlers that there are"
        breaks "the action fails: `Handler '…' not found`"
        fix "write \"api\":\"plugin.<handler>\" with an export of the plugin";
    PAGE_DROPPED "OB605" Warning, host!(Read "ui.rs: fields of actions") =>
        "write only fields that an action has"
        breaks "the parser drops others without a word, also `mode` of update_state and `headers` of call_api, which the desktop knows"
        fix "take the names from the host's page on its UI schema";
    PAGE_TWICE "OB606" Warning, deduced!("pages are found by their route: /plugins/<name><route>") =>
        "give each page a route of its own"
        breaks "one of the pages is never seen"
        fix "choose another route";
}
