const unitBytes: ReadonlyMap<string, number> = new Map([
  ["B", 1],
  ["KB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
  ["TB", 1e12],
  ["KIB", 2 ** 10],
  ["MIB", 2 ** 20],
  ["GIB", 2 ** 30],
  ["TIB", 2 ** 40],
]);

/** Bytes of a size such as `5GB` (10⁹ each) or `512 MiB` (2²⁰ each), or null where it is none. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]?i?B)$/i.exec(text.trim());
  const bytes = unitBytes.get(match?.[2]?.toUpperCase() ?? "");
  if (match?.[1] === undefined || bytes === undefined) return null;
  return Math.round(Number(match[1]) * bytes);
}
