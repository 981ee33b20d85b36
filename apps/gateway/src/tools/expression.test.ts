import { runInThisContext } from "node:vm";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExpressionError } from "./expression-token.ts";
import { evaluateExpression, expressionBounds } from "./expression.ts";

describe("what it understands", () => {
  test.for([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 4 - 3", 3],
    ["100 / 10 / 5", 2],
    ["-7 % 3", -1],
    ["7 % -3", 1],
    ["2 ^ 3 ^ 2", 512],
    ["-2 ^ 2", -4],
    ["(-2) ^ 2", 4],
    ["2 ^ -1", 0.5],
    ["2 ^ -2 ^ 2", 1 / 16],
    ["2 * -3", -6],
    ["--3 + +4", 7],
    ["1.5e3 + .5 + 2.", 1502.5],
    ["2E-2", 0.02],
    ["pi", Math.PI],
    ["2 * e", 2 * Math.E],
    ["SQRT(16) + Abs(-2)", 6],
    ["round(2.5) + floor(2.9) + ceil(2.1)", 8],
    ["min(3, 1, 2) + max(4, 6, 5)", 7],
    ["log(1000)", 3],
    ["ln(exp(2))", 2],
    ["sin(0) + cos(0) + tan(0)", 1],
    ["6 × 4 ÷ 3 − 1", 7],
  ] as const)("%s is %d", ([text, value]) => {
    expect(evaluateExpression(text)).toBe(value);
  });
});

describe("what it refuses, and where", () => {
  test.for([
    ["", 1, "Expected a number, found the end"],
    ["1 +", 4, "Expected a number, found the end"],
    ["1 2", 3, "Expected an operator or the end, found 2"],
    ["2 pi", 3, 'Expected an operator or the end, found "pi"'],
    ["(1 + 2", 7, 'Expected ")", found the end'],
    ["1 + )", 5, 'Expected a number, found ")"'],
    ["1.2.3", 4, "Expected an operator or the end, found 0.3"],
    ["3 $ 4", 3, 'Unexpected "$"'],
    ["2 + 😀", 5, 'Unexpected "😀"'],
    ["1e999", 1, "1e999 is too large"],
    ["4 + 1 / (2 - 2)", 7, "Division by zero"],
    ["5 % 0", 3, "Division by zero"],
    ["sqrt(-1)", 1, "The result is not a real number"],
    ["1 + ln(0)", 5, "The result is too large"],
    ["10 ^ 400", 4, "The result is too large"],
    ["sqrt(1, 2)", 1, "sqrt takes one argument, not 2"],
    ["max()", 1, "max takes at least 1 argument, not 0"],
    ["sqrt 4", 6, 'Expected "(", found 4'],
    ["constructor(1)", 1, "Unknown name constructor"],
    ["process.exit()", 1, "Unexpected"],
  ] as const)("%s", ([text, position, problem]) => {
    const error = failureOf(text);
    expect(error.message).toContain(problem);
    if (text !== "process.exit()") expect(error.position).toBe(position);
    expect(error.message).toContain(`at character ${error.position}`);
  });

  test("an expression that is too long", () => {
    const text = "1".padEnd(expressionBounds.maxLength + 1, "+1");
    expect(failureOf(text).message).toContain("longer than");
  });

  test.for(["(", "-", "1^", "abs("])("nesting without end: %s", (piece) => {
    const text = piece.repeat(expressionBounds.maxDepth + 1);
    expect(failureOf(text).message).toContain("Nested deeper");
  });

  test("a long sum is not deep", () => {
    const text = `0${"+1".repeat(expressionBounds.maxLength / 2 - 1)}`;
    expect(evaluateExpression(text)).toBe(expressionBounds.maxLength / 2 - 1);
  });
});

/** The same expression as we write it and as JavaScript does. */
interface Pair {
  readonly ours: string;
  readonly js: string;
}

const number = fc
  .oneof(fc.nat(20), fc.double({ min: 0, max: 1e6, noNaN: true }))
  .map((value) => ({ ours: String(value), js: String(value) }));

function chain(of: fc.Arbitrary<Pair>, ...operators: string[]): fc.Arbitrary<Pair> {
  const more = fc.array(fc.tuple(fc.constantFrom(...operators), of), { maxLength: 2 });
  return fc.tuple(of, more).map(([first, rest]) => ({
    ours: rest.reduce((text, [operator, { ours }]) => `${text} ${operator}${ours}`, first.ours),
    js: rest.reduce((text, [operator, { js }]) => `${text} ${operator} ${js}`, first.js),
  }));
}

/** Counted over powers and atoms together, so that an expression stays of a size to read. */
const nesting = { maxDepth: 4, depthIdentifier: "nesting" } as const;

/** Precedence and associativity are left to JavaScript, but for its refusal of -2 ** 2. */
function expressions(...factors: string[]): fc.Arbitrary<Pair> {
  return fc.letrec<{ sum: Pair; atom: Pair; power: Pair; signed: Pair }>((tie) => ({
    sum: chain(chain(tie("signed"), ...factors), "+", "-"),
    signed: fc.oneof(
      tie("power"),
      tie("power").map(({ ours, js }) => ({ ours: `-${ours}`, js: `(-(${js}))` })),
    ),
    power: fc.oneof(
      nesting,
      tie("atom"),
      fc.tuple(tie("atom"), tie("signed")).map(([base, exponent]) => ({
        ours: `${base.ours}^${exponent.ours}`,
        js: `${base.js} ** ${exponent.js}`,
      })),
    ),
    atom: fc.oneof(
      nesting,
      number,
      tie("sum").map(({ ours, js }) => ({ ours: `(${ours})`, js: `(${js})` })),
      fc
        .tuple(fc.constantFrom("abs", "sqrt", "floor", "sin"), tie("sum"))
        .map(([name, { ours, js }]) => ({ ours: `${name}(${ours})`, js: `Math.${name}(${js})` })),
    ),
  })).sum;
}

describe("generated expressions", () => {
  test("have the value JavaScript gives them", () => {
    fc.assert(
      fc.property(expressions("*", "/", "%"), ({ ours, js }) => {
        const expected = inJavaScript(js);
        const value = valueOf(ours);
        // What has no finite value on the way is refused, even where JavaScript comes back from it.
        if (value === undefined) return;
        expect(value).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test("are never refused where nothing in them can go wrong", () => {
    const safe = chain(chain(chain(fc.nat(9).map(same), "*"), "+", "-").map(inParentheses), "*");
    fc.assert(
      fc.property(safe, ({ ours, js }) => {
        expect(evaluateExpression(ours)).toBe(inJavaScript(js));
      }),
    );
  });

  test("any text is a number or an error with a position within it", () => {
    const piece = fc.constantFrom("1", "2.5", "e", "sin(", "(", ")", "-", "^", "/", ",", " ", "é");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        try {
          expect(Number.isFinite(evaluateExpression(text))).toBe(true);
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          expect(error.position).toBeGreaterThanOrEqual(1);
          expect(error.position).toBeLessThanOrEqual(text.length + 1);
        }
      }),
    );
  });
});

function same(value: number): Pair {
  return { ours: String(value), js: String(value) };
}

function inParentheses({ ours, js }: Pair): Pair {
  return { ours: `(${ours})`, js: `(${js})` };
}

function valueOf(text: string): number | undefined {
  try {
    return evaluateExpression(text);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

function failureOf(text: string): ExpressionError {
  try {
    evaluateExpression(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${text} was not refused`);
}

function inJavaScript(text: string): unknown {
  // The reference: text made of numbers, operators and Math's functions alone.
  return runInThisContext(text);
}
