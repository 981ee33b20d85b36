import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useWhyNot } from "../actions/index.ts";
import { problemOf } from "../api/index.ts";
import { HeatmapCard } from "../heatmap/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { spanText, useViewNow, useViewTime } from "../time/index.ts";
import { Card, EmptyState, PracticeBadge } from "../ui/index.ts";
import { ModelActionDialog } from "./model-action.tsx";
import { ModelButton } from "./model-button.tsx";
import { ModelCharts } from "./model-charts.tsx";
import { ModelDetails } from "./model-details.tsx";
import { standingLines } from "./model-standing.ts";
import { useHeatmapMetric } from "./use-heatmap-metric.ts";
import { useModelRows } from "./use-model-rows.ts";
import { useModelSeries } from "./use-model-series.ts";

/** One provider's model: how it stands, its course over the window, and how long its calls took. */
export function ModelPage() {
  const { provider, model } = useParams({ from: "/models/$provider/$model" });
  const { series, window, error } = useModelSeries(provider, model);
  const metric = useHeatmapMetric();
  return (
    <>
      <Standing provider={provider} model={model} />
      {series === undefined ? (
        <EmptyState title={error === null ? "Loading…" : "The charts can't be shown"}>
          {error === null ? undefined : problemOf(error)}
        </EmptyState>
      ) : (
        <ModelCharts series={series} window={window} />
      )}
      <HeatmapCard provider={provider} model={model} {...metric}>
        {null}
      </HeatmapCard>
    </>
  );
}

interface StandingProps {
  readonly provider: string;
  readonly model: string;
}

function Standing({ provider, model }: StandingProps) {
  const { window, at } = useViewTime();
  const { models, error } = useModelRows();
  const now = useViewNow(1_000);
  const whyNot = useWhyNot("pause models");
  const [action, setAction] = useState<"pause" | "resume" | null>(null);
  const row = models?.find((one) => one.provider === provider && one.model === model);
  const allCalls = models?.reduce((sum, { calls }) => sum + calls, 0) ?? 0;
  return (
    <Card
      title={
        <h1 className="flex items-center gap-1.5">
          <Link to="/models" className="text-info hover:underline">
            Models
          </Link>
          <span aria-hidden>›</span>
          {visibleText(provider)} · {visibleText(model)}
          {row?.practice === true ? <PracticeBadge /> : null}
        </h1>
      }
      subtitle={spanText(window ?? "2 min", at)}
      aside={
        <>
          <Link to="/requests" search={{ provider, model }} className="text-info hover:underline">
            Requests →
          </Link>
          {row === undefined ? null : (
            <ModelButton row={row} whyNot={whyNot} onAction={setAction} />
          )}
        </>
      }
      bodyClassName="p-3"
      className="shrink-0"
    >
      {row === undefined ? (
        <p className="text-xs text-muted">{missingText(models === undefined, error)}</p>
      ) : (
        <>
          {standingLines(row, now).map((line) => (
            <p key={line} className="pb-2 text-xs text-muted">
              {visibleText(line)}
            </p>
          ))}
          <ModelDetails row={row} now={now} />
        </>
      )}
      {action === null || row === undefined ? null : (
        <ModelActionDialog
          action={action}
          row={row}
          allCalls={allCalls}
          onClose={() => setAction(null)}
        />
      )}
    </Card>
  );
}

function missingText(isComing: boolean, error: unknown): string {
  if (error !== null && isComing) return problemOf(error);
  return isComing
    ? "Loading…"
    : "It was not called in this window, and the config does not name it.";
}
