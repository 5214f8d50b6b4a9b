//! The package of a crate: package.json comes from Cargo.toml, capabilities from what the code imports and exports.

use std::collections::BTreeMap;
use std::path::Path;

use anyhost_abi::signalk::package::{KEYWORD, PACKAGE, README, WASM, WEB, WEB_KEYWORD, key};
use serde_json::Value;

use super::npm::{lines, merged, named};
use crate::build::Crate;
use crate::package::files::Files;
use crate::package::signalk::{Uses, archive_name, is_package_name, options};
use crate::package::{Archive, Made};

/// The files of a crate's package.
pub(super) fn contents(of: &Crate, wasm: &[u8]) -> Result<Made, String> {
    let options = options(&of.table)?;
    let mut notes = Vec::new();
    let name = options.name.unwrap_or_else(|| of.package.clone());
    if !is_package_name(&name) {
        return Err(format!(
            "`{name}` is no name of an npm package\nhelp: write name = \"…\", of lower-case letters, digits, `-`, `_` and `.`, under \
             [package.metadata.anyhost.signalk]"
        ));
    }
    let mut files = web(of, options.public.as_deref())?;
    let mut keywords = vec![KEYWORD.to_owned()];
    keywords.extend((!files.is_empty()).then(|| WEB_KEYWORD.to_owned()));
    for word in of.about.keywords.iter().chain(&options.keywords) {
        if !keywords.contains(word) {
            keywords.push(word.clone());
        }
    }
    let mut npm = super::npm::fields(of, &name, &keywords, &mut notes);
    npm.put(key::MANIFEST, WASM.into());
    npm.put(key::CAPABILITIES, Value::Object(Uses::of(wasm).capabilities()));
    if let Some(file) = &options.package {
        npm = merged(&of.folder, file, npm, "it comes from Cargo.toml and from the code")?;
    }
    files.insert(PACKAGE.to_owned(), lines(&npm).into_bytes());
    files.insert(WASM.to_owned(), wasm.to_vec());
    let readme = of.about.readme.as_deref().and_then(Path::to_str);
    if let Some(readme) = named(&of.folder, readme, README)? {
        files.insert(README.to_owned(), readme);
    }
    let archive = Some(Archive::Npm { file: archive_name(&name, &of.about.version) });
    Ok(Made { folder: Some(name.clone()), name, files, archive, standalone: None, notes })
}

/// The web pages, by their place in the package.
fn web(of: &Crate, folder: Option<&str>) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let path = of.folder.join(folder.unwrap_or(WEB));
    if !path.is_dir() {
        return match folder {
            None => Ok(BTreeMap::new()),
            Some(_) => Err(format!("{} is no folder\nhelp: `public` names the folder with web pages", path.display())),
        };
    }
    let files = Files::in_folder(&path, &path.display().to_string()).map_err(|error| error.to_string())?;
    let mut pages = BTreeMap::new();
    for name in files.under("").map_err(|error| error.to_string())? {
        if let Some(bytes) = files.read(&name).map_err(|error| error.to_string())? {
            pages.insert(format!("{WEB}/{name}"), bytes);
        }
    }
    Ok(pages)
}
