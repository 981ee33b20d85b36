import { cx } from "../ui/index.ts";
import { PlainText } from "./plain-text.tsx";
import type { SpanCard } from "./span-cards.ts";
import { visibleText } from "../ui/visible-text.ts";

/** One attempt, tool or model call, in its own words. */
export function SpanCardView({ card }: { readonly card: SpanCard }) {
  const hasText = card.input !== null || card.output !== null || card.isStreaming;
  return (
    <section className="rounded-lg border border-line bg-surface">
      <h2
        className={cx(
          "flex flex-wrap gap-x-2.5 px-3 py-1.75 text-xs font-semibold",
          hasText && "border-b border-line-soft",
          card.isFailure && "text-bad",
        )}
      >
        {visibleText(card.title)}
        <span className="font-[450] text-muted">{card.facts.join(" · ")}</span>
      </h2>
      {hasText && (
        <pre className="px-3 py-2.25 font-mono text-xs leading-[1.55] wrap-anywhere whitespace-pre-wrap">
          {card.input !== null && <PlainText text={card.input} />}
          {card.output !== null && card.input !== null && (
            <div className="text-muted">
              → <PlainText text={card.output} />
            </div>
          )}
          {card.input === null && (
            <PlainText text={card.output ?? ""} isStreaming={card.isStreaming} />
          )}
        </pre>
      )}
    </section>
  );
}
