import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { ModelRow } from "@signalbox/api-contract";
import { useWhyNot } from "../actions/index.ts";
import { problemOf, trpc } from "../api/index.ts";
import { useShown } from "../live/index.ts";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { spanText, useViewNow, useViewTime } from "../time/index.ts";
import { Card, EmptyState } from "../ui/index.ts";
import { ModelActionDialog } from "./model-action.tsx";
import { modelKey, worstFirst } from "./model-order.ts";
import { ModelsTable } from "./models-table.tsx";

const refreshMs = 10_000;

/** Every provider's models: how they are, and what was asked of them. */
export function ModelsPage() {
  const { window, windowMs, at } = useViewTime();
  const live = useShown((state) => state.models);
  const past = useQuery({
    queryKey: ["models.list", window, at],
    enabled: window !== undefined,
    queryFn: ({ signal }) =>
      trpc.models.list.query({ windowMs, ...(at === undefined ? {} : { at }) }, { signal }),
    refetchInterval: at === undefined ? refreshMs : false,
    placeholderData: keepPreviousData,
  });
  const models = window === undefined ? live : past.data;
  const sorted = useMemo(() => worstFirst(models ?? []), [models]);
  const { rows, newCount, holder, release } = useHeldRows(sorted, modelKey);
  const [asked, setAsked] = useState<{ action: "pause" | "resume"; row: ModelRow } | null>(null);
  const whyNot = useWhyNot("pause models");
  const now = useViewNow(1_000);
  const allCalls = rows.reduce((sum, { calls }) => sum + calls, 0);
  const isComing = window !== undefined && models === undefined;
  const isMissing = window !== undefined && past.error !== null && models === undefined;
  return (
    <Card
      title={<h1>Models</h1>}
      subtitle={`${spanText(window ?? "2 min", at)} · worst first`}
      aside={<NewRowsButton count={newCount} onShow={release} />}
      bodyClassName="overflow-auto"
      className="flex-1"
    >
      {rows.length === 0 ? (
        <EmptyState title={isMissing ? "The models can't be shown" : emptyTitle(isComing, at)}>
          {isMissing ? problemOf(past.error) : emptyText(isComing, at)}
        </EmptyState>
      ) : (
        <div {...holder}>
          <ModelsTable
            rows={rows}
            now={now}
            whyNot={whyNot}
            onAction={(action, row) => setAsked({ action, row })}
          />
        </div>
      )}
      {asked === null ? null : (
        <ModelActionDialog {...asked} allCalls={allCalls} onClose={() => setAsked(null)} />
      )}
    </Card>
  );
}

function emptyTitle(isComing: boolean, at: number | undefined): string {
  if (isComing) return "Loading…";
  return at === undefined ? "No model was called" : "No model was called in this window";
}

function emptyText(isComing: boolean, at: number | undefined): string | undefined {
  return isComing || at !== undefined ? undefined : "A model appears here with its first call.";
}
