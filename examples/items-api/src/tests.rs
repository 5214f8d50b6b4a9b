//! The routes, natively: `Mock` plays the host.

use anyhost::http::{Error, Json, Query, StatusCode};
use anyhost::orbis::Mock;

use crate::api::{self, Id, Items, Page};
use crate::item::{Item, NewItem};

fn new(name: &str) -> Json<NewItem> {
    Json(NewItem { name: name.to_owned(), description: String::new() })
}

fn item(id: u32, name: &str) -> Item {
    Item { id, name: name.to_owned(), description: String::new() }
}

fn page(page: u32, per_page: Option<u32>) -> Result<Json<Items>, Error> {
    api::list(Query(Page { page, per_page }))
}

#[cfg(not(feature = "database"))]
mod in_state {
    use super::*;

    // ANCHOR: test
    #[test]
    fn items_come_and_go() {
        let mock = Mock::new();
        assert_eq!(api::add(new(" tea ")), Ok((StatusCode::CREATED, Json(item(1, "tea")))));
        assert_eq!(api::add(new("milk")).map(|(_, Json(item))| item.id), Ok(2));
        assert_eq!(api::replace(Query(Id { id: 2 }), new("cream")), Ok(Json(item(2, "cream"))));
        assert_eq!(api::remove(Query(Id { id: 1 })), Ok(StatusCode::NO_CONTENT));
        // Numbers are not used again.
        assert_eq!(api::add(new("sugar")).map(|(_, Json(item))| item.id), Ok(3));
        assert_eq!(mock.state("items").as_deref(), Some(r#"{"ids":[2,3],"next":4}"#));
        assert_eq!((mock.state("item 1"), api::show(Query(Id { id: 3 }))), (None, Ok(Json(item(3, "sugar")))));
    }
    // ANCHOR_END: test

    #[test]
    fn the_list_has_pages() {
        let mock = Mock::new();
        for number in 1..=5 {
            api::add(new(&number.to_string())).unwrap();
        }
        let items = vec![item(3, "3"), item(4, "4")];
        assert_eq!(page(2, Some(2)), Ok(Json(Items { items, page: 2, pages: 3, total: 5 })));
        assert_eq!(page(4, Some(2)).map(|Json(page)| page.items), Ok(vec![]));
        assert_eq!(page(u32::MAX, Some(100)).map(|Json(page)| page.items), Ok(vec![]));
        mock.set_config(r#"{"per_page": 4}"#);
        assert_eq!(page(1, None).map(|Json(page)| (page.items.len(), page.pages)), Ok((4, 2)));
    }

    #[test]
    fn there_are_only_so_many() {
        let mock = Mock::new();
        mock.set_config(r#"{"max_items": 1}"#);
        api::add(new("tea")).unwrap();
        assert_eq!(api::add(new("milk")).unwrap_err().status(), StatusCode::CONFLICT);
    }

    #[test]
    fn what_the_host_does_not_keep_is_an_error() {
        let mock = Mock::new();
        mock.fail("orbis::state::set");
        assert_eq!(api::add(new("tea")).unwrap_err().status(), StatusCode::SERVICE_UNAVAILABLE);
        mock.answer("orbis::state::get", "nonsense");
        assert!(page(1, None).unwrap_err().text().starts_with("state.items: "));
        mock.set_state("items", r#"{"next": 2, "ids": "x"}"#);
        assert_eq!(page(1, None).unwrap_err(), Error::internal("state.items.ids: expected an array, found a string"));
    }
}

#[cfg(feature = "database")]
mod in_the_database {
    use super::*;
    use anyhost::orbis::Sql;

    #[test]
    fn the_host_of_today_denies_it() {
        let _mock = Mock::new();
        assert_eq!(page(1, None).unwrap_err().status(), StatusCode::SERVICE_UNAVAILABLE);
    }

    #[test]
    fn rows_are_items() {
        let mock = Mock::new();
        mock.database(|sql, params| match sql.split(' ').next() {
            Some("CREATE") => Some(Sql::Changed(0)),
            Some("INSERT") => {
                assert_eq!(params, r#"["tea",""]"#);
                Some(Sql::Rows(r#"[{"id":1,"name":"tea","description":""}]"#.into()))
            }
            Some("DELETE") => Some(Sql::Changed(0)),
            _ if sql.contains("count(*)") => Some(Sql::Rows(r#"[{"number":0}]"#.into())),
            _ => None,
        });
        assert_eq!(api::add(new("tea")), Ok((StatusCode::CREATED, Json(item(1, "tea")))));
        assert_eq!(api::remove(Query(Id { id: 9 })).unwrap_err().status(), StatusCode::NOT_FOUND);
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mock = Mock::new();
    let long = "x".repeat(101);
    for name in ["", "  ", long.as_str()] {
        assert_eq!(api::add(new(name)).unwrap_err().status(), StatusCode::BAD_REQUEST, "{name}");
    }
    let described = Json(NewItem { name: "tea".into(), description: "é".repeat(1_001) });
    assert_eq!(api::add(described).unwrap_err().text(), "body.description: expected at most 1000 characters");
    for (number, size) in [(0, None), (1, Some(0)), (1, Some(101))] {
        assert_eq!(page(number, size).unwrap_err().status(), StatusCode::BAD_REQUEST);
    }
    assert!(mock.state("items").is_none() && mock.queries().is_empty());
}

#[test]
#[cfg(not(feature = "database"))]
fn what_is_not_there_is_not_found() {
    let _mock = Mock::new();
    let missing = Error::not_found("there is no item 7");
    let id = || Query(Id { id: 7 });
    assert_eq!(api::show(id()), Err(missing.clone()));
    assert_eq!(api::replace(id(), new("tea")), Err(missing.clone()));
    assert_eq!(api::remove(id()), Err(missing));
}
