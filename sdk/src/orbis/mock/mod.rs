//! Orbis in a test: a host that keeps state, gives configuration, and denies what the real one denies.

mod host;
mod json;
mod random;

use crate::records::Level;
use crate::rt::native;
use host::{Inner, State, rows_of};
use std::rc::Rc;

/// Plays the host in an ordinary test, so that handlers are called without wasm.
///
/// ```
/// use anyhost::orbis::{self, Mock, state};
///
/// fn count() -> Result<u32, orbis::Error> {
///     let count = state::get("count")?.unwrap_or(0) + 1;
///     state::set("count", count)?;
///     orbis::info("counted");
///     Ok(count)
/// }
///
/// let mock = Mock::new();
/// assert_eq!((count(), count()), (Ok(1), Ok(2)));
/// assert_eq!(mock.state("count").as_deref(), Some("2"));
/// assert_eq!(mock.logs().len(), 2);
///
/// // As after 10,000 calls of the host.
/// mock.fail("orbis::state::set");
/// assert!(count().unwrap_err().is_unavailable());
/// ```
///
/// It answers on its thread from [`new`](Self::new) until it is dropped, so tests run in parallel; of several on one thread,
/// the last one that is left.
///
/// State, configuration, hashes and the log are as on the real host. Database, requests and events are denied, as the real
/// host denies them (`runtime.rs:916, 954, 990, 1052`), until the test arranges for them: with [`query`](Self::query),
/// [`execute`](Self::execute), [`database`](Self::database) and [`respond`](Self::respond), with [`grant`](Self::grant), or with
/// [`as_intended`](Self::as_intended). Then it is strict: SQL and requests for which nothing is arranged panic in the plugin's
/// call, so they fail the test, and so does any call without a mock.
#[derive(Debug)]
pub struct Mock {
    state: Rc<State>,
}

/// What SQL gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sql {
    /// Rows, as a JSON array of objects.
    Rows(String),
    /// So many rows were changed.
    Changed(u32),
}

/// A request that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// `GET`
    pub method: String,
    /// Where to.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// What stood in it.
    pub body: Vec<u8>,
}

macro_rules! kept {
    ($($name:ident $field:ident $ty:ty, $doc:literal;)*) => {$(
        #[doc = $doc]
        #[must_use]
        pub fn $name(&self) -> $ty {
            self.with(|host| host.$field.clone())
        }
    )*};
}

impl Mock {
    /// A host that knows nothing.
    #[must_use]
    pub fn new() -> Self {
        let state = Rc::new(State::default());
        let host: Rc<dyn native::Host> = state.clone();
        native::install(&host);
        super::begin();
        Self { state }
    }

    /// Grants what the host documents but denies today: events are taken, and what SQL and requests give is for
    /// [`query`](Self::query), [`execute`](Self::execute), [`database`](Self::database) and [`respond`](Self::respond) to say.
    pub fn as_intended(&self) {
        self.with(|host| host.intended = true);
    }

    /// Grants one function, named as in the documentation: `orbis::db::query`. Without anything arranged it then does what is
    /// behind the real host's denial: no rows, 0 rows changed, a response of status 501, an event that goes nowhere.
    pub fn grant(&self, function: &str) {
        let name = host::name(function);
        self.with(|host| _ = host.granted.insert(name));
    }

    /// Lets the next call of a function fail as the host's does, which gives 0 or -1: `orbis::state::set`. Several calls if it is
    /// called several times.
    pub fn fail(&self, function: &str) {
        let name = host::name(function);
        self.with(|host| host.answers.push((name, host::failure(name))));
    }

    /// What the next call of a function gets instead of what it should: the bytes of a buffer, or a number in digits.
    pub fn answer(&self, function: &str, bytes: impl Into<Vec<u8>>) {
        let name = host::name(function);
        self.with(|host| host.answers.push((name, Some(bytes.into()))));
    }

    /// Gives the plugin a configuration: the manifest's `config`, a JSON object.
    #[expect(clippy::panic, reason = "fails a test")]
    pub fn set_config(&self, json: &str) {
        match json::members(json) {
            Ok(members) => self.with(|host| host.config = members),
            Err(error) => panic!("a configuration is a JSON object: {error}"),
        }
    }

