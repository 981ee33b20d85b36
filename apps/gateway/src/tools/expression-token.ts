/** A piece of an expression and where it begins, counted from 1. */
export type Token =
  | { readonly type: "number"; readonly value: number; readonly position: number }
  | { readonly type: "name"; readonly text: string; readonly position: number }
  | { readonly type: "symbol"; readonly text: string; readonly position: number }
  | { readonly type: "end"; readonly position: number };

/** What is wrong with an expression, and where; positions count characters from 1. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  readonly position: number;

  constructor(problem: string, position: number) {
    super(`${problem} at character ${position}`);
    this.position = position;
  }
}

const space = /\s+/y;
const number = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
const name = /[a-z_][a-z_0-9]*/iy;
const symbol = /[-+*/%^(),−×÷]/uy;

/** What is typed with a typographer's keyboard. */
const typographic = new Map([
  ["−", "-"],
  ["×", "*"],
  ["÷", "/"],
]);

/** Cuts an expression into tokens; the last one is `end`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = index;
    const found = pattern.exec(text)?.[0];
    index += found?.length ?? 0;
    return found;
  };
  for (;;) {
    match(space);
    const position = index + 1;
    if (index === text.length) return [...tokens, { type: "end", position }];
    tokens.push(nextToken(match, position) ?? unexpected(text, index));
  }
}

function nextToken(
  match: (pattern: RegExp) => string | undefined,
  position: number,
): Token | undefined {
  const digits = match(number);
  if (digits !== undefined) {
    const value = Number(digits);
    if (!Number.isFinite(value)) throw new ExpressionError(`${digits} is too large`, position);
    return { type: "number", value, position };
  }
  const word = match(name);
  if (word !== undefined) return { type: "name", text: word.toLowerCase(), position };
  const sign = match(symbol);
  if (sign === undefined) return undefined;
  return { type: "symbol", text: typographic.get(sign) ?? sign, position };
}

function unexpected(text: string, index: number): never {
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
  throw new ExpressionError(`Unexpected ${JSON.stringify(character)}`, index + 1);
}
