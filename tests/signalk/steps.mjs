// The steps of a scenario, as the emulator has them, and those that only a server has.
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "./client.mjs";
import { page } from "./page.mjs";

const slashes = (path) => path.replaceAll(".", "/");

/** One function a step: takes what the step says, gives what was observed (null where there is nothing to see). */
export const STEPS = {
  // As in a scenario of `anyhost run --host signalk`.
  async delta({ client }, delta) {
    await client.delta(delta);
    return null;
  },
  put: ({ client }, { path, value, context }) => client.put(path, value, context),
  http({ client, server }, { method = "GET", path, query, body, headers }) {
    const question = query ? `?${new URLSearchParams(query)}` : "";
    const below = /^\/(signalk|skServer|plugins)\//.test(path) ? "" : `/plugins/${server.id}`;
    return client.request(method, below + path + question, body, headers);
  },
  /** At least so many: the server polls each second and tells nobody. */
  async poll(_, times) {
    await sleep(times * 1_000 + 100);
    return null;
  },
  stop: (run) => configure(run, { enabled: false }, "stopped"),
  async start(run, configuration) {
    // A plugin that failed to start is started again only after it was disabled.
    if ((await run.client.listed())?.state === "error") await STEPS.config(run, { enabled: false });
    return configure(run, { enabled: true, configuration }, "running");
  },

  // Of a server only.
  config: ({ client, server }, body) => client.request("POST", `/skServer/plugins/${server.id}/config`, body),
  async restart({ client, server }) {
    client.disconnect();
    await server.stop();
    await server.start();
    await client.connect();
    return null;
  },
  request: ({ client }, { method = "GET", path, body, headers }) => client.request(method, path, body, headers),
  rest_put: ({ client }, { path, value }) => client.request("PUT", `/signalk/v1/api/vessels/self/${slashes(path)}`, { value }),
  async value({ client }, path) {
    const { status, body } = await client.request("GET", `/signalk/v1/api/vessels/self/${slashes(path)}`);
    return status === 200 ? { value: body.value, source: body.$source } : null;
  },
  async meta({ client }, path) {
    const { status, body } = await client.request("GET", `/signalk/v1/api/vessels/self/${slashes(path)}/meta`);
    return status === 200 ? body : null;
  },
  /** The plugin's entry in the server's list. */
  state: ({ client }) => client.listed(),
  saved: ({ server }) => server.saved(),
  /** Waits for a status or an error with this text. */
  status: ({ client }, text) =>
    until(`the status ${JSON.stringify(text)}`, () => client.statuses.at(-1), (last) => (last?.message === text ? last : undefined)),
  page: ({ server }, what) => page(server, what),
};

/** A start or a stop: null, or the answer of a server that could not. */
async function configure({ client, server }, body, state) {
  const answer = await STEPS.config({ client, server }, body);
  if (answer.status !== 200) return answer;
  await until(`the state ${state}`, () => client.listed(), (entry) => (entry?.state === state ? true : undefined));
  return null;
}

/** Runs one step: an object with one key. */
export async function step(run, step) {
  const [[name, argument], ...others] = Object.entries(step);
  const known = STEPS[name];
  if (!known || others.length) throw new Error(`not a step: ${JSON.stringify(step)}`);
  return known(run, argument);
}
