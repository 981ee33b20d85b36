import * as fc from "fast-check";
import { expect, test } from "vitest";
import { EVENTS_KEPT, MetricsCollector } from "../index.ts";
import type { MetricsEvent } from "../index.ts";

const event: fc.Arbitrary<MetricsEvent> = fc.record(
  {
    timestamp: fc.integer({ min: 0, max: 2e12 }),
    level: fc.constantFrom("info", "warn", "error"),
    source: fc.string({ maxLength: 20 }),
    message: fc.string({ maxLength: 50 }),
    context: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
    requestId: fc.string({ minLength: 1, maxLength: 20 }),
    sessionId: fc.string({ minLength: 1, maxLength: 20 }),
  },
  { requiredKeys: ["timestamp", "level", "source", "message"] },
);

test("keeps the last 500, newest first, filtered and limited as an array would be", () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 800, size: "max" }),
      fc.option(fc.constantFrom("info", "warn", "error"), { nil: undefined }),
      fc.option(fc.integer({ min: -5, max: 900 }), { nil: undefined }),
      (events, level, limit) => {
        const collector = new MetricsCollector({ now: () => 5 });
        for (const one of events) collector.recordEvent(one);
        const expected = events
          .slice(-EVENTS_KEPT)
          .reverse()
          .filter((one) => level === undefined || one.level === level)
          .slice(0, Math.max(0, limit ?? EVENTS_KEPT));
        expect(collector.getEvents({ level, limit })).toEqual(expected);
        expect(collector.counters().eventsOut).toBe(Math.max(0, events.length - EVENTS_KEPT));
      },
    ),
    { numRuns: 40 },
  );
});

test("a context is copied, bounded, and can't pollute", () => {
  const collector = new MetricsCollector({ now: () => 5 });
  const context: Record<string, unknown> = { attempt: 1, nested: { list: [1, "two", null] } };
  context["self"] = context;
  context["fn"] = (): void => undefined;
  context["many"] = Array.from({ length: 1000 }, (_, at) => at);
  Object.defineProperty(context, "__proto__", { value: { polluted: true }, enumerable: true });
  collector.recordEvent({ level: "warn", source: "test", message: "m", context });
  context["attempt"] = 2;
  const [kept] = collector.getEvents();
  expect(kept?.context).toMatchObject({ attempt: 1, nested: { list: [1, "two", null] } });
  expect(JSON.stringify(kept).length).toBeLessThan(2000);
  expect({}).not.toHaveProperty("polluted");
  expect(collector.counters().rejected).toBeGreaterThan(0);
});

test("an unknown level is taken as info and counted; a message is cut", () => {
  const collector = new MetricsCollector({ now: () => 5 });
  Reflect.apply(collector.recordEvent.bind(collector), undefined, [
    { level: "fatal", source: "s", message: "m".repeat(10_000) },
  ]);
  const [kept] = collector.getEvents({ level: "info" });
  expect([kept?.level, kept?.timestamp, kept?.message.length]).toEqual(["info", 5, 2000]);
  expect(collector.counters().rejected).toBe(2);
});
