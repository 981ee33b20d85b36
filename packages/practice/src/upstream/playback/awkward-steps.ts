import type { Step, Steps } from "./steps.ts";

// Longer than a turn of the event loop, so that the two parts leave in two TCP segments.
const APART_MS = 1;

/** The same bytes, but every character beyond ASCII is torn in two. */
export function* splitCharacters(steps: Steps): Steps {
  for (let next = steps.next(); ; next = steps.next()) {
    if (next.done === true) return next.value;
    yield* tornApart(next.value, (byte) => byte >= 0xc0);
  }
}

/** The same events after a BOM, with CRLF for LF, comments between, and CR apart from LF at times. */
export function* crlfWithComments(steps: Steps): Steps {
  let opening = "\uFEFF: a comment before the first event\r\n\r\n";
  let untilComment = 0;
  for (let next = steps.next(); ; next = steps.next()) {
    if (next.done === true) return next.value;
    const made = next.value.data();
    const text = typeof made === "string" ? opening + made.replaceAll("\n", "\r\n") : made;
    const step = { ...next.value, data: () => text };
    opening = "";
    untilComment -= 1;
    if (untilComment > 0) {
      yield step;
      continue;
    }
    untilComment = 5;
    yield* tornApart(step, (byte) => byte === 0x0d);
    if (step.last) continue;
    yield {
      delayMs: 0,
      data: () => ": keepalive\r\n\r\n:\r\nevent: message\r\n",
      tokens: 0,
      last: false,
    };
  }
}

/** Cuts a step behind every byte that the test names; its tokens count with its last part. */
function* tornApart(step: Step, isCut: (byte: number) => boolean): Generator<Step, void> {
  const bytes = Buffer.from(step.data());
  let start = 0;
  for (const [index, byte] of bytes.entries()) {
    if (!isCut(byte)) continue;
    const delayMs = start === 0 ? step.delayMs : APART_MS;
    const part = bytes.subarray(start, index + 1);
    yield { delayMs, data: () => part, tokens: 0, last: false };
    start = index + 1;
  }
  const rest = bytes.subarray(start);
  yield { ...step, delayMs: start === 0 ? step.delayMs : APART_MS, data: () => rest };
}
