import type { ErrorComponentProps } from "@tanstack/react-router";
import { visibleText } from "../ui/visible-text.ts";
import { Button, EmptyState } from "../ui/index.ts";

/** A page that could not be drawn: what went wrong, and how to go on. The frame around it stays. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  return (
    <EmptyState title="This page failed">
      <p className="mb-3">
        The gateway is not concerned: the fault is in the dashboard.{" "}
        <span className="font-mono">
          {visibleText(error instanceof Error ? error.message : String(error))}
        </span>
      </p>
      <span className="flex justify-center gap-2">
        <Button onClick={reset}>Try again</Button>
        <Button onClick={() => location.reload()}>Reload the dashboard</Button>
      </span>
    </EmptyState>
  );
}
