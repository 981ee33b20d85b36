import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { readTrySearch, type TrySearch } from "../app/search.ts";

const storageKey = "signalbox-try";

/**
 * Who comes back to the page by its name, with nothing in the address, finds what they left in this tab:
 * the conversation, and the run that may still go on.
 */
export function useKeptSearch({ model, sessionId, run }: TrySearch): void {
  const navigate = useNavigate({ from: "/try" });
  const isBack = useRef(false);
  const kept = JSON.stringify({ model, sessionId, run });
  useEffect(() => {
    const isBare = kept === "{}";
    if (!isBack.current && isBare) {
      const before = readKept();
      if (before !== null)
        void navigate({ search: (now) => ({ ...now, ...before }), replace: true });
    } else {
      sessionStorage.setItem(storageKey, kept);
    }
    isBack.current = true;
  }, [kept, navigate]);
}

function readKept(): TrySearch | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? "null");
    return typeof kept === "object" && kept !== null ? readTrySearch({ ...kept }) : null;
  } catch {
    return null;
  }
}
