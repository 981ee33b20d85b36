import { memo, useState, type ReactNode } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { Button } from "../ui/index.ts";
import { useSteady } from "../rows/use-steady.ts";
import { FilterOptions } from "./filter-options.ts";
import { FilterChip } from "../filters/filter-chip.tsx";
import { FilterChoice } from "../filters/filter-choice.tsx";
import { setFilters } from "./request-filter.ts";
import type { FilterKey, RequestFilter } from "./request-filter.ts";
import { TextFilter } from "../filters/text-filter.tsx";

export interface FilterBarProps {
  readonly filter: RequestFilter;
  /** What the choices are taken from. */
  readonly rows: Iterable<RequestRow>;
  readonly onChange: (key: FilterKey, value: string | undefined) => void;
  readonly onClear: () => void;
  /** At the right end. */
  readonly children?: ReactNode;
}

/** Filters with a choice of their own; the others come by link, and are shown as chips. */
const chosen = [
  { key: "state", label: "state" },
  { key: "outcome", label: "outcome" },
  { key: "errorKind", label: "error" },
  { key: "channel", label: "channel" },
  { key: "agent", label: "agent" },
  { key: "model", label: "model" },
] as const satisfies readonly { key: FilterKey; label: string }[];

const names: Partial<Record<FilterKey, string>> = {
  sessionId: "session",
  fingerprint: "failures",
  call: "calls",
  failedTool: "failed tool",
};

/** Text search, and a choice for each thing that requests are told apart by. */
export function FilterBar({ filter, rows, onChange, onClear, children }: FilterBarProps) {
  const [choices] = useState(() => new FilterOptions());
  const options = choices.of(rows);
  const choose = useSteady(onChange);
  const set = setFilters(filter);
  const chips = set.filter(({ key }) => key !== "text" && !chosen.some((one) => one.key === key));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <TextFilter
        label="Search requests"
        placeholder="Search id, session, client, error…"
        className="w-full sm:w-64"
        text={filter.text ?? ""}
        onChange={(text) => onChange("text", text === "" ? undefined : text)}
      />
      <div className="flex gap-2 max-sm:w-full max-sm:overflow-x-auto">
        {chosen.map(({ key, label }) => (
          <Choice
            key={key}
            name={key}
            label={label}
            value={filter[key]}
            options={options[key]}
            onChoose={choose}
          />
        ))}
      </div>
      {chips.map(({ key, value }) => (
        <FilterChip
          key={key}
          name={names[key] ?? key}
          value={value}
          onRemove={() => onChange(key, undefined)}
        />
      ))}
      {set.length > 0 && (
        <Button look="ghost" onClick={onClear}>
          Clear filters
        </Button>
      )}
      <span className="ml-auto flex items-center gap-2 max-sm:hidden">{children}</span>
    </div>
  );
}

interface ChoiceProps {
  readonly name: FilterKey;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly string[];
  readonly onChoose: (key: FilterKey, value: string | undefined) => void;
}

/** Drawn anew only where there is something else to choose. */
const Choice = memo(function Choice({ name, label, value, options, onChoose }: ChoiceProps) {
  return (
    <FilterChoice
      label={label}
      value={value}
      options={options}
      onChange={(option) => onChoose(name, option)}
    />
  );
});
