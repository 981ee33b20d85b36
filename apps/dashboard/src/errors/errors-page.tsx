import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ErrorGroup } from "@signalbox/api-contract";
import { problemOf } from "../api/index.ts";
import { useOpenRequest } from "../app/open-request.tsx";
import { formatCount } from "../figures/figures.ts";
import { ExportMenu } from "../export/export-menu.tsx";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { useRowCursor } from "../rows/use-row-cursor.ts";
import { spanText, useViewNow, useViewTime } from "../time/index.ts";
import { Card } from "../ui/index.ts";
import { filterOf, type ErrorFilter } from "./error-filter.ts";
import { ErrorGroupsTable } from "./error-groups-table.tsx";
import { rowId } from "./error-group-row.tsx";
import { ErrorsEmpty } from "./errors-empty.tsx";
import { ErrorsFilter } from "./errors-filter.tsx";
import { orderOf, sortGroups, type GroupSort } from "./group-order.ts";
import { mostGroups, useErrorGroups } from "./use-error-groups.ts";

/** What failed in the window that is shown, the same failures together. */
export function ErrorsPage() {
  const search = useSearch({ from: "/errors" });
  const navigate = useNavigate({ from: "/errors" });
  const openRequest = useOpenRequest();
  const { window = "15m", at } = useViewTime();
  const now = useViewNow(1_000);
  const filter = filterOf(search);
  const order = orderOf(search);
  const found = useErrorGroups(filter);
  const { data = noGroups } = found;
  const sorted = sortGroups(data, order);
  const { rows, newCount, holder, release } = useHeldRows(sorted, groupKey);
  const change = (part: ErrorFilter) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const clear = () =>
    void navigate({ search: ({ request, sort, dir }) => ({ request, sort, dir }) });
  const sortBy = (sort: GroupSort) => {
    const dir = order.key === sort && order.direction === "desc" ? "asc" : "desc";
    void navigate({ search: (before) => ({ ...before, sort, dir }), replace: true });
  };
  const openNewest = ({ sampleRequestIds: [newest] }: ErrorGroup) => {
    if (newest !== undefined) openRequest(newest);
  };
  const { gridRef, cursor, moveTo } = useRowCursor({
    rows,
    keyOf: groupKey,
    idOf: rowId,
    onOpen: openNewest,
  });

  return (
    <>
      <ErrorsFilter filter={filter} groups={data} onChange={change} onClear={clear} />
      <Card
        title={<h1>Errors</h1>}
        subtitle={`${spanText(window, at)}${toldOf(rows)}`}
        aside={
          <>
            {found.error !== null && rows.length > 0 ? (
              <span className="text-warn">Not up to date. {problemOf(found.error)}</span>
            ) : null}
            <NewRowsButton count={newCount} onShow={release} />
            <ExportMenu what="failures" rows={rows} />
          </>
        }
        className="min-h-48 flex-1"
        bodyClassName="overflow-auto"
      >
        {rows.length === 0 ? (
          <ErrorsEmpty
            isComing={found.isPending}
            error={found.error}
            isFiltered={Object.keys(filter).length > 0}
            onRetry={() => void found.refetch()}
            onClear={clear}
          />
        ) : (
          <ErrorGroupsTable
            groups={rows}
            now={now}
            order={order}
            cursor={cursor}
            openId={search.request}
            gridRef={gridRef}
            holder={holder}
            onSort={sortBy}
            onOpen={(group) => {
              moveTo(group);
              openNewest(group);
            }}
          />
        )}
      </Card>
    </>
  );
}

const noGroups: readonly ErrorGroup[] = [];
const groupKey = ({ fingerprint }: ErrorGroup): string => fingerprint;

function toldOf(groups: readonly ErrorGroup[]): string {
  if (groups.length === 0) return "";
  const failures = groups.reduce((sum, { count }) => sum + count, 0);
  const groupsText = groups.length === 1 ? "1 group" : `${groups.length} groups`;
  const failuresText = failures === 1 ? "1 failure" : `${formatCount(failures)} failures`;
  const most = groups.length >= mostGroups ? ", the most frequent of more" : "";
  return ` · ${groupsText}, ${failuresText}${most}`;
}
