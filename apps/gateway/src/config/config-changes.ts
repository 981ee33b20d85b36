import type { Config } from "./config.ts";
import { isSameValue } from "./same-value.ts";

/** What is different under one key of the config. */
export interface ConfigChange {
  readonly key: keyof Config;
  /** Of what goes by a name, such as a provider; empty for a key that has no names under it. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** A revision is another with each comment, and says nothing of what is in force. */
const untold: ReadonlySet<string> = new Set(["revision", "adminToken", "configFile", "origins"]);

const shownNames = 20;

/** What is different between two configs, key by key. */
export function changesBetween(before: Config, after: Config): ConfigChange[] {
  return keysOf(after).flatMap((key): ConfigChange[] => {
    const [old, now] = [before[key], after[key]];
    if (untold.has(key) || isSameValue(old, now)) return [];
    if (!(old instanceof Map) || !(now instanceof Map)) return [{ key, ...noNames }];
    const had = new Map<string, unknown>(old);
    const has = new Map<string, unknown>(now);
    return [
      {
        key,
        added: [...has.keys()].filter((name) => !had.has(name)),
        changed: [...has].flatMap(([name, value]) =>
          had.has(name) && !isSameValue(had.get(name), value) ? [name] : [],
        ),
        removed: [...had.keys()].filter((name) => !has.has(name)),
      },
    ];
  });
}

/** In words, by names alone: values may be secrets. */
export function describeChanges(changes: readonly ConfigChange[]): string {
  return changes
    .map(({ key, added, changed, removed }) => {
      const parts = [named("added", added), named("changed", changed), named("removed", removed)];
      return [key, ...parts.filter((part) => part !== "")].join(" ");
    })
    .join("; ");
}

const noNames = { added: [], changed: [], removed: [] } as const;

function named(verb: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const shown = names.slice(0, shownNames).join(", ");
  const more = names.length - shownNames;
  return `${verb} ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}

function keysOf(config: Config): (keyof Config)[] {
  // A config has the keys of its type and no others.
  return Object.keys(config) as (keyof Config)[];
}
