import { asNumber, asObject } from "../../json.ts";
import { excerpt } from "../excerpt.ts";
import type { StreamTally } from "../stream-tally.ts";
import type { ToolCallCount } from "../tool-call-count.ts";
import type { EventFate, EventReader } from "../wire.ts";
import { argumentsOf, parseChatChunk } from "./chat-chunk.ts";
import { TextDeltaFinder } from "./text-delta.ts";

/**
 * Reads the chunks of an OpenAI chat stream. Of most it looks at the few bytes that tell whether there
 * is text; it parses a chunk only where there may be more in it.
 */
export class ChatEvents implements EventReader {
  readonly #dropUsage: boolean;
  readonly #deltas = new TextDeltaFinder();

  /** `dropUsage`: the client did not ask for the chunk with the usage, so it is read and not passed on. */
  constructor(dropUsage: boolean) {
    this.#dropUsage = dropUsage;
  }

  /** A piece without a place begins a call of its own. */
  #count(pieces: readonly unknown[], count: ToolCallCount): void {
    for (const piece of pieces) {
      const index = asNumber(asObject(piece)?.["index"]);
      if (index === null) count.begin();
      count.addPiece(index ?? "none", argumentsOf(piece).length);
    }
  }

  read(payload: string, tally: StreamTally): EventFate {
    if (payload.trim() === "[DONE]") {
      tally.done = true;
      // An answer with nothing in it does not end well, and its client is told so in its place.
      return tally.tokens > 0 ? "pass" : "drop";
    }
    const delta = this.#deltas.find(payload);
    if (delta !== null) {
      tally.text.add(delta);
      tally.countToken();
      return "pass";
    }
    const chunk = parseChatChunk(payload);
    if (chunk === null) return { malformed: `a chunk that is no JSON: ${excerpt(payload)}` };
    if (chunk.error !== null) {
      // Told to the client in the gateway's own words, once.
      tally.error ??= chunk.error;
      return "drop";
    }
    if (chunk.usage !== null) tally.usage = chunk.usage;
    if (chunk.finishReason !== null) {
      tally.finishReason = chunk.finishReason;
      // Servers there are that end with it, and send no [DONE].
      tally.done = true;
    }
    if (chunk.text !== "") tally.text.addText(chunk.text);
    if (tally.toolCalls !== null) this.#count(chunk.toolCalls, tally.toolCalls);
    if (chunk.hasOutput) tally.countToken();
    return this.#dropUsage && chunk.isUsageOnly ? "drop" : "pass";
  }
}
