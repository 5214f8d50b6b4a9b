//! What the exports of a provider of resources do.

use super::super::{ResourceProvider, ResourceQuery};
use crate::join;
use crate::rt::json::Kind;
use crate::rt::{Raw, Reader, Writer};
use crate::signalk;
use alloc::string::String;
use alloc::vec::Vec;
use serde_core::Serialize;

/// What a request says.
#[derive(Default)]
struct Request<'a> {
    kind: &'a str,
    id: &'a str,
    property: &'a str,
    value: Option<Raw<'a>>,
}

impl<'a> Request<'a> {
    fn read(reader: &mut Reader<'a>) -> Self {
        let mut request = Self::default();
        reader.object(&["resourceType", "id", "property", "value"], &mut |index, value| match index {
            0 => request.kind = value.str().unwrap_or_default(),
            1 => request.id = value.str().unwrap_or_default(),
            2 => request.property = value.str().unwrap_or_default(),
            _ => request.value = value.raw(),
        });
        request
    }
}

/// `resources_list_resources`: an object of resources by their ids.
pub fn list<T: ResourceProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let json = request.raw().unwrap_or(Raw::NULL).as_str();
    let query = ResourceQuery::new(json);
    let start = out.len();
    out.begin_object();
    let listed = state.list(&query).and_then(|resources| {
        for (id, resource) in resources {
            out.key(&id);
            write(&resource, out)?;
        }
        Ok(())
    });
    match listed {
        Ok(()) => out.end_object(),
        Err(error) => {
            signalk::error(&error);
            out.truncate(start);
            out.raw("{}");
        }
    }
}

/// `resources_get_resource`: the resource, or `{"value":…}` with a property of it (the server's own provider of resources
/// answers so, `filestorage.ts`); `null` if it is not there.
pub fn get<T: ResourceProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let Request { kind, id, property, .. } = Request::read(request);
    let start = out.len();
    let found = state.get(kind, id).and_then(|resource| match resource {
        Some(resource) if property.is_empty() => write(&resource, out).map(Some),
        Some(resource) => {
            let mut all = Writer::new();
            write(&resource, &mut all)?;
            Ok(part(all.into_vec(), property).map(|value| {
                out.raw("{\"value\":");
                out.append(&Writer::from_vec(value));
                out.raw("}");
            }))
        }
        None => Ok(None),
    });
    if let Err(error) = &found {
        signalk::error(error);
        out.truncate(start);
    }
    if !matches!(found, Ok(Some(()))) {
        out.null();
    }
}

/// `resources_set_resource`: `{}`, or an error that the server ignores.
pub fn set<T: ResourceProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let Request { kind, id, value, .. } = Request::read(request);
    let resource = value.unwrap_or(Raw::NULL).parse();
    let done = match resource {
        Ok(resource) => state.set(kind, id, resource),
        Err(error) => Err(join(&[kind, " ", id, " is none: ", &error.text()])),
    };
    super::done(done, out);
}

/// `resources_delete_resource`: the same.
pub fn delete<T: ResourceProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let Request { kind, id, .. } = Request::read(request);
    super::done(state.delete(kind, id), out);
}

fn write(resource: &impl Serialize, out: &mut Writer) -> Result<(), String> {
    resource.serialize(out).map_err(|failure| failure.text())
}

/// The value at a path of keys and indices: `geometry.coordinates.0`.
fn part(json: Vec<u8>, path: &str) -> Option<Vec<u8>> {
    path.split('.').try_fold(json, |mut json, name| {
        let (mut found, mut index, wanted) = (None, 0, name.parse().ok());
        let mut reader = Reader::new(&mut json);
        if reader.kind() == Kind::Array {
            reader.array(&mut |value| {
                if Some(index) == wanted {
                    found = value.raw().map(Raw::to_buffer);
                }
                index += 1;
            });
        } else {
            reader.entries(&mut |key, value| {
                if key == name {
                    found = value.raw().map(Raw::to_buffer);
                }
            });
        }
        found
    })
}

#[cfg(test)]
#[path = "resources_tests.rs"]
mod tests;
