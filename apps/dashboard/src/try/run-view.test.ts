import type { RunEvent } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { applyRunEvents, emptyRun } from "./run-view.ts";

const clock = { type: "tool", callId: "a", tool: "clock", durationMs: null } as const;
const started = { ...clock, state: "started", input: "{}", output: null } as const;
const ended = { ...clock, state: "ended", input: null, output: "noon", durationMs: 4 } as const;
const failed = {
  type: "failed",
  requestId: "r",
  errorKind: "cancelled",
  message: "Cancelled by admin",
  text: "It is",
} as const;

function watched(...events: readonly RunEvent[]) {
  return applyRunEvents(emptyRun, events);
}

test("text and tool calls stand in the order they came", () => {
  const { parts, ending } = watched(
    { type: "phase", phase: "model", detail: "waiting", at: 0 },
    { type: "text", text: "Let me " },
    { type: "text", text: "see." },
    started,
    ended,
    { type: "text", text: "It is noon." },
  );
  expect(ending).toBeNull();
  expect(parts).toEqual([
    { kind: "text", text: "Let me see." },
    expect.objectContaining({ state: "ended", input: "{}", output: "noon", durationMs: 4 }),
    { kind: "text", text: "It is noon." },
  ]);
});

test("a gap stands for all text before it", () => {
  const { parts } = watched(
    { type: "text", text: "one " },
    { type: "gap", text: "one two " },
    { type: "text", text: "three" },
  );
  expect(parts).toEqual([{ kind: "text", text: "one two three" }]);
});

test("one that failed keeps what it had said, and tells its kind", () => {
  const streamed = watched({ type: "text", text: "It is" }, failed);
  const late = watched(failed);
  for (const { parts, ending } of [streamed, late]) {
    expect(parts).toEqual([{ kind: "text", text: "It is" }]);
    expect(ending).toMatchObject({ type: "failed", errorKind: "cancelled" });
  }
});
