import {
  ContractError,
  type EventList,
  type EventsInput,
  type SystemEvent,
} from "@signalbox/api-contract";
import { lastSeq, type History } from "../history/index.ts";
import type { EventLog } from "../recorder/index.ts";

/** The newest events before a place: those in memory, then those on disk alone. */
export async function findEvents(
  events: EventLog,
  history: History,
  input: EventsInput,
): Promise<SystemEvent[]> {
  return (await listEvents(events, history, input)).events;
}

/** The same, and where to go on. */
export async function listEvents(
  events: EventLog,
  history: History,
  input: EventsInput,
): Promise<EventList> {
  const before = input.before === undefined ? null : placeOf(input.before);
  const isOurs = before === null || before.bootId === events.bootId;
  const found = isOurs ? events.find(input, before?.seq) : [];
  if (found.length === input.limit) return { events: found, nextBefore: found.at(-1)?.id ?? null };
  if (history.boot === 0) return { events: found, nextBefore: null };
  const oldest = { bootId: events.bootId, seq: events.oldestSeq ?? 0 };
  const isBeyond = before !== null && (!isOurs || before.seq < oldest.seq);
  const limit = input.limit - found.length;
  try {
    const query = { filter: input, before: isBeyond ? before : oldest, limit };
    const stored = await history.ask("events", query);
    const all = [...found, ...stored.events];
    const last = all.length === input.limit ? (all.at(-1)?.id ?? null) : stored.lookedTo;
    return { events: all, nextBefore: last };
  } catch (error) {
    // What there is in memory is an answer; nothing at all would look as if there were none.
    const last = found.at(-1);
    if (last !== undefined) return { events: found, nextBefore: last.id };
    throw error;
  }
}

function placeOf(id: string): { bootId: string; seq: number } {
  const at = id.lastIndexOf(":");
  const seq = Number(id.slice(at + 1));
  if (at < 1 || !/^\d{1,13}$/.test(id.slice(at + 1)) || seq > lastSeq) {
    throw new ContractError(
      "invalid",
      `${id} is no id of an event. Give one as system.events answered it.`,
    );
  }
  return { bootId: id.slice(0, at), seq };
}
