import fc from "fast-check";
import { expect, it } from "vitest";
import { cutToContext } from "./cut-to-context.ts";
import { fitContext } from "./fit-context.ts";
import type { SdkMessage } from "./sdk-model.ts";

const text = fc.nat(400).map((length) => "x".repeat(length));
const parts = text.map((value) => [{ type: "text" as const, text: value }]);
const message: fc.Arbitrary<SdkMessage> = fc.oneof(
  parts.map((content) => ({ role: "user" as const, content })),
  parts.map((content) => ({ role: "assistant" as const, content })),
  text.map((content) => ({ role: "system" as const, content })),
);

it("leaves all that fits, and changes nothing of what a model is told", () => {
  const options = { maxOutputTokens: 10, otherTokens: 0 };
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 12 }),
      fc.integer({ min: 20, max: 300 }),
      (all, contextTokens) => {
        const { messages, leftOut } = cutToContext(all, contextTokens);
        expect(
          fitContext([...messages], { ...options, contextTokens, leftOutBefore: leftOut }),
        ).toEqual(fitContext(all, { ...options, contextTokens, leftOutBefore: 0 }));
      },
    ),
    { numRuns: 1_000 },
  );
});

it("keeps no more of a long conversation than a model could be told, and what stands before it", () => {
  const said = { role: "user", content: "x".repeat(400) };
  const system = { role: "system", content: "Be kind." };
  const { messages, leftOut } = cutToContext(
    [system, ...Array.from({ length: 10_000 }, () => said)],
    1_000,
  );
  expect(messages).toEqual([system, ...Array.from({ length: 10 }, () => said)]);
  expect(leftOut).toBe(9_990);
});
