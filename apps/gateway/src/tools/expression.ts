import {
  expressionConstants,
  expressionFunctions,
  type ExpressionFunction,
} from "./expression-function.ts";
import { ExpressionError, tokenize, type Token } from "./expression-token.ts";

/** The longest expression, in characters, and the deepest nesting of what is in it. */
export const expressionBounds = { maxLength: 2_000, maxDepth: 100 } as const;

interface BinaryOperator {
  /** How tightly it binds its left side. */
  readonly left: number;
  /** How tightly it binds its right side; less than `left` makes it right-associative. */
  readonly right: number;
  readonly divides: boolean;
  readonly apply: (a: number, b: number) => number;
}

const binaryOperators: ReadonlyMap<string, BinaryOperator> = new Map([
  ["+", { left: 1, right: 2, divides: false, apply: (a, b) => a + b }],
  ["-", { left: 1, right: 2, divides: false, apply: (a, b) => a - b }],
  ["*", { left: 3, right: 4, divides: false, apply: (a, b) => a * b }],
  ["/", { left: 3, right: 4, divides: true, apply: (a, b) => a / b }],
  ["%", { left: 3, right: 4, divides: true, apply: (a, b) => a % b }],
  ["^", { left: 7, right: 6, divides: false, apply: (a, b) => a ** b }],
]);

/** Between a product and a power: -2^2 is -4, and 2^-1 is a half. */
const signBinding = 5;

/**
 * Evaluates an arithmetic expression in doubles: `+ - * / % ^`, parentheses, scientific notation, the
 * names `pi` and `e`, and the functions of {@link expressionFunctions}. `%` is the remainder with the
 * dividend's sign; `^` is right-associative and binds tighter than a sign before it. A Pratt parser
 * (V. R. Pratt, "Top down operator precedence", 1973) that computes as it reads.
 *
 * @throws {ExpressionError} with the position, for bad syntax, bounds, a division by zero, and
 * whatever has no finite value.
 */
export function evaluateExpression(text: string): number {
  if (text.length > expressionBounds.maxLength) {
    throw new ExpressionError(
      `The expression is longer than ${expressionBounds.maxLength} characters`,
      expressionBounds.maxLength + 1,
    );
  }
  const parser = new ExpressionParser(tokenize(text));
  const value = parser.expression(0, 0);
  parser.expectEnd();
  return value;
}

class ExpressionParser {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  expression(minBinding: number, depth: number): number {
    if (depth > expressionBounds.maxDepth) {
      throw new ExpressionError(
        `Nested deeper than ${expressionBounds.maxDepth} levels`,
        this.#peek().position,
      );
    }
    let value = this.#operand(depth);
    for (;;) {
      const token = this.#peek();
      const operator = token.type === "symbol" ? binaryOperators.get(token.text) : undefined;
      if (operator === undefined || operator.left < minBinding) return value;
      this.#index += 1;
      const right = this.expression(operator.right, depth + 1);
      if (operator.divides && right === 0) {
        throw new ExpressionError("Division by zero", token.position);
      }
      value = finite(operator.apply(value, right), token.position);
    }
  }

  expectEnd(): void {
    const token = this.#peek();
    if (token.type !== "end") throw unexpected(token, "an operator or the end");
  }

  #operand(depth: number): number {
    const token = this.#next();
    if (token.type === "number") return token.value;
    if (token.type === "name") return this.#named(token.text, token.position, depth);
    if (token.type === "symbol") {
      if (token.text === "-") return -this.expression(signBinding, depth + 1);
      if (token.text === "+") return this.expression(signBinding, depth + 1);
      if (token.text === "(") {
        const value = this.expression(0, depth + 1);
        this.#expect(")");
        return value;
      }
    }
    throw unexpected(token, "a number");
  }

  #named(name: string, position: number, depth: number): number {
    const constant = expressionConstants.get(name);
    if (constant !== undefined) return constant;
    const callee = expressionFunctions.get(name);
    if (callee === undefined) {
      const known = [...expressionFunctions.keys(), ...expressionConstants.keys()].join(", ");
      throw new ExpressionError(`Unknown name ${name} (known: ${known})`, position);
    }
    this.#expect("(");
    const values = this.#callArguments(depth);
    if (values.length < callee.minArguments || values.length > callee.maxArguments) {
      throw new ExpressionError(`${name} takes ${arity(callee)}, not ${values.length}`, position);
    }
    return finite(callee.apply(...values), position);
  }

  #callArguments(depth: number): number[] {
    if (this.#accept(")")) return [];
    const values = [this.expression(0, depth + 1)];
    while (this.#accept(",")) values.push(this.expression(0, depth + 1));
    this.#expect(")");
    return values;
  }

  #accept(symbol: string): boolean {
    const token = this.#peek();
    if (token.type !== "symbol" || token.text !== symbol) return false;
    this.#index += 1;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#accept(symbol)) throw unexpected(this.#peek(), `"${symbol}"`);
  }

  #next(): Token {
    const token = this.#peek();
    this.#index += 1;
    return token;
  }

  #peek(): Token {
    return this.#tokens[this.#index] ?? { type: "end", position: 1 };
  }
}

function finite(value: number, position: number): number {
  if (Number.isFinite(value)) return value;
  throw new ExpressionError(
    Number.isNaN(value) ? "The result is not a real number" : "The result is too large",
    position,
  );
}

function arity({ minArguments, maxArguments }: ExpressionFunction): string {
  return maxArguments === 1 ? "one argument" : `at least ${minArguments} argument`;
}

function unexpected(token: Token, expected: string): ExpressionError {
  const found =
    token.type === "end" ? "the end" : token.type === "number" ? token.value : `"${token.text}"`;
  return new ExpressionError(`Expected ${expected}, found ${found}`, token.position);
}
