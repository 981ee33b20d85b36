import { useMemo } from "react";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { spanText, useViewNow, useViewTime } from "../time/index.ts";
import { Card } from "../ui/index.ts";
import { clientKey, ClientTable } from "./client-table.tsx";
import { NothingYet } from "./nothing-yet.tsx";
import { worstClientsFirst } from "./traffic-order.ts";
import { useClients } from "./use-channels.ts";

export function ClientsCard() {
  const { window, at } = useViewTime();
  const now = useViewNow(1_000);
  const { data, error } = useClients();
  const sorted = useMemo(() => worstClientsFirst(data ?? []), [data]);
  const { rows, newCount, holder, release } = useHeldRows(sorted, clientKey);
  return (
    <Card
      title="Clients"
      subtitle={`by token name · ${spanText(window ?? "15m", at)}`}
      aside={<NewRowsButton count={newCount} onShow={release} />}
      className="min-h-40 shrink max-lg:shrink-0"
      bodyClassName="overflow-auto"
    >
      {rows.length === 0 ? (
        <NothingYet what="clients" isLoaded={data !== undefined} error={error}>
          {at === undefined
            ? "A client is whoever sends with a token: make one under Try, and it appears here."
            : "Nobody sent anything in this window."}
        </NothingYet>
      ) : (
        <div {...holder}>
          <ClientTable rows={rows} now={now} />
        </div>
      )}
    </Card>
  );
}
