import type { SystemEvent } from "@signalbox/api-contract";

export interface EventFilter {
  readonly level?: SystemEvent["level"] | undefined;
  /** An exact source, or a stage with all that is in it: `model` is also `model.openai`. */
  readonly source?: string | undefined;
  readonly text?: string | undefined;
}

export function filterEvents(
  events: readonly SystemEvent[],
  { level, source, text }: EventFilter,
): readonly SystemEvent[] {
  if (level === undefined && source === undefined && text === undefined) return events;
  const wanted = text?.toLowerCase() ?? "";
  return events.filter(
    (event) =>
      (level === undefined || event.level === level) &&
      (source === undefined || event.source === source || event.source.startsWith(`${source}.`)) &&
      (wanted === "" || event.message.toLowerCase().includes(wanted)),
  );
}

/** Every source there is, and every stage that holds several. */
export function sourcesOf(events: readonly SystemEvent[]): string[] {
  const sources = new Set<string>();
  for (const { source } of events) {
    sources.add(source);
    const [stage = source] = source.split(".");
    sources.add(stage);
  }
  return [...sources].toSorted();
}
