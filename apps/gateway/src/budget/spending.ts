import type { Limit } from "./limit.ts";

/** What was spent. Tokens are input and output together; dollars only what has a price. */
export interface Spending {
  readonly tokens: number;
  readonly usd: number;
}

export const nothing: Spending = { tokens: 0, usd: 0 };

export function sum(a: Spending, b: Spending): Spending {
  return { tokens: a.tokens + b.tokens, usd: a.usd + b.usd };
}

export function larger(a: Spending, b: Spending): Spending {
  return { tokens: Math.max(a.tokens, b.tokens), usd: Math.max(a.usd, b.usd) };
}

/** Whether it is more than the limit allows. */
export function isOver({ unit, max }: Limit, spent: Spending): boolean {
  return spent[unit] > max;
}

/** Whether nothing is left to begin something new with. A limit of 0 lets through what costs nothing. */
export function isUsedUp({ unit, max }: Limit, spent: Spending): boolean {
  return max === 0 ? spent[unit] > 0 : spent[unit] >= max;
}

const what = { request: "one request", session: "one session", day: "one day (UTC)" } as const;

/** Which budget, how much it allows and how much went. */
export function describeOver({ scope, unit, max, owner, key }: Limit, spent: Spending): string {
  const [allowed, gone] =
    unit === "usd" ? dollars(max, spent.usd) : [tokens(max), tokens(spent.tokens)];
  return `The budget of ${owner} allows ${allowed} for ${what[scope]} (${key}), and ${gone} ${unit === "usd" ? "is" : "are"} spent.`;
}

/** `4,106 tokens`, or dollars. */
export function describeAmount(unit: Limit["unit"], spending: Spending): string {
  return unit === "usd" ? inUsd(spending.usd, fewestDigits) : tokens(spending.tokens);
}

function tokens(value: number): string {
  return `${Math.round(value).toLocaleString("en-US")} tokens`;
}

const fewestDigits = 4;
/** Digits to try, the fewest first. */
const enough = [fewestDigits, 5, 6, 7, 8, 9, 10];

/** Both with as many digits as it takes to tell them apart. */
function dollars(max: number, spent: number): [string, string] {
  const digits = enough.find((one) => inUsd(max, one) !== inUsd(spent, one)) ?? fewestDigits;
  return [inUsd(max, digits), inUsd(spent, digits)];
}

function inUsd(value: number, maximumFractionDigits: number): string {
  return value.toLocaleString("en-US", {
    style: "currency",
    currency: "USD",
    maximumFractionDigits,
  });
}
