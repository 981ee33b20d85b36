import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { readIds } from "../app/id-list.ts";
import { mostSelectedTold } from "../app/search.ts";
import { selectedText } from "./selected-text.ts";

interface Draft {
  /** What the address said when it was made… */
  readonly from: string | undefined;
  /** …and what it was told. */
  readonly to: string | undefined;
  readonly ids: ReadonlySet<string>;
}

/**
 * The requests that are selected for an action on all of them. The address holds the first of them; where more
 * are, the page alone knows the rest.
 */
export function useSelectedIds(): readonly [
  selected: ReadonlySet<string>,
  select: (ids: Iterable<string>) => void,
] {
  const { selected: told } = useSearch({ from: "/requests" });
  const navigate = useNavigate({ from: "/requests" });
  const [draft, setDraft] = useState<Draft | null>(null);
  // It has arrived: from now on the address is older only where it says something else.
  if (draft !== null && told === draft.to && draft.from !== told) {
    setDraft({ ...draft, from: told });
  }
  const isNewer = draft !== null && (told === draft.from || told === draft.to);
  const selected = useMemo(
    () => (isNewer ? draft.ids : new Set(readIds(told, mostSelectedTold))),
    [isNewer, draft, told],
  );
  const select = (ids: Iterable<string>) => {
    const next = new Set(ids);
    const to = selectedText(next);
    setDraft({ from: told, to, ids: next });
    void navigate({ search: (before) => ({ ...before, selected: to }), replace: true });
  };
  return [selected, select];
}
