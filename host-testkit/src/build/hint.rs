//! "Did you mean …?"

use anyhost_abi::{HOSTS, Host};

/// The candidate that differs from `word` by few enough letters to be what was meant.
#[must_use]
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase().replace('_', "-");
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(distance, candidate)| *distance * 3 <= candidate.chars().count().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The host with this id.
///
/// # Errors
///
/// A text that names the id that was probably meant, or all of them.
pub fn host_named(id: &str) -> Result<&'static Host, String> {
    if let Some(host) = anyhost_abi::host(id) {
        return Ok(host);
    }
    let ids = || HOSTS.iter().map(|host| host.id);
    let help = match closest(id, ids()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("hosts: {}", ids().collect::<Vec<_>>().join(", ")),
    };
    Err(format!("there is no host `{id}`\nhelp: {help}"))
}

/// Letters to insert, remove, replace or swap with their neighbour, to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // A word of a command line or a manifest; a text of any length must not cost its square.
    if a.len().abs_diff(b.len()) > 8 {
        return usize::MAX / 4;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        let ids = || ["flow-like", "nlink", "signalk", "orbis", "wasmcloud"];
        assert_eq!(closest("flowlike", ids()), Some("flow-like"));
        assert_eq!(closest("flow_like", ids()), Some("flow-like"));
        assert_eq!(closest("nlnik", ids()), Some("nlink"));
        assert_eq!(closest("Orbi", ids()), Some("orbis"));
        assert_eq!(closest("kubernetes", ids()), None);
        assert_eq!(closest("", ids()), None);
        assert_eq!(closest("chekc", ["check", "test"]), Some("check"));
    }

    #[test]
    fn a_host_that_is_not_there() {
        assert_eq!(host_named("flowlike").err().as_deref(), Some("there is no host `flowlike`\nhelp: did you mean `flow-like`?"));
        assert_eq!(
            host_named("x").err().as_deref(),
            Some("there is no host `x`\nhelp: hosts: flow-like, nlink, signalk, orbis, wasmcloud")
        );
    }
}
