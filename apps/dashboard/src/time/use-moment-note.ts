import { useShown } from "../live/index.ts";

const notes = {
  loading: "Loading this moment…",
  unknown: "Nothing is known of this moment",
  failed: "This moment can't be shown",
} as const;

/** What an empty list says where it is empty because nothing is known of the moment; null where it is not. */
export function useMomentNote(): string | null {
  return useShown(({ past, loaded }) => {
    if (past === null || loaded) return null;
    return notes[past.status === "known" ? "loading" : past.status];
  });
}
