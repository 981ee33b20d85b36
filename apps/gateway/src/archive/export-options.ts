import { ConfigError, type ArchiveFlags } from "../config/index.ts";
import { parseWhen } from "./parse-when.ts";

export const exportedKinds = ["requests", "spans", "events", "messages", "failures"] as const;
export type ExportedKind = (typeof exportedKinds)[number];

const formats = ["jsonl", "csv"] as const;

/** The times that are asked for, in epoch milliseconds, both ends included. */
export interface ExportWindow {
  readonly from: number;
  readonly to: number;
}

export type ExportOptions = ExportWindow &
  (
    | { readonly format: "jsonl"; readonly kinds: readonly ExportedKind[] }
    | { readonly format: "csv"; readonly kind: ExportedKind }
  );

/** @throws {ConfigError} `usage`. */
export function exportOptions(flags: ArchiveFlags, now: number): ExportOptions {
  const from = flags.from === undefined ? 0 : whenFlag("--from", flags.from, now);
  const to = flags.to === undefined ? now : whenFlag("--to", flags.to, now);
  if (from > to) {
    throw usage("--from", `${iso(from)} lies after ${iso(to)}, the end; exchange them.`);
  }
  const format = oneOf("--format", formats, flags.format ?? "jsonl");
  const kind = flags.what === undefined ? null : oneOf("--what", exportedKinds, flags.what);
  if (format === "jsonl")
    return { from, to, format, kinds: kind === null ? exportedKinds : [kind] };
  if (kind !== null) return { from, to, format, kind };
  const wanted = `--what ${exportedKinds.join("|")}`;
  throw usage("--format", `a table of CSV holds rows of one kind: say which with ${wanted}.`);
}

function whenFlag(flag: string, text: string, now: number): number {
  const at = parseWhen(text, now);
  if (at !== null) return at;
  throw usage(
    flag,
    `found ${JSON.stringify(text)}, expected a date such as 2026-01-31 or 2026-01-31T18:30, epoch milliseconds, now, or a while ago such as -24h or -7d.`,
  );
}

function oneOf<T extends string>(flag: string, words: readonly T[], text: string): T {
  const word = words.find((known) => known === text);
  if (word !== undefined) return word;
  throw usage(flag, `found ${JSON.stringify(text)}, expected ${words.join(", ")}.`);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function usage(where: string, message: string): ConfigError {
  return new ConfigError("usage", [{ where, key: "", message }]);
}
