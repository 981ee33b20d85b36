import { useState } from "react";
import { Button } from "../ui/index.ts";

export interface CopyButtonProps {
  readonly label: string;
  /** Null until it is known. */
  readonly text: string | null;
}

/** Copies a text, and says whether it could. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [result, setResult] = useState<string | null>(null);
  const copy = async () => {
    if (text === null) return;
    try {
      await navigator.clipboard.writeText(text);
      setResult("Copied");
    } catch {
      // A page that did not come over TLS or from this machine may not write to the clipboard.
      setResult("Could not copy: see Raw");
    }
  };
  return (
    <Button
      disabled={text === null}
      onClick={() => void copy()}
      onBlur={() => setResult(null)}
      aria-live="polite"
    >
      {result ?? label}
    </Button>
  );
}
