// Runs a plan on a published server and prints one JSON object: what was observed.
//
//   node run.mjs PLAN.json
//
// To be run in a network namespace of its own, for the server binds all addresses. Standard input stays open as long as
// whoever asked is alive: at its end, and at any other end, the server is ended too.
import { readFileSync } from "node:fs";
import { Client } from "./client.mjs";
import { Server } from "./server.mjs";
import { step } from "./steps.mjs";

const LIMIT = 150_000;

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const server = new Server(plan);
const client = new Client(server);
const observed = { server: plan.version, responses: [] };

let ending;
/** Ends the server, and then this, once. */
function end(error) {
  ending ??= (async () => {
    client.disconnect();
    await server.stop();
    if (error) console.error(`${error.stack ?? error}\n--- the server's last lines ---\n${server.tail()}`);
    else console.log(JSON.stringify(observed));
    process.exitCode = error ? 1 : 0;
    process.stdin.destroy();
    limit.close();
  })();
  return ending;
}

const limit = setTimeout(() => end(new Error(`the plan took more than ${LIMIT} ms`)), LIMIT);
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => end(new Error(signal)));
process.stdin.on("end", () => end(new Error("whoever asked is gone"))).resume();

try {
  await server.start();
  await client.connect();
  // Plugins are listed and started before the server answers; a failed start is listed too.
  for (const [number, what] of plan.steps.entries()) {
    try {
      observed.responses.push(await step({ client, server }, what));
    } catch (error) {
      throw new Error(`step ${number}, ${JSON.stringify(what)}: ${error.message}`, { cause: error });
    }
  }
  observed.self = client.self;
  observed.statuses = client.statuses;
  observed.deltas = client.own();
  await end();
} catch (error) {
  await end(error);
}
