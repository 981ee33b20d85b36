import { basename } from "node:path";
import { describeChanges, type ConfigChange } from "./config-changes.ts";
import { ConfigError } from "./config-error.ts";
import type { Config } from "./config.ts";
import type { LiveConfig } from "./live-config.ts";
import { configFileOf, loadConfig, type LoadOptions } from "./load.ts";
import { unreadableFile } from "./config-text.ts";
import { revisionOf } from "./revision.ts";
import { FileWatch } from "./watch-file.ts";
import { WholeFile } from "./whole-file.ts";

export interface ConfigReloadOptions {
  readonly live: LiveConfig;
  /** What the config in force was loaded from. */
  readonly load: LoadOptions;
  /** Throws a {@link ConfigError} for what only other parts can tell. */
  readonly check: (config: Config) => void;
  /** Told once the new config is in force, for who has to act on it. */
  readonly apply: (changes: readonly ConfigChange[]) => void | Promise<void>;
  readonly tell: (level: "info" | "warn" | "error", message: string) => void;
}

/**
 * Puts the config file in force again whenever it changes, or somebody asks. One that is bad, empty or
 * gone is refused, which is told once, and the last good one stays in force.
 */
export class ConfigReload {
  readonly #options: ConfigReloadOptions;
  readonly #path: string;
  readonly #stopping = new AbortController();
  readonly #file: WholeFile;
  #watch: FileWatch | null = null;
  #running: Promise<void> | null = null;
  #isWanted = false;
  #isAsked = false;
  /** What was there when the file was last read: its text's revision, or why there is none. */
  #seen: string;
  #refused: string | null = null;
  #warned: readonly string[];

  constructor(options: ConfigReloadOptions & { readonly warnings: readonly string[] }) {
    const { configFile, revision } = options.live.current;
    this.#options = options;
    this.#path = configFileOf(options.load);
    this.#file = new WholeFile(this.#path);
    this.#seen = configFile === null ? noFile : revision;
    this.#warned = options.warnings;
  }

  /** Why the file on disk is not the config in force; null where it is. */
  get refused(): string | null {
    return this.#refused;
  }

  /** From now on the file is watched; a change since it was loaded is seen at once. */
  start(): void {
    this.#watch = new FileWatch(this.#path, () => {
      void this.#reload();
    });
    void this.#reload();
  }

  /** Reads the file now and tells what came of it, even where nothing changed. */
  reload(): Promise<void> {
    this.#isAsked = true;
    return this.#reload();
  }

  async stop(): Promise<void> {
    this.#watch?.[Symbol.dispose]();
    this.#stopping.abort();
    await this.#running;
  }

  /** One after the other; what comes meanwhile is one more turn. Never rejects. */
  #reload(): Promise<void> {
    this.#isWanted = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isWanted && !this.#stopping.signal.aborted) {
      this.#isWanted = false;
      await this.#once();
    }
    this.#running = null;
  }

  async #once(): Promise<void> {
    let isAsked = false;
    try {
      const text = await this.#file.read({
        signal: this.#stopping.signal,
        isAsked: () => this.#isAsked,
        seen: this.#seen,
        tell: this.#options.tell,
      });
      isAsked = this.#takeAsked();
      const revision = text === null ? noFile : revisionOf(text);
      if (!this.#isNews(revision) && !isAsked) return;
      await this.#adopt(await this.#load(text), isAsked);
      this.#file.isInForce(text);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      isAsked ||= this.#takeAsked();
      if (error instanceof ConfigError) this.#refuse(error.message);
      else if (this.#isNews(String(error)) || isAsked) {
        this.#refuse(unreadableFile(this.#path, error).message);
      }
    }
  }

  /** Whoever asks while the file is being waited for is answered with that turn. */
  #takeAsked(): boolean {
    const isAsked = this.#isAsked;
    this.#isAsked = false;
    return isAsked;
  }

  #isNews(found: string): boolean {
    const isNews = this.#seen !== found;
    this.#seen = found;
    return isNews;
  }

  async #load(text: string | null) {
    const { load, live, check } = this.#options;
    if (text === null && live.current.configFile !== null) {
      throw this.#problem("the config file is gone; put it back.");
    }
    const loaded = await loadConfig({
      ...load,
      ...(text !== null && { readFile: () => Promise.resolve(text) }),
    });
    check(loaded.config);
    return loaded;
  }

  async #adopt(
    { config, warnings }: { config: Config; warnings: readonly string[] },
    isAsked: boolean,
  ): Promise<void> {
    const { live, tell, apply } = this.#options;
    const wasRefused = this.#refused !== null;
    const isAnother = live.current.revision !== config.revision;
    const { changes, waiting } = live.adopt(config);
    this.#refused = null;
    try {
      if (isAnother || changes.length > 0) await apply(changes);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tell("error", `The changed config could not be put in force everywhere: ${reason}`);
    }
    if (changes.length > 0) {
      tell("info", `The changed config is in force: ${describeChanges(changes)}.`);
    } else if (isAnother || wasRefused || isAsked) {
      const read =
        config.configFile === null
          ? "There is no config file; what the environment says"
          : "The config file was read again; what it says";
      tell("info", `${read} is in force already.`);
    }
    if (waiting.length > 0) {
      tell("warn", `${waiting.join(", ")} changed too, and will be in force after a restart.`);
    }
    for (const warning of warnings) if (!this.#warned.includes(warning)) tell("warn", warning);
    this.#warned = warnings;
  }

  #refuse(message: string): void {
    this.#refused = message;
    this.#options.tell("error", `${message}\nThe last good config stays in force.`);
  }

  #problem(message: string): ConfigError {
    return new ConfigError("bad_config", [{ where: basename(this.#path), key: "", message }]);
  }
}

const noFile = "no file";
