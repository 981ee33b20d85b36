import { verdictMinutes, type Evidence, type Sentence } from "./evidence.ts";
import { totals } from "./totals.ts";
import { count } from "./words.ts";

/** Under this many requests a rate says little. */
const enoughRequests = 20;

/** That all went well, or of few requests no more than how many they were. */
export function nothingWrong({ channels }: Pick<Evidence, "channels">): Sentence {
  const { ended } = totals(channels);
  const common = { since: null, requests: null, place: null } as const;
  if (ended >= enoughRequests) {
    return {
      level: "ok",
      headline: "No failures:",
      detail: `all ${ended} requests of the last ${verdictMinutes} minutes went well.`,
      ...common,
    };
  }
  return {
    level: "unknown",
    headline: "Nothing wrong seen;",
    detail: `${count(ended, "request")} in ${verdictMinutes} minutes.`,
    ...common,
  };
}
