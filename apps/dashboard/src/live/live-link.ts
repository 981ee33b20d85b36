import type { LiveMessage } from "@signalbox/api-contract";
import type { LinkStatus } from "./live-store.ts";

/** Why a stream is over: an error's code where the gateway named one. */
export interface StreamEnd {
  readonly code: string | null;
}

/** Opens one stream, resuming after `lastId`; the promise settles when that stream is over. */
export type OpenStream = (
  lastId: string | null,
  onMessage: (message: LiveMessage, id: string) => void,
  signal: AbortSignal,
) => Promise<StreamEnd>;

export interface LiveLinkOptions {
  readonly open: OpenStream;
  /** Asks plainly who we are, since a stream that is refused doesn't say why. */
  readonly isDenied: () => Promise<boolean>;
  readonly onMessage: (message: LiveMessage, id: string) => void;
  readonly onStatus: (status: LinkStatus) => void;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
  readonly random: () => number;
}

export const backoff = { firstMs: 250, longestMs: 5_000 } as const;
/** Without an answer for this long the page says it is disconnected; it goes on trying. */
const failedAfterMs = 30_000;

const deniedCodes = new Set(["UNAUTHORIZED", "FORBIDDEN"]);

/** Half to all of a doubling delay, so that a browser's tabs and a room's screens don't knock at once. */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(backoff.firstMs * 2 ** attempt, backoff.longestMs);
  return full / 2 + (full / 2) * random;
}

/** Keeps one stream open to the gateway: resumes after a loss, and begins anew one that closed for good. */
export class LiveLink {
  readonly #options: LiveLinkOptions;
  #running: AbortController | null = null;
  #lastId: string | null = null;

  constructor(options: LiveLinkOptions) {
    this.#options = options;
  }

  /** Resolves when it was stopped, or was told that it may not read. */
  async run(lastId: string | null): Promise<void> {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    this.#lastId = lastId;
    await this.#keepOpen(running.signal);
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
  }

  async #keepOpen(signal: AbortSignal): Promise<void> {
    const { onStatus, sleep, now, random, isDenied } = this.#options;
    let hasWorked = this.#lastId !== null;
    let attempt = 0;
    let lastWorkedAt = now();
    onStatus(hasWorked ? "reconnecting" : "connecting");
    while (!signal.aborted) {
      const stream = await this.#readOne(signal);
      if (signal.aborted) return;
      const refused = stream.code === null ? await isDenied() : deniedCodes.has(stream.code);
      if (signal.aborted) return;
      if (refused) {
        onStatus("denied");
        return;
      }
      if (stream.hasWorked) {
        hasWorked = true;
        attempt = 0;
        lastWorkedAt = stream.lastMessageAt;
      }
      if (now() - lastWorkedAt > failedAfterMs) onStatus("failed");
      else onStatus(hasWorked ? "reconnecting" : "connecting");
      await sleep(backoffMs(attempt, random()), signal);
      attempt += 1;
    }
  }

  async #readOne(signal: AbortSignal) {
    const { open, onMessage, onStatus, now } = this.#options;
    let hasWorked = false;
    let lastMessageAt = 0;
    const end = await open(
      this.#lastId,
      (message, id) => {
        if (signal.aborted) return;
        this.#lastId = id;
        lastMessageAt = now();
        if (!hasWorked) onStatus("live");
        hasWorked = true;
        onMessage(message, id);
      },
      signal,
    );
    return { code: end.code, hasWorked, lastMessageAt };
  }
}
