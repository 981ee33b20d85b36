import type { ConfigSetting } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { filterSettings, groupSettings } from "./setting-groups.ts";

function setting(key: string, change: Partial<ConfigSetting> = {}): ConfigSetting {
  return {
    key,
    value: "1",
    hidden: null,
    source: "default",
    from: null,
    waits: false,
    ...change,
  };
}

const settings = [
  setting("host"),
  setting("providers.openai.apiKey", {
    value: null,
    hidden: "secret",
    source: "environment",
    from: "OPENAI_API_KEY",
  }),
  setting("providers.openai.timeouts.idleMs"),
  setting("lanes.maxDepth", { value: "7", source: "file", from: "signalbox.yaml:3" }),
  setting("aliases.fast", { value: "openai/small" }),
];

test("settings stand under what they are about", () => {
  const told = groupSettings(settings).map(({ name, settings: list }) => [
    name,
    list.map(({ label }) => label),
  ]);
  expect(told).toEqual([
    ["server", ["host"]],
    ["providers · openai", ["apiKey", "timeouts.idleMs"]],
    ["lanes", ["maxDepth"]],
    ["aliases", ["fast"]],
  ]);
});

test("words are looked for in keys, values and what said them", () => {
  const keys = (text: string) => filterSettings(settings, text).map(({ key }) => key);
  expect(keys("")).toHaveLength(5);
  expect(keys("OPENAI secret")).toEqual(["providers.openai.apiKey"]);
  expect(keys("openai_api_key")).toEqual(["providers.openai.apiKey"]);
  expect(keys("yaml:3")).toEqual(["lanes.maxDepth"]);
  expect(keys("nothing like it")).toEqual([]);
});
