import { measureStream } from "@signalbox/practice/driver";
import { expect } from "vitest";
import { lineGone, lineShown } from "./requests-list.ts";
import { test } from "./test.ts";

/** What the product promises between the gateway's accepting a request and its being on the page. */
const promisedMs = 500;
const messages = [{ role: "user" as const, content: "Tell me about signal boxes." }];

test("a streamed request is on the page in time, counts up, and leaves when it ends", async ({
  stage,
  visit,
}) => {
  const gateway = await stage();
  gateway.upstream.inject({ fault: { kind: "slow", ttftMs: 60, gapMs: 25 } });
  const { page } = await visit(gateway, { path: "/requests?state=running" });
  await page.getByRole("grid", { name: "Requests" }).waitFor();
  const delays: Record<"shown" | "counted" | "gone", number[]> = {
    shown: [],
    counted: [],
    gone: [],
  };

  for (const session of ["walk-1", "walk-2", "walk-3", "walk-4", "walk-5"]) {
    const shown = lineShown(page, session);
    const counted = lineShown(page, session, true);
    const call = measureStream(gateway.openai(session), { model: "local/swift-1", messages });
    const first = await shown;
    expect(first.cells).toMatchObject({ session, channel: "openai", model: "local · swift-1" });
    expect(first.cells["state"]).toMatch(/^(waiting for first token|streaming)$/);
    const [active] = await gateway.admin.system.activeRequests.query();
    expect(active).toMatchObject({ sessionId: session, channel: "openai" });
    if (active === undefined) throw new Error("It is on the page and not in the list.");
    const some = await counted;
    expect(some.cells["state"]).toBe("streaming");
    const more = await page.waitForFunction(
      ([before, wanted]) => {
        const lines = [...document.querySelectorAll("table[aria-label=Requests] tbody tr")];
        const line = lines.find((one) => one.textContent?.includes(wanted));
        const figures = [...(line?.querySelectorAll("td") ?? [])].map((cell) =>
          Number(cell.textContent),
        );
        return figures.some((figure) => figure > before + 3);
      },
      [Number(some.cells["tokens"]), session] as const,
      { polling: "raf" },
    );
    expect(await more.jsonValue()).toBe(true);
    const gone = lineGone(page, session);
    expect((await call).error).toBeUndefined();
    const goneAt = await gone;
    const { request } = await gateway.admin.requests.get.query({ requestId: active.id });
    delays.shown.push(first.at - active.startedAt);
    delays.counted.push(some.at - active.startedAt);
    delays.gone.push(goneAt - (request.endedAt ?? 0));
  }

  // The machine may stumble once; the product may not twice.
  for (const [what, all] of Object.entries(delays)) {
    expect(
      all.filter((ms) => ms > promisedMs).length,
      `${what}: ${all.join(", ")} ms`,
    ).toBeLessThan(2);
  }
});
