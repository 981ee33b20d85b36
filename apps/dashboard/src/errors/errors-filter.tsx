import { errorKinds, type ErrorGroup } from "@signalbox/api-contract";
import { FilterChoice } from "../filters/filter-choice.tsx";
import { FilterChip } from "../filters/filter-chip.tsx";
import { TextFilter } from "../filters/text-filter.tsx";
import { Button } from "../ui/index.ts";
import type { ErrorFilter, ErrorFilterKey } from "./error-filter.ts";

export interface ErrorsFilterProps {
  readonly filter: ErrorFilter;
  /** What the choices are taken from. */
  readonly groups: readonly ErrorGroup[];
  readonly onChange: (change: ErrorFilter) => void;
  readonly onClear: () => void;
}

const choices = [
  { key: "errorKind", label: "error" },
  { key: "client", label: "client" },
  { key: "model", label: "model" },
  { key: "tool", label: "tool" },
  { key: "channel", label: "channel" },
  { key: "agent", label: "agent" },
] as const satisfies readonly { key: ErrorFilterKey; label: string }[];
/** These come by link, and are shown as chips. */
const chips = ["fingerprint", "provider"] as const satisfies readonly ErrorFilterKey[];
const chipNames = { fingerprint: "group", provider: "provider" } as const;

/** Text search, and a choice for each thing that failures are told apart by. */
export function ErrorsFilter({ filter, groups, onChange, onClear }: ErrorsFilterProps) {
  const isSet = Object.values(filter).some((value) => value !== undefined);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <TextFilter
        label="Search failures"
        placeholder="Search message or kind…"
        className="w-full sm:w-64"
        text={filter.text ?? ""}
        onChange={(text) => onChange({ text: text === "" ? undefined : text })}
      />
      <div className="flex gap-2 max-sm:w-full max-sm:overflow-x-auto">
        {choices.map(({ key, label }) => (
          <FilterChoice
            key={key}
            label={label}
            value={filter[key]}
            options={optionsOf(key, groups)}
            onChange={(value) => onChange({ [key]: value })}
          />
        ))}
      </div>
      {chips.map((key) => {
        const value = filter[key];
        if (value === undefined) return null;
        const remove = () => onChange({ [key]: undefined });
        return <FilterChip key={key} name={chipNames[key]} value={value} onRemove={remove} />;
      })}
      {isSet && (
        <Button look="ghost" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

/** What is worth choosing: kinds there are, who is affected, and what sets a group apart. */
function optionsOf(
  key: (typeof choices)[number]["key"],
  groups: readonly ErrorGroup[],
): readonly string[] {
  const found = groups.flatMap((group) => {
    if (key === "errorKind") return [group.errorKind];
    if (key === "client") return group.clients.map(({ name }) => name);
    const values = group.setsApart.filter(({ dimension }) => dimension === key);
    return values.map(({ value }) => (key === "model" ? modelOf(value) : value));
  });
  const options = [...new Set(found)].toSorted();
  return key === "errorKind" && options.length === 0 ? errorKinds : options;
}

/** A model's name without its provider's. */
function modelOf(value: string): string {
  return value.slice(value.indexOf("/") + 1);
}
