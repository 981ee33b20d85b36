import { TextFilter } from "../filters/text-filter.tsx";
import { visibleText } from "../ui/visible-text.ts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { formatCount } from "../figures/figures.ts";
import type { EventsSearch } from "../app/search.ts";
import { Button } from "../ui/index.ts";

const levels = ["error", "warn", "info"] as const;
const fieldLook = "h-7 rounded-md border border-line bg-raised px-2 text-xs text-text";

export interface EventsFilterProps {
  readonly sources: readonly string[];
  /** Events that came since the list was frozen; null while it follows. */
  readonly newSince: { readonly count: number; readonly isMore: boolean } | null;
  /** Null where nothing comes that could be held. */
  readonly onFreeze: ((isFrozen: boolean) => void) | null;
}

/** Level, source and text; they stand in the URL. */
export function EventsFilter({ sources, newSince, onFreeze }: EventsFilterProps) {
  const { level, source, text } = useSearch({ from: "/events" });
  const navigate = useNavigate();
  const set = (change: EventsSearch) => {
    void navigate({ to: "/events", replace: true, search: (now) => ({ ...now, ...change }) });
  };
  return (
    <>
      <select
        aria-label="Level"
        className={fieldLook}
        value={level ?? ""}
        onChange={({ target }) => set({ level: levels.find((each) => each === target.value) })}
      >
        <option value="">every level</option>
        {levels.map((each) => (
          <option key={each} value={each}>
            {visibleText(each)}
          </option>
        ))}
      </select>
      <select
        aria-label="Source"
        className={fieldLook}
        value={source ?? ""}
        onChange={({ target }) => set({ source: target.value === "" ? undefined : target.value })}
      >
        <option value="">every source</option>
        {[...new Set([...sources, ...(source === undefined ? [] : [source])])].map((each) => (
          <option key={each} value={each}>
            {each.endsWith(".") ? `${each}*` : each}
          </option>
        ))}
      </select>
      <TextFilter
        label="Text"
        placeholder="Search the text"
        className="w-52 text-xs max-sm:w-36"
        text={text ?? ""}
        onChange={(typed) => set({ text: typed === "" ? undefined : typed })}
      />
      {onFreeze === null ? null : (
        <Button aria-pressed={newSince !== null} onClick={() => onFreeze(newSince === null)}>
          {newSince === null
            ? "Freeze"
            : `Follow, ${formatCount(newSince.count)}${newSince.isMore ? " or more" : ""} new`}
        </Button>
      )}
    </>
  );
}
