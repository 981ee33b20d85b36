import fc from "fast-check";

/** One event as text without its line ends, and what should be read in it. */
export interface StreamedEvent {
  readonly name: string;
  readonly data: string;
  readonly text: string;
  readonly tokens: number;
}

/** A value in JSON, in the spellings that servers use. */
export const jsonString = fc
  .tuple(fc.string({ unit: "binary", minLength: 1, maxLength: 8 }), fc.boolean())
  .map(([value, escaped]) => ({
    // What is left of half a surrogate pair once it was UTF-8.
    value: value.toWellFormed(),
    json: escaped ? toAscii(JSON.stringify(value)) : JSON.stringify(value),
  }));

function toAscii(json: string): string {
  return json.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** How a server may frame what it says: what stands around an event's data. */
export interface Framing {
  readonly bom: string;
  readonly newline: string;
  readonly space: string;
  readonly names: boolean;
  /** A line of its own before each event; none where it is empty. */
  readonly comment: string;
  readonly last: string;
}

export const framing: fc.Arbitrary<Framing> = fc.record({
  bom: fc.constantFrom("", "\uFEFF"),
  newline: fc.constantFrom("\n", "\r\n"),
  space: fc.constantFrom("", " "),
  names: fc.boolean(),
  comment: fc.constantFrom("", ": keep-alive", "id: 7"),
  last: fc.constantFrom("", "\n", "\n\n"),
});

/** The bytes of a stream; the last event may come without its line ends. */
export function frame(
  events: readonly Pick<StreamedEvent, "name" | "data">[],
  how: Framing,
): Buffer {
  const { bom, newline, space, names, comment, last } = how;
  const lines = events.map(({ name, data }) =>
    [
      ...(comment === "" ? [] : [comment]),
      ...(names ? [`event:${space}${name}`] : []),
      `data:${space}${data}`,
    ].join(newline),
  );
  return Buffer.from(bom + lines.join(newline + newline) + last);
}
