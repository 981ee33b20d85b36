import { watch, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";
import { stateOf } from "./read-settled.ts";

/** A change is told when the file has been quiet for this long, or has changed for as long as the second. */
const quietMs = 150;
const longestMs = 1_000;
/** Some disks, and mounts that are links, tell of nothing: they are looked at. */
const lookEveryMs = 2_000;

/**
 * Tells that a file was written, replaced, removed or made. It watches the directory, because an
 * editor puts a new file in the place of the old one, and looks at the file every two seconds.
 */
export class FileWatch implements Disposable {
  readonly #path: string;
  readonly #onChange: () => void;
  readonly #looking: NodeJS.Timeout;
  #watcher: FSWatcher | null = null;
  #quiet: NodeJS.Timeout | undefined;
  #longest: NodeJS.Timeout | undefined;
  #isClosed = false;
  #seen: string | null = null;

  constructor(path: string, onChange: () => void) {
    this.#path = path;
    this.#onChange = onChange;
    this.#watch();
    void this.#look();
    this.#looking = setInterval(() => {
      void this.#look();
    }, lookEveryMs);
    this.#looking.unref();
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    clearInterval(this.#looking);
    clearTimeout(this.#quiet);
    clearTimeout(this.#longest);
    this.#watcher?.close();
  }

  #watch(): void {
    const name = basename(this.#path);
    try {
      this.#watcher = watch(dirname(this.#path), { persistent: false }, (_, changed) => {
        if (changed === null || changed === name) this.#changed();
      });
      // The directory went away, or the system watches no more: it is looked at all the same.
      this.#watcher.on("error", () => this.#watcher?.close());
    } catch {
      this.#watcher = null;
    }
  }

  async #look(): Promise<void> {
    const { identity: now } = await stateOf(this.#path);
    const before = this.#seen;
    this.#seen = now;
    if (before !== null && before !== now) this.#changed();
  }

  #changed(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#tell(), quietMs);
    this.#longest ??= setTimeout(() => this.#tell(), longestMs);
    this.#quiet.unref();
    this.#longest.unref();
  }

  #tell(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#longest);
    this.#longest = undefined;
    this.#onChange();
  }
}
