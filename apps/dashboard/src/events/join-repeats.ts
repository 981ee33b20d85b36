import type { SystemEvent } from "@signalbox/api-contract";

/** A line of the list: an event, or the same one again and again with nothing between. */
export interface EventLine {
  /** Newest first; at least one. */
  readonly events: readonly SystemEvent[];
  /** The newest of them. */
  readonly event: SystemEvent;
  /** That of the oldest: what comes on top leaves it as it is. */
  readonly key: string;
  /** Where it stands for several, or begins those that are shown one by one; else null. */
  readonly repeats: Repeats | null;
}

export interface Repeats {
  /** What opens and closes them. */
  readonly key: string;
  readonly count: number;
  readonly isOpen: boolean;
}

/**
 * Events newest first as lines. Repeats have a line each where `open` has one of them: those stay open to which
 * older ones were added since.
 */
export function joinRepeats(
  events: readonly SystemEvent[],
  open: ReadonlySet<string>,
): EventLine[] {
  return runsOf(events).flatMap((run) => linesOf(run, open));
}

/** What is open once those repeats are closed: two that were opened apart may have come together. */
export function withoutRepeats(
  events: readonly SystemEvent[],
  open: ReadonlySet<string>,
  key: string,
): ReadonlySet<string> {
  const closed = runsOf(events).find((run) => run.some(({ id }) => id === key)) ?? [];
  return open.difference(new Set([key, ...closed.map(({ id }) => id)]));
}

/** Those that say the same with nothing between. */
function runsOf(events: readonly SystemEvent[]): SystemEvent[][] {
  const runs: SystemEvent[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && isRepeat(last, event)) run.push(event);
    else runs.push([event]);
  }
  return runs;
}

function linesOf(run: readonly SystemEvent[], open: ReadonlySet<string>): EventLine[] {
  const [newest] = run;
  const key = run.at(-1)?.id;
  if (newest === undefined || key === undefined) return [];
  const openedBy = open.size === 0 ? undefined : run.find(({ id }) => open.has(id));
  const isOpen = openedBy !== undefined;
  const repeats = run.length === 1 ? null : { key: openedBy?.id ?? key, count: run.length, isOpen };
  if (!isOpen) return [{ events: run, event: newest, key, repeats }];
  return run.map((event, i) => ({
    events: [event],
    event,
    key: event.id,
    repeats: i === 0 ? repeats : null,
  }));
}

/** It says the same, whichever request it is of. */
function isRepeat(a: SystemEvent, b: SystemEvent): boolean {
  return a.level === b.level && a.source === b.source && a.message === b.message;
}
