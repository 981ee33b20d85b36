import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { ExportMenu } from "../export/export-menu.tsx";
import { shownStore, useShown } from "../live/index.ts";
import { CancelDialog } from "./cancel-dialog.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { rowId } from "./request-line.tsx";
import { filterOf } from "./request-filter.ts";
import type { FilterKey } from "./request-filter.ts";
import { readIds } from "../app/id-list.ts";
import { mostPinned } from "../app/search.ts";
import { pinnedFirst, togglePinned } from "./pinned.ts";
import { orderOf, sortRequests } from "./request-order.ts";
import type { SortKey } from "./request-order.ts";
import { RequestsFoot } from "./requests-foot.tsx";
import { RequestsTable } from "./requests-table.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { shownNow } from "./shown-now.ts";
import { toggleSelected } from "./toggle-selected.ts";
import { useNamedRows } from "./use-named-rows.ts";
import { useRequestRows } from "./use-request-rows.ts";
import { useSelectedIds } from "./use-selected-ids.ts";
import { RowNotHere } from "../rows/row-not-here.tsx";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useReachRow } from "../rows/use-reach-row.ts";
import { useHeldRows } from "../rows/use-held-rows.ts";
import type { RowAction } from "../rows/use-row-cursor.ts";
import { useWhyNot } from "../actions/index.ts";

/** Everything in flight and finished, in one list that moves only when nobody looks closer. */
export function RequestsPage() {
  const search = useSearch({ from: "/requests" });
  const navigate = useNavigate({ from: "/requests" });
  const { row: rowKey } = search;
  const filter = filterOf(search);
  const order = orderOf(search);
  const {
    rows: matching,
    known,
    notShown,
    older,
    isPast,
    isGathering,
  } = useRequestRows(filter, order.key !== null);
  useShown((state) => state.version);
  const now = shownNow(shownStore.getState());
  const pins = readIds(search.pinned, mostPinned);
  const pinned = useNamedRows(pins, known);
  const view = JSON.stringify([isGathering, pinned.map(({ id }) => id)]);
  const sorted = pinnedFirst(sortRequests(matching, order, now), pinned);
  const { rows, newCount, holders, release } = useHeldRows(sorted, rowId, { view, known });
  const [selected, select] = useSelectedIds();
  const [lastChosen, setLastChosen] = useState<string | null>(null);
  const [asked, setAsked] = useState<readonly RequestRow[] | null>(null);
  const whyNoCancel = useWhyNot("cancel");
  const loadOlder =
    older.hasNextPage && !older.isFetching && older.error === null
      ? () => void older.fetchNextPage()
      : null;
  const isRowAway = useReachRow({
    rowKey,
    isFound: rows.some(({ id }) => id === rowKey),
    isLoading: older.isFetching || rows.length === 0,
    loadOlder,
  });
  const chosen = useNamedRows([...selected], known);
  const cancellable = chosen.filter((row) => row.state !== "ended");

  const openRequest = ({ id }: Pick<RequestRow, "id">) =>
    void navigate({ search: (before) => ({ ...before, row: id, request: id }) });
  const setFilter = (key: FilterKey, value: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, [key]: value }), replace: true });
  const clearFilters = () =>
    void navigate({
      search: ({ request, sort, dir, pinned: p, selected: s }) => ({
        request,
        sort,
        dir,
        pinned: p,
        selected: s,
      }),
    });
  const pin = (row: RequestRow) => {
    const next = togglePinned(pins, row.id);
    void navigate({ search: (before) => ({ ...before, pinned: next }), replace: true });
  };
  const sortBy = (key: SortKey) => {
    const isSame = order.key === key;
    if (isSame && order.direction === "asc") {
      void navigate({ search: (before) => ({ ...before, sort: undefined, dir: undefined }) });
      return;
    }
    const dir = isSame ? "asc" : "desc";
    void navigate({ search: (before) => ({ ...before, sort: key, dir }), replace: true });
  };
  const toggle = (row: RequestRow, isRange: boolean) => {
    select(toggleSelected(selected, rows.map(rowId), row.id, isRange ? lastChosen : null));
    setLastChosen(row.id);
  };
  const clearSelected = () => {
    select([]);
    setLastChosen(null);
  };
  const inFlight = () => rows.filter((row) => row.state !== "ended");
  const areAllSelected = selected.size > 0 && areIn(selected, inFlight());
  const toggleAll = () => select(areAllSelected ? [] : inFlight().map((row) => row.id));
  const askFor = (list: readonly RequestRow[]) => {
    if (whyNoCancel === null && list.length > 0) setAsked(list);
  };

  const act = (action: RowAction, row: RequestRow | undefined) => {
    if (action === "clear") clearSelected();
    else if (action === "cancel") {
      askFor(chosen.length > 0 ? chosen : row === undefined ? [] : [row]);
    } else if (row === undefined) return;
    else if (action === "pin") pin(row);
    else toggle(row, action === "selectTo");
  };

  return (
    <div className="flex h-full min-h-0 flex-col gap-3">
      <h1 className="sr-only">Requests</h1>
      <FilterBar filter={filter} rows={known.values()} onChange={setFilter} onClear={clearFilters}>
        <NewRowsButton count={newCount} onShow={release} />
        <ExportMenu what="requests" rows={rows} />
      </FilterBar>
      {isRowAway && rowKey !== undefined ? (
        <RowNotHere what="request" count={rows.length} onOpen={() => openRequest({ id: rowKey })} />
      ) : null}
      <section className="grid-frame flex min-h-0 flex-1 flex-col overflow-hidden rounded-lg border border-line bg-surface">
        <RequestsTable
          rows={rows}
          now={now}
          order={order}
          openId={search.request}
          selected={selected}
          pinned={pins}
          areAllSelected={areAllSelected}
          isCovered={asked !== null}
          onSort={sortBy}
          onOpen={openRequest}
          onSelect={toggle}
          onSelectAll={toggleAll}
          onPin={pin}
          onAction={act}
          holders={holders}
          loadOlder={loadOlder}
        >
          <RequestsFoot
            count={rows.length}
            older={older}
            notShown={notShown}
            isPast={isPast}
            isSorted={order.key !== null}
            onClear={clearFilters}
          />
        </RequestsTable>
      </section>
      {chosen.length > 0 && (
        <SelectionBar
          count={chosen.length}
          elsewhere={chosen.filter(({ id }) => !rows.some((row) => row.id === id)).length}
          cancellable={cancellable.length}
          whyNoCancel={whyNoCancel}
          onCancel={() => askFor(chosen)}
          onClear={clearSelected}
        />
      )}
      {asked !== null && <CancelDialog rows={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

function areIn(ids: ReadonlySet<string>, rows: readonly RequestRow[]): boolean {
  return rows.length > 0 && rows.every(({ id }) => ids.has(id));
}
