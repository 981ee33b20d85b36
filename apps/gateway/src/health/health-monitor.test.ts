import { publicHealth, type Component, type DiskUse } from "@signalbox/api-contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RequestLog, type Fact } from "../recorder/index.ts";
import { HealthMonitor, type HealthOptions } from "./health-monitor.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const ok: Component = { name: "state.db", status: "ok", reason: "open" };
const second = 1_000;
const slow = { timeout: 30_000, interval: 50 };

function createMonitor(more: Partial<HealthOptions> = {}) {
  const clock = { now: () => Date.now(), mono: () => performance.now() };
  const log = new RequestLog({ clock });
  const facts: Fact[] = [];
  const monitor = new HealthMonitor({
    clock,
    node: "secret-node",
    bootId: "boot",
    version: "1.2.3",
    log,
    state: (fact) => facts.push(fact),
    onSample: () => {},
    queueDepth: () => 3,
    slots: () => ({ used: 1, total: 64 }),
    connections: () => 7,
    toolCount: () => 2,
    channels: ["trpc", "openai"],
    live: () => ({ subscribers: 1, gaps: 0, droppedFrames: 0 }),
    disk: () => null,
    history: () => ({ lagMs: 0, waitingRows: 0, droppedRows: 0 }),
    components: [() => ok],
    ...more,
  });
  const answer = () => {
    const { status, body } = monitor.publicAnswer;
    return { status, health: publicHealth.strict().parse(JSON.parse(body)), body };
  };
  return { monitor, answer, facts };
}

describe("HealthMonitor", () => {
  it("answers at once, from memory, with seven fields and no names or reasons", async () => {
    const { monitor, answer } = createMonitor();
    monitor.start();
    expect(answer()).toMatchObject({
      status: 200,
      health: { status: "ok", version: "1.2.3", connections: 7, tools: 2, uptime: 0 },
    });
    await vi.advanceTimersByTimeAsync(90 * second);
    expect(answer().health.uptime).toBe(90);
    expect(answer().body).not.toContain("secret-node");
    expect(monitor.system()).toMatchObject({ node: "secret-node", live: { subscribers: 1 } });
    monitor.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is as bad as its worst component, and only the inside says why", async () => {
    let component = ok;
    const { monitor, answer } = createMonitor({ components: [() => ok, () => component] });
    monitor.start();
    component = { name: "history.db", status: "warn", reason: "behind" };
    await vi.advanceTimersByTimeAsync(second);
    expect(answer()).toMatchObject({ status: 200, health: { status: "warn" } });
    component = { name: "state.db", status: "error", reason: "disk full at /srv/box" };
    await vi.advanceTimersByTimeAsync(second);
    expect(answer()).toMatchObject({ status: 503, health: { status: "error" } });
    expect(answer().body).not.toContain("disk full");
    expect(monitor.system().components.at(-1)?.reason).toContain("disk full");
    component = ok;
    await vi.advanceTimersByTimeAsync(second);
    expect(answer().status).toBe(200);
    monitor.stop();
  });

  it("tells since when each component is as it is, and states each change of one once", async () => {
    let component: Component = { name: "history", status: "ok", reason: "open" };
    const { monitor, facts } = createMonitor({ components: [() => component] });
    monitor.start();
    const startedAt = Date.now();
    const since = () => monitor.system().components.find(({ name }) => name === "history")?.since;
    const told = () =>
      facts.flatMap((fact) =>
        fact.type === "component.changed" && fact.component === "history" ? [fact.status] : [],
      );
    await vi.advanceTimersByTimeAsync(5 * second);
    component = { name: "history", status: "ok", reason: "open, and 3 rows wait" };
    await vi.advanceTimersByTimeAsync(5 * second);
    expect(since()).toBe(startedAt);
    expect(told()).toEqual(["ok"]);
    component = { name: "history", status: "warn", reason: "the disk is full" };
    await vi.advanceTimersByTimeAsync(5 * second);
    expect(since()).toBe(startedAt + 11 * second);
    component = { name: "history", status: "ok", reason: "open" };
    await vi.advanceTimersByTimeAsync(5 * second);
    expect(told()).toEqual(["ok", "warn", "ok"]);
    monitor.stop();
  });

  it("states how its own process is, and only what is known of it", async () => {
    let disk: DiskUse | null = null;
    let droppedRows = 0;
    const { monitor, facts } = createMonitor({
      disk: () => disk,
      history: () => ({ lagMs: 40, waitingRows: 2, droppedRows }),
    });
    monitor.start();
    disk = { freeBytes: 5e9, totalBytes: 9e9, stateBytes: 1, historyBytes: 2 };
    droppedRows = 7;
    await vi.advanceTimersByTimeAsync(2 * second);
    const gauges = facts.filter((fact) => fact.type === "gauges");
    expect(gauges.map(({ diskFreeBytes }) => diskFreeBytes)).toEqual([undefined, 5e9, 5e9]);
    expect(gauges.map(({ historyDropped }) => historyDropped)).toEqual([0, 7, 0]);
    expect(gauges[0]).toMatchObject({ historyLagMs: 40, subscribers: 1 });
    expect(gauges[0]?.heapUsedBytes).toBeGreaterThan(1e6);
    expect(monitor.system()).toMatchObject({ disk, history: { waitingRows: 2, droppedRows: 7 } });
    monitor.stop();
  });

  it("tells how long it stood still, and again where that becomes twice as long", async () => {
    vi.useRealTimers();
    const { monitor, facts } = createMonitor();
    const told = () =>
      facts.flatMap((fact) =>
        fact.type === "event" ? [Number(fact.context?.["stalledMs"] ?? 0)] : [],
      );
    const standStillUntilTold = (ms: number) =>
      vi.waitFor(() => {
        const until = performance.now() + ms;
        while (performance.now() < until);
        expect(Math.max(0, ...told())).toBeGreaterThan(0.8 * ms);
      }, slow);
    monitor.start();
    await standStillUntilTold(300);
    // It never recovered in between.
    await standStillUntilTold(2_000);
    monitor.stop();
  });

  it("states its gauges once a second", async () => {
    const { monitor, facts } = createMonitor();
    monitor.start();
    await vi.advanceTimersByTimeAsync(3 * second);
    const gauges = facts.filter(({ type }) => type === "gauges");
    expect(gauges).toHaveLength(4);
    expect(gauges[0]).toMatchObject({ inFlight: 0, queueDepth: 3, oldestWaitMs: 0, overdue: 0 });
    monitor.stop();
  });
});
