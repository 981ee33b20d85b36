import { expect, it } from "vitest";
import { whyNoFailingCalls } from "./failing-calls.ts";
import { startOnFailingDisk, syncs, writes } from "./failing-disk.ts";

const whyNot = whyNoFailingCalls();

/** What has to happen when calls on the files of history fail, and when they go well again. */
async function stopsLoudly(calls: readonly string[], names: readonly string[]): Promise<void> {
  await using gateway = await startOnFailingDisk();
  await expect.poll(gateway.health).toEqual([200, "ok"]);
  {
    await using failing = await gateway.fail(calls, names);
    await expect
      .poll(
        async () => {
          await gateway.ask();
          return (await gateway.component("history"))?.status;
        },
        { timeout: 10_000, interval: 1 },
      )
      .toBe("warn");
    expect(await failing.count()).toBeGreaterThan(0);
    expect((await gateway.component("history"))?.reason).toMatch(/^paused: .*I\/O error/);
    await expect.poll(gateway.health, { timeout: 5_000 }).toEqual([200, "warn"]);
    await expect
      .poll(gateway.historyEvents)
      .toEqual([expect.stringMatching(/^Stored history is paused: .*I\/O error.* goes on\.$/)]);
    expect(await gateway.send()).toBe(true);
    await gateway.ask();
  }
  await expect
    .poll(async () => (await gateway.component("history"))?.status, { timeout: 10_000 })
    .toBe("ok");
  expect((await gateway.historyEvents())[0]).toMatch(/^Stored history goes on after/);
}

it("where writes to its log fail, history stops loudly and the work goes on", async (test) => {
  test.skip(whyNot !== null, whyNot ?? "");
  await stopsLoudly(writes, ["history.db-wal"]);
}, 60_000);

it.for([
  ["writes to its file", writes, ["history.db"]],
  ["syncs", syncs, ["history.db", "history.db-wal"]],
] as const)(
  "where %s fail, history stops loudly and the work goes on",
  { timeout: 60_000, skip: whyNot !== null },
  async ([, calls, names]) => {
    await stopsLoudly(calls, names);
  },
);

it.for([
  ["writes", writes],
  ["syncs", syncs],
] as const)(
  "where %s of state.db fail, replies say that they are not kept, and it says so",
  { timeout: 60_000 },
  async ([, calls], test) => {
    test.skip(whyNot !== null, whyNot ?? "");
    await using gateway = await startOnFailingDisk();
    expect(await gateway.send()).toBe(true);
    {
      await using failing = await gateway.fail(calls, ["state.db", "state.db-wal"]);
      expect(await gateway.send()).toBe(false);
      expect(await failing.count()).toBeGreaterThan(0);
      expect(await gateway.component("state.db")).toMatchObject({
        status: "error",
        reason: expect.stringMatching(/did not take .*I\/O error.*Check the disk/),
      });
      await expect.poll(gateway.health, { timeout: 5_000 }).toEqual([503, "error"]);
      await gateway.ask();
      expect(await gateway.send()).toBe(false);
    }
    expect(await gateway.send()).toBe(true);
    expect(await gateway.component("state.db")).toMatchObject({ status: "ok" });
    await expect.poll(gateway.health, { timeout: 5_000 }).toEqual([200, "ok"]);
    const { conversation } = await gateway.client.sessions.get.query({ sessionId: "s" });
    expect(conversation).toHaveLength(4);
  },
);

it("where its log can't be brought into state.db, it says so, and what it acknowledges is kept", async (test) => {
  test.skip(whyNot !== null, whyNot ?? "");
  await using gateway = await startOnFailingDisk();
  let sent = 0;
  {
    await using failing = await gateway.fail(writes, ["state.db"]);
    const send = async () => {
      sent += 1;
      expect(await gateway.send("x".repeat(60_000), `s-${sent}`)).toBe(true);
      return gateway.component("state.db");
    };
    await expect.poll(send, { timeout: 30_000, interval: 1 }).toMatchObject({
      status: "error",
      reason: expect.stringMatching(
        /does not take what is in its log .*I\/O error.*check the disk/,
      ),
    });
    expect(await failing.count()).toBeGreaterThan(0);
    await send();
  }
  expect(await gateway.send()).toBe(true);
  expect(await gateway.component("state.db")).toMatchObject({ status: "ok" });
  for (let n = 1; n <= sent; n += 1) {
    const { messages } = await gateway.client.sessions.get.query({ sessionId: `s-${n}` });
    expect(messages).toBe(2);
  }
}, 60_000);
