import { useState } from "react";

export interface SessionFieldProps {
  readonly sessionId: string | undefined;
  readonly onEnter: (name: string | undefined) => void;
}

const allowed = /^[\w.:@/+=-]{1,128}$/;

/** The conversation by its name: a new one where it has none yet. */
export function SessionField({ sessionId, onEnter }: SessionFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? sessionId ?? "";
  const isWrong = shown !== "" && !allowed.test(shown);
  const enter = () => {
    if (draft === null || isWrong) return;
    const name = draft === "" ? undefined : draft;
    if (name !== sessionId) onEnter(name);
    setDraft(null);
  };
  return (
    <form
      className="flex min-w-0 items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        enter();
      }}
    >
      <label className="flex min-w-0 items-center gap-2 text-muted">
        Session
        <input
          value={shown}
          placeholder="a new one"
          maxLength={128}
          spellCheck={false}
          aria-invalid={isWrong}
          onChange={({ target }) => setDraft(target.value)}
          onBlur={enter}
          onKeyDown={({ key }) => {
            if (key === "Escape") setDraft(null);
          }}
          className="h-7 w-44 min-w-0 rounded-md border border-line bg-raised px-2 font-mono text-xs text-text aria-invalid:border-bad"
        />
      </label>
      {isWrong ? (
        <span role="alert" className="text-bad">
          Letters, digits and . _ : @ / + = - only
        </span>
      ) : null}
    </form>
  );
}
