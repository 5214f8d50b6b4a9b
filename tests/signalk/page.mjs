// A page of the plugin in a browser without a window.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { URL_BASE } from "./server.mjs";

/** Opens a page and gives its DOM as text after `ms` of the page's own time. */
export function page(server, { path, ms = 4_000 }) {
  const { browser, folder } = server.plan;
  if (!browser) throw new Error("the plan names no browser");
  const flags = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
    `--user-data-dir=${join(folder, "browser")}`, `--virtual-time-budget=${ms}`, "--dump-dom", URL_BASE + path,
  ];
  return new Promise((resolve, reject) => {
    execFile(browser, flags, { timeout: 60_000, killSignal: "SIGKILL", maxBuffer: 1 << 24 }, (error, stdout, stderr) =>
      error ? reject(new Error(`${browser}: ${error.message}\n${stderr}`)) : resolve(stdout),
    );
  });
}
