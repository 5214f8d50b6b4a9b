//! The package of a crate: the manifest is the one that the code renders, and that the wasm carries.

use anyhost_abi::orbis::HOST;
use anyhost_abi::orbis::package::MANIFEST;
use std::collections::BTreeMap;

use crate::build::Crate;
use crate::package::Made;
use crate::package::orbis::made;

/// The files of a crate's package. `generated` are those that the code rendered.
pub(super) fn contents(of: &Crate, wasm: &[u8], generated: &BTreeMap<String, Vec<u8>>) -> Result<Made, String> {
    let manifest = generated.get(MANIFEST).ok_or_else(|| {
        format!(
            "the code renders no {MANIFEST}\nhelp: put `#[anyhost::route({}, GET \"/…\")]` on the function, which renders it",
            HOST.id
        )
    })?;
    let mut made = made(manifest, wasm);
    if of.about.description.is_none() {
        made.notes.push("the package has no description: write one under [package]".into());
    }
    Ok(made)
}
