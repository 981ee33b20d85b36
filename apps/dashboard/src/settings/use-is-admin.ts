import { useWhoami } from "../api/index.ts";

/** False also while it is not known. */
export function useIsAdmin(): boolean {
  return useWhoami().data?.role === "admin";
}
