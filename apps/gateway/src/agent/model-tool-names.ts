import { createHash } from "node:crypto";
import type { Tool } from "../tools/index.ts";

/** What every provider takes for a tool's name: letters, digits, - and _, this many at most. */
const maxLength = 64;
const digestLength = 8;

/**
 * Each tool by the name that a model is told: `docs.search` is `docs_search`. Two that would be the same, and
 * one that is too long, end in a digest of their own name, so that each tool has its name from run to run.
 */
export function byModelName(tools: readonly Tool[]): ReadonlyMap<string, Tool> {
  const plain = tools.map(({ name }) => name.replaceAll(/[^a-zA-Z0-9_-]/g, "_"));
  const seen = new Map<string, number>();
  for (const name of plain) seen.set(name, (seen.get(name) ?? 0) + 1);
  return new Map(
    tools.map((tool, index) => {
      const name = plain[index] ?? "";
      const isOwn = name === tool.name || seen.get(name) === 1;
      return [isOwn && name.length <= maxLength ? name : withDigest(name, tool.name), tool];
    }),
  );
}

function withDigest(plain: string, name: string): string {
  const digest = createHash("sha256").update(name).digest("hex").slice(0, digestLength);
  return `${plain.slice(0, maxLength - digestLength - 1)}_${digest}`;
}
