import { problemOf, useSetup } from "../api/index.ts";
import { EmptyState } from "../ui/index.ts";
import { TryBoard } from "./try-board.tsx";

/** A place to ask an agent or a model something, and to see what the gateway makes of it. */
export function TryPage() {
  const { data: setup, error } = useSetup();
  if (setup !== undefined) return <TryBoard setup={setup} />;
  return (
    <EmptyState title={error === null ? "Loading…" : "It is not known what could be tried"}>
      {error === null ? undefined : problemOf(error)}
    </EmptyState>
  );
}
