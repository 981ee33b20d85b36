import type { Fault } from "../faults/fault.ts";
import { errorInStream } from "../faults/refusal.ts";
import type { Encoder } from "../wires/wire.ts";
import { crlfWithComments, splitCharacters } from "./awkward-steps.ts";
import { gzipBomb, hugeBody, hugeLine } from "./huge-steps.ts";
import type { Data, Ending, Step, Steps } from "./steps.ts";

const AFTER_TOKENS = 5;
const BROKEN_UTF8 = Uint8Array.of(0x64, 0x61, 0x74, 0x61, 0x3a, 0x20, 0xff, 0xfe, 0xc3, 0x28);

/** What a fault is put into. */
export interface FaultScene {
  readonly steps: Steps;
  /** Of the events; undefined where the answer is one body. */
  readonly encoder: Encoder | undefined;
}

/** The steps with a fault put into them; the same steps if the fault is of another kind. */
export function withFault(fault: Fault | undefined, scene: FaultScene): Steps {
  const { steps, encoder } = scene;
  switch (fault?.kind) {
    case "hang":
      return nothing("silence");
    case "stall":
      return broken(steps, fault.afterTokens, "silence");
    case "cut":
      return broken(steps, fault.afterTokens, fault.reset === true ? "reset" : "destroy");
    case "end_early":
      return broken(steps, fault.afterTokens, "end");
    case "malformed":
      return interrupted(steps, fault.afterTokens, garbage(fault.as ?? "json", encoder));
    case "error_in_stream":
      return broken(steps, fault.afterTokens, "end", streamError(fault, encoder));
    case "huge_line": {
      if (encoder === undefined) return interrupted(steps, 0, hugeBody(fault.bytes));
      return interrupted(steps, fault.afterTokens, hugeLine(encoder, fault.bytes));
    }
    case "gzip_bomb":
      return gzipBomb(fault.bytes);
    case "split_utf8":
      return splitCharacters(steps);
    case "crlf_comments":
      return encoder === undefined ? steps : crlfWithComments(steps);
    case "rate_limit":
    case "server_error":
    case "auth":
    case "context_length":
    case "empty":
    case "slow":
    case "content_filter":
    case "huge_header":
    case undefined:
      return steps;
    default:
      return fault satisfies never;
  }
}

// oxlint-disable-next-line require-yield -- a reply of no steps is still a reply with an ending
function* nothing(ending: Ending): Steps {
  return ending;
}

/** Passes steps on until so many tokens went by or the last one is due, which it hands back. */
function* upTo(steps: Steps, afterTokens = AFTER_TOKENS): Generator<Step, Step | undefined> {
  let tokens = 0;
  for (let next = steps.next(); next.done !== true; next = steps.next()) {
    const { value: step } = next;
    if (step.last || (step.tokens > 0 && tokens >= afterTokens)) return step;
    tokens += step.tokens;
    yield step;
  }
  return undefined;
}

function* broken(
  steps: Steps,
  afterTokens: number | undefined,
  ending: Ending,
  extra: Iterable<Data> = [],
): Steps {
  yield* upTo(steps, afterTokens);
  yield* unpaced(extra);
  return ending;
}

function* interrupted(steps: Steps, afterTokens: number | undefined, extra: Iterable<Data>): Steps {
  const held = yield* upTo(steps, afterTokens);
  yield* unpaced(extra);
  if (held !== undefined) yield held;
  return yield* steps;
}

function* unpaced(data: Iterable<Data>): Generator<Step, void> {
  for (const bytes of data) yield { delayMs: 0, data: () => bytes, tokens: 0, last: false };
}

function* streamError(
  fault: Extract<Fault, { kind: "error_in_stream" }>,
  encoder: Encoder | undefined,
): Generator<Data, void> {
  if (encoder !== undefined) yield encoder.error(errorInStream(fault), fault.asReply === true);
}

function* garbage(
  as: "json" | "lines" | "utf8",
  encoder: Encoder | undefined,
): Generator<Data, void> {
  if (as === "json") yield encoder?.halfEvent() ?? '{"half": "a';
  else if (as === "lines")
    yield "<html><body>502 Bad Gateway</body></html>\n\n\u0000\u0001: no: event\n\n";
  else yield* [BROKEN_UTF8, "\n\n"];
}
