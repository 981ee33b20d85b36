import { useNavigate } from "@tanstack/react-router";
import { problemOf } from "../api/index.ts";
import { spanText, useMomentNote, useViewTime } from "../time/index.ts";
import { Button, EmptyState } from "../ui/index.ts";

export interface ErrorsEmptyProps {
  readonly isComing: boolean;
  readonly error: Error | null;
  readonly isFiltered: boolean;
  readonly onRetry: () => void;
  readonly onClear: () => void;
}

const day = "24h";
const dayMs = 86_400_000;

/** Why there are no groups, and what to do about it. */
export function ErrorsEmpty({ isComing, error, isFiltered, onRetry, onClear }: ErrorsEmptyProps) {
  const { window = "15m", windowMs, at } = useViewTime();
  const momentNote = useMomentNote();
  const navigate = useNavigate();
  if (isComing && error === null) return <EmptyState title="Loading…" />;
  if (error !== null) {
    return (
      <EmptyState title="The failures can't be shown">
        <p className="mb-3">{problemOf(error)}</p>
        <Button onClick={onRetry}>Try again</Button>
      </EmptyState>
    );
  }
  if (isFiltered) {
    return (
      <EmptyState title="No failure fits these filters">
        <Button look="ghost" onClick={onClear}>
          Clear filters
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={momentNote ?? `Nothing failed in the ${spanText(window, at)}`}>
      {windowMs < dayMs ? (
        <Button
          look="ghost"
          onClick={() => void navigate({ to: ".", search: (now) => ({ ...now, window: day }) })}
        >
          Look at 24 hours
        </Button>
      ) : undefined}
    </EmptyState>
  );
}
