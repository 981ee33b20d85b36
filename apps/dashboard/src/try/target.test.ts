import { expect, test } from "vitest";
import { choicesOf, providerOf, startOf, targetOf, type Answerers } from "./target.ts";

const setup: Answerers = {
  agents: [
    { name: "support", model: "local/a", tools: ["clock"] },
    { name: "plain", model: "practice/swift-1", tools: [] },
  ],
  aliases: [{ name: "fast", models: ["local/a", "practice/swift-1"] }],
  models: ["practice/swift-1"],
  providers: [
    { name: "practice", kind: "practice", practice: true, keyFrom: "none" },
    { name: "local", kind: "openai-compatible", practice: false, keyFrom: "none" },
  ],
  defaultAgent: "support",
};

test.each([
  ["support", "agent", "local/a", { agent: "support" }],
  ["plain", "agent", "practice/swift-1", { agent: "plain" }],
  ["fast", "alias", "local/a", { model: "fast" }],
  ["practice/swift-1", "model", "practice/swift-1", { model: "practice/swift-1" }],
  ["nobody", "unknown", null, { model: "nobody" }],
])("%s is a name of the kind %s", (name, kind, model, start) => {
  const target = targetOf(name, setup);
  expect(target).toMatchObject({ kind, model });
  expect(startOf(target)).toEqual(start);
});

test("a model's provider tells whether it is practice", () => {
  expect(providerOf(targetOf("plain", setup), setup)?.practice).toBe(true);
  expect(providerOf(targetOf("support", setup), setup)?.practice).toBe(false);
  expect(providerOf(targetOf("gone/x", setup), setup)).toBeUndefined();
});

test("what can be chosen has each name once, and what was called too", () => {
  const seen = [
    { provider: "practice", model: "swift-1" },
    { provider: "local", model: "b" },
    { provider: "local", model: "*" },
  ];
  expect(choicesOf(setup, seen)).toEqual([
    { label: "Agents", names: ["support", "plain"] },
    { label: "Aliases", names: ["fast"] },
    { label: "Models", names: ["local/b", "practice/swift-1"] },
  ]);
});
