import type { Tally } from "./tally.ts";
import { MAX_NAME, MAX_TEXT, text } from "./text.ts";

/** Most values kept of one event's context, at all depths together. */
const MAX_CONTEXT_VALUES = 64;
const MAX_DEPTH = 4;

export type ContextValue =
  | string
  | number
  | boolean
  | null
  | readonly ContextValue[]
  | { readonly [key: string]: ContextValue };

/** Plain JSON beside an event's message. */
export type EventContext = Readonly<Record<string, ContextValue>>;

interface Budget {
  values: number;
}

/**
 * A bounded copy of whatever was given: what was handed in may be changed or huge later. Cycles end
 * at the depth limit, `__proto__` is a key like any other. Undefined for what isn't an object.
 */
export function copyContext(value: unknown, tally: Tally): EventContext | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "object") {
    tally.rejected += 1;
    return undefined;
  }
  return copyObject(value, 1, { values: MAX_CONTEXT_VALUES }, tally);
}

function copyObject(value: object, depth: number, budget: Budget, tally: Tally): EventContext {
  const entries: [string, ContextValue][] = [];
  for (const key of Object.keys(value)) {
    if (budget.values <= 0) {
      tally.rejected += 1;
      break;
    }
    const copied = copyValue(Reflect.get(value, key), depth, budget, tally);
    if (copied !== undefined) entries.push([text(key, MAX_NAME, tally) ?? "", copied]);
  }
  return Object.fromEntries(entries);
}

function copyValue(
  value: unknown,
  depth: number,
  budget: Budget,
  tally: Tally,
): ContextValue | undefined {
  budget.values -= 1;
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return text(value, MAX_TEXT, tally);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return value.toString().slice(0, MAX_NAME);
  if (typeof value !== "object") return undefined;
  if (depth >= MAX_DEPTH) {
    tally.rejected += 1;
    return null;
  }
  return Array.isArray(value)
    ? copyArray(value, depth + 1, budget, tally)
    : copyObject(value, depth + 1, budget, tally);
}

function copyArray(
  values: readonly unknown[],
  depth: number,
  budget: Budget,
  tally: Tally,
): ContextValue[] {
  const copied: ContextValue[] = [];
  for (const value of values) {
    if (budget.values <= 0) {
      tally.rejected += 1;
      break;
    }
    copied.push(copyValue(value, depth, budget, tally) ?? null);
  }
  return copied;
}
