import type { ServerResponse } from "node:http";
import type { Data, Ending, Steps } from "./steps.ts";

// Enough for one write; beyond it a turn of the event loop lets others in, and tells who has left.
const MAX_BURST_CHARACTERS = 32 * 1024;

/** Where a playback tells what it did. */
export interface PlaybackListener {
  /** Tokens that are being handed to the socket now. */
  sent(tokens: number): void;
  /** The last step is out; only the ending is left. Not called if the client leaves before. */
  ended(ending: Ending): void;
}

/**
 * Sends the steps of a reply in their time: one timer per reply however many tokens, and one write
 * for all steps that are due together. Stops at once when the response closes.
 */
export function play(steps: Steps, response: ServerResponse, listener: PlaybackListener): void {
  let timer: NodeJS.Timeout | undefined;
  let next = steps.next();
  let dueAt = performance.now() + delayOf(next);
  let closed = false;

  const wait = () => {
    if (closed) return;
    const leftMs = Math.ceil(dueAt - performance.now());
    if (leftMs <= 0) setImmediate(run);
    else timer = setTimeout(run, leftMs);
  };

  const run = () => {
    if (closed) return;
    const { data, tokens } = takeDue(performance.now());
    if (tokens > 0) listener.sent(tokens);
    const accepted = data.map((part) => response.write(part)).every(Boolean);
    if (next.done === true) finish(next.value, response, listener);
    else if (accepted) wait();
    else response.once("drain", wait);
  };

  /** The next step, and with it all that are due already. */
  const takeDue = (now: number) => {
    const data: Data[] = [];
    let text = "";
    let tokens = 0;
    while (next.done !== true) {
      const step = next.value;
      const made = step.data();
      tokens += step.tokens;
      if (typeof made === "string") text += made;
      // Bytes go by themselves: they may be half a character, which no string can hold.
      else {
        data.push(text, made);
        text = "";
      }
      next = steps.next();
      dueAt += delayOf(next);
      if (dueAt > now || text.length > MAX_BURST_CHARACTERS || data.length > 0) break;
    }
    data.push(text);
    return { data: data.filter(({ length }) => length > 0), tokens };
  };

  response.once("close", () => {
    closed = true;
    clearTimeout(timer);
  });
  wait();
}

function delayOf(next: IteratorResult<{ readonly delayMs: number }, Ending>): number {
  return next.done === true ? 0 : next.value.delayMs;
}

function finish(ending: Ending, response: ServerResponse, listener: PlaybackListener): void {
  listener.ended(ending);
  switch (ending) {
    case "end":
      response.end();
      return;
    case "destroy":
      // node:http holds chunks back until the next tick, and the client has to see them first.
      setImmediate(() => response.socket?.destroySoon());
      return;
    case "reset":
      setImmediate(() => response.socket?.resetAndDestroy());
      return;
    case "silence":
      return;
    default:
      ending satisfies never;
  }
}
