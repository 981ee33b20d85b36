import type { RequestRow } from "@signalbox/api-contract";
import { useShown } from "../live/index.ts";
import { thenText } from "./then-text.ts";

/** Over a request that is open in the past: how it stood then, where that is not how it stands by now. */
export function ThenNote({ row }: { readonly row: RequestRow }) {
  const at = useShown(({ past }) => past?.at ?? null);
  const then = useShown(({ past, requests }) => (past === null ? null : requests.get(row.id)));
  if (at === null || (row.endedAt !== null && row.endedAt <= at)) return null;
  return (
    <p role="note" className="border-b border-line bg-info/10 px-5 py-2 max-sm:px-4">
      {thenText(row, then ?? null, at)}
    </p>
  );
}
