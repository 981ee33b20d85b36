import { formatCount } from "../figures/figures.ts";

export interface NewRowsButtonProps {
  readonly count: number;
  readonly onShow: () => void;
}

/** Tells on top of a held list how many rows wait, and shows them. */
export function NewRowsButton({ count, onShow }: NewRowsButtonProps) {
  if (count === 0) return null;
  return (
    <button type="button" onClick={onShow} className="rounded-sm bg-info/15 px-1.5 text-info">
      {formatCount(count)} new
    </button>
  );
}
