import { useState } from "react";
import type { ReactNode } from "react";

export interface AsTableProps {
  /** What is drawn, within a sentence: `the lanes`. */
  readonly of: string;
  /** Makes the table; called only while it is open. */
  readonly children: () => ReactNode;
}

/**
 * A way from a picture to its table. A screen reader finds it behind the picture; it is seen
 * while the focus is in it.
 */
export function AsTable({ of, children }: AsTableProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="pointer-events-none absolute right-2 bottom-2 z-20 max-h-[calc(100%-16px)] max-w-[calc(100%-16px)] overflow-auto rounded-md border border-line bg-raised p-2 text-xs opacity-0 focus-within:pointer-events-auto focus-within:opacity-100">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="text-info"
      >
        {isOpen ? "Hide the table" : `Show ${of} as a table`}
      </button>
      {isOpen && children()}
    </div>
  );
}
