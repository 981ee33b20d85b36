import { getEventListeners } from "node:events";
import type { RunEvent } from "@signalbox/api-contract";
import { describe, expect, it } from "vitest";
import { RunJournal } from "./run-journal.ts";

const failed: RunEvent = {
  type: "failed",
  requestId: "r",
  errorKind: "network",
  message: "no",
  text: "",
};
const text = (text: string): RunEvent => ({ type: "text", text });

function journalOf(count: number, isOver = true): RunJournal {
  const journal = new RunJournal("boot");
  for (let index = 0; index < count; index += 1) journal.add(text(`${index} `));
  if (isOver) journal.add(failed);
  return journal;
}

async function watch(journal: RunJournal, lastEventId?: string) {
  return Array.fromAsync(journal.watch(lastEventId, new AbortController().signal));
}

const textOf = (events: readonly { data: RunEvent }[]) =>
  events.map(({ data }) => (data.type === "text" || data.type === "gap" ? data.text : "")).join("");

describe("RunJournal", () => {
  it("tells all of it, to one who watches from before its first event to after its last", async () => {
    const journal = new RunJournal("boot");
    const watched = watch(journal);
    journal.add(text("a"));
    await Promise.resolve();
    journal.add(text("b"));
    journal.add(failed);
    const events = await watched;
    expect(events.map(({ id }) => id)).toEqual(["boot:0", "boot:1", "boot:2"]);
    expect(events.map(({ data }) => data)).toEqual([text("a"), text("b"), failed]);
    expect(await watch(journal)).toEqual(events);
  });

  it("goes on after any event that was seen", async () => {
    const journal = journalOf(20);
    const all = await watch(journal);
    for (const [index, { id }] of all.entries()) {
      expect(await watch(journal, id)).toEqual(all.slice(index + 1));
    }
  });

  it.each(["other:5", "boot:x", "boot:-2", "boot", "", "boot:1.5"])(
    "begins anew after %j, which it never told",
    async (id) => {
      expect(await watch(journalOf(3), id)).toHaveLength(4);
    },
  );

  it("is told no more after its end", async () => {
    const journal = journalOf(1);
    journal.add(text("late"));
    expect(journal.text).toBe("0 ");
    expect(await watch(journal)).toHaveLength(2);
  });

  it("holds a bounded number of events, and gives the text of those that are gone", async () => {
    const journal = journalOf(10_000);
    const events = await watch(journal);
    expect(events.length).toBeLessThanOrEqual(4_001);
    expect(events[0]?.data.type).toBe("gap");
    expect(textOf(events)).toBe(journal.text);
    const rest = await watch(journal, events[0]?.id);
    expect(rest).toEqual(events.slice(1));
  });

  it("shrinks to its end, with all of its text before it", async () => {
    const journal = journalOf(10);
    journal.shrink();
    const events = await watch(journal);
    expect(events.map(({ data }) => data)).toEqual([{ type: "gap", text: journal.text }, failed]);
    expect(await watch(journal, "boot:5")).toEqual(events);
    expect(await watch(journal, "boot:10")).toEqual([]);
  });

  it("lets a watcher go when it leaves, and holds nothing of it", async () => {
    const journal = journalOf(1, false);
    const leaving = new AbortController();
    const { signal } = leaving;
    const watched = Array.fromAsync(journal.watch(undefined, signal));
    for (let index = 0; index < 50; index += 1) {
      journal.add(text("x"));
      await new Promise(setImmediate);
    }
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    leaving.abort();
    expect(await watched).toHaveLength(51);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
