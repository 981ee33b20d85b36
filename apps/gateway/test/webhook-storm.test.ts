import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startRawUpstream } from "./raw-upstream.ts";
import { startFromFile, writeConfig } from "./start-from-file.ts";
import { newSecret, sendWebhook } from "./webhook-sender.ts";

const messages = 90;
const sessions = 20;
const senders = 15;
/** Every so many requests to the receiver it fails. */
const failsEvery = 3;

it("loses and doubles nothing over restarts, with a receiver that fails a third of the time", async () => {
  const secret = newSecret();
  await using upstream = await startPracticeUpstream({ pace: 0 });
  upstream.inject({ fault: { kind: "slow", ttftMs: 15, gapMs: 0 } });
  const taken: string[] = [];
  let asked = 0;
  await using receiver = await startRawUpstream((response, { body }) => {
    asked += 1;
    const isTaken = asked % failsEvery !== 0;
    if (isTaken) taken.push(body);
    response.writeHead(isTaken ? 200 : 503).end();
  });
  await using directory = await temporaryDirectory();
  const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  await writeConfig(directory.path, {
    providers: { local },
    agents: { support: { model: "local/swift-1", tools: [] } },
    lanes: { concurrency: 4 },
    webhooks: { orders: { secret, callback: { url: receiver.url, secret, allowPrivate: true } } },
  });
  const open = async () => startFromFile(directory.path, { gateway: { webhookRetryMs: 10 } });
  let gateway = await open();
  const accepted = new Set<string>();
  let next = 0;
  /** As senders do: again and again, until it is taken. */
  const send = async (): Promise<void> => {
    for (let index = next++; index < messages; index = next++) {
      const payload = { message: `m${index}`, sessionId: `s${index % sessions}` };
      let answer: unknown;
      while (answer === undefined) {
        const sending = { secret, id: `msg_${index}` };
        const sent = await sendWebhook(`${gateway.url}/webhooks/orders`, payload, sending).catch(
          () => null,
        );
        if (sent?.status === 202) ({ answer } = sent);
      }
      accepted.add((answer as { requestId: string }).requestId); // a 202
    }
  };
  const sending = Promise.all(Array.from({ length: senders }, send));
  for (const after of [15, 40]) {
    await expect.poll(() => taken.length, { timeout: 15_000, interval: 5 }).toBeGreaterThan(after);
    await gateway[Symbol.asyncDispose]();
    gateway = await open();
  }
  await sending;
  await expect.poll(() => new Set(taken.map(requestOf)).size, { timeout: 15_000 }).toBe(messages);
  expect(accepted.size).toBe(messages);
  expect(new Set(taken.map(requestOf))).toEqual(accepted);
  // Nothing ran twice: what was cut off was reported, and not begun again.
  expect(upstream.stats().requests).toBeLessThanOrEqual(messages);
  const { error } = await rowsOf(gateway.admin);
  expect(error).toEqual([]);
  await gateway[Symbol.asyncDispose]();
});

function requestOf(body: string): string {
  const { data } = JSON.parse(body) as { data: { requestId: string } }; // ours, as documented
  return data.requestId;
}

async function rowsOf(admin: Awaited<ReturnType<typeof startFromFile>>["admin"]) {
  const events = await admin.system.events.query({ source: "channel.webhook" });
  return { error: events.filter(({ level }) => level === "error") };
}
