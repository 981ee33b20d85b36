import type { ErrorGroupsInput } from "@signalbox/api-contract";

/** What failures may be narrowed by, beside their time. */
export type FailuresFilter = Omit<ErrorGroupsInput, "from" | "to" | "limit">;

const conditions = {
  fingerprint: "fingerprint = ?",
  errorKind: "error_kind = ?",
  channel: "channel = ?",
  client: "client = ?",
  agent: "agent = ?",
  provider: "provider = ?",
  model: "model = ?",
  tool: "tool = ?",
  text: "instr(lower(message || ' ' || error_kind || ' ' || fingerprint), lower(?)) > 0",
} as const satisfies Record<keyof FailuresFilter, string>;

/** A filter as conditions for a statement's end, and what is bound to them. */
export function narrowingOf(filter: FailuresFilter): { where: string; values: string[] } {
  let where = "";
  const values: string[] = [];
  for (const [key, condition] of Object.entries(conditions)) {
    // Object.entries forgets which keys there are.
    const value = filter[key as keyof FailuresFilter];
    if (value === undefined) continue;
    where += ` AND ${condition}`;
    values.push(value);
  }
  return { where, values };
}
