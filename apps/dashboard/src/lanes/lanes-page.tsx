import { useState } from "react";
import { ActionButton, useWhyNot } from "../actions/index.ts";
import { problemOf } from "../api/index.ts";
import { useOpenRequest } from "../app/open-request.tsx";
import { shownStore } from "../live/index.ts";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { useMomentNote, useViewNow, useViewTime } from "../time/index.ts";
import { Card, EmptyState } from "../ui/index.ts";
import { LaneActionDialog, type LaneAction, type LaneChoice } from "./lane-action.tsx";
import { LaneRowsTable } from "./lane-rows-table.tsx";
import { LanesView } from "./lanes-view.tsx";
import { useLaneRows } from "./use-lane-rows.ts";

/** Every lane over the last minute, what it waits for now, and the operator's hand on it. */
export function LanesPage() {
  const [asked, setAsked] = useState<{ action: LaneAction; choice: LaneChoice } | null>(null);
  const openRequest = useOpenRequest();
  const whyNot = useWhyNot("pause or clear lanes");
  const now = useViewNow(1_000);
  const { data, error } = useLaneRows();
  const { at } = useViewTime();
  const momentNote = useMomentNote();
  const { rows, newCount, holder, release } = useHeldRows(data ?? noRows, laneKey);
  const all = data?.find(({ lane }) => lane === "*");
  const allActions: readonly LaneAction[] =
    all === undefined ? ["pause", "clear"] : ["resume", "clear"];
  return (
    <>
      <h1 className="sr-only">Lanes</h1>
      <div className="h-[320px] shrink-0">
        <LanesView store={shownStore} onOpenRequest={openRequest} />
      </div>
      <Card
        title="What waits, and for what"
        subtitle="deepest first"
        aside={
          <>
            <NewRowsButton count={newCount} onShow={release} />
            {allActions.map((action) => (
              <ActionButton
                key={action}
                whyNot={whyNot}
                onClick={() => setAsked({ action, choice: null })}
              >
                {allWords[action]}…
              </ActionButton>
            ))}
          </>
        }
        className="min-h-48 flex-1"
        bodyClassName="overflow-auto"
      >
        {rows.length === 0 ? (
          <EmptyState title={momentNote ?? emptyTitle(data !== undefined, at !== undefined, error)}>
            {error === null ? undefined : problemOf(error)}
          </EmptyState>
        ) : (
          <div {...holder}>
            <LaneRowsTable
              rows={rows}
              now={now}
              whyNot={whyNot}
              onAction={(action, row) =>
                setAsked({ action, choice: row.lane === "*" ? null : row })
              }
            />
          </div>
        )}
      </Card>
      {asked === null ? null : <LaneActionDialog {...asked} onClose={() => setAsked(null)} />}
    </>
  );
}

const allWords = {
  pause: "Pause all",
  drain: "Drain all",
  clear: "Clear all",
  resume: "Resume all",
} as const satisfies Record<LaneAction, string>;
const noRows: readonly never[] = [];
const laneKey = ({ lane }: { readonly lane: string }): string => lane;

function emptyTitle(isLoaded: boolean, isPast: boolean, error: unknown): string {
  if (error !== null) return "The lanes can't be shown";
  if (!isLoaded) return "Loading…";
  return isPast ? "Nothing ran, nothing waited" : "Nothing runs, nothing waits";
}
