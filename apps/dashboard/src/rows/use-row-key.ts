import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { useSettledKey } from "./use-settled-key.ts";

/** The key of the row that a list's cursor is at, which stands in the URL. */
export function useRowKey(): ReturnType<typeof useSettledKey> {
  const { row } = useSearch({ from: "__root__" });
  const navigate = useNavigate();
  const tell = useCallback(
    (key: string | undefined) =>
      void navigate({ to: ".", replace: true, search: (now) => ({ ...now, row: key }) }),
    [navigate],
  );
  return useSettledKey(row, tell);
}
