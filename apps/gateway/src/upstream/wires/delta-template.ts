import { closingQuote } from "../../json-text.ts";
import { memberRanges, type MemberRange } from "../member-ranges.ts";
import type { CallKey } from "./tool-call-count.ts";
import type { StreamTally } from "./stream-tally.ts";

/** Where a member stands: its name behind those of the objects that it is in. */
type Path = readonly string[];

export interface DeltaShape {
  /** The string that is worth reading. */
  readonly delta: Path;
  /** Members that differ from event to event and tell nothing: whole numbers and strings. */
  readonly ignored: readonly Path[];
  /** It is what the model says, and not what it thinks or hands to a tool. */
  readonly isText: boolean;
  /** The tool call whose arguments it is a piece of. */
  readonly call?: CallKey | null;
}

/** To take a model costs more than to parse: where so many in a row fitted no other event, that is left. */
const maxUselessModels = 16;

interface Hole {
  /** What stands between the hole before and this one. */
  readonly before: string;
  readonly kind: "delta" | "string" | "number";
}

/**
 * Finds the delta in events that carry nothing else worth reading, without parsing them. The deltas of
 * one stream differ in a few values: what stands around those is taken from one that was parsed, and
 * then only compared, so that whatever else an event may carry sends it to the parser.
 */
export class DeltaTemplate {
  #holes: readonly Hole[] = [];
  #tail = "";
  #isText = false;
  #call: CallKey | null = null;
  /** Models taken since an event last fitted one. */
  #useless = 0;

  /** Counts the event in the tally, or answers false where it is to be parsed. */
  take(payload: string, tally: StreamTally): boolean {
    const delta = this.#find(payload);
    if (delta === null) return false;
    this.#useless = 0;
    if (this.#isText) tally.text.add(delta);
    if (this.#call !== null) tally.toolCalls?.addPiece(this.#call, delta.length);
    tally.countToken();
    return true;
  }

  /** Takes an event that was parsed as the model of those to come. */
  learn(payload: string, { delta, ignored, isText, call = null }: DeltaShape): void {
    if (this.#useless >= maxUselessModels) return;
    this.#useless += 1;
    this.#holes = [];
    const text = rangeAt(payload, delta);
    if (text === null) return;
    const others = ignored.map((path) => rangeAt(payload, path)).filter((range) => range !== null);
    const ranges = [text, ...others].toSorted((a, b) => a.start - b.start);
    const holes: Hole[] = [];
    let at = 0;
    for (const range of ranges) {
      const isString = payload.charAt(range.start) === '"';
      const start = isString ? range.start + 1 : range.start;
      const kind = range === text ? "delta" : isString ? "string" : "number";
      holes.push({ before: copied(payload.slice(at, start)), kind });
      at = isString ? range.end - 1 : range.end;
    }
    this.#holes = holes;
    this.#tail = copied(payload.slice(at, endOfBody(payload)));
    this.#isText = isText;
    this.#call = call;
  }

  /** The inside of the delta's JSON string; an empty one is nothing. */
  #find(payload: string): string | null {
    let at = 0;
    let found = "";
    for (const { before, kind } of this.#holes) {
      const start = at + before.length;
      // Slices compared: `startsWith` on a piece of a larger string takes ten times as long.
      if (payload.slice(at, start) !== before) return null;
      at = kind === "number" ? endOfDigits(payload, start) : closingQuote(payload, start);
      if (at === -1) return null;
      if (kind === "delta") found = payload.slice(start, at);
    }
    return found !== "" && payload.slice(at, endOfBody(payload)) === this.#tail ? found : null;
  }
}

/** Null where it is not there, or there twice. */
function rangeAt(text: string, path: Path): MemberRange | null {
  let start = 0;
  let end = text.length;
  let found: MemberRange | null = null;
  for (const key of path) {
    const ranges = memberRanges(text.slice(start, end), (name) => name === key);
    const [range] = ranges;
    if (range === undefined || ranges.length > 1) return null;
    found = { key, start: start + range.start, end: start + range.end };
    ({ start, end } = found);
  }
  return found;
}

/**
 * Before the last brace and the spaces that stand there: Anthropic fills its events up with them, so
 * that their lengths tell nothing. -1 where there is no brace.
 */
function endOfBody(text: string): number {
  let end = text.length - 1;
  if (text.charCodeAt(end) !== 0x7d) return -1;
  while (text.charCodeAt(end - 1) === 0x20) end -= 1;
  return end;
}

/** A slice holds all of what it was cut from; a copy does not. */
function copied(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

/** -1 where there is none. */
function endOfDigits(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at += 1;
  return at === from ? -1 : at;
}
