import type { useInfiniteQuery } from "@tanstack/react-query";
import { problemOf } from "../api/index.ts";
import { formatCount } from "../figures/figures.ts";
import { useMomentNote } from "../time/index.ts";
import { Button, EmptyState } from "../ui/index.ts";

export interface RequestsFootProps {
  readonly count: number;
  readonly older: Pick<
    ReturnType<typeof useInfiniteQuery>,
    "isFetching" | "error" | "hasNextPage" | "refetch" | "fetchNextPage"
  >;
  readonly notShown: number;
  readonly isPast: boolean;
  /** By a column, and not by time: what is not loaded could stand anywhere. */
  readonly isSorted: boolean;
  readonly onClear: () => void;
}

/** Under the last line: why there is nothing more, or that more is on its way. */
export function RequestsFoot(props: RequestsFootProps) {
  const { count, older, notShown, isPast, isSorted, onClear } = props;
  const momentNote = useMomentNote();
  if (count === 0 && !older.isFetching && older.error === null && !older.hasNextPage) {
    return (
      <EmptyState title={momentNote ?? "No request matches"}>
        <Button look="ghost" onClick={onClear}>
          Clear filters
        </Button>
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 px-3 py-2.5 text-faint">
      {isSorted && older.hasNextPage && !older.isFetching && (
        <span>Sorted among the {formatCount(count)} that are loaded</span>
      )}
      {notShown > 0 && <span>{notShownText(notShown, isPast)}</span>}
      {older.isFetching && <span>Loading older requests…</span>}
      {older.error !== null && (
        <span className="text-bad">
          Older requests did not load. {problemOf(older.error)}{" "}
          <button type="button" className="underline" onClick={() => void older.refetch()}>
            Try again
          </button>
        </span>
      )}
      {!older.isFetching && older.error === null && older.hasNextPage && (
        <Button look="ghost" onClick={() => void older.fetchNextPage()}>
          Load older
        </Button>
      )}
    </div>
  );
}

function notShownText(count: number, isPast: boolean): string {
  return isPast
    ? `${count} more were in flight then and are not shown`
    : `${count} more in flight are not shown: filter to reach them`;
}
