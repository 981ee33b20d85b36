import { useEffect, useRef, useState } from "react";
import { cx, Kbd } from "../ui/index.ts";

export interface TextFilterProps {
  readonly label: string;
  readonly placeholder: string;
  readonly className?: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

const typingMs = 200;

/** Waits for a moment without typing before it searches. */
export function TextFilter(props: TextFilterProps) {
  const { label, placeholder, className, text, onChange } = props;
  const [typed, setTyped] = useState(text);
  const [seen, setSeen] = useState(text);
  const [sent, setSent] = useState(text);
  // It was changed from elsewhere. What comes back of one's own typing must not undo what was typed since.
  if (text !== seen) {
    setSeen(text);
    setSent(text);
    if (text !== sent) setTyped(text);
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <label
      className={cx(
        "flex h-7 items-center gap-2 rounded-md border border-line bg-raised px-2.5 focus-within:border-info",
        className,
      )}
    >
      <input
        data-filter
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder}
        maxLength={200}
        value={typed}
        onChange={(event) => {
          const { value } = event.target;
          setTyped(value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            setSent(value.trim());
            onChange(value.trim());
          }, typingMs);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          // The browser would empty the field: it is left, and what it says goes on to filter.
          event.preventDefault();
          event.currentTarget.blur();
        }}
        className="min-w-0 flex-1 bg-transparent outline-none"
      />
      <Kbd>/</Kbd>
    </label>
  );
}
