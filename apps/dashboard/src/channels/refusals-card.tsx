import { useMemo } from "react";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { momentText, useViewNow, useViewTime } from "../time/index.ts";
import { Card } from "../ui/index.ts";
import { NothingYet } from "./nothing-yet.tsx";
import { refusalKey, RefusalTable } from "./refusal-table.tsx";
import { useRefusals } from "./use-channels.ts";

export function RefusalsCard() {
  const { windowMs, at } = useViewTime();
  const now = useViewNow(1_000);
  const { data, error } = useRefusals();
  const fresh = useMemo(() => data?.rows ?? [], [data]);
  const { rows, holder } = useHeldRows(fresh, refusalKey);
  const knownFrom = data?.knownFrom ?? 0;
  const isUnknown = at !== undefined && at < knownFrom;
  const isCut = !isUnknown && now - windowMs < knownFrom;
  const since = momentText(knownFrom, now);
  return (
    <Card
      title="Turned away at the door"
      subtitle={
        isCut ? `never ran, so no failures · counted since ${since}` : "never ran, so no failures"
      }
      className="max-h-[38%] shrink-0"
      bodyClassName="overflow-auto"
    >
      {rows.length === 0 ? (
        <NothingYet what="refusals" isLoaded={data !== undefined} error={error}>
          {isUnknown
            ? `Refusals are known since ${since}: nothing is known of this moment.`
            : "Nobody was turned away."}
        </NothingYet>
      ) : (
        <div {...holder}>
          <RefusalTable rows={rows} now={now} />
        </div>
      )}
    </Card>
  );
}
