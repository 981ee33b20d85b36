import type { SystemEvent } from "@signalbox/api-contract";

/** The same event again and again, told once. */
export interface EventGroup {
  readonly key: string;
  /** The newest of them. */
  readonly event: SystemEvent;
  readonly count: number;
}

/** Amounts with a unit differ from one repeat to the next: `retry in 12 s`, `at 83 %`. */
const amount = /(?<![\w.-])\d+(?:\.\d+)?(?= ?(?:ms|s|m|h|%|kB|MB|GB)\b| ?%)/g;

/** Each event is asked for its own with every frame as long as it is among the newest. */
const fingerprints = new WeakMap<SystemEvent, string>();

function fingerprintOf(event: SystemEvent): string {
  const known = fingerprints.get(event);
  if (known !== undefined) return known;
  const { level, source, message } = event;
  const fingerprint = `${level} ${source} ${message.replaceAll(amount, "#")}`;
  fingerprints.set(event, fingerprint);
  return fingerprint;
}

/** Newest first, with repeats gathered under the newest. */
export function groupEvents(newestFirst: readonly SystemEvent[]): EventGroup[] {
  const groups = new Map<string, EventGroup>();
  for (const event of newestFirst) {
    const key = fingerprintOf(event);
    const known = groups.get(key);
    groups.set(key, { key, event: known?.event ?? event, count: (known?.count ?? 0) + 1 });
  }
  return [...groups.values()];
}

export function countLevels(events: readonly SystemEvent[]) {
  const counts = { error: 0, warn: 0, info: 0 };
  for (const { level } of events) counts[level] += 1;
  return counts;
}
