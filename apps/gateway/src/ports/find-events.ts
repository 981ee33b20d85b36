import { ContractError, type EventsInput, type SystemEvent } from "@signalbox/api-contract";
import type { History } from "../history/index.ts";
import type { EventLog } from "../recorder/index.ts";

/** The newest events before a place: those in memory, then those on disk alone. */
export async function findEvents(
  events: EventLog,
  history: History,
  input: EventsInput,
): Promise<SystemEvent[]> {
  const before = input.before === undefined ? null : placeOf(input.before);
  const isOurs = before === null || before.bootId === events.bootId;
  const found = isOurs ? events.find(input, before?.seq) : [];
  if (found.length === input.limit || history.boot === 0) return found;
  const oldest = { bootId: events.bootId, seq: events.oldestSeq ?? 0 };
  const isBeyond = before !== null && (!isOurs || before.seq < oldest.seq);
  const limit = input.limit - found.length;
  try {
    const query = { filter: input, before: isBeyond ? before : oldest, limit };
    return [...found, ...(await history.ask("events", query))];
  } catch (error) {
    // What there is in memory is an answer; nothing at all would look as if there were none.
    if (found.length > 0) return found;
    throw error;
  }
}

function placeOf(id: string): { bootId: string; seq: number } {
  const at = id.lastIndexOf(":");
  const seq = Number(id.slice(at + 1));
  if (at < 1 || !Number.isSafeInteger(seq)) {
    throw new ContractError(
      "invalid",
      `${id} is no id of an event. Give one as system.events answered it.`,
    );
  }
  return { bootId: id.slice(0, at), seq };
}
