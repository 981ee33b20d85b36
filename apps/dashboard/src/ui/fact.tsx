import type { ReactNode } from "react";

/** One of a row of facts, in a `dl`. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted">{name}</dt>
      <dd className="live-value truncate font-medium">{children}</dd>
    </div>
  );
}
