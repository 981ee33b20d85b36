import { problemOf } from "../api/index.ts";
import { Button } from "../ui/index.ts";

export interface EventsFootProps {
  readonly isFetching: boolean;
  readonly error: Error | null;
  readonly onRetry: () => void;
  /** Null where there is nothing older. */
  readonly onLoadOlder: (() => void) | null;
}

/** Under the last event: the way to older ones, or that there are none. */
export function EventsFoot({ isFetching, error, onRetry, onLoadOlder }: EventsFootProps) {
  if (isFetching) return <p className={look}>Loading older events…</p>;
  if (error !== null) {
    return (
      <p className={look}>
        <span className="text-bad">Older events did not load. {problemOf(error)}</span>
        <Button look="ghost" onClick={onRetry}>
          Try again
        </Button>
      </p>
    );
  }
  if (onLoadOlder === null) return <p className={look}>Nothing older</p>;
  return (
    <p className={look}>
      <Button look="ghost" onClick={onLoadOlder}>
        Load older
      </Button>
    </p>
  );
}

const look = "flex min-h-12 items-center justify-center gap-2 px-3 py-2.5 text-faint";
