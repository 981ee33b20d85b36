import type { ReactNode } from "react";
import { problemOf } from "../api/index.ts";
import { EmptyState } from "../ui/index.ts";

export interface NothingYetProps {
  /** What there is none of: `clients`. */
  readonly what: string;
  readonly isLoaded: boolean;
  readonly error: unknown;
  /** What is said where nothing went wrong. */
  readonly children?: ReactNode;
}

/** In the place of a table without rows: loading, failed, or truly none. */
export function NothingYet({ what, isLoaded, error, children }: NothingYetProps) {
  if (isLoaded) return <p className="px-3 py-2.5 text-muted">{children ?? `No ${what}.`}</p>;
  const title = error === null ? "Loading…" : `The ${what} can't be shown`;
  return <EmptyState title={title}>{error === null ? undefined : problemOf(error)}</EmptyState>;
}
