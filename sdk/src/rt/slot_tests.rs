use super::*;

fn within<R>(nested: impl FnOnce() -> R) -> R {
    outside::outside(nested)
}

#[test]
fn the_state_is_lent_while_the_plugin_runs() {
    let slot = Slot::new();
    assert_eq!(slot.lend(|text: &mut String| text.len()), Err(Idle::Stopped));
    assert_eq!(slot.replace(Some("a".to_owned())), None);
    assert_eq!(slot.lend(|text| text.push('b')), Ok(()));
    assert_eq!(slot.replace(None).as_deref(), Some("ab"));
    assert_eq!(slot.lend(|text| text.len()), Err(Idle::Stopped));
}

#[test]
fn a_nested_call_is_not_lent_it() {
    let slot = Slot::new();
    slot.replace(Some(vec![1]));
    let lent = slot.lend(|list| {
        let nested = within(|| slot.lend(|items| items.len()));
        let replaced = within(|| slot.replace(Some(Vec::new())));
        list.push(2);
        (nested, replaced)
    });
    assert_eq!(lent, Ok((Err(Idle::Busy), Some(Vec::new()))));
    assert_eq!(slot.lend(|list| list.clone()), Ok(vec![1, 2]));
}

/// A trap leaves the mark behind, and whoever was lent the state never gives it back.
#[test]
fn after_a_trap_the_next_outermost_call_is_lent_it() {
    let slot = Slot::new();
    slot.replace(Some(1));
    _ = slot.lend(|state| *state += 1);
    within(|| {
        assert_eq!(slot.lend(|state| *state), Err(Idle::Busy));
        outside::reset();
        assert_eq!(slot.lend(|state| *state), Ok(2));
    });
    assert!(!outside::is_outside());
}
