import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

const bodyBytes = 300_000;
const calls = 60;

it.each([
  ["a model", "local/swift-1"],
  ["an agent", "support"],
])(
  "a request that ended holds nothing of its body: of %s",
  async (_, model) => {
    await using gateway = await startGateway();
    const { token } = await gateway.mint("ingest");
    const ask = async (stream: boolean): Promise<void> => {
      const content = "word ".repeat(bodyBytes / 5);
      const response = await fetch(`${gateway.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ model, stream, messages: [{ role: "user", content }] }),
      });
      expect(await response.text()).not.toBe("");
      expect(response.status).toBe(200);
    };
    for (let call = 0; call < 4; call += 1) await ask(call % 2 === 0);
    const before = await settledHeap();
    for (let call = 0; call < calls; call += 1) await ask(call % 2 === 0);
    // The beginnings that are kept to be shown, and not the bodies, which would be held more than once.
    await expect
      .poll(async () => (await settledHeap()) - before, { interval: 50, timeout: 15_000 })
      .toBeLessThan((calls * bodyBytes) / 2);
  },
  60_000,
);

/** What is still held once all that nobody holds is gone. */
async function settledHeap(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("There is no collector to call.");
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise(setImmediate);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
