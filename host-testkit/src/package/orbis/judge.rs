//! What is wrong with how a package is put together. What its manifest says is judged beside the code.

use anyhost_abi::orbis::manifest::{WASM, WASM_ENTRY};
use anyhost_abi::orbis::package::{MANIFEST, SECTION, ZIP_FOLDER};
use anyhost_abi::orbis::rules;
use serde_json::{Map, Value};

use crate::build::sections::custom;
use crate::package::files::{Files, Form};
use crate::report::Finding;
use crate::text::shorten;

/// What is wrong with what the files came in.
pub(super) fn form(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    match (files.form, files.folder.as_deref()) {
        (Form::Tar, _) => findings.push(Finding::new(&rules::FILE_TYPE, "the package is a tar")),
        (Form::Zip, Some(folder)) if folder != ZIP_FOLDER => {
            let detail = format!("all files of the zip lie in the folder `{}`", shorten(folder));
            findings.push(Finding::new(&rules::ZIP_FOLDER, &detail));
        }
        (Form::Folder, _) if !files.has(MANIFEST) && !files.has(WASM) => {
            findings.push(Finding::new(&rules::FOLDER_SEEN, &format!("the folder has neither {MANIFEST} nor {WASM}")));
        }
        _ => {}
    }
    if let Some(stray) = files.strays.first() {
        let detail = format!("`{}` leads out of the archive, or is a link", shorten(stray));
        findings.push(Finding::new(&rules::STRAYS, &detail));
    }
    findings
}

/// What is wrong with where the wasm lies; the host looks for `entry`.
pub(super) fn place(files: &Files, entry: &str, place: &str) -> Option<Finding> {
    let plain = entry.strip_prefix("./").unwrap_or(entry);
    if place == plain
        || (files.form != Form::Folder && place.strip_prefix(ZIP_FOLDER).is_some_and(|rest| rest == format!("/{plain}")))
    {
        return None;
    }
    let name = place.rsplit('/').next().unwrap_or_default();
    let detail = format!("the host looks for `{}`, and the wasm is `{}`", shorten(entry), shorten(place));
    let rule = if files.form == Form::Zip && name == plain { &rules::ZIP_FOLDER } else { &rules::NO_WASM };
    Some(Finding::new(rule, &detail))
}

/// What is wrong with the sections of a wasm that comes with this manifest, or with none but theirs.
pub(super) fn sections(wasm: &[u8], beside: Option<&Vec<u8>>) -> Vec<Finding> {
    let all = custom(wasm).unwrap_or_default();
    let mut embedded = all.iter().filter(|section| section.name == SECTION);
    let Some(first) = embedded.next() else { return Vec::new() };
    let mut findings = Vec::new();
    if embedded.next().is_some() {
        findings.push(twice());
    }
    if beside.is_some_and(|beside| said(beside) != said(first.data)) {
        let detail = format!("{MANIFEST} and the section `{SECTION}` of the wasm say different things");
        findings.push(Finding::new(&rules::MANIFEST_TWICE, &detail));
    }
    findings
}

pub(crate) fn twice() -> Finding {
    Finding::new(&rules::SECTION_TWICE, &format!("the wasm has more than one section `{SECTION}`"))
}

/// What a manifest says, but for the wasm's name, which nobody reads where the wasm comes alone.
fn said(manifest: &[u8]) -> Option<Map<String, Value>> {
    let mut fields: Map<String, Value> = serde_json::from_slice(manifest).ok()?;
    fields.remove(WASM_ENTRY);
    Some(fields)
}
