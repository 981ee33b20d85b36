import { readSettled, stateOf, textOf, type FileState } from "./read-settled.ts";
import { revisionOf } from "./revision.ts";

/** Of a file that took the place of another one, and was whole before; or that somebody asks for. */
const replacedQuietMs = 50;
/** Of a file that is written where it is: whoever writes it may take a pause. */
const writtenQuietMs = 1_500;
/** Of what may be half of what is in force. */
const halfQuietMs = 5_000;
/** After that it is told that the file does not come to rest. */
const longMs = 60_000;

export interface WholeFileOptions {
  readonly signal: AbortSignal;
  /** Somebody asks for it as it is now. */
  readonly isAsked: () => boolean;
  /** What was read last, and is no news. */
  readonly seen: string;
  readonly tell: (level: "warn", message: string) => void;
}

/** Reads a file when it can be believed that whoever writes it is done. */
export class WholeFile {
  readonly #path: string;
  #inode: number | null = null;
  #isFirst = true;
  #inForce: string | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** What is in force from now on: its beginning alone may be half of it. */
  isInForce(text: string | null): void {
    this.#inForce = text;
  }

  /** Its text, or null where there is no file. Rejects where it can't be read, or the signal aborts. */
  async read({ signal, isAsked, seen, tell }: WholeFileOptions): Promise<string | null> {
    if (this.#isFirst) await this.#begin(seen);
    this.#isFirst = false;
    let half: string | null = null;
    const since = performance.now();
    let isLongTold = false;
    const quietMs = (state: FileState): number => {
      if (!isLongTold && performance.now() - since > longMs) {
        isLongTold = true;
        tell("warn", restless);
      }
      if (isAsked() || state.inode === null) return replacedQuietMs;
      if (state.identity === half) return halfQuietMs;
      const isReplaced = this.#inode !== null && state.inode !== this.#inode;
      return isReplaced ? replacedQuietMs : writtenQuietMs;
    };
    for (;;) {
      const { text, identity, inode } = await readSettled(this.#path, { signal, quietMs });
      const isNews = text !== null && revisionOf(text) !== seen;
      if (!isNews || isAsked() || identity === half || !this.#mayBeHalf(text)) {
        this.#inode = inode;
        return text;
      }
      half = identity;
      tell("warn", halfWritten);
    }
  }

  /** What was in force before anything was read here, while it is there still. */
  async #begin(seen: string): Promise<void> {
    this.#inode = (await stateOf(this.#path)).inode;
    const text = await textOf(this.#path).catch(() => null);
    if (text !== null && revisionOf(text) === seen) this.#inForce = text;
  }

  #mayBeHalf(text: string): boolean {
    const whole = this.#inForce;
    return whole !== null && text.length < whole.length && whole.startsWith(text);
  }
}

const halfWritten = `The config file is the beginning of what is in force, and may be half written. It is read again once it has been as it is for ${halfQuietMs / 1_000} seconds; SIGHUP has it read at once.`;
const restless = `The config file has not stopped changing for ${longMs / 1_000} seconds. What is in force stays until it does; SIGHUP has it read at once.`;
