//! OB7xx: folder, zip, or a wasm that carries its manifest.

use super::host;
use crate::short::rules;

rules! {
    TABLE in &[];
    BARE_WASM "OB701" Note, host!(Observed "loader.rs:113-148") =>
        "bring a manifest: the file manifest.json, or the section `manifest` of the wasm"
        breaks "the host refuses a wasm alone without that section: `No embedded manifest found in WASM custom section`; here each export of a handler's type became a route of its name, without authentication"
        fix "write manifest.json beside the wasm and hand over the folder; anyhost puts the section into what it builds";
    NO_WASM "OB702" Error, host!(Observed "loader.rs: manifests without a module, and beside one of another name") =>
        "name the wasm by `wasm_entry`, or call it plugin.wasm"
        breaks "the plugin does not load: `WASM file not found: …`; this holds for a manifest in the wasm's own section, too"
        fix "write \"wasm_entry\":\"my_plugin.wasm\", a file beside the manifest";
    SECTION_TWICE "OB703" Warning, host!(Observed "loader.rs: the first section named `manifest`") =>
        "carry one section `manifest`"
        breaks "the host reads the first one: a newer one behind it is not seen"
        fix "replace the section when it is written anew";
    MANIFEST_TWICE "OB704" Warning, host!(Observed "loader.rs:113-148") =>
        "say the same in manifest.json and in the section `manifest`"
        breaks "manifest.json is read in a folder and in a zip, the section where the wasm comes alone: the plugin is another one each time"
        fix "write both from one text; with anyhost, `anyhost pack` does";
    ZIP_FOLDER "OB705" Error, host!(Observed "loader.rs: zips with subfolders") =>
        "put the files at the root of the zip, or in the folder `plugin`"
        breaks "the plugin does not load: `No manifest.json or .wasm file found in ZIP archive`, or `WASM file '…' not found in ZIP`"
        fix "zip the files, not the folder that holds them";
    FOLDER_SEEN "OB706" Warning, host!(Read "lib.rs:129-132") =>
        "have manifest.json or plugin.wasm in the folder"
        breaks "the search at the host's start passes over the folder"
        fix "write manifest.json beside the wasm";
    FILE_TYPE "OB707" Error, host!(Read "loader.rs") =>
        "come as a folder, a .zip or a .wasm"
        breaks "the plugin does not load: `Unsupported plugin file type: …`"
        fix "zip the files; with anyhost, `anyhost pack` does";
    STRAYS "OB708" Warning, host!(Read "loader.rs: names in the archive are looked up as they are") =>
        "pack plain files with paths that stay in the archive"
        breaks "what leads out of it, and links, are left out by any careful reader"
        fix "pack the files of the folder only";
}
