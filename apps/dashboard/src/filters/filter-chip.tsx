import { visibleText } from "../ui/visible-text.ts";

export interface FilterChipProps {
  readonly name: string;
  readonly value: string;
  readonly onRemove: () => void;
}

/** A filter that came by link and has no choice of its own; pressed, it goes. */
export function FilterChip({ name, value, onRemove }: FilterChipProps) {
  return (
    <button
      type="button"
      aria-label={`Remove the filter ${name} ${value}`}
      onClick={onRemove}
      className="inline-flex h-7 max-w-60 items-center gap-1.5 rounded-md border border-info/60 bg-info/10 px-2.5"
    >
      <span className="text-muted">{name}</span>
      <span className="truncate">{visibleText(value)}</span>
      <span aria-hidden>×</span>
    </button>
  );
}
