import { expect, test } from "vitest";
import { shareText, toldTraits, traitWords } from "./trait-words.ts";

const trait = (dimension: string, value: string, share = 0.94, shareOfRest = 0.31) => ({
  dimension,
  value,
  share,
  shareOfRest,
});

test("a trait is a sentence, with what it is compared to", () => {
  expect(traitWords(trait("model", "openai/org/gpt-5.1-mini"))).toEqual({
    share: "94 %",
    lead: "on",
    name: "openai · org/gpt-5.1-mini",
    rest: "of all other requests 31 %",
  });
  expect(traitWords(trait("lane", "openai · torn"))).toMatchObject({
    lead: "in lane",
    rest: "of all other failures 31 %",
  });
  expect(traitWords(trait("tool", "docs.search")).rest).toBe("of all other tool calls 31 %");
});

test("a share is never all where one is missing, nor none where there is one", () => {
  expect([0, 0.004, 0.315, 0.996, 1].map(shareText)).toEqual([
    "0 %",
    "< 1 %",
    "32 %",
    "> 99 %",
    "100 %",
  ]);
});

test("a provider is left out where its model says the same", () => {
  const traits = [
    trait("provider", "openai"),
    trait("model", "openai/mini"),
    trait("client", "crm"),
  ];
  expect(toldTraits(traits).map(({ value }) => value)).toEqual(["openai/mini", "crm"]);
  const wider = [trait("provider", "openai", 1), trait("model", "openai/mini", 0.6)];
  expect(toldTraits(wider)).toEqual(wider);
});

test("what few of a group have is not told of it", () => {
  expect(toldTraits([trait("lane", "openai · one", 0.2, 0)])).toEqual([]);
});
