import { useEffect, useRef, useState } from "react";
import { Kbd } from "../ui/index.ts";

export interface TextFilterProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

const typingMs = 200;

/** Waits for a moment without typing before it searches. */
export function TextFilter({ text, onChange }: TextFilterProps) {
  const [typed, setTyped] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <label className="flex h-7 w-full items-center gap-2 rounded-md border border-line bg-raised px-2.5 focus-within:border-info sm:w-64">
      <input
        data-filter
        type="search"
        aria-label="Search requests"
        placeholder="Search id, session, client, error…"
        maxLength={200}
        value={typed}
        onChange={(event) => {
          const { value } = event.target;
          setTyped(value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onChange(value.trim()), typingMs);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
        className="min-w-0 flex-1 bg-transparent outline-none"
      />
      <Kbd>/</Kbd>
    </label>
  );
}
