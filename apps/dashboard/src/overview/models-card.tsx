import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useShown } from "../live/index.ts";
import { countText, firstTokenText, gapText } from "../models/model-figures.ts";
import { ModelFailed, ModelName } from "../models/model-name.tsx";
import { isFailing, modelKey, worstFirst } from "../models/model-order.ts";
import { ModelState } from "../models/model-state.tsx";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { useMomentNote } from "../time/index.ts";
import { Card, cx, EmptyState } from "../ui/index.ts";

const cell =
  "border-b border-line-soft px-2 py-[4.5px] whitespace-nowrap not-first:text-right first:text-left";
const heads = ["state", "calls", "failed", "first p95", "gap p95", "tok/s"] as const;

/** Each provider's models over the last two minutes, the worst first. */
export function ModelsCard() {
  const momentNote = useMomentNote();
  const models = useShown((state) => state.models);
  const sorted = useMemo(() => worstFirst(models), [models]);
  const { rows, newCount, holder, release } = useHeldRows(sorted, modelKey);
  return (
    <Card
      title={
        <Link to="/models" className="hover:underline">
          Models
        </Link>
      }
      subtitle="last 2 min"
      aside={<NewRowsButton count={newCount} onShow={release} />}
      bodyClassName="overflow-auto"
    >
      {rows.length === 0 ? (
        <EmptyState title={momentNote ?? "No model has been called in the last two minutes"} />
      ) : (
        <table {...holder} className="live-value w-full text-xs">
          <caption className="sr-only">Models over the last two minutes, the worst first</caption>
          <thead>
            <tr className="text-muted">
              <th scope="col" className={cx(cell, "font-medium")}>
                model
              </th>
              {heads.map((head) => (
                <th key={head} scope="col" className={cx(cell, "font-medium")}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={modelKey(row)}>
                <th scope="row" className={cx(cell, "max-w-52 font-normal")}>
                  <ModelName row={row} />
                </th>
                <td className={cell}>
                  <ModelState row={row} />
                </td>
                <td className={cell}>{countText(row.calls)}</td>
                <td className={cell}>
                  <ModelFailed row={row} isBad={isFailing(row)} />
                </td>
                <td className={cell}>{firstTokenText(row.ttftP95)}</td>
                <td className={cell}>{gapText(row.gapP95)}</td>
                <td className={cell}>{countText(row.tokensPerSec)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
