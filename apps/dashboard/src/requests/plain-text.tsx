import { useState } from "react";
import { formatCount } from "../figures/figures.ts";
import { cutText, cutTextTail } from "./long-text.ts";
import { visibleText } from "../ui/visible-text.ts";

export interface PlainTextProps {
  readonly text: string;
  /** It is still being written: its end is shown, with a caret. */
  readonly isStreaming?: boolean;
}

/** Text from models, tools and clients: as it is, never more than text, long ones folded. */
export function PlainText({ text, isStreaming = false }: PlainTextProps) {
  const [isWhole, setIsWhole] = useState(false);
  const { shown, hidden } = isStreaming ? cutTextTail(text) : cutText(text);
  const more = hidden > 0 && (
    <button
      type="button"
      onClick={() => setIsWhole(!isWhole)}
      className="block font-sans text-xs text-info"
    >
      {isWhole ? "Show less" : `Show ${formatCount(hidden)} more`}
    </button>
  );
  return (
    <>
      {isStreaming && more}
      {visibleText(isWhole ? text : shown)}
      {isStreaming && (
        <span
          aria-hidden
          className="ml-px inline-block h-3.5 w-0.75 animate-pulse bg-info align-text-bottom motion-reduce:animate-none"
        />
      )}
      {!isStreaming && more}
    </>
  );
}
