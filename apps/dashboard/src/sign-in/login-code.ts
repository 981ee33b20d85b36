import { createContext } from "react";
import { openSession } from "./session.ts";

/** Takes the single-use code out of the address, so that it is neither kept nor shared. */
export function takeLoginCode(location: Location, history: History): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code === null) return null;
  history.replaceState(history.state, "", location.pathname + location.search);
  return code;
}

/** Settles when the link's code, if there was one, has been traded; with words where that failed. */
export function tradeLoginCode(code: string | null): Promise<string | null> {
  return code === null ? Promise.resolve(null) : openSession({ code });
}

/** Why the link that led here did not sign in; null where it did, or there was none. */
export const LinkProblem = createContext<string | null>(null);
