import { expect, test } from "vitest";
import { calculator } from "./calculator.ts";

const context = { signal: new AbortController().signal, now: () => 0 };

test.for([
  ["0.1 + 0.2", "0.3"],
  ["4.35 * 100", "435"],
  ["2 ^ 53 - 1", "9007199254740991"],
  ["1 / 3", "0.333333333333333"],
  ["10 ^ 21", "1e+21"],
  ["-0", "0"],
] as const)("%s is %s", async ([expression, answer]) => {
  expect(await calculator.run({ expression }, context)).toBe(answer);
});

test("an error says what and where", async () => {
  await expect(calculator.run({ expression: "1 / 0" }, context)).rejects.toMatchObject({
    name: "ToolError",
    code: "tool_input",
    message: "Can't calculate this: Division by zero at character 3.",
  });
});

test("its schema is a plain JSON schema", () => {
  expect(JSON.parse(JSON.stringify(calculator.inputSchema))).toMatchObject({
    type: "object",
    required: ["expression"],
    properties: { expression: { type: "string" } },
    additionalProperties: false,
  });
});
