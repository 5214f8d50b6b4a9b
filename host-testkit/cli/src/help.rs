//! Texts of `--help`.

pub(crate) const OVERVIEW: &str = "\
anyhost: build, run, check and test WebAssembly plugins for the hosts that they name

Usage: anyhost COMMAND …        (or: cargo anyhost COMMAND …)

Commands:
  build PATH             build a plugin for every host that it names, one wasm each
  run PATH --host HOST   load it as that host would, call it, show the answer
  check PATH             which hosts would load it, which rules it keeps or breaks
  test PATH              run test vectors against the built wasm
  hosts [HOST]           hosts, dialects, switches, limits and rules
  pack PATH --host HOST  the host's package, as it installs it

PATH is a crate's folder, a package's folder or archive (zip, tar, tgz), or a .wasm file of any
origin. A crate is built first; its hosts are those of `[package.metadata.anyhost] hosts = [\"flow-like\", \"nlink\"]`.

Exit codes: 0 all well; 1 the plugin is at fault; 2 the command line, a file or the toolchain is.
`anyhost COMMAND --help` says more.";

pub(crate) const RUN: &str = "\
Load a plugin as a host would, call it, show the answer

Usage: anyhost run PATH --host HOST [OPTIONS]

  --host HOST           flow-like, nlink, signalk, … (`anyhost hosts`)
  --dialect DIALECT     which of the host's ABIs (default: what the real host does)
  --node NAME           which node of the plugin (default: the only one)
  --route \"GET /x?q=1\"  which route, with its query: Orbis (default: the only one)
  --header \"K: V\"       a header of the request; may be repeated
  --user ID             who makes the request (default: nobody)
  --input JSON          what the host's user supplies: Flow-Like the inputs, {\"text\":\"hello\"};
                        nLink {\"params\":{…},\"$json\":…}; Orbis the body of the request; Signal K
                        a scenario, below; @FILE reads a file, - standard input; default {},
                        and no body
  --raw-input @FILE     any bytes as the whole context, for tests of bad input; - for standard
                        input. On Signal K they are the configuration
  --context JSON        fields of the context that replace what the host would write; or @FILE
  --set KEY=VALUE       a switch of the host (`anyhost hosts HOST`); may be repeated
  --fresh, --kept       a fresh instance for each call, or one for all (default: as the host does)
  --repeat N            call N times; the report is of the last call
  --json                one JSON object instead of text

A scenario of Signal K is {\"config\":{…},\"steps\":[…]}: a start with this configuration, then

  {\"delta\":{…}}                                 a delta of another source
  {\"put\":{\"path\":…,\"value\":…}}               a client's PUT; context if not the own vessel's
  {\"http\":{\"method\":…,\"path\":…}}             a client's request; query, body, headers. Paths of the
                                               server's own begin with /signalk or /skServer
  {\"poll\":2}, {\"advance\":5000}                calls of poll; milliseconds
  {\"stop\":true}, {\"start\":{…}}               disable; a new configuration
  {\"udp\":{\"port\":2000,\"text\":…}}            a datagram comes in; from, base64
  {\"tcp\":{\"peer\":\"host:port\",\"listen\":true}}  a peer; text, base64, close

Examples:
  anyhost run . --host flow-like --input '{\"text\":\"hello\"}'
  anyhost run plugin.wasm --host nlink --input @item.json --set free=never --json
  anyhost run . --host orbis --route 'POST /items' --user ada --input '{\"name\":\"tea\"}'
  anyhost run . --host signalk --input '{\"config\":{\"maxRadius\":50},\"steps\":[{\"poll\":1}]}'";

pub(crate) const CHECK: &str = "\
Which hosts would load a plugin, which rules it keeps or breaks

Usage: anyhost check PATH [OPTIONS]

  --host HOST           only this one; may be repeated. Default: the crate's, or all for a file
  --dialect DIALECT     which ABI, or `all` for one verdict a dialect
  --set KEY=VALUE       a switch of a host (`anyhost hosts HOST`); may be repeated
  --strict              warnings count as errors
  --config FILE         versions of hosts, levels of rules, findings that are accepted.
                        Default: anyhost-check.toml in the plugin's folder, if it is there
  --format FORMAT       text, json, junit or sarif
  --json                the same as --format json

Exit code 0: with --host, it conforms on every one; without, on at least one.";

pub(crate) const TEST: &str = "\
Run test vectors against the built wasm

Usage: anyhost test PATH [OPTIONS]

  --vectors PATH        a JSON file, or a folder of them; may be repeated.
                        Default: the folder `vectors` of the crate or beside the .wasm file
  --host HOST           only this one; may be repeated. Default: the crate's, or for a file all
                        that would load it
  --hostile             each case also on a host that mistreats the plugin in every way that the
                        testkit knows: frees twice, early or never, other orders, thousands of calls
  --json                one JSON object instead of text";

pub(crate) const BUILD: &str = "\
Build a plugin for every host that it names, one wasm each

Usage: anyhost build PATH [OPTIONS]

  --host HOST           only this one; may be repeated
  --dialect DIALECT     of a plugin whose wasm serves two, by two manifests, the one to write
  --single              one wasm with the exports of all hosts, verified for each
  --json                one JSON object instead of a table

The size profile (opt-level \"z\", fat LTO, one codegen unit, stripped, panic = \"abort\") is applied in
every workspace. In Cargo.toml:

  [package.metadata.anyhost]
  hosts = [\"flow-like\", \"nlink\"]
  stack = 65536             # bytes of stack; this is the default
  dialect = \"docs\"          # only if the code exports another one than the hosts' first

Files go to target/anyhost/PACKAGE/HOST/.";

pub(crate) const HOSTS: &str = "\
Hosts, dialects, switches, limits and rules, with their sources

Usage: anyhost hosts [HOST] [--json]

Without HOST, one line a host; with it, all that is known of it.";

pub(crate) const PACK: &str = "\
The host's package, as it installs it

Usage: anyhost pack PATH --host HOST [OPTIONS]

  --host HOST           flow-like, nlink, signalk or orbis
  --dialect DIALECT     of a plugin whose wasm serves two, by two manifests
  --out DIR             where to write it. Flow-Like: DIR becomes the package's folder; others: a
                        folder goes to DIR, and beside it what is installed: nLink a zip, Signal K
                        npm's archive, Orbis a zip, and a wasm that carries its manifest.
                        Default: target/anyhost/package/HOST/
  --json                one JSON object instead of text

PATH is a crate, which is built first, or a package, which is written again: of a folder for nLink
or Orbis, written in any language, that makes the zip. The package is judged and its wasm loaded as
by the host; where the host would refuse it, nothing is written. In Cargo.toml, beside [package]:

  [package.metadata.anyhost.flow-like]
  id = \"com.example.my-nodes\"     # reverse-domain; permissions come from the nodes
  memory = \"light\"                # minimal light standard heavy intensive
  timeout = \"extended\"            # quick standard extended long_running
  allowed_hosts = [\"api.example.com\"]
  oauth_scopes = [{ provider = \"google\", scopes = [\"…\"], reason = \"…\" }]
  min_flow_like_version = \"0.1.0\"
  name, metadata                    # a name for people; any table

  [package.metadata.anyhost.nlink]
  node = \"greet\"                  # nlink-community.greet; default: the crate's name
  definition = \"definition.extra.json\"  # fields to add to definition.json
  package = \"package.extra.json\"  # fields to add to package.json
  icon = \"icon.svg\"";

/// The help of a command.
pub(crate) fn of(command: &str) -> Option<&'static str> {
    match command {
        "run" => Some(RUN),
        "check" => Some(CHECK),
        "test" => Some(TEST),
        "build" => Some(BUILD),
        "hosts" => Some(HOSTS),
        "pack" => Some(PACK),
        _ => None,
    }
}
