// One published Signal K server with a configuration folder of its own.
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The server is alone in its network namespace, so any port is free. */
export const PORT = 3999;
export const URL_BASE = `http://127.0.0.1:${PORT}`;

const SETTINGS = {
  interfaces: { appstore: false, plugins: true, wasm: true, webapps: true, tcp: false, "nmea-tcp": false },
  mdns: false,
  ssl: false,
  pipedProviders: [],
};

export class Server {
  /** @param plan `server`, `node`: where they are; `folder`: an empty one for this run; `plugin`: the package, a folder or an archive. */
  constructor(plan) {
    this.plan = plan;
    this.config = join(plan.folder, "config");
    this.log = join(plan.folder, "server.log");
    mkdirSync(join(this.config, "plugin-config-data"), { recursive: true });
    writeFileSync(join(this.config, "settings.json"), JSON.stringify(SETTINGS));
    const own = { name: "signalk-server-config", version: "0.0.1", private: true, dependencies: {} };
    writeFileSync(join(this.config, "package.json"), JSON.stringify(own));
    this.name = plan.plugin.endsWith(".tgz") ? this.install(plan.plugin) : this.copy(plan.plugin);
    this.id = this.name.replace(/[@/]/g, "_");
    if (plan.config) {
      const saved = { enabled: true, enableDebug: false, configuration: plan.config };
      writeFileSync(join(this.config, "plugin-config-data", `${this.id}.json`), JSON.stringify(saved));
    }
  }

  /** Puts a package's folder where the server looks. */
  copy(folder) {
    const { name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    cpSync(folder, join(this.config, "node_modules", name), { recursive: true });
    return name;
  }

  /** Installs a package's archive as a user does. */
  install(archive) {
    const flags = ["--offline", "--no-audit", "--no-fund", "--loglevel=error"];
    execFileSync("npm", ["install", ...flags, archive], { cwd: this.config, stdio: ["ignore", "ignore", "inherit"], timeout: 60_000 });
    return Object.keys(JSON.parse(readFileSync(join(this.config, "package.json"), "utf8")).dependencies)[0];
  }

  /** What the server keeps of the plugin's configuration. */
  saved() {
    return JSON.parse(readFileSync(join(this.config, "plugin-config-data", `${this.id}.json`), "utf8"));
  }

  /** Starts it and waits until it answers. */
  async start() {
    const main = join(this.plan.server, "node_modules", "signalk-server", "bin", "signalk-server");
    this.process = spawn(this.plan.node, [main], {
      cwd: this.plan.folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        SIGNALK_NODE_CONFIG_DIR: this.config,
        PORT: String(PORT),
        SIGNALK_DISABLE_SERVER_UPDATES: "1",
        SKIP_ADMINUI_VERSION_CHECK: "1",
        DEBUG: "signalk:wasm:*",
      },
    });
    this.ended = new Promise((resolve) => this.process.once("close", resolve));
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on("data", (data) => appendFileSync(this.log, data));
    for (let tries = 0; tries < 600; tries++) {
      if (this.process.exitCode !== null) throw new Error(`the server ended with ${this.process.exitCode}`);
      const answer = await fetch(`${URL_BASE}/skServer/plugins`).catch(() => null);
      if (answer?.status === 200) return;
      await sleep(100);
    }
    throw new Error("the server did not answer within 60 s");
  }

  /** Ends it: asked first, killed when it does not. */
  async stop() {
    if (!this.process) return;
    this.process.kill("SIGTERM");
    const late = setTimeout(() => this.process.kill("SIGKILL"), 5_000);
    await this.ended;
    clearTimeout(late);
    this.process = null;
  }

  /** The end of what it printed. */
  tail(lines = 60) {
    try {
      return readFileSync(this.log, "utf8").split("\n").slice(-lines).join("\n");
    } catch {
      return "";
    }
  }
}
