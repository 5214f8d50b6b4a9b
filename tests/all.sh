#!/usr/bin/env bash
# Passes every test there is: formatting, lints, docs, native tests, tests in wasm, Miri. Installs what it needs: parts of
# the toolchains by rustup, the test runner for wasm32 into target/tools, as root on Debian a browser by apt-get, and, by the
# tests themselves, a Signal K server into target/tests by npm.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }
targets="wasm32-unknown-unknown wasm32-wasip1 wasm32-wasip2"

step "toolchain"
channel=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
rustup toolchain list | grep -q "^$channel" || rustup toolchain install "$channel" --profile minimal
for component in clippy rustfmt; do
    cargo "${component/rustfmt/fmt}" --version >/dev/null 2>&1 || rustup component add "$component"
done
for target in $targets; do
    [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ] || rustup target add "$target"
done
if ! cargo +nightly miri --version >/dev/null 2>&1 || ! [ -d "$(rustc +nightly --print sysroot)/lib/rustlib/src" ]; then
    rustup toolchain list | grep -q '^nightly' || rustup toolchain install nightly --profile minimal
    rustup component add miri rust-src --toolchain nightly
fi
bindgen=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
runner="$PWD/target/tools/bin/wasm-bindgen-test-runner"
if [ "$("$runner" --version 2>/dev/null | cut -d' ' -f2)" != "$bindgen" ]; then
    cargo install wasm-bindgen-cli --version "$bindgen" --debug --root target/tools --target-dir target/tools/build
fi
command -v node >/dev/null || { echo "error: tests in wasm32 need Node.js (https://nodejs.org), version 20 or newer" >&2; exit 2; }

# Plugins run on a published Signal K server, and a page of one in a browser. Without these, tests say that they were not run.
browser() { command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome; }
apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }
missing=""
browser >/dev/null || missing="chromium-headless-shell"
command -v ip >/dev/null || missing="$missing iproute2"
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 # several packages
    apt $missing || { apt-get update && apt $missing; } || echo "warning: not installed: $missing" >&2
fi

step "format"
cargo fmt --all --check

step "native tests"
cargo test --workspace --locked

step "tests in wasm32, on Node"
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER="$runner" cargo test --locked -p anyhost --target wasm32-unknown-unknown --test wasm

step "Miri"
# Addresses that hosts hand over are integers, so provenance is exposed on purpose.
MIRIFLAGS="-Zmiri-permissive-provenance" CARGO_TARGET_DIR=target/miri cargo +nightly miri test --locked -p anyhost --lib --test json --test json_edges

step "lints"
cargo clippy --workspace --all-targets --locked -- -D warnings
cargo clippy --locked -p anyhost -p text-nodes -p greet -p anchor-watch -p items-api -p notes --target wasm32-unknown-unknown -- -D warnings

step "docs"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

step "all passed"
