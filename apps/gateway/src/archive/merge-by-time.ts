import type { ExportedRecord } from "./exported-record.ts";

/** Sources that are each in order of time, as one that is so; where two are at the same time, the first goes first. */
export function* mergeByTime(
  sources: readonly Iterator<ExportedRecord>[],
): Generator<ExportedRecord> {
  const heads = sources.map((source) => ({ source, head: source.next() }));
  for (;;) {
    let first: { source: Iterator<ExportedRecord>; record: ExportedRecord } | null = null;
    let place = -1;
    for (const [i, { source, head }] of heads.entries()) {
      if (head.done === true) continue;
      if (first === null || head.value.at < first.record.at) {
        first = { source, record: head.value };
        place = i;
      }
    }
    if (first === null) return;
    yield first.record;
    heads[place] = { source: first.source, head: first.source.next() };
  }
}
