//! Everybody's own notes: what Orbis grants every plugin today, which is headers, the user, its configuration, its state and
//! the log.
#![forbid(unsafe_code)]

#[cfg(test)]
mod tests;

use anyhost::orbis::pages;
use anyhost::orbis::ui::{Action, CallApi, Component, Hooks, Page, StateField, StateType, UpdateState, Value};

// ANCHOR: page
/// A table of the user's notes.
const PAGES: &str = pages![
    Page::new(
        "/notes",
        "Notes",
        &[Component::new("Table").props(&[
            ("id", Value::Text("notes")),
            ("dataSource", Value::Text("state:notes")),
            ("rowKey", Value::Text("id")),
            ("columns", Value::Json(r#"[{"key": "id", "label": "No."}, {"key": "text", "label": "Note"}]"#)),
        ])],
    )
    .state(&[("notes", StateField::new(StateType::Array).default(Value::Json("[]")))])
    .hooks(Hooks::new().on_mount(&[Action::CallApi(
        CallApi::new("plugin.list").on_success(&[Action::UpdateState(UpdateState::new("notes").from("$response.body"))]),
    )])),
];
// ANCHOR_END: page

// ANCHOR: plugin
#[anyhost::plugin(orbis, pages = crate::PAGES, config = r#"{"max_notes": 100, "max_length": 2000}"#)]
pub mod api {
    use anyhost::http::{Error, Headers, IntoResponse, Json, Query, Response, StatusCode, User};
    use anyhost::orbis::{self, state};
    use anyhost::{Pin, join, route};

    /// A note.
    #[derive(Debug, Clone, PartialEq, Eq, Pin)]
    pub struct Note {
        /// Its number among those of its user, from 1 on.
        pub id: u32,
        /// What it says.
        pub text: String,
    }

    // ANCHOR_END: plugin

    /// All of one user's.
    #[derive(Pin)]
    struct Notebook {
        next: u32,
        notes: Vec<Note>,
    }

    /// A note that is to be made.
    #[derive(Pin)]
    pub struct NewNote {
        /// What it is to say.
        pub text: String,
    }

    // ANCHOR: search
    /// Which notes.
    #[derive(Pin)]
    pub struct Search {
        /// Those with this text in them.
        #[pin(default = "")]
        pub contains: String,
    }
    // ANCHOR_END: search

    /// Which note.
    #[derive(Pin)]
    pub struct Id {
        /// Its number.
        pub id: u32,
    }

    /// How much is kept.
    #[derive(Debug, Default, PartialEq, Eq, Pin)]
    pub struct Statistics {
        /// Notes of everybody.
        pub notes: u32,
        /// Their bytes.
        pub bytes: u32,
    }

    /// Each user's notes have a key of their own.
    fn key(user: &User) -> String {
        join(&["notes of ", &user.id])
    }

    fn notebook(user: &User) -> Result<Notebook, Error> {
        Ok(state::get(&key(user))?.unwrap_or(Notebook { next: 1, notes: Vec::new() }))
    }

    // ANCHOR: list
    /// The user's notes, or those that contain a text.
    #[route(GET "/notes")]
    pub fn list(user: User, Query(search): Query<Search>) -> Result<Json<Vec<Note>>, Error> {
        // The host decodes queries byte by byte; this makes `é` of what would be `Ã©`.
        let wanted = orbis::utf8(&search.contains);
        let mut notes = notebook(&user)?.notes;
        notes.retain(|note| note.text.contains(&*wanted));
        Ok(Json(notes))
    }
    // ANCHOR_END: list

    // ANCHOR: add
    /// Makes a note; with the header `Prefer: return=minimal` its number is all that is answered.
    #[route(POST "/notes")]
    pub fn add(user: User, headers: Headers, Json(new): Json<NewNote>) -> Result<Response, Error> {
        let longest: u32 = orbis::config("max_length")?.unwrap_or(2_000);
        if new.text.is_empty() || new.text.len() > longest as usize {
            return Err(Error::bad_request(join(&["body.text: expected 1 to ", &longest.to_string(), " bytes"])));
        }
        let mut notebook = notebook(&user)?;
        let most: u32 = orbis::config("max_notes")?.unwrap_or(100);
        if notebook.notes.len() >= most as usize {
            orbis::warn(&join(&[&user.id, " has as many notes as may be"]));
            return Err(Error::conflict("there are as many notes as may be: remove one"));
        }
        let note = Note { id: notebook.next, text: new.text };
        notebook.next += 1;
        notebook.notes.push(note.clone());
        state::set(&key(&user), &notebook)?;
        count(|statistics| {
            statistics.notes += 1;
            statistics.bytes += note.text.len() as u32;
        })?;
        orbis::info(&join(&[&user.id, " made note ", &note.id.to_string()]));
        let place = join(&["/note?id=", &note.id.to_string()]);
        let answer = match headers.get("prefer") {
            Some("return=minimal") => StatusCode::CREATED.into_response(),
            _ => (StatusCode::CREATED, Json(note)).into_response(),
        };
        Ok(answer.header("location", place))
    }
    // ANCHOR_END: add

    /// Shows a note.
    #[route(GET "/note")]
    pub fn show(user: User, Query(Id { id }): Query<Id>) -> Result<Option<Json<Note>>, Error> {
        Ok(notebook(&user)?.notes.into_iter().find(|note| note.id == id).map(Json))
    }

    /// Removes a note.
    #[route(DELETE "/note")]
    pub fn remove(user: User, Query(Id { id }): Query<Id>) -> Result<StatusCode, Error> {
        let mut notebook = notebook(&user)?;
        let at = notebook.notes.iter().position(|note| note.id == id).ok_or_else(|| Error::not_found("there is no such note"))?;
        let removed = notebook.notes.remove(at);
        state::set(&key(&user), &notebook)?;
        count(|statistics| {
            statistics.notes = statistics.notes.saturating_sub(1);
            statistics.bytes = statistics.bytes.saturating_sub(removed.text.len() as u32);
        })?;
        Ok(StatusCode::NO_CONTENT)
    }

    /// Counts everybody's notes, for administrators.
    #[route(GET "/statistics")]
    pub fn statistics(user: User) -> Result<Json<Statistics>, Error> {
        if !user.is_admin {
            return Err(Error::forbidden("only for administrators"));
        }
        Ok(Json(state::get("statistics")?.unwrap_or_default()))
    }

    fn count(change: impl FnOnce(&mut Statistics)) -> Result<(), orbis::Error> {
        let mut statistics = state::get("statistics")?.unwrap_or_default();
        change(&mut statistics);
        state::set("statistics", &statistics)
    }
}
