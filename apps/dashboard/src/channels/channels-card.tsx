import { ExportMenu } from "../export/export-menu.tsx";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { minuteSpanText, useViewNow, useViewTime } from "../time/index.ts";
import { Card } from "../ui/index.ts";
import { ChannelTable } from "./channel-table.tsx";
import { NothingYet } from "./nothing-yet.tsx";
import type { ChannelLists } from "./use-channel-lists.ts";

export interface ChannelsCardProps {
  readonly list: ChannelLists["channels"];
  /** The id of the row that the keyboard is at, of whichever list. */
  readonly active: string | undefined;
}

export function ChannelsCard({ list, active }: ChannelsCardProps) {
  const { window, at } = useViewTime();
  const now = useViewNow(1_000);
  const { rows, newCount, holder, release, isLoaded, error } = list;
  return (
    <Card
      title="Channels"
      subtitle={minuteSpanText(window ?? "15m", at)}
      aside={
        <>
          <NewRowsButton count={newCount} onShow={release} />
          <ExportMenu what="channels" rows={rows} />
        </>
      }
      className="shrink-0"
      bodyClassName="overflow-auto"
    >
      {rows.length === 0 ? (
        <NothingYet what="channels" isLoaded={isLoaded} error={error} />
      ) : (
        <div {...holder}>
          <ChannelTable rows={rows} now={now} active={active} isPast={at !== undefined} />
        </div>
      )}
    </Card>
  );
}
