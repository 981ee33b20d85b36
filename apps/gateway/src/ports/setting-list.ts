import type { ConfigSetting } from "@signalbox/api-contract";
import { Secret, type Config, type Origin } from "../config/index.ts";

type Path = readonly (string | number)[];

/** A variable's text shorter than this says nothing, and would hide half of the config. */
const tellingLength = 8;

const sourceNames = {
  flag: "flag",
  env: "environment",
  file: "file",
  default: "default",
} as const;

/**
 * Settings as they are told: those that are added one by one, and no others. Of what may be a secret it is
 * told that it is set and by what, never what it is.
 */
export class SettingList {
  readonly settings: ConfigSetting[] = [];
  readonly #config: Config;
  readonly #waiting: readonly string[];
  /** What must not stand in any value, wherever it came from. */
  readonly #untold: readonly string[];

  constructor(config: Config, waiting: readonly string[]) {
    this.#config = config;
    this.#waiting = waiting;
    this.#untold = [...config.origins.filledTexts, ...secretsOf(config)].filter(
      (text) => text.length >= tellingLength,
    );
  }

  /** One that may be told. Null is told as `none`. */
  add(path: Path, value: string | number | boolean | null, origin = this.#originOf(path)): void {
    const text = value === null ? "none" : String(value);
    const isFilled = origin.variables.length > 0 || this.#untold.some((one) => text.includes(one));
    if (isFilled) this.#push(path, null, "variable", origin);
    else this.#push(path, text, null, origin);
  }

  /** A list of names. */
  addList(path: Path, values: readonly string[], shown = 40): void {
    const more = values.length - shown;
    const text = values.slice(0, shown).join(", ");
    this.add(path, more > 0 ? `${text} and ${more} more` : text === "" ? null : text);
  }

  /** Numbers and words under one key. */
  addAll(path: Path, values: Readonly<Record<string, string | number | boolean | null>>): void {
    for (const [key, value] of Object.entries(values)) this.add([...path, key], value);
  }

  /** The address alone: what follows it may hold a key. */
  addUrl(path: Path, url: string | URL | null, origin?: Origin): void {
    const parsed = url === null ? null : URL.parse(String(url));
    const isLong = parsed !== null && (parsed.pathname !== "/" || parsed.search !== "");
    this.add(path, parsed === null ? null : `${parsed.origin}${isLong ? "/…" : ""}`, origin);
  }

  /** One that is set or not, and never told. */
  addSecret(path: Path, isSet: boolean, origin = this.#originOf(path)): void {
    if (isSet) this.#push(path, null, "secret", origin);
    else this.#push(path, "none", null, origin);
  }

  /** A path on the gateway's own disk: its last part, for those who may not see all of it. */
  addPath(path: Path, value: string | null, isTold: boolean): void {
    if (value === null || isTold) this.add(path, value);
    else this.#push(path, null, "path", this.#originOf(path));
  }

  #originOf(path: Path): Origin {
    return this.#config.origins.of(path);
  }

  #push(
    path: Path,
    value: string | null,
    hidden: ConfigSetting["hidden"],
    { source, from, variables }: Origin,
  ): void {
    const [variable] = variables;
    this.settings.push({
      key: keyOf(path),
      value,
      hidden,
      source: variable === undefined ? sourceNames[source] : "environment",
      from: variable === undefined ? from : variables.join(", "),
      waits: this.#waiting.includes(String(path[0])),
    });
  }
}

function keyOf(path: Path): string {
  return path.join(".");
}

/** Every secret of a config, wherever in it. */
function secretsOf(value: unknown, depth = 0): string[] {
  if (value instanceof Secret) return [value.reveal()];
  if (typeof value !== "object" || value === null || value instanceof URL || depth > 8) return [];
  const inside = value instanceof Map ? [...value.values()] : Object.values(value);
  return inside.flatMap((one) => secretsOf(one, depth + 1));
}
