import { Button } from "../ui/index.ts";

export interface SelectionBarProps {
  readonly count: number;
  /** How many of them the list does not show. */
  readonly elsewhere: number;
  /** How many of them are in flight. */
  readonly cancellable: number;
  readonly whyNoCancel: string | null;
  readonly onCancel: () => void;
  readonly onClear: () => void;
}

/** What can be done with the requests that are selected. */
export function SelectionBar(props: SelectionBarProps) {
  const { count, elsewhere, cancellable, whyNoCancel, onCancel, onClear } = props;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <span>
        {count} selected{elsewhere > 0 && `, ${elsewhere} of them not in this list`}
      </span>
      {cancellable > 0 && (
        <Button look="danger" disabled={whyNoCancel !== null} onClick={onCancel}>
          Cancel {cancellable}…
        </Button>
      )}
      <Button look="ghost" onClick={onClear}>
        Clear selection
      </Button>
      {whyNoCancel !== null && <span className="text-muted">{whyNoCancel}</span>}
    </div>
  );
}
