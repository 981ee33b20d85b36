import type { SystemEvent } from "@signalbox/api-contract";

export interface EventFilter {
  readonly level?: SystemEvent["level"] | undefined;
  /** An exact source, or a stage with all that is in it, which ends in a dot: `model.` */
  readonly source?: string | undefined;
  readonly text?: string | undefined;
}

export function isFiltered({ level, source, text }: EventFilter): boolean {
  return level !== undefined || source !== undefined || text !== undefined;
}

export function filterEvents(
  events: readonly SystemEvent[],
  filter: EventFilter,
): readonly SystemEvent[] {
  if (!isFiltered(filter)) return events;
  const { level, source, text } = filter;
  const wanted = text?.toLowerCase() ?? "";
  return events.filter(
    (event) =>
      (level === undefined || event.level === level) &&
      (source === undefined || isFrom(event, source)) &&
      (wanted === "" || event.message.toLowerCase().includes(wanted)),
  );
}

function isFrom(event: SystemEvent, source: string): boolean {
  return source.endsWith(".") ? event.source.startsWith(source) : event.source === source;
}

/** Every source there is, and every stage that holds one, with its dot. */
export function sourcesOf(events: readonly SystemEvent[]): string[] {
  const sources = new Set<string>();
  for (const { source } of events) {
    sources.add(source);
    const dot = source.indexOf(".");
    if (dot > 0) sources.add(source.slice(0, dot + 1));
  }
  return [...sources].toSorted();
}
