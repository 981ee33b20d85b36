import { useMemo } from "react";
import { shownStore, useShown, type LiveState } from "../live/index.ts";
import { LanesHeader } from "./lanes-header.tsx";
import { LanesView } from "./lanes-view.tsx";
import { plainInput } from "./picture-input.ts";
import { useLaneRows } from "./use-lane-rows.ts";

export interface LanesCardProps {
  readonly onOpenRequest: (id: string) => void;
}

const title = "Lanes, last 60 s";
const noRows: readonly never[] = [];

/** The last minute of the lanes that matter most, for the Overview. */
export function LanesCard({ onOpenRequest }: LanesCardProps) {
  // Who holds the slots, and until when a pause lasts, is asked only while somebody waits for that.
  const isAsked = useShown(waitsForMore);
  const { data } = useLaneRows(isAsked);
  const rows = isAsked ? (data ?? noRows) : noRows;
  const input = useMemo(() => ({ ...plainInput, rows }), [rows]);
  return (
    <LanesView
      store={shownStore}
      input={input}
      title={title}
      header={<LanesHeader store={shownStore} title={title} order="most waiters first" />}
      onOpenRequest={onOpenRequest}
    />
  );
}

function waitsForMore({ requests }: LiveState): boolean {
  return requests.values().some(({ phase, phaseDetail }) => {
    return phase === "queued" && (phaseDetail === "slot" || phaseDetail === "paused");
  });
}
