import { useCallback, useRef } from "react";
import { EmptyState } from "../ui/index.ts";
import type { RunWatches } from "./run-watches.ts";
import { TurnView } from "./turn-view.tsx";

export interface TurnListProps {
  readonly ids: readonly string[];
  readonly watches: RunWatches;
  readonly whyNotStop: string | null;
}

/** Within so many pixels of its end a list is at its end. */
const nearPx = 60;

/** The conversation, oldest first. It follows what is written, unless one has scrolled back. */
export function TurnList({ ids, watches, whyNotStop }: TurnListProps) {
  const box = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  const follow = useCallback((list: HTMLOListElement) => {
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
    });
    observer.observe(list);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={box}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, so the keyboard must reach it.
      tabIndex={0}
      aria-label="Conversation"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        isAtEnd.current = scrollTop + clientHeight >= scrollHeight - nearPx;
      }}
      className="min-h-40 flex-1 overflow-auto p-3 -outline-offset-2"
    >
      {ids.length === 0 ? (
        <EmptyState title="Nothing has been asked yet">
          What you send runs as a real request: in a lane, with its figures, and in the lists of
          every page.
        </EmptyState>
      ) : (
        <ol ref={follow} className="grid gap-3">
          {ids.map((id) => (
            <TurnView
              key={id}
              requestId={id}
              watch={watches.find(id)?.watch ?? null}
              asked={watches.find(id)?.asked ?? null}
              whyNotStop={whyNotStop}
            />
          ))}
        </ol>
      )}
    </section>
  );
}
