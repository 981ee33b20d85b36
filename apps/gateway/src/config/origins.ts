import { basename } from "node:path";
import type { ParsedFile } from "./config-text.ts";
import type { Path } from "./yaml-tree.ts";

export type Source = "flag" | "env" | "file" | "default";

/** What said a value of the config. */
export interface Origin {
  readonly source: Source;
  /** `--port`, `SIGNALBOX_PORT`, `signalbox.yaml:12`; null for a default. */
  readonly from: string | null;
  /** What the file's text was filled with there, or within. */
  readonly variables: readonly string[];
}

const byDefault: Origin = { source: "default", from: null, variables: [] };

/** What flags and variables are called, by the key that they set. */
const flagNames: Readonly<Record<string, string>> = {
  host: "--host",
  port: "--port",
  dataDir: "--data-dir",
  configFile: "--config",
};
const variableNames: Readonly<Record<string, string>> = {
  host: "SIGNALBOX_HOST",
  port: "SIGNALBOX_PORT",
  dataDir: "SIGNALBOX_DATA_DIR",
  configFile: "SIGNALBOX_CONFIG",
  logLevel: "LOG_LEVEL",
  adminToken: "SIGNALBOX_ADMIN_TOKEN",
};

/** Where each value of a config came from. */
export class Origins {
  readonly #sources: Readonly<Record<string, Source>>;
  readonly #file: ParsedFile | null;
  readonly #kept: ReadonlyMap<string, Origins>;

  constructor(
    sources: Readonly<Record<string, Source>>,
    file: ParsedFile | null,
    kept: ReadonlyMap<string, Origins> = new Map(),
  ) {
    this.#sources = sources;
    this.#file = file;
    this.#kept = kept;
  }

  /** The same, but for keys of which another config's values stay in force. */
  keeping(other: Origins, keys: readonly string[]): Origins {
    const kept = keys.map((key) => [key, other.#kept.get(key) ?? other] as const);
    return new Origins(this.#sources, this.#file, new Map(kept));
  }

  /** Of a path as the file would have it. */
  of(path: Path): Origin {
    const key = String(path[0]);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept.of(path);
    const source = this.#sources[key] ?? "default";
    if (source === "flag") return { source, from: flagNames[key] ?? null, variables: [] };
    const variable = variableNames[key];
    if (source === "env" && variable !== undefined)
      return { source, from: variable, variables: [] };
    const line = this.#file?.lineOf(path) ?? null;
    // What a variable made without a file is for those to tell who know which one it was.
    if (source !== "file" || this.#file === null || line === null) return byDefault;
    return {
      source,
      from: `${basename(this.#file.name)}:${line}`,
      variables: this.#file.variablesWithin(path),
    };
  }

  /** Every text that a variable put into the file. */
  get filledTexts(): readonly string[] {
    return this.#file?.filledTexts ?? [];
  }
}
