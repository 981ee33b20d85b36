const minute = 60_000;
const hour = 60 * minute;

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** A length of time, roughly: `less than a minute`, `42 min`, `9 h`. */
export function roughly(ms: number): string {
  if (ms < minute) return "less than a minute";
  return ms < 1.5 * hour ? `${Math.round(ms / minute)} min` : `${Math.round(ms / hour)} h`;
}

/** `41 s`, and from two minutes on as `roughly`. */
export function seconds(ms: number): string {
  return ms < 2 * minute ? `${Math.max(0, Math.round(ms / 1_000))} s` : roughly(ms);
}

export function dollars(usd: number): string {
  return usd < 0.01 ? "under $0.01" : `$${usd.toFixed(2)}`;
}
