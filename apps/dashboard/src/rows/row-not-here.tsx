import { formatCount } from "../figures/figures.ts";
import { Button } from "../ui/index.ts";

export interface RowNotHereProps {
  /** What a row is: `request`. */
  readonly what: string;
  /** How many rows are loaded. */
  readonly count: number;
  /** Where it can be opened without being in the list. */
  readonly onOpen?: () => void;
}

/** Tells that the row of the address is not in the list, and opens it all the same. */
export function RowNotHere({ what, count, onOpen }: RowNotHereProps) {
  return (
    <output className="flex flex-wrap items-center gap-2 text-muted">
      The {what} that this address is at is not among the {formatCount(count)} that are loaded.
      {onOpen === undefined ? null : <Button onClick={onOpen}>Open it</Button>}
    </output>
  );
}
