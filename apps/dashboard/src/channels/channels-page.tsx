import { useNavigate } from "@tanstack/react-router";
import { useRowCursor } from "../rows/use-row-cursor.ts";
import { ChannelsCard } from "./channels-card.tsx";
import { ClientsCard } from "./clients-card.tsx";
import { RefusalsCard } from "./refusals-card.tsx";
import { useChannelLists, type ChannelsLine } from "./use-channel-lists.ts";

/** How requests come in, who sends them, and who is turned away. */
export function ChannelsPage() {
  const navigate = useNavigate();
  const { channels, clients, refusals, lines } = useChannelLists();
  const { gridRef, cursor } = useRowCursor<ChannelsLine, HTMLDivElement>({
    rows: lines,
    keyOf: lineId,
    idOf: lineId,
    onOpen: ({ filter }) => {
      if (filter !== null) void navigate({ to: "/requests", search: filter });
    },
  });
  const active = lines[cursor]?.id;
  return (
    <div ref={gridRef} className="contents">
      <h1 className="sr-only">Channels</h1>
      <ChannelsCard list={channels} active={active} />
      <ClientsCard list={clients} active={active} />
      <RefusalsCard list={refusals} active={active} />
    </div>
  );
}

function lineId({ id }: ChannelsLine): string {
  return id;
}
