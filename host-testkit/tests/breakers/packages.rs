//! Packages that break rules: a sound one of each host, with one thing changed.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use anyhost_testkit::package::Package;
use anyhost_testkit::{Origin, Target, Verdict};

use crate::common::orbis::MANIFEST as ORBIS;
use crate::common::{DEFINITION, Guest, settings};

pub struct PackageBreaker {
    pub rule: &'static str,
    pub host: &'static str,
    folder: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
    form: Form,
}

/// What a package comes in.
#[derive(Clone, Copy)]
enum Form {
    Folder,
    /// As npm packs it, in this folder of the archive.
    Tar(&'static str),
    /// In this folder of the archive.
    Zip(&'static str),
}

const MANIFEST: &str = r#"
manifest_version = 1
id = "com.example.echo"
name = "Echo"
version = "1.0.0"
description = "Echoes."
wasm_path = "build/node.wasm"

[permissions]
memory = "light"
streaming = true

[permissions.network]
http_enabled = true

[[permissions.oauth_scopes]]
provider = "google"
scopes = ["mail"]
reason = "to read mail"

[[nodes]]
id = "echo"
name = "Echo"
description = "Echoes."
category = "Custom"
oauth_providers = ["google"]
"#;

const NPM: &str =
    r#"{"name":"nlink-community-echo","version":"1.0.0","description":"Echoes.","nlink":{"nodes":["nlink-community.echo"]}}"#;

const FORM: &str = r#"{"properties":[
    {"displayName":"Text","name":"text","type":"string"},
    {"displayName":"Times","name":"times","type":"number","displayOptions":{"show":{"text":["a","b"]}}}]}"#;

/// The sound Flow-Like package with a manifest's text replaced.
fn flow_like(rule: &'static str, old: &str, new: &str) -> PackageBreaker {
    assert!(MANIFEST.contains(old), "{old}");
    let manifest = MANIFEST.replacen(old, new, 1).into_bytes();
    let files = vec![("flow-like.toml", manifest), ("build/node.wasm", Guest::flow_like().wasm())];
    PackageBreaker { rule, host: "flow-like", folder: "echo", files, form: Form::Folder }
}

/// The sound nLink package with one text of a file replaced.
fn nlink(rule: &'static str, file: &str, old: &str, new: &str) -> PackageBreaker {
    let mut files = vec![
        ("package.json", NPM.as_bytes().to_vec()),
        ("definition.json", FORM.as_bytes().to_vec()),
        ("execution.wasm", Guest::nlink().wasm()),
    ];
    for (name, content) in files.iter_mut().filter(|(name, _)| *name == file) {
        let text = String::from_utf8(content.clone()).unwrap();
        assert!(text.contains(old), "{name}: {old}");
        *content = text.replacen(old, new, 1).into_bytes();
    }
    PackageBreaker { rule, host: "nlink", folder: "nlink-community.echo", files, form: Form::Folder }
}

const SIGNALK: &str = r#"{"name":"echo","version":"1.0.0","description":"Echoes.","keywords":["signalk-wasm-plugin"],"wasmManifest":"plugin.wasm",
    "wasmCapabilities":{"dataRead":true,"dataWrite":true,"storage":"none","httpEndpoints":true,"putHandlers":true,"resourceProvider":true}}"#;

/// The sound Signal K package with one text of package.json replaced.
fn signalk(rule: &'static str, old: &str, new: &str) -> PackageBreaker {
    assert!(SIGNALK.contains(old), "{old}");
    let npm = SIGNALK.replacen(old, new, 1).into_bytes();
    let files = vec![("package.json", npm), ("plugin.wasm", named("echo"))];
    PackageBreaker { rule, host: "signalk", folder: "echo", files, form: Form::Folder }
}

/// The sound plugin under this display name.
fn named(name: &str) -> Vec<u8> {
    Guest::signalk().says("plugin_name", "plugin_name", name).wasm()
}

/// The sound Orbis package: these files.
fn orbis(rule: &'static str, files: &[(&'static str, &str)]) -> PackageBreaker {
    // A file without text is the wasm, which carries no manifest.
    let wasm = || Guest::orbis().without("manifest").wasm();
    let content = |text: &str| if text.is_empty() { wasm() } else { text.as_bytes().to_vec() };
    let files = files.iter().map(|(name, text)| (*name, content(text))).collect();
    PackageBreaker { rule, host: "orbis", folder: "demo", files, form: Form::Folder }
}

/// With one more file.
fn and(breaker: PackageBreaker, name: &'static str, content: &str) -> PackageBreaker {
    let files = [breaker.files, vec![(name, content.into())]].concat();
    PackageBreaker { files, ..breaker }
}

/// One for each host in which nothing is wrong.
pub fn sound() -> Vec<PackageBreaker> {
    vec![
        flow_like("", "", ""),
        nlink("", "", "", ""),
        signalk("", "", ""),
        orbis("", &[("manifest.json", ORBIS), ("plugin.wasm", "")]),
    ]
}