    /// Keeps a value in the plugin's state, as JSON.
    #[expect(clippy::panic, reason = "fails a test")]
    pub fn set_state(&self, key: &str, json: &str) {
        match json::canonical(json) {
            Ok(json) => self.with(|host| _ = host.kept.insert(key.to_owned(), json)),
            Err(error) => panic!("state is JSON: {error}"),
        }
    }

    /// A value of the plugin's state, as the host's JSON: keys are sorted.
    #[must_use]
    pub fn state(&self, key: &str) -> Option<String> {
        self.with(|host| host.kept.get(key).cloned())
    }

    /// Empties the state, as the host does when a plugin is stopped, disabled or loaded anew (`runtime.rs:394-402`).
    pub fn restart(&self) {
        self.with(|host| host.kept.clear());
    }

    /// The rows that SQL gives, as a JSON array of objects. Of the same SQL several times, each call gets the next one, and the
    /// last one stays.
    #[expect(clippy::panic, reason = "fails a test")]
    pub fn query(&self, sql: &str, rows: &str) {
        if let Err(error) = rows_of(rows) {
            panic!("rows are a JSON array: {error}");
        }
        self.with(|host| host.sql.push((sql.to_owned(), Sql::Rows(rows.to_owned()))));
    }

    /// How many rows SQL changes, as [`query`](Self::query).
    pub fn execute(&self, sql: &str, rows: u32) {
        self.with(|host| host.sql.push((sql.to_owned(), Sql::Changed(rows))));
    }

    /// Lets a function answer all SQL, say with a real database: it gets the SQL and the parameters as a JSON array, and returns
    /// `None` where it fails.
    ///
    /// ```
    /// use anyhost::orbis::{Mock, Sql, db};
    ///
    /// let mock = Mock::new();
    /// let mut names = Vec::new();
    /// mock.database(move |sql, params| match sql {
    ///     "INSERT INTO names VALUES (?)" => {
    ///         names.push(params.trim_matches(['[', ']']).to_owned());
    ///         Some(Sql::Changed(1))
    ///     }
    ///     "SELECT COUNT(*) AS count FROM names" => Some(Sql::Rows(format!(r#"[{{"count":{}}}]"#, names.len()))),
    ///     _ => None,
    /// });
    /// assert_eq!(db::execute("INSERT INTO names VALUES (?)", ("Ada",)), Ok(1));
    /// assert!(db::execute("DROP TABLE names", ()).unwrap_err().is_unavailable());
    /// ```
    pub fn database(&self, answer: impl FnMut(&str, &str) -> Option<Sql> + 'static) {
        *self.state.database.borrow_mut() = Some(Box::new(answer));
    }

    /// What a request gets. Of the same method and URL several times, each request gets the next one, and the last one stays.
    pub fn respond(&self, method: &str, url: &str, status: u16, body: &str) {
        self.respond_with(method, url, status, &[], body);
    }

    /// The same with headers.
    pub fn respond_with(&self, method: &str, url: &str, status: u16, headers: &[(&str, &str)], body: &str) {
        let response = json::response(status, headers, body);
        self.with(|host| host.responses.push(([method.to_owned(), url.to_owned()], response)));
    }

    /// What the next random bytes are. Without it they are the same in each run.
    pub fn set_random(&self, bytes: &[u8]) {
        self.with(|host| host.random.give(bytes));
    }

    kept! {
        logs logs Vec<(Level, String)>, "The lines of the log.";
        events events Vec<(String, String)>, "The events that were taken: name, and payload as JSON.";
        queries queries Vec<(String, String)>, "SQL that was let through to the database, and its parameters as a JSON array.";
        requests requests Vec<Sent>, "The requests that were sent.";
    }

    fn with<R>(&self, see: impl FnOnce(&mut Inner) -> R) -> R {
        see(&mut self.state.inner.borrow_mut())
    }
}

impl Default for Mock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
#[path = "mock_tests.rs"]
mod tests;
