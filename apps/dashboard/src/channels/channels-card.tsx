import { useMemo } from "react";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { spanText, useViewNow, useViewTime } from "../time/index.ts";
import { Card } from "../ui/index.ts";
import { channelKey, ChannelTable } from "./channel-table.tsx";
import { NothingYet } from "./nothing-yet.tsx";
import { worstChannelsFirst } from "./traffic-order.ts";
import { useChannels } from "./use-channels.ts";

export function ChannelsCard() {
  const { window, at } = useViewTime();
  const now = useViewNow(1_000);
  const { data, error } = useChannels();
  const sorted = useMemo(() => worstChannelsFirst(data ?? []), [data]);
  const { rows, newCount, holder, release } = useHeldRows(sorted, channelKey);
  return (
    <Card
      title="Channels"
      subtitle={spanText(window ?? "15m", at)}
      aside={<NewRowsButton count={newCount} onShow={release} />}
      className="shrink-0"
      bodyClassName="overflow-auto"
    >
      {rows.length === 0 ? (
        <NothingYet what="channels" isLoaded={data !== undefined} error={error} />
      ) : (
        <div {...holder}>
          <ChannelTable rows={rows} now={now} isPast={at !== undefined} />
        </div>
      )}
    </Card>
  );
}
