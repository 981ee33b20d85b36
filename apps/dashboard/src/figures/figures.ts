/** A thin, unbreakable gap between thousands. */
const thinSpace = "\u202f";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A duration for reading: `0.4 ms`, `612 ms`, `2.10 s`, `14.8 s`, `2 m 05 s`, `3 h 12 m`, `2 d 4 h`. */
export function formatDuration(ms: number): string {
  const value = Math.max(0, ms);
  if (value > 0 && value < 9.95) return `${value.toFixed(1)} ms`;
  if (value < 999.5) return `${Math.round(value)} ms`;
  if (value < 9_995) return `${(value / second).toFixed(2)} s`;
  if (value < 59_950) return `${(value / second).toFixed(1)} s`;
  if (value < hour - second / 2) return inTwo(value, minute, "m", second, "s");
  if (value < day - minute / 2) return inTwo(value, hour, "h", minute, "m");
  return inTwo(value, day, "d", hour, "h");
}

/** An age that ticks: whole seconds from ten on, so that it does not flicker. */
export function formatAge(ms: number): string {
  const value = Math.max(0, ms);
  if (value < 9_950) return `${(value / second).toFixed(1)} s`;
  if (value < minute) return `${Math.floor(value / second)} s`;
  return formatDuration(Math.floor(value / second) * second);
}

/** A whole number with its thousands set apart: `2 311`. */
export function formatCount(value: number): string {
  const digits = String(Math.round(Math.abs(value)));
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, thinSpace);
  return value < 0 ? `−${grouped}` : grouped;
}

/** `2 311 in · 187 out`, or what of it is known. */
export function formatTokens(input: number | null, output: number): string {
  const out = `${formatCount(output)} out`;
  return input === null ? out : `${formatCount(input)} in · ${out}`;
}

/** US dollars, with more places the smaller it is; `no price` where none is known. */
export function formatCost(usd: number | null): string {
  if (usd === null) return "no price";
  if (usd === 0) return "$0";
  if (usd < 0.00005) return "< $0.0001";
  if (usd < 1) return `$${usd.toFixed(4)}`;
  return `$${usd.toFixed(2)}`;
}

/** A sum of which not all may be known: then at least so much, `≥ $1.24`. */
export function formatKnownCost(usd: number | null, unpriced: number): string {
  if (usd === null || unpriced === 0) return formatCost(usd);
  return usd > 0 && usd < 0.00005 ? "> $0" : `≥ ${formatCost(usd)}`;
}

/** What a price may not be known of: a model call, or a whole request. */
export type Priced = "call" | "request";

/** `3 calls have no known price`; undefined where all have one. */
export function unpricedText(unpriced: number, of: Priced): string | undefined {
  if (unpriced === 0) return undefined;
  const what = of === "call" ? "price" : "cost";
  return unpriced === 1
    ? `1 ${of} has no known ${what}`
    : `${formatCount(unpriced)} ${of}s have no known ${what}`;
}

/** Tokens a second. */
export function formatTokenRate(tokensPerSec: number | null): string {
  if (tokensPerSec === null) return "–";
  return tokensPerSec < 9.95 ? tokensPerSec.toFixed(1) : formatCount(tokensPerSec);
}

/** `41 B`, `1.2 kB`, `3.4 MB`, `5.0 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1_000).toFixed(1)} kB`;
  if (bytes < 999_950_000) return `${(bytes / 1e6).toFixed(1)} MB`;
  return bytes < 999.95e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e12).toFixed(1)} TB`;
}

/** The head and tail of a long id: `01JQ8W…7K3M`. */
export function shortId(id: string): string {
  return id.length <= 14 ? id : `${id.slice(0, 6)}…${id.slice(-4)}`;
}

function inTwo(ms: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const smalls = Math.round(ms / small);
  const perBig = big / small;
  const rest = String(smalls % perBig);
  const padded = smallUnit === "h" ? rest : rest.padStart(2, "0");
  return `${Math.floor(smalls / perBig)} ${bigUnit} ${padded} ${smallUnit}`;
}
