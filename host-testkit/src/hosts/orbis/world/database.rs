//! A database of the plugin's own, in memory: what the host documents and does not do yet.

use std::fmt;

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{Connection, Statement};
use serde_json::{Map, Number, Value};

use super::Failed;
use crate::base64;

/// Most steps of SQLite's machine that one statement may take, in thousands.
const STEPS: u32 = 100_000;

/// Most pages of 4,096 bytes: 64 MiB.
const PAGES: u32 = 16_384;

/// Pragmas that only tell, or concern the statements that follow.
const PRAGMAS: &[&str] = &["foreign_keys", "table_info", "table_xinfo", "table_list", "index_list", "index_info", "user_version"];

/// SQLite in memory, opened when it is first used.
#[derive(Default)]
pub(in crate::hosts::orbis) struct Database(Option<Connection>);

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Database").field(&self.0.is_some()).finish()
    }
}

fn failed(error: impl fmt::Display) -> Failed {
    format!("Database error: {error}").into()
}

impl Database {
    /// Rows as objects by column name, as JSON text.
    pub(in crate::hosts::orbis) fn query(&mut self, sql: &str, params: &[Value]) -> Result<String, Failed> {
        let connection = self.connection()?;
        let mut statement = connection.prepare(sql).map_err(failed)?;
        bind(&mut statement, params)?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let (mut rows, mut found) = (statement.raw_query(), Vec::new());
        while let Some(row) = rows.next().map_err(failed)? {
            let mut object = Map::new();
            for (at, name) in names.iter().enumerate() {
                object.insert(name.clone(), from_sql(row.get_ref(at).map_err(failed)?));
            }
            found.push(Value::Object(object));
        }
        Ok(Value::Array(found).to_string())
    }

    /// How many rows it changed.
    pub(in crate::hosts::orbis) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<usize, Failed> {
        let connection = self.connection()?;
        let mut statement = connection.prepare(sql).map_err(failed)?;
        bind(&mut statement, params)?;
        statement.raw_execute().map_err(failed)
    }

    /// Statements of a test, one after the other.
    pub(in crate::hosts::orbis) fn batch(&mut self, sql: &str) -> Result<(), Failed> {
        self.connection()?.execute_batch(sql).map_err(failed)
    }

    /// The database, for one more statement.
    fn connection(&mut self) -> Result<&Connection, Failed> {
        let connection = match self.0.take() {
            Some(connection) => connection,
            None => open().map_err(failed)?,
        };
        let connection = self.0.insert(connection);
        let mut steps = 0;
        let ends = move || {
            steps += 1;
            steps > STEPS
        };
        connection.progress_handler(1000, Some(ends)).map_err(failed)?;
        Ok(connection)
    }
}

/// A database that reaches no file, does not grow without bounds, and whose statements end.
fn open() -> rusqlite::Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    connection.pragma_update(None, "max_page_count", PAGES)?;
    connection.set_limit(rusqlite::limits::Limit::SQLITE_LIMIT_LENGTH, 16 << 20)?;
    connection.authorizer(Some(authorize))?;
    Ok(connection)
}

fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Attach { .. } => Authorization::Deny,
        AuthAction::Pragma { pragma_name, .. } if !PRAGMAS.contains(&pragma_name.to_lowercase().as_str()) => Authorization::Deny,
        _ => Authorization::Allow,
    }
}

/// Parameters by their place; `$2` and `?2` are the second one wherever they stand.
fn bind(statement: &mut Statement<'_>, params: &[Value]) -> Result<(), Failed> {
    let mut most = 0;
    for at in 1..=statement.parameter_count() {
        let named = statement.parameter_name(at).and_then(|name| name.get(1..)?.parse::<usize>().ok());
        let number = named.unwrap_or(at);
        most = most.max(number);
        let Some(value) = number.checked_sub(1).and_then(|at| params.get(at)) else {
            return Err(failed(format!("the statement has parameter {number}, {} were given", params.len())));
        };
        statement.raw_bind_parameter(at, to_sql(value)).map_err(failed)?;
    }
    if most < params.len() {
        return Err(failed(format!("{} parameters were given, the statement has {most}", params.len())));
    }
    Ok(())
}

/// By the type in JSON: lists and objects as their text.
fn to_sql(value: &Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Bool(flag) => Sql::Integer((*flag).into()),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => Sql::Integer(number),
            (None, number) => number.map_or(Sql::Null, Sql::Real),
        },
        Value::String(text) => Sql::Text(text.clone()),
        list_or_object => Sql::Text(list_or_object.to_string()),
    }
}

/// Bytes as base64, which JSON can hold.
fn from_sql(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(bytes) => base64::encode(bytes).into(),
    }
}
