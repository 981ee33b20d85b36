import { stat } from "node:fs/promises";

const checkEveryMs = 1_000;

/** Watches whether a path still leads to the file that was opened: a removed one takes writes and keeps none. */
export class FileIdentity implements Disposable {
  readonly #path: string;
  readonly #timer: NodeJS.Timeout;
  #opened: string | null = null;
  #isLost = false;

  constructor(path: string) {
    this.#path = path;
    void this.#check();
    this.#timer = setInterval(() => {
      void this.#check();
    }, checkEveryMs);
    this.#timer.unref();
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #check(): Promise<void> {
    const found = await identityOf(this.#path);
    this.#opened ??= found;
    this.#isLost = found !== this.#opened;
  }
}

async function identityOf(path: string): Promise<string | null> {
  try {
    const { dev, ino } = await stat(path);
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}
