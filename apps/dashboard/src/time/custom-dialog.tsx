import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { liveStore } from "../live/index.ts";
import { Button, cx, Dialog } from "../ui/index.ts";
import { readCustomRange, type CustomRange } from "./custom-range.ts";
import { toLocalField } from "./moment-text.ts";
import { useGoTo } from "./use-scrub.ts";
import { windowMsOf } from "./use-view-time.ts";

const minute = 60_000;
const hour = 60 * minute;
const jumps = [
  { label: "5 minutes ago", agoMs: 5 * minute },
  { label: "An hour ago", agoMs: hour },
  { label: "6 hours ago", agoMs: 6 * hour },
  { label: "Yesterday", agoMs: 24 * hour },
  { label: "A week ago", agoMs: 168 * hour },
] as const;

/** Any stretch of the past, from one moment to another; all pages are then as of its end. */
export function CustomDialog({ onClose }: { readonly onClose: () => void }) {
  const { at, window } = useSearch({ from: "__root__" });
  const navigate = useNavigate();
  const goTo = useGoTo();
  const [opened] = useState(() => at ?? liveStore.getState().serverNow());
  const [from, setFrom] = useState(toLocalField(opened - windowMsOf(window)));
  const [to, setTo] = useState(toLocalField(opened));
  const [wrong, setWrong] = useState<Extract<CustomRange, { range: null }> | null>(null);
  const jump = (agoMs: number) => {
    goTo(Math.floor(liveStore.getState().serverNow() - agoMs));
    onClose();
  };
  const apply = () => {
    const read = readCustomRange(from, to, liveStore.getState().serverNow());
    if (read.range === null) {
      setWrong(read);
      return;
    }
    const { range } = read;
    void navigate({ to: ".", search: (now) => ({ ...now, ...range, paused: undefined }) });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Look at the past"
      description="Every page shows this window, and how things stood at its end. Times are of this machine."
    >
      <form
        noValidate
        className="flex flex-col gap-4 overflow-auto p-4"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <fieldset className="flex flex-wrap gap-2">
          <legend className="mb-1 text-muted">As of</legend>
          {jumps.map(({ label, agoMs }) => (
            <Button key={label} onClick={() => jump(agoMs)}>
              {label}
            </Button>
          ))}
        </fieldset>
        <div className="grid gap-3 sm:grid-cols-2">
          <MomentField
            label="From"
            value={from}
            isWrong={wrong?.field === "from"}
            onChange={setFrom}
          />
          <MomentField label="To" value={to} isWrong={wrong?.field === "to"} onChange={setTo} />
        </div>
        <p id={problemId} role="alert" className="min-h-5 text-bad">
          {wrong?.problem}
        </p>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit">
            Show this window
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const problemId = "custom-time-problem";

interface MomentFieldProps {
  readonly label: string;
  readonly value: string;
  readonly isWrong: boolean;
  readonly onChange: (value: string) => void;
}

function MomentField({ label, value, isWrong, onChange }: MomentFieldProps) {
  return (
    <label className="flex flex-col gap-1 text-muted">
      {label}
      <input
        type="datetime-local"
        step={1}
        value={value}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? problemId : undefined}
        onChange={({ target }) => onChange(target.value)}
        className={cx(
          "h-8 w-full rounded-md border bg-bg px-2.5 text-text",
          isWrong ? "border-bad" : "border-line",
        )}
      />
    </label>
  );
}
