import { momentText, useViewNow, useViewTime } from "../time/index.ts";
import { Card } from "../ui/index.ts";
import { NothingYet } from "./nothing-yet.tsx";
import { RefusalTable } from "./refusal-table.tsx";
import type { ChannelLists } from "./use-channel-lists.ts";

export interface RefusalsCardProps {
  readonly list: ChannelLists["refusals"];
  /** The id of the row that the keyboard is at, of whichever list. */
  readonly active: string | undefined;
}

export function RefusalsCard({ list, active }: RefusalsCardProps) {
  const { windowMs, at } = useViewTime();
  const now = useViewNow(1_000);
  const { rows, holder, isLoaded, error, knownFrom } = list;
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
        <NothingYet what="refusals" isLoaded={isLoaded} error={error}>
          {isUnknown
            ? `Refusals are known since ${since}: nothing is known of this moment.`
            : "Nobody was turned away."}
        </NothingYet>
      ) : (
        <div {...holder}>
          <RefusalTable rows={rows} now={now} active={active} />
        </div>
      )}
    </Card>
  );
}