pub fn packages() -> Vec<PackageBreaker> {
    let fl = flow_like;
    let npm = |rule, old: &str, new: &str| nlink(rule, "package.json", old, new);
    let form = |rule, old: &str, new: &str| nlink(rule, "definition.json", old, new);
    let sk = signalk;
    let ob = orbis;
    let entry = ORBIS.replacen('{', r#"{"wasm_entry":"demo.wasm","#, 1);
    let other = ORBIS.replacen("Says hi.", "Says more.", 1);
    let carried = |rule, text: &str, files: &[(&'static str, &str)]| {
        let mut breaker = orbis(rule, files);
        for (_, content) in breaker.files.iter_mut().filter(|file| file.0.ends_with(".wasm")) {
            *content = Guest::orbis().manifest(text).wasm();
        }
        breaker
    };
    let both = [("manifest.json", ORBIS), ("plugin.wasm", "")];
    let greedy = DEFINITION.replacen(r#""category":"Custom","#, r#""category":"Custom","permissions":["models"],"#, 1);
    vec![
        fl("FL601", "description = \"Echoes.\"\nwasm", "wasm"),
        fl("FL601", "name = \"Echo\"", "name = \" \""),
        fl("FL601", "manifest_version = 1", "manifest_version = one"),
        fl("FL601", "version = \"1.0.0\"", "version = \"1.0.0\"\nkeywords = \"echo\""),
        fl("FL601", "streaming = true", "streaming = 1"),
        fl("FL602", &MANIFEST[MANIFEST.find("[[nodes]]").unwrap()..], ""),
        fl("FL602", "category = \"Custom\"", ""),
        fl("FL603", "provider = \"google\"", "provider = \"github\""),
        fl("FL604", "memory = \"light\"", "memory = \"tiny\""),
        PackageBreaker {
            files: vec![("manifest.toml", MANIFEST.into()), ("build/node.wasm", Guest::flow_like().wasm())],
            ..fl("FL605", "", "")
        },
        fl("FL607", "com.example.echo", "echo node"),
        fl("FL608", "manifest_version = 1", "manifest_version = 2"),
        fl("FL609", "wasm_path = \"build/node.wasm\"", "wasm_path = \"dist/node.wasm\""),
        fl("FL609", "wasm_path = \"build/node.wasm\"", "wasm_path = \"../node.wasm\""),
        fl("FL610", "wasm_path = \"build/node.wasm\"", "wasm_hash = \"00ff\""),
        fl("FL611", "id = \"echo\"", "id = \"reverse\""),
        PackageBreaker {
            files: vec![("flow-like.toml", MANIFEST.into()), ("build/node.wasm", Guest::flow_like().define(&greedy).wasm())],
            ..fl("FL612", "", "")
        },
        fl("FL613", "http_enabled = true", "https_enabled = true"),
        npm("NL301", r#""nodes":["nlink-community.echo"]"#, ""),
        npm("NL301", NPM, "[]"),
        form("NL302", "\"properties\"", "\"fields\""),
        PackageBreaker {
            files: vec![("package.json", NPM.into()), ("execution.wasm", Guest::nlink().wasm())],
            ..nlink("NL302", "", "", "")
        },
        form("NL303", "\"type\":\"string\"", "\"type\":\"text\""),
        form("NL303", "\"name\":\"times\",", ""),
        npm("NL305", "[\"nlink-community.echo\"]", "[\"echo\"]"),
        PackageBreaker { folder: "echo", ..nlink("NL305", "", "", "") },
        npm("NL306", "\"nlink-community-echo\"", "\"echo\""),
        npm("NL306", "\"1.0.0\"", "\"one\""),
        npm("NL306", "\"description\":\"Echoes.\",", ""),
        form(
            "NL307",
            "\"type\":\"string\"}",
            "\"type\":\"string\"},{\"displayName\":\"Again\",\"name\":\"text\",\"type\":\"json\"}",
        ),
        form("NL308", "{\"text\":[\"a\",\"b\"]}", "{\"other\":[1]}"),
        form("NL308", "{\"text\":[\"a\",\"b\"]}", "{\"text\":\"a\"}"),
        PackageBreaker {
            files: [nlink("", "", "", "").files, vec![("execution.js", b"return []".to_vec())]].concat(),
            ..nlink("NL309", "", "", "")
        },
        PackageBreaker {
            files: [nlink("", "", "", "").files, vec![("README.md", vec![b' '; 50_000_001])]].concat(),
            ..nlink("NL304", "", "", "")
        },
        sk("SK901", "\"echo\"", "\"Echo Plugin\""),
        sk("SK901", "1.0.0", "one"),
        sk("SK901", SIGNALK, "{"),
        sk("SK902", "signalk-wasm-plugin", "signalk-plugin"),
        sk("SK903", "plugin.wasm", "other.wasm"),
        sk("SK903", "plugin.wasm", "../plugin.wasm"),
        sk("SK903", "\"wasmManifest\":\"plugin.wasm\",", ""),
        sk("SK903", "\"plugin.wasm\"", "7"),
        PackageBreaker { folder: "other", ..sk("SK904", "", "") },
        sk("SK905", ",\"resourceProvider\":true", ""),
        sk("SK905", "\"putHandlers\":true", "\"putHandlers\":false"),
        sk("SK906", "\"putHandlers\":true", "\"putHandlers\":true,\"rawSockets\":true"),
        sk("SK907", "\"putHandlers\":true", "\"putHandlers\":true,\"putHandler\":true"),
        sk("SK907", "\"putHandlers\":true", "\"putHandlers\":true,\"serialPorts\":\"no\""),
        sk("SK908", "\"version\"", "\"signalk\":{\"wasmCapabilities\":{}},\"version\""),
        sk("SK909", "\"httpEndpoints\":true,", ""),
        sk("SK909", "\"dataWrite\":true,", "\"dataWrite\":false,"),
        PackageBreaker {
            files: vec![
                ("package.json", SIGNALK.replacen("\"echo\"", "\"@s/echo\"", 1).into()),
                ("plugin.wasm", named("@s/echo")),
            ],
            ..sk("SK910", "", "")
        },
        sk("SK911", "\"signalk-wasm-plugin\"", "\"signalk-wasm-plugin\",\"signalk-webapp\""),
        and(sk("SK912", "", ""), "public/index.html", "<p>"),
        PackageBreaker { files: vec![("package.json", SIGNALK.into()), ("plugin.wasm", named("Echo"))], ..sk("SK913", "", "") },
        sk("SK914", "\"version\"", "\"files\":[\"lib\"],\"version\""),
        sk("SK915", "\"version\"", "\"signalk-plugin-enabled-by-default\":true,\"version\""),
        ob("OB702", &[("manifest.json", ORBIS), ("demo.wasm", "")]),
        ob("OB702", &[("manifest.json", &entry), ("plugin.wasm", "")]),
        carried("OB702", ORBIS, &[("demo.wasm", ""), ("manifest.json", &entry.replacen("demo.wasm", "../demo.wasm", 1))]),
        carried("OB704", &other, &both),
        PackageBreaker { form: Form::Zip("demo/"), ..ob("OB705", &both) },
        PackageBreaker { form: Form::Zip(""), ..ob("OB705", &[("manifest.json", ORBIS), ("build/plugin.wasm", "")]) },
        carried("OB706", &entry, &[("demo.wasm", "")]),
        PackageBreaker { form: Form::Tar(""), ..ob("OB707", &both) },
        PackageBreaker { form: Form::Zip(""), ..and(ob("OB708", &both), "../out.txt", "x") },
        PackageBreaker { form: Form::Tar("package/"), ..and(sk("SK916", "", ""), "../../out.txt", "") },
    ]
}

impl PackageBreaker {
    /// The verdict on it, as a folder.
    pub fn verdict(&self, number: usize) -> Verdict {
        let folder = self.write(number);
        let (host, dialect, settings) = settings(self.host, &[]);
        let target = Target::new(host, dialect, &settings);
        let path = match self.form {
            Form::Folder => folder,
            Form::Tar(within) => self.tar(&folder, within),
            Form::Zip(within) => self.zip(&folder, within),
        };
        let package = Package::open(&path, self.folder).unwrap().unwrap();
        let target = Target { origin: Origin::Package(&package), ..target };
        anyhost_testkit::check(&package.wasm, &package.file, &target, false).unwrap()
    }

    /// As npm packs, except that files lie where they are said to.
    fn tar(&self, folder: &Path, within: &str) -> PathBuf {
        let mut tar = tar::Builder::new(Vec::new());
        for (name, content) in &self.files {
            let name = format!("{within}{name}");
            let mut header = tar::Header::new_ustar();
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_size(content.len() as u64);
            header.set_cksum();
            tar.append(&header, content.as_slice()).unwrap();
        }
        let path = folder.with_extension("tar");
        fs::write(&path, tar.into_inner().unwrap()).unwrap();
        path
    }

    fn zip(&self, folder: &Path, within: &str) -> PathBuf {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.files {
            zip.start_file(format!("{within}{name}"), zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        let path = folder.with_extension("zip");
        fs::write(&path, zip.finish().unwrap().into_inner()).unwrap();
        path
    }

    fn write(&self, number: usize) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(number.to_string()).join(self.folder);
        let _ = fs::remove_dir_all(&folder);
        for (name, content) in self.files.iter().filter(|(name, _)| !name.starts_with("..")) {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        folder
    }
}
