import { useNavigate, useSearch } from "@tanstack/react-router";
import type { SessionRow } from "@signalbox/api-contract";
import { problemOf } from "../api/index.ts";
import { formatCount } from "../figures/figures.ts";
import { FilterChoice } from "../filters/filter-choice.tsx";
import { TextFilter } from "../filters/text-filter.tsx";
import { ExportMenu } from "../export/export-menu.tsx";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useDrawnRows } from "../rows/use-drawn-rows.ts";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { RowNotHere } from "../rows/row-not-here.tsx";
import { useReachRow } from "../rows/use-reach-row.ts";
import { useRowCursor } from "../rows/use-row-cursor.ts";
import { spanText, useMomentNote, useViewNow, useViewTime } from "../time/index.ts";
import { Button, Card, EmptyState } from "../ui/index.ts";
import { lineKey, sessionOfKey } from "./session-lines.ts";
import { SessionsFoot } from "./sessions-foot.tsx";
import { lineHeight, lineId, SessionsTable } from "./sessions-table.tsx";
import { useSessionLines, type SessionsFilter } from "./use-session-lines.ts";

/** Conversations, and what their requests came to. */
export function SessionsPage() {
  const filter = useSearch({ from: "/sessions" });
  const navigate = useNavigate({ from: "/sessions" });
  const { window, at } = useViewTime();
  const now = useViewNow(1_000);
  const { lines, older } = useSessionLines(filter);
  const { rows, newCount, holder, release } = useHeldRows(lines, lineKey);
  const momentNote = useMomentNote();
  const isFiltered = [filter.text, filter.client, filter.failed].some((part) => part !== undefined);

  const change = (part: SessionsFilter) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const clear = () => change({ text: undefined, client: undefined, failed: undefined });
  const openSession = ({ sessionId, clientId }: Pick<SessionRow, "sessionId" | "clientId">) =>
    void navigate({ to: "/sessions/$sessionId", params: { sessionId }, search: { clientId } });
  const { scroller, show, ...drawn } = useDrawnRows({
    rows,
    rowHeight: lineHeight,
  });
  const { gridRef, cursor } = useRowCursor({
    rows,
    keyOf: lineKey,
    idOf: lineId,
    show,
    onOpen: openSession,
  });
  const { row: rowKey } = useSearch({ from: "__root__" });
  const isRowAway = useReachRow({
    rowKey,
    isFound: cursor !== -1,
    isLoading: older.isFetching || rows.length === 0,
    loadOlder:
      older.hasNextPage && !older.isFetching && older.error === null
        ? () => void older.fetchNextPage()
        : null,
  });
  const away = isRowAway ? sessionOfKey(rowKey) : null;

  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <TextFilter
          label="Search sessions"
          placeholder="Search session or client…"
          className="w-full sm:w-64"
          text={filter.text ?? ""}
          onChange={(text) => change({ text: text === "" ? undefined : text })}
        />
        <FilterChoice
          label="client"
          value={filter.client}
          options={[...new Set(lines.map(({ client }) => client))].toSorted()}
          onChange={(client) => change({ client })}
        />
        <Button
          aria-pressed={filter.failed === true}
          className={filter.failed === true ? "border-info/60 bg-info/10" : undefined}
          onClick={() => change({ failed: filter.failed === true ? undefined : true })}
        >
          with failures
        </Button>
        {isFiltered && (
          <Button look="ghost" onClick={clear}>
            Clear filters
          </Button>
        )}
      </div>
      {away === null ? null : (
        <RowNotHere what="session" count={rows.length} onOpen={() => openSession(away)} />
      )}
      <Card
        title={<h1>Sessions</h1>}
        subtitle={`${subtitleOf(window, at)} · ${formatCount(rows.length)}${older.hasNextPage ? " and more" : ""}`}
        aside={
          <>
            {older.error !== null && rows.length > 0 ? (
              <span className="text-warn">Not up to date. {problemOf(older.error)}</span>
            ) : null}
            <NewRowsButton count={newCount} onShow={release} />
            <ExportMenu what="sessions" rows={rows} />
          </>
        }
        className="min-h-48 flex-1"
      >
        {rows.length > 0 ? (
          <div ref={scroller} className="h-full overflow-auto">
            <SessionsTable
              lines={rows}
              drawn={drawn}
              now={now}
              cursor={cursor}
              gridRef={gridRef}
              holder={holder}
            />
            <SessionsFoot older={older} />
          </div>
        ) : older.error !== null ? (
          <EmptyState title="The sessions can't be shown">
            <p className="mb-3">{problemOf(older.error)}</p>
            <Button onClick={() => void older.refetch()}>Try again</Button>
          </EmptyState>
        ) : older.isPending ? (
          <EmptyState title="Loading…" />
        ) : isFiltered ? (
          <EmptyState title="No session fits these filters">
            <Button look="ghost" onClick={clear}>
              Clear filters
            </Button>
          </EmptyState>
        ) : (
          <EmptyState title={momentNote ?? emptyTitle(window)}>
            Requests are of one session where their client gives it a name, in the header
            x-session-id or as sessionId.
          </EmptyState>
        )}
      </Card>
    </>
  );
}

function subtitleOf(window: string | undefined, at: number | undefined): string {
  if (window === undefined) return "last seen first";
  const figures = at === undefined ? "" : " · figures as they are now";
  return `${spanText(window, at)}${figures}`;
}

function emptyTitle(window: string | undefined): string {
  return window === undefined ? "No session yet" : "No session was used in this window";
}
