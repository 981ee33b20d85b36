import { csvLine } from "@signalbox/api-contract";

/** Records as CSV, with a head of all the names there are. */
export function csvText(records: readonly object[]): string {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const lines = records.map((record) => {
    const byName = new Map<string, unknown>(Object.entries(record));
    return csvLine(names.map((name) => byName.get(name)));
  });
  return [csvLine(names), ...lines].join("");
}
