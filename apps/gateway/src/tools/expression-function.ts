/** A function an expression may call. */
export interface ExpressionFunction {
  readonly minArguments: number;
  readonly maxArguments: number;
  readonly apply: (...values: number[]) => number;
}

const ofOne = (apply: (value: number) => number): ExpressionFunction => ({
  minArguments: 1,
  maxArguments: 1,
  apply: (value = Number.NaN) => apply(value),
});

const ofMany = (apply: (...values: number[]) => number): ExpressionFunction => ({
  minArguments: 1,
  maxArguments: Number.POSITIVE_INFINITY,
  apply,
});

/** By name, in lower case. `log` is to base 10, angles are in radians. */
export const expressionFunctions: ReadonlyMap<string, ExpressionFunction> = new Map([
  ["abs", ofOne(Math.abs)],
  ["ceil", ofOne(Math.ceil)],
  ["cos", ofOne(Math.cos)],
  ["exp", ofOne(Math.exp)],
  ["floor", ofOne(Math.floor)],
  ["ln", ofOne(Math.log)],
  ["log", ofOne(Math.log10)],
  ["max", ofMany(Math.max)],
  ["min", ofMany(Math.min)],
  ["round", ofOne(Math.round)],
  ["sin", ofOne(Math.sin)],
  ["sqrt", ofOne(Math.sqrt)],
  ["tan", ofOne(Math.tan)],
]);

/** Names that stand for a number. */
export const expressionConstants: ReadonlyMap<string, number> = new Map([
  ["e", Math.E],
  ["pi", Math.PI],
]);
