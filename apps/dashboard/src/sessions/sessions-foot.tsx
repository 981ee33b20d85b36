import type { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "../ui/index.ts";

export interface SessionsFootProps {
  readonly older: Pick<
    ReturnType<typeof useInfiniteQuery>,
    "isFetchingNextPage" | "hasNextPage" | "fetchNextPage"
  >;
}

/** Under the last session: the way to those that were quiet before it, or that there are none. */
export function SessionsFoot({ older }: SessionsFootProps) {
  return (
    <p className="flex min-h-12 items-center justify-center px-3 py-2.5 text-faint">
      {older.isFetchingNextPage ? (
        "Loading older sessions…"
      ) : older.hasNextPage ? (
        <Button look="ghost" onClick={() => void older.fetchNextPage()}>
          Load older
        </Button>
      ) : (
        "Nothing older"
      )}
    </p>
  );
}
