import { useWhoami } from "../api/index.ts";
import { useShown } from "../live/index.ts";

const mayAct = { operator: "an operator or an admin", admin: "an admin" } as const;

/**
 * Null where the caller may do it; else why not, as a sentence. `what` is its verb: `cancel`, `pause`; `least` who
 * may at the least.
 */
export function useWhyNot(what: string, least: keyof typeof mayAct = "operator"): string | null {
  const { data } = useWhoami();
  const isPast = useShown(({ past }) => past !== null);
  if (isPast) return "You are looking at the past; go back to live to act.";
  if (data === undefined) return "It is not known yet who you are.";
  if (data.role === "admin" || data.role === least) return null;
  return `You are signed in as ${data.role}: only ${mayAct[least]} may ${what}.`;
}
