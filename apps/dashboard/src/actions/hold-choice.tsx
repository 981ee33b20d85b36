const minute = 60_000;

/** How long a pause may be; each ends by itself but the last. */
const choices = [
  { text: "5 minutes", forMs: 5 * minute },
  { text: "15 minutes", forMs: 15 * minute },
  { text: "1 hour", forMs: 60 * minute },
  { text: "until it is resumed", forMs: null },
] as const;

export const defaultHoldMs: number | null = 15 * minute;

export interface HoldChoiceProps {
  readonly value: number | null;
  readonly onChange: (forMs: number | null) => void;
}

/** For how long something is paused. */
export function HoldChoice({ value, onChange }: HoldChoiceProps) {
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
      <legend className="mb-1 text-muted">For how long</legend>
      {choices.map(({ text, forMs }) => (
        <label key={text} className="flex items-center gap-1.5">
          <input
            type="radio"
            name="hold"
            checked={value === forMs}
            onChange={() => onChange(forMs)}
            className="accent-info"
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
