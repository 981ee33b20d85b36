import type { Verdict } from "@signalbox/api-contract";
import { formatAge } from "../figures/figures.ts";
import type { Connection, PastStanding } from "../live/index.ts";

/** What the top of the page says: the verdict while data is fresh, and never more than is true. */
export interface Standing {
  readonly level: Verdict["level"];
  readonly headline: string;
  readonly detail: string;
  readonly requests: Verdict["requests"];
  readonly place: Verdict["place"];
}

const reasons: Partial<Record<Connection["status"], string>> = {
  stale: "The stream is open and silent. What you see is as old as that.",
  reconnecting: "Reconnecting to the gateway. What you see is as old as that.",
  failed: "The gateway does not answer; trying again every five seconds. What you see is old.",
  denied: "The session is over.",
};

const pastHeadlines = {
  loading: "Loading this moment…",
  unknown: "Nothing is known of this moment.",
  failed: "This moment can't be shown.",
} as const;

/** The same of a past moment: the verdict of then, or why there is none. */
export function pastStandingOf(verdict: Verdict, past: PastStanding, isLoaded: boolean): Standing {
  if (isLoaded) {
    // Where only a part is known, the sentence says so too.
    const detail = past.why === null ? verdict.detail : `${verdict.detail} ${past.why}`.trim();
    return { ...verdict, detail };
  }
  const headline = pastHeadlines[past.status === "known" ? "loading" : past.status];
  return { level: "unknown", headline, detail: past.why ?? "", requests: null, place: null };
}

export function standingOf(
  verdict: Verdict,
  connection: Connection,
  isLoaded: boolean,
  now: number,
): Standing {
  const unknown = { level: "unknown", requests: null, place: null } as const;
  if (!isLoaded) {
    return connection.status === "connecting" || connection.status === "live"
      ? { ...unknown, headline: "Connecting to the gateway…", detail: "" }
      : {
          ...unknown,
          headline: "Can't tell:",
          detail: `the gateway has not answered for ${formatAge(now - connection.since)}.`,
        };
  }
  const reason = reasons[connection.status];
  if (reason !== undefined) {
    const age = formatAge(now - (connection.lastMessageAt ?? connection.since));
    return { ...unknown, headline: `Can't tell: no data for ${age}.`, detail: reason };
  }
  return verdict;
}
