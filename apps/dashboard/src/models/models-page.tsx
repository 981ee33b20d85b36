import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { allModels, type ModelRow } from "@signalbox/api-contract";
import { useWhyNot } from "../actions/index.ts";
import { problemOf } from "../api/index.ts";
import { ExportMenu } from "../export/export-menu.tsx";
import { HeatmapCard } from "../heatmap/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { useRowCursor } from "../rows/use-row-cursor.ts";
import { minuteSpanText, useViewNow, useViewTime } from "../time/index.ts";
import { Card, EmptyState } from "../ui/index.ts";
import { ModelActionDialog } from "./model-action.tsx";
import { modelAddress } from "./model-address.ts";
import { modelKey, worstFirst } from "./model-order.ts";
import { modelRowId, ModelsTable } from "./models-table.tsx";
import { useHeatmapMetric } from "./use-heatmap-metric.ts";
import { useModelRows } from "./use-model-rows.ts";

/** So many are seen whole, however little room there is. */
const fewRows = 3;

/** Every provider's models: how they are, what was asked of them, and how long one of them took. */
export function ModelsPage() {
  const { window, at } = useViewTime();
  const { models, error } = useModelRows();
  const sorted = useMemo(() => worstFirst(models ?? []), [models]);
  const { rows, newCount, holder, release } = useHeldRows(sorted, modelKey);
  const [asked, setAsked] = useState<{ action: "pause" | "resume"; row: ModelRow } | null>(null);
  const whyNot = useWhyNot("pause models");
  const now = useViewNow(1_000);
  const navigate = useNavigate();
  const { gridRef, cursor } = useRowCursor({
    rows,
    keyOf: modelKey,
    idOf: modelRowId,
    isCovered: asked !== null,
    onOpen: (row) => void navigate(modelAddress(row)),
  });
  const allCalls = rows.reduce((sum, { calls }) => sum + calls, 0);
  const isComing = window !== undefined && models === undefined;
  const isMissing = error !== null && models === undefined;
  return (
    <>
      <Card
        title={<h1>Models</h1>}
        subtitle={`${minuteSpanText(window ?? "2 min", at)} · worst first`}
        aside={
          <>
            <NewRowsButton count={newCount} onShow={release} />
            <ExportMenu what="models" rows={rows} />
          </>
        }
        bodyClassName="overflow-auto"
        // What it does not need is the heat map's.
        className={
          rows.length === 0
            ? "min-h-40 flex-1"
            : rows.length <= fewRows
              ? "flex-none"
              : "min-h-40 flex-initial"
        }
      >
        {rows.length === 0 ? (
          <EmptyState title={isMissing ? "The models can't be shown" : emptyTitle(isComing, at)}>
            {isMissing ? problemOf(error) : emptyText(isComing, at)}
          </EmptyState>
        ) : (
          <div {...holder}>
            <ModelsTable
              rows={rows}
              now={now}
              cursor={cursor}
              gridRef={gridRef}
              whyNot={whyNot}
              onAction={(action, row) => setAsked({ action, row })}
            />
          </div>
        )}
      </Card>
      <ChosenHeatmap rows={rows} />
      {asked === null ? null : (
        <ModelActionDialog {...asked} allCalls={allCalls} onClose={() => setAsked(null)} />
      )}
    </>
  );
}

/** Of the model that the address names; else of the one that was called most. */
function ChosenHeatmap({ rows }: { readonly rows: readonly ModelRow[] }) {
  const { model: chosen } = useSearch({ from: "/models" });
  const navigate = useNavigate({ from: "/models" });
  const metric = useHeatmapMetric();
  const named = rows.filter(({ model }) => model !== allModels);
  const keys = named.map(modelKey);
  const busiest = named.toSorted((a, b) => b.calls - a.calls)[0];
  const key = chosen ?? (busiest === undefined ? undefined : modelKey(busiest));
  const slash = key?.indexOf("/") ?? -1;
  if (key === undefined || slash === -1) return null;
  const options = keys.includes(key) ? keys : [key, ...keys];
  return (
    <HeatmapCard fills provider={key.slice(0, slash)} model={key.slice(slash + 1)} {...metric}>
      <select
        aria-label="Model of the heat map"
        value={key}
        onChange={({ target: { value: model } }) =>
          void navigate({ search: (before) => ({ ...before, model }), replace: true })
        }
        className="h-6 max-w-56 rounded-md border border-line bg-raised px-1 text-text"
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {visibleText(option.replace("/", " · "))}
          </option>
        ))}
      </select>
    </HeatmapCard>
  );
}

function emptyTitle(isComing: boolean, at: number | undefined): string {
  if (isComing) return "Loading…";
  return at === undefined
    ? "No model was called in the last two minutes"
    : "No model was called in this window";
}

function emptyText(isComing: boolean, at: number | undefined): string | undefined {
  return isComing || at !== undefined
    ? undefined
    : "One appears here with its next call. A longer window shows those of before.";
}
