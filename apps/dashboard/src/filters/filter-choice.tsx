import { cx } from "../ui/index.ts";
import { visibleText } from "../ui/visible-text.ts";

export interface FilterChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly string[];
  readonly onChange: (value: string | undefined) => void;
}

/** One thing to filter by: any, or one of what there is. */
export function FilterChoice({ label, value, options, onChange }: FilterChoiceProps) {
  const all = value === undefined || options.includes(value) ? options : [value, ...options];
  return (
    <label
      className={cx(
        "inline-flex h-7 shrink-0 items-center gap-1 rounded-md border pl-2.5",
        value === undefined ? "border-line bg-raised text-muted" : "border-info/60 bg-info/10",
      )}
    >
      <span className="text-muted">{label}</span>
      <select
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value || undefined)}
        className="h-full field-sizing-content max-w-36 min-w-0 rounded-md bg-transparent pr-1.5"
      >
        <option value="" className="bg-raised">
          any
        </option>
        {all.map((option) => (
          <option key={option} value={option} className="bg-raised">
            {visibleText(option)}
          </option>
        ))}
      </select>
    </label>
  );
}
