import { z } from "zod";
import { builtInTool } from "./built-in-tool.ts";
import { evaluateExpression, expressionBounds } from "./expression.ts";
import { ToolError } from "./tool.ts";

/** Doubles hold 15 decimal digits; those after them are noise, such as the last one of 0.1 + 0.2. */
const significantDigits = 15;

/** Evaluates an arithmetic expression; answers the number. */
export const calculator = builtInTool({
  name: "calculator",
  description:
    "Evaluates an arithmetic expression: + - * / % ^, parentheses, 1.5e-3, pi, e, and abs ceil cos exp floor ln log (base 10) max min round sin sqrt tan (radians).",
  input: z.strictObject({
    expression: z
      .string()
      .min(1)
      .max(expressionBounds.maxLength)
      .describe("Such as (2 + 3) * sqrt(16) / 1e3"),
  }),
  run({ expression }) {
    try {
      return format(evaluateExpression(expression));
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw new ToolError("tool_input", `Can't calculate this: ${problem}.`, { cause });
    }
  },
});

function format(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(significantDigits)));
}
