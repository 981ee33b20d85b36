import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { McpServerRow, ToolRow } from "@signalbox/api-contract";
import { useWhyNot } from "../actions/index.ts";
import { problemOf } from "../api/index.ts";
import { useNow } from "../app/use-now.ts";
import { ExportMenu } from "../export/export-menu.tsx";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { useRowCursor } from "../rows/use-row-cursor.ts";
import { minuteSpanText, useViewNow, useViewTime } from "../time/index.ts";
import { Card, EmptyState } from "../ui/index.ts";
import { ApproveDialog } from "./approve-dialog.tsx";
import { RestartDialog } from "./restart-dialog.tsx";
import { serverRowId, ServerTable } from "./server-table.tsx";
import { toolRowId, ToolTable } from "./tool-table.tsx";
import { useMcpServers, useTools } from "./use-tools.ts";

/** What agents can call, and the MCP servers behind it. */
export function ToolsPage() {
  const [approving, setApproving] = useState<ToolRow | null>(null);
  const [restarting, setRestarting] = useState<McpServerRow | null>(null);
  const whyNotApprove = useWhyNot("approve tools");
  const whyNotRestart = useWhyNot("restart servers");
  const now = useNow(1_000);
  const viewNow = useViewNow(1_000);
  const { window, at } = useViewTime();
  const tools = useTools();
  const servers = useMcpServers();
  const sorted = useMemo(() => neediestFirst(tools.data ?? []), [tools.data]);
  const { rows, newCount, holder, release } = useHeldRows(sorted, toolKey);
  const navigate = useNavigate();
  const lines = [
    ...(servers.data ?? noServers).map((row) => ({ id: serverRowId(row), tool: null })),
    ...rows.map((row) => ({ id: toolRowId(row), tool: row.name })),
  ];
  const { gridRef, cursor } = useRowCursor<(typeof lines)[number], HTMLDivElement>({
    rows: lines,
    keyOf: lineId,
    idOf: lineId,
    isCovered: approving !== null || restarting !== null,
    // A server's line has nothing behind it: what can be done with it is a button there.
    onOpen: ({ tool }) => {
      if (tool !== null) void navigate({ to: "/requests", search: { tool } });
    },
  });
  const active = lines[cursor]?.id;
  return (
    <div ref={gridRef} className="contents">
      <h1 className="sr-only">Tools</h1>
      {servers.data === undefined || servers.data.length === 0 ? null : (
        <Card
          title="MCP servers"
          subtitle={at === undefined ? undefined : "as they are now"}
          className="max-h-[40%] shrink-0"
          bodyClassName="overflow-auto"
        >
          <ServerTable
            rows={servers.data}
            now={now}
            active={active}
            whyNot={whyNotRestart}
            onRestart={setRestarting}
          />
        </Card>
      )}
      <Card
        title="Tools"
        subtitle={subtitleOf(window, at)}
        aside={
          <>
            <NewRowsButton count={newCount} onShow={release} />
            <ExportMenu what="tools" rows={rows} />
          </>
        }
        className="min-h-48 flex-1"
        bodyClassName="overflow-auto"
      >
        {rows.length === 0 ? (
          <EmptyState title={tools.error === null ? "Loading…" : "The tools can't be shown"}>
            {tools.error === null ? undefined : problemOf(tools.error)}
          </EmptyState>
        ) : (
          <div {...holder}>
            <ToolTable
              rows={rows}
              now={viewNow}
              active={active}
              window={window ?? "15m"}
              whyNot={whyNotApprove}
              onApprove={setApproving}
            />
          </div>
        )}
      </Card>
      {approving === null ? null : (
        <ApproveDialog row={approving} onClose={() => setApproving(null)} />
      )}
      {restarting === null ? null : (
        <RestartDialog row={restarting} onClose={() => setRestarting(null)} />
      )}
    </div>
  );
}

const noServers: readonly McpServerRow[] = [];

function lineId({ id }: { readonly id: string }): string {
  return id;
}

/** The window is one of calls: nobody wrote down what state a tool was in. */
function subtitleOf(window: string | undefined, at: number | undefined): string {
  if (window === undefined) return "what needs a look first";
  const calls = `calls of the ${minuteSpanText(window, at)}`;
  return at === undefined ? calls : `${calls} · states as they are now`;
}

function toolKey({ name }: ToolRow): string {
  return name;
}

const need = { held: 2, unavailable: 1, ready: 0 } as const;

function neediestFirst(tools: readonly ToolRow[]): ToolRow[] {
  return tools.toSorted(
    (a, b) => need[b.state] - need[a.state] || b.failed - a.failed || a.name.localeCompare(b.name),
  );
}
