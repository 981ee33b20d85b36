import type { Evidence } from "./evidence.ts";
import { seconds } from "./words.ts";

/** How many requests wait for their turn, and how long the first of them has: a sentence after another, or nothing. */
export function whoWaits({ requests, now }: Pick<Evidence, "requests" | "now">): string {
  const since = requests.filter(({ state }) => state === "queued").map((row) => row.startedAt);
  if (since.length === 0) return "";
  const longest = seconds(now - since.reduce((a, b) => Math.min(a, b)));
  return since.length === 1
    ? ` 1 request waits, for ${longest}.`
    : ` ${since.length} requests wait, the longest for ${longest}.`;
}
