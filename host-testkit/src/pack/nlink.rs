//! The package of a crate: package.json comes from Cargo.toml, the form and the code from the build.

use std::collections::BTreeMap;
use std::path::Path;

use anyhost_abi::nlink::json::PROPERTIES;
use anyhost_abi::nlink::package::{DEFINITION, FOLDER_PREFIX, ICON, NPM_PREFIX, PACKAGE, README, WASM, key};
use serde_json::json;

use super::npm::{lines, merged, named};
use crate::build::Crate;
use crate::json::Fields;
use crate::package::nlink::{is_node_name, options};
use crate::package::{Archive, Made};

/// The files of a crate's package. `generated` are those that the code rendered.
pub(super) fn contents(of: &Crate, wasm: &[u8], generated: &BTreeMap<String, Vec<u8>>) -> Result<Made, String> {
    let options = options(&of.table)?;
    let mut notes = Vec::new();
    let node = options.node.unwrap_or_else(|| of.package.strip_prefix(NPM_PREFIX).unwrap_or(&of.package).to_owned());
    if !is_node_name(&node) {
        return Err(format!(
            "`{node}` is no name of a node\nhelp: write node = \"…\", of lower-case letters, digits, `-` and `_`, under \
             [package.metadata.anyhost.nlink]"
        ));
    }
    let form = generated.get(DEFINITION).ok_or_else(|| {
        format!("the code renders no {DEFINITION}\nhelp: put `#[anyhost::node(nlink)]` on the function, which renders it")
    })?;
    let form = String::from_utf8(form.clone()).map_err(|error| format!("{DEFINITION}: {error}"))?;
    let fixed = format!("`{PROPERTIES}` comes from the node's parameters");
    let form = match &options.definition {
        Some(file) => lines(&merged(&of.folder, file, Fields::parse(&form).unwrap_or_default(), &fixed)?),
        None => form,
    };
    let mut npm = super::npm::fields(of, &format!("{NPM_PREFIX}{node}"), &of.about.keywords, &mut notes);
    npm.put(key::NLINK, json!({ key::NODES: [format!("{FOLDER_PREFIX}{node}")] }));
    if let Some(file) = &options.package {
        npm = merged(&of.folder, file, npm, "it comes from Cargo.toml")?;
    }
    let npm = lines(&npm);
    let mut files = BTreeMap::from([
        (WASM.to_owned(), wasm.to_vec()),
        (DEFINITION.to_owned(), form.into_bytes()),
        (PACKAGE.to_owned(), npm.into_bytes()),
    ]);
    if let Some(icon) = named(&of.folder, options.icon.as_deref(), ICON)? {
        files.insert(ICON.to_owned(), icon);
    }
    let readme = of.about.readme.as_deref().and_then(Path::to_str);
    if let Some(readme) = named(&of.folder, readme, README)? {
        files.insert(README.to_owned(), readme);
    }
    let folder = format!("{FOLDER_PREFIX}{node}");
    Ok(Made { name: folder.clone(), folder: Some(folder), archive: Some(Archive::Zip), files, standalone: None, notes })
}
