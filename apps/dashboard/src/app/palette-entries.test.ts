import { expect, test } from "vitest";
import { modelRow } from "../models/model-row.fixture.ts";
import { modelEntries } from "./palette-entries.ts";

test("models are found by any words of their names and their providers', and lead to their pages", () => {
  const models = [
    modelRow({ provider: "openai", model: "gpt-5" }),
    modelRow({ provider: "local", model: "swift-1" }),
    modelRow({ provider: "local", model: "*" }),
  ];
  const opened: string[] = [];
  const found = (query: string) =>
    modelEntries(models, query, ({ provider, model }) => opened.push(`${provider}/${model}`));
  expect(found("swift LOCAL").map(({ label }) => label)).toEqual(["local · swift-1"]);
  expect(found("local").map(({ label }) => label)).toEqual(["local · swift-1"]);
  expect(found(" ")).toEqual([]);
  found("gpt")[0]?.run();
  expect(opened).toEqual(["openai/gpt-5"]);
});
