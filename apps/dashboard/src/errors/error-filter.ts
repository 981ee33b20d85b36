import { errorKinds, type ErrorGroupsInput } from "@signalbox/api-contract";
import type { ErrorsSearch } from "../app/search.ts";

/** The parts of the page's address that narrow the groups. */
const filterKeys = [
  "fingerprint",
  "errorKind",
  "channel",
  "client",
  "agent",
  "provider",
  "model",
  "tool",
  "text",
] as const;
export type ErrorFilterKey = (typeof filterKeys)[number];
export type ErrorFilter = Pick<ErrorsSearch, ErrorFilterKey>;

export function filterOf(search: ErrorsSearch): ErrorFilter {
  return Object.fromEntries(
    filterKeys.flatMap((key) => (search[key] === undefined ? [] : [[key, search[key]]])),
  );
}

/** As `errors.groups` takes it. A kind that there is none of is left out. */
export function inputOf(filter: ErrorFilter): Omit<ErrorGroupsInput, "from" | "to" | "limit"> {
  const { errorKind: kind, ...rest } = filter;
  const known = errorKinds.find((one) => one === kind);
  const told = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...told, ...(known === undefined ? {} : { errorKind: known }) };
}
