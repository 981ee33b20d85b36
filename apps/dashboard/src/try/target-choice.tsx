import type { Setup } from "@signalbox/api-contract";
import { useState } from "react";
import { shallowEqual, useLive } from "../live/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { choicesOf } from "./target.ts";

export interface TargetChoiceProps {
  readonly setup: Setup;
  readonly value: string;
  readonly onChange: (name: string) => void;
}

const another = " another";
const fieldLook = "h-7 min-w-0 rounded-md border border-line bg-raised px-2";

/** Who is asked: an agent, an alias or a model that is known here, or any other by its name. */
export function TargetChoice({ setup, value, onChange }: TargetChoiceProps) {
  const [isTyping, setIsTyping] = useState(false);
  const called = useLive(({ models }) => models, shallowEqual);
  const choices = choicesOf(setup, called);
  const isListed = choices.some(({ names }) => names.includes(value));
  if (isTyping) {
    return <NameField value={value} onChange={onChange} onDone={() => setIsTyping(false)} />;
  }
  return (
    <label className="flex min-w-0 items-center gap-2 text-muted">
      Ask
      <select
        value={value}
        onChange={({ target }) => {
          if (target.value === another) setIsTyping(true);
          else onChange(target.value);
        }}
        className={`${fieldLook} field-sizing-content max-w-72 text-text`}
      >
        {isListed ? null : <option value={value}>{visibleText(value)}</option>}
        {choices.map(({ label, names }) => (
          <optgroup key={label} label={label} className="bg-raised">
            {names.map((name) => (
              <option key={name} value={name}>
                {visibleText(name)}
              </option>
            ))}
          </optgroup>
        ))}
        <option value={another}>Another model…</option>
      </select>
    </label>
  );
}

function NameField(props: {
  readonly value: string;
  readonly onChange: (name: string) => void;
  readonly onDone: () => void;
}) {
  const [name, setName] = useState("");
  return (
    <form
      className="flex min-w-0 items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") props.onChange(name.trim());
        props.onDone();
      }}
    >
      <label className="flex min-w-0 items-center gap-2 text-muted">
        Ask
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- It takes the place of the list that was just used.
          autoFocus
          value={name}
          placeholder="provider/model"
          maxLength={256}
          spellCheck={false}
          onChange={({ target }) => setName(target.value)}
          onKeyDown={({ key }) => {
            if (key === "Escape") props.onDone();
          }}
          className={`${fieldLook} w-56 font-mono text-xs text-text`}
        />
      </label>
      <button type="submit" className="text-info">
        Use it
      </button>
    </form>
  );
}
