import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { ModelRow } from "@signalbox/api-contract";
import { useWhyNot } from "../actions/index.ts";
import { problemOf, trpc } from "../api/index.ts";
import { useNow } from "../app/use-now.ts";
import { useLive } from "../live/index.ts";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { Card, EmptyState } from "../ui/index.ts";
import { ModelActionDialog } from "./model-action.tsx";
import { modelKey, worstFirst } from "./model-order.ts";
import { ModelsTable } from "./models-table.tsx";

const minute = 60_000;
const windows = { "15m": 15 * minute, "1h": 60 * minute, "6h": 360 * minute, "24h": 1440 * minute };

/** Every provider's models: how they are, and what was asked of them. */
export function ModelsPage() {
  const { window } = useSearch({ from: "__root__" });
  const live = useLive((state) => state.models);
  const past = useQuery({
    queryKey: ["models.list", window],
    enabled: window !== undefined,
    queryFn: () => trpc.models.list.query({ windowMs: windows[window ?? "15m"] }),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  });
  const models = window === undefined ? live : past.data;
  const sorted = useMemo(() => worstFirst(models ?? []), [models]);
  const { rows, newCount, holder, release } = useHeldRows(sorted, modelKey);
  const [asked, setAsked] = useState<{ action: "pause" | "resume"; row: ModelRow } | null>(null);
  const whyNot = useWhyNot("pause models");
  const now = useNow(1_000);
  const allCalls = rows.reduce((sum, { calls }) => sum + calls, 0);
  const isMissing = window !== undefined && past.error !== null && models === undefined;
  return (
    <Card
      title={<h1>Models</h1>}
      subtitle={`last ${window ?? "2 min"} · worst first`}
      aside={<NewRowsButton count={newCount} onShow={release} />}
      bodyClassName="overflow-auto"
      className="flex-1"
    >
      {rows.length === 0 ? (
        <EmptyState title={isMissing ? "The models can't be shown" : "No model was called"}>
          {isMissing ? problemOf(past.error) : "A model appears here with its first call."}
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
