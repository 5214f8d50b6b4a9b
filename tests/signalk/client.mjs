// A client of the server, over REST and WebSocket.
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PORT, URL_BASE } from "./server.mjs";

/** How long anything may take that the server does on its own time. */
const PATIENCE = 30_000;

/** Asks again until `found` gives something; the last answer is in the error. */
export async function until(what, ask, found) {
  const end = Date.now() + PATIENCE;
  for (let last; ; await sleep(50)) {
    last = await ask();
    const result = found(last);
    if (result !== undefined) return result;
    if (Date.now() > end) throw new Error(`${what} within ${PATIENCE} ms; last: ${JSON.stringify(last)}`);
  }
}

export class Client {
  constructor(server) {
    this.server = server;
    this.deltas = [];
    this.statuses = [];
    this.requests = 0;
    this.waiting = new Map();
  }

  async connect() {
    const require = createRequire(join(this.server.plan.server, "node_modules", "signalk-server", "package.json"));
    const { WebSocket } = require("ws");
    const stream = `ws://127.0.0.1:${PORT}/signalk/v1/stream?subscribe=all&serverevents=all&sendCachedValues=false`;
    this.socket = new WebSocket(stream);
    await new Promise((resolve, reject) => {
      this.socket.on("error", reject);
      this.socket.on("close", () => reject(new Error("the server closed the stream")));
      this.socket.on("message", (data) => {
        const message = JSON.parse(data);
        this.hear(message);
        if (message.self) resolve();
      });
    });
  }

  disconnect() {
    this.socket?.removeAllListeners();
    this.socket?.on("error", () => {});
    this.socket?.terminate();
    this.socket = null;
  }

  hear(message) {
    if (message.self) this.self = message.self;
    if (message.updates) this.deltas.push(message);
    if (message.requestId) {
      this.waiting.get(message.requestId)?.(message);
      // The first answer counts: the server sends a second one, with 500, after a PUT that a WASM plugin handled.
      this.waiting.delete(message.requestId);
    }
    if (message.type !== "PROVIDERSTATUS") return;
    const entry = message.data.find((entry) => entry.id === this.server.name);
    const last = this.statuses.at(-1);
    if (!entry || (last && last.type === entry.type && last.message === entry.message)) return;
    this.statuses.push({ type: entry.type, message: entry.message });
  }

  /** What the plugin itself emitted. */
  own() {
    const mine = (update) => update.$source === this.server.name || update.$source?.startsWith(`${this.server.name}.`);
    return this.deltas.filter((delta) => delta.updates.some(mine));
  }

  /**
   * A request, and its answer: `body` is the JSON's value where it is JSON, `raw` the text. A body that is no text goes out as
   * JSON, a text as it is where the headers say what it is.
   */
  async request(method, path, body, headers = {}) {
    const typed = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
    const json = body !== undefined && !typed ? { "content-type": "application/json" } : {};
    const answer = await fetch(URL_BASE + path, {
      method,
      headers: { ...json, ...headers },
      body: body === undefined || (typed && typeof body === "string") ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
      redirect: "manual",
    });
    const raw = await answer.text();
    const isJson = answer.headers.get("content-type")?.startsWith("application/json");
    let value = raw;
    try {
      if (isJson) value = JSON.parse(raw);
    } catch {
      // What says that it is JSON and is not stays a text.
    }
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: value, raw };
  }

  /** The entry of the plugin in the server's list. */
  async listed() {
    const { body } = await this.request("GET", "/skServer/plugins");
    return body.find((entry) => entry.id === this.server.id);
  }

  send(message) {
    const requestId = `request-${++this.requests}`;
    const answered = new Promise((resolve, reject) => {
      this.waiting.set(requestId, resolve);
      const late = setTimeout(() => reject(new Error(`no answer to ${JSON.stringify(message)}`)), PATIENCE);
      late.unref();
    });
    this.socket.send(JSON.stringify({ requestId, ...message }));
    return answered;
  }

  /** A PUT over WebSocket: the first answer is the handler's own. */
  async put(path, value, context = "vessels.self") {
    const { state, statusCode, message } = await this.send({ context, put: { path, value } });
    return { state, statusCode, ...(message !== undefined && { message }) };
  }

  /** Sends a delta and waits until the server has taken it: it answers in order, here that nobody takes the PUT. */
  async delta(delta) {
    this.socket.send(JSON.stringify(delta));
    await this.send({ context: "vessels.self", put: { path: "no.such.path", value: 0 } });
  }
}
