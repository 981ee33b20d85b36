import { ExportMenu } from "../export/export-menu.tsx";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { minuteSpanText, useViewNow, useViewTime } from "../time/index.ts";
import { Card } from "../ui/index.ts";
import { ClientTable } from "./client-table.tsx";
import { NothingYet } from "./nothing-yet.tsx";
import type { ChannelLists } from "./use-channel-lists.ts";

export interface ClientsCardProps {
  readonly list: ChannelLists["clients"];
  /** The id of the row that the keyboard is at, of whichever list. */
  readonly active: string | undefined;
}

export function ClientsCard({ list, active }: ClientsCardProps) {
  const { window, at } = useViewTime();
  const now = useViewNow(1_000);
  const { rows, newCount, holder, release, isLoaded, error } = list;
  return (
    <Card
      title="Clients"
      subtitle={`by token name · ${minuteSpanText(window ?? "15m", at)}`}
      aside={
        <>
          <NewRowsButton count={newCount} onShow={release} />
          <ExportMenu what="clients" rows={rows} />
        </>
      }
      className="min-h-40 shrink max-lg:shrink-0"
      bodyClassName="overflow-auto"
    >
      {rows.length === 0 ? (
        <NothingYet what="clients" isLoaded={isLoaded} error={error}>
          {at === undefined
            ? "A client is whoever sends with a token: make one under Try, and it appears here."
            : "Nobody sent anything in this window."}
        </NothingYet>
      ) : (
        <div {...holder}>
          <ClientTable rows={rows} now={now} active={active} />
        </div>
      )}
    </Card>
  );
}
