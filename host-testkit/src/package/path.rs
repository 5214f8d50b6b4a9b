//! Paths of files in packages.

/// A relative path as its parts, joined by `/`; `None` if it leads out, or means something else on another system.
pub(crate) fn relative(name: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in name.split('/') {
        match part {
            "." => {}
            "" | ".." => return None,
            _ if part.contains(['\\', ':', '\0']) => return None,
            _ => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}
