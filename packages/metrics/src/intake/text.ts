import type { Tally } from "./tally.ts";

/** Longest name (of a model, client, tool, request …) kept, in UTF-16 units. */
export const MAX_NAME = 200;
/** Longest message or error text kept, in UTF-16 units. */
export const MAX_TEXT = 2000;

/** Cut to `max` units. The copy is a real one: a slice would keep the whole text in memory. */
function cut(value: string, max: number, tally: Tally): string {
  tally.rejected += 1;
  return Array.from({ length: max }, (_, at) => value.charAt(at)).join("");
}

/** A string of at most `max` units; undefined for what isn't a string, counted unless left out. */
export function text(value: unknown, max: number, tally: Tally): string | undefined {
  if (typeof value === "string") return value.length <= max ? value : cut(value, max, tally);
  if (value !== undefined && value !== null) tally.rejected += 1;
  return undefined;
}

/** A name of at most MAX_NAME units; the empty one counts as left out. */
export function name(value: unknown, tally: Tally): string | undefined {
  return text(value, MAX_NAME, tally) || undefined;
}

/** What went wrong, in at most MAX_TEXT units; anything truthy that isn't a string is "error". */
export function failure(value: unknown, tally: Tally): string | undefined {
  if (value === undefined || value === null || value === false || value === "") return undefined;
  return text(value, MAX_TEXT, tally) ?? "error";
}
