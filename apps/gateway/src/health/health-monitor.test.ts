import { publicHealth, type Component } from "@signalbox/api-contract";
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
