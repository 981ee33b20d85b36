import { useWhoami } from "../api/index.ts";
import { useShown } from "../live/index.ts";

/** Null where the caller may; else why not, as a sentence. `what` is its verb: `revoke tokens`. */
export function useWhyNotAdmin(what: string): string | null {
  const { data } = useWhoami();
  const isPast = useShown(({ past }) => past !== null);
  if (isPast) return "You are looking at the past; go back to live to act.";
  if (data === undefined) return "It is not known yet who you are.";
  if (data.role === "admin") return null;
  return `You are signed in as ${data.role}: only an admin may ${what}.`;
}

/** False also while it is not known. */
export function useIsAdmin(): boolean {
  return useWhoami().data?.role === "admin";
}
