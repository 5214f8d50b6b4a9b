// Installs a published Signal K server, once, and prints where it is: {"version","server","node"}.
//
//   node install.mjs FOLDER VERSION
//
// FOLDER keeps one folder a version. An installation appears there whole or not at all, so that several may run at a time.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

// What each version needs: `node`, a Node.js newer than the one that runs this; `overrides`, dependencies that the registry
// lacks in the version asked for (streams only read NMEA); `flags` of npm.
const VERSIONS = {
  "2.23.0": { overrides: {}, flags: [] },
  "2.32.0": { node: "22.23.3", overrides: { "@signalk/streams": "6.0.0" }, flags: ["--omit=optional"] },
};

const [folder, version] = process.argv.slice(2);
const wanted = VERSIONS[version];
if (!folder || !wanted) {
  console.error(`usage: node install.mjs FOLDER VERSION, where VERSION is one of ${Object.keys(VERSIONS).join(", ")}`);
  process.exit(2);
}

/** Installs packages by npm into a folder of their own and returns it. */
function installed(name, manifest, flags, path) {
  const final = resolve(folder, name);
  if (existsSync(final)) return final;
  const making = `${final}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    writeFileSync(join(making, "package.json"), JSON.stringify({ private: true, ...manifest }));
    const options = { cwd: making, stdio: ["ignore", "ignore", "inherit"], timeout: 600_000, env: { ...process.env, PATH: path } };
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...flags], options);
    // Another process may have been faster: then its installation is as good.
    if (!existsSync(final)) renameSync(making, final);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return final;
}

let node = process.execPath;
let path = process.env.PATH;
if (wanted.node) {
  const bin = join(installed(`node-${wanted.node}`, { dependencies: { node: wanted.node } }, [], path), "node_modules", ".bin");
  node = join(bin, "node");
  path = bin + delimiter + path;
}
const manifest = { dependencies: { "signalk-server": version }, overrides: wanted.overrides };
console.log(JSON.stringify({ version, server: installed(version, manifest, wanted.flags, path), node }));
