import type { ConfigSetting } from "@signalbox/api-contract";

/** Settings that stand under one heading. */
export interface SettingGroup {
  readonly name: string;
  readonly settings: readonly (ConfigSetting & { readonly label: string })[];
}

/** Keys with things of the operator's own naming under them. */
const named: ReadonlySet<string> = new Set(["providers", "agents", "mcpServers", "webhooks"]);

/** By what they are about, in the order they came: `server`, `lanes`, `providers · openai`. */
export function groupSettings(settings: readonly ConfigSetting[]): SettingGroup[] {
  const groups = new Map<string, (ConfigSetting & { label: string })[]>();
  for (const setting of settings) {
    const { name, label } = placeOf(setting.key);
    const group = groups.get(name) ?? [];
    group.push({ ...setting, label });
    groups.set(name, group);
  }
  return Array.from(groups, ([name, list]) => ({ name, settings: list }));
}

function placeOf(key: string): { name: string; label: string } {
  const [first = "", second = "", ...rest] = key.split(".");
  if (second === "") return { name: "server", label: first };
  if (!named.has(first) || rest.length === 0) {
    return { name: first, label: [second, ...rest].join(".") };
  }
  return { name: `${first} · ${second}`, label: rest.join(".") };
}

/** Those that have every word in their key, value or origin. */
export function filterSettings(settings: readonly ConfigSetting[], text: string): ConfigSetting[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return settings.filter(({ key, value, source, from, hidden }) => {
    const all = [key, value, source, from, hidden].join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** What stands in the place of a value that is not told. */
export const hiddenWords = {
  secret: "set, and never shown",
  variable: "what the variable holds is not shown",
  path: "shown to admins alone",
} as const satisfies Record<NonNullable<ConfigSetting["hidden"]>, string>;
