import { useState } from "react";
import { Button } from "../ui/index.ts";

export interface CopyBlockProps {
  readonly text: string;
  /** What the text is, for a screen reader. */
  readonly label: string;
}

/** Text to be pasted elsewhere, with a button that copies it. */
export function CopyBlock({ text, label }: CopyBlockProps) {
  const [said, setSaid] = useState("Copy");
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      setSaid("Select the text and copy it");
    }
    setTimeout(() => setSaid("Copy"), 2_000);
  }
  return (
    <div className="overflow-hidden rounded-md border border-line-soft bg-bg">
      <pre
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, so the keyboard must reach it.
        tabIndex={0}
        className="max-h-56 overflow-auto p-2.5 font-mono text-xs leading-relaxed -outline-offset-2"
      >
        {text}
      </pre>
      <div className="flex justify-end border-t border-line-soft p-1.5">
        <Button onClick={() => void copy()}>
          <span aria-live="polite">{said}</span>
        </Button>
      </div>
    </div>
  );
}
