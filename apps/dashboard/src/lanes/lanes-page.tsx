import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { ActionButton, useWhyNot } from "../actions/index.ts";
import { problemOf } from "../api/index.ts";
import { useOpenRequest } from "../app/open-request.tsx";
import { ExportMenu } from "../export/export-menu.tsx";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { useSettledKey } from "../rows/use-settled-key.ts";
import { useMomentNote, useViewNow, useViewTime } from "../time/index.ts";
import { Card, EmptyState } from "../ui/index.ts";
import { LaneActionDialog, type LaneAction, type LaneChoice } from "./lane-action.tsx";
import { LaneRowsTable } from "./lane-rows-table.tsx";
import { LanesPanel } from "./lanes-panel.tsx";
import { useLaneRows } from "./use-lane-rows.ts";

/** Every lane over a window, what it waits for now, and the operator's hand on it. */
export function LanesPage() {
  const [asked, setAsked] = useState<{ action: LaneAction; choice: LaneChoice } | null>(null);
  const openRequest = useOpenRequest();
  const whyNot = useWhyNot("pause or clear lanes");
  const now = useViewNow(1_000);
  const { data, error } = useLaneRows();
  const { at } = useViewTime();
  const { text = "", lane } = useSearch({ from: "/lanes" });
  const navigate = useNavigate({ from: "/lanes" });
  const tellLane = useCallback(
    (next: string | undefined) =>
      void navigate({ replace: true, search: (before) => ({ ...before, lane: next }) }),
    [navigate],
  );
  const [chosen, choose] = useSettledKey(lane, tellLane);
  const momentNote = useMomentNote();
  const shown = useMemo(() => matching(data ?? noRows, text), [data, text]);
  const { rows, newCount, holder, release } = useHeldRows(shown, laneKey);
  const all = data?.find(({ lane }) => lane === "*");
  const allActions: readonly LaneAction[] =
    all === undefined ? ["pause", "clear"] : ["resume", "clear"];
  return (
    <>
      <h1 className="sr-only">Lanes</h1>
      <LanesPanel
        rows={data ?? noRows}
        onOpenRequest={openRequest}
        onOpenModels={() => void navigate({ to: "/models" })}
        chosen={chosen}
        onChoose={choose}
      />
      <Card
        title="What waits, and for what"
        subtitle="deepest first"
        aside={
          <>
            <NewRowsButton count={newCount} onShow={release} />
            <ExportMenu what="lanes" rows={rows} />
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
        className="min-h-44 md:flex-[2]"
        bodyClassName="overflow-auto"
      >
        {rows.length === 0 ? (
          <EmptyState
            title={momentNote ?? emptyTitle(data?.length ?? null, at !== undefined, error)}
          >
            {error === null ? undefined : problemOf(error)}
          </EmptyState>
        ) : (
          <div {...holder}>
            <LaneRowsTable
              rows={rows}
              chosen={chosen}
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

function matching<Row extends { readonly label: string }>(
  rows: readonly Row[],
  text: string,
): readonly Row[] {
  if (text === "") return rows;
  const wanted = text.toLowerCase();
  return rows.filter(({ label }) => label.toLowerCase().includes(wanted));
}

function emptyTitle(count: number | null, isPast: boolean, error: unknown): string {
  if (error !== null) return "The lanes can't be shown";
  if (count === null) return "Loading…";
  if (count > 0) return "No lane with anything in it has such a name";
  return isPast ? "Nothing ran, nothing waited" : "Nothing runs, nothing waits";
}
