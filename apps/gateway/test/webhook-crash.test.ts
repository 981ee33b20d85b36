import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startProcess } from "./gateway-process.ts";
import { startRawUpstream } from "./raw-upstream.ts";
import { writeConfig } from "./start-from-file.ts";
import { newSecret, sendWebhook } from "./webhook-sender.ts";

it.each(["SIGKILL", "SIGTERM"] as const)(
  "after %s runs what was accepted, and does not run again what was under way",
  async (signal) => {
    const secret = newSecret();
    await using upstream = await startPracticeUpstream({ pace: 0 });
    await using receiver = await startRawUpstream((response) => {
      response.writeHead(204).end();
    });
    await using directory = await temporaryDirectory();
    const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
    await writeConfig(directory.path, {
      providers: { local },
      agents: { support: { model: "local/swift-1", tools: [] } },
      webhooks: {
        orders: { secret, callback: { url: receiver.url, secret, allowPrivate: true } },
      },
      drainMs: 1,
    });
    const hanging = { fault: { kind: "hang" as const }, times: 1 };
    upstream.inject(hanging);
    await using before = await startProcess(directory.path);
    const send = async (url: string, message: string) =>
      sendWebhook(`${url}/webhooks/orders`, { message, sessionId: "s" }, { secret, id: message });
    const first = await send(before.url, "first");
    await upstream.waitFor(({ active }) => active === 1);
    const second = await send(before.url, "second");
    const third = await send(before.url, "third");
    expect([first.status, second.status, third.status]).toEqual([202, 202, 202]);
    before.child.kill(signal);
    await before.ended;
    expect(receiver.received).toEqual([]);

    await using after = await startProcess(directory.path);
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(3);
    const told = receiver.received.map(({ body }) => {
      const { type, data } = JSON.parse(body) as { type: string; data: Record<string, unknown> }; // ours
      return { type, requestId: data["requestId"], error: data["error"] };
    });
    const idOf = ({ answer }: typeof first): unknown => (answer as { requestId: string }).requestId; // a 202
    expect(told).toHaveLength(3);
    expect(told).toContainEqual({
      type: "request.failed",
      requestId: idOf(first),
      error: { kind: "interrupted", message: expect.stringContaining("is not run again") },
    });
    for (const one of [second, third]) {
      expect(told).toContainEqual({
        type: "request.completed",
        requestId: idOf(one),
        error: undefined,
      });
    }
    expect(upstream.stats().requests).toBe(3);
    expect(await send(after.url, "second")).toMatchObject({ status: 202, answer: second.answer });
  },
);
