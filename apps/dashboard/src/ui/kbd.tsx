import type { ReactNode } from "react";

/** A key as it is printed on the keyboard. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="rounded-sm border border-line px-1 font-mono text-2xs text-faint">
      {children}
    </kbd>
  );
}
