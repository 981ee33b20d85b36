import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { pastStore, useShown } from "../live/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { momentText } from "../time/index.ts";
import { Badge, Button, cx } from "../ui/index.ts";
import { emphasise } from "./emphasis.ts";
import { PlaceLink } from "./place-link.tsx";
import type { Standing } from "./standing.ts";
import { useGrownHeight } from "./use-grown-height.ts";
import { useNow } from "./use-now.ts";
import { useStanding } from "./use-standing.ts";
import { verdictLevels } from "./verdict-levels.ts";
import { verdictSearch } from "./verdict-search.ts";

/** One sentence that says how things are, or what is wrong, since when, with whom, and who waits. */
export function VerdictBar() {
  const past = useShown((state) => state.past);
  const isLoaded = useShown((state) => state.loaded);
  const now = useNow(1_000);
  const standing = useStanding(now);
  const { mark, word, box, tone } = verdictLevels[standing.level];
  const bar = useGrownHeight<HTMLElement>(standing.level);
  return (
    <section
      ref={bar}
      aria-label="Verdict"
      className={cx(
        "flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg border px-3.5 py-2.5 sm:flex-nowrap",
        box,
      )}
    >
      <span aria-hidden className={cx("w-3 shrink-0 text-center font-semibold", tone)}>
        {mark}
      </span>
      <p className="min-w-0 flex-1 max-sm:basis-[calc(100%-24px)]">
        {past?.at == null ? null : <OfThen at={past.at} now={now} />}
        <span className="sr-only">{word}: </span>
        <Sentence standing={standing} isLink={isLoaded} />
      </p>
      {past?.status === "failed" ? <Button onClick={pastStore.retry}>Try again</Button> : null}
      <span className="flex shrink-0 items-center gap-3 max-sm:pl-6">
        {isLoaded ? (
          <Link to="." search={withEvidence} className={linkLook}>
            Evidence →
          </Link>
        ) : null}
        {standing.requests === null ? null : <CauseLink requests={standing.requests} />}
        {standing.place === null ? null : <PlaceLink place={standing.place} className={linkLook} />}
      </span>
      <Announcement standing={standing} word={word} isLoaded={isLoaded} at={past?.at ?? null} />
    </section>
  );
}

interface SentenceProps {
  readonly standing: Standing;
  readonly isLink: boolean;
}

/** What it says; one click on it opens what it rests on. */
function Sentence({ standing: { headline, detail }, isLink }: SentenceProps) {
  const sentence = (
    <>
      <b className="font-[620]">{headline}</b> <Detail sentence={detail} />
    </>
  );
  if (!isLink) return sentence;
  return (
    <Link to="." search={withEvidence} className="wrap-anywhere">
      {sentence}
    </Link>
  );
}

const withEvidence = <T extends object>(now: T) => ({ ...now, evidence: true as const });
const linkLook = "text-[color-mix(in_srgb,var(--info)_80%,var(--text))] hover:underline";

/** That the sentence is of then, and not of now. */
function OfThen({ at, now }: { readonly at: number; readonly now: number }) {
  return (
    // No taller than the sentence it stands in.
    <span className="-my-1 mr-2 inline-block align-[1px]">
      <Badge tone="info">as of {momentText(at, now)}</Badge>
    </span>
  );
}

function Detail({ sentence }: { readonly sentence: string }) {
  const models = useShown((state) => state.models);
  const errorKind = useShown((state) => state.verdict.requests?.errorKind ?? "");
  const parts = useMemo(() => {
    const names = models.map(({ provider, model }) => visibleText(`${provider} · ${model}`));
    return emphasise(sentence, names, [errorKind]);
  }, [sentence, models, errorKind]);
  return parts.map(({ text, kind }, index) => {
    const key = `${index} ${text}`;
    if (kind === "plain") return <Plain key={key} text={text} />;
    if (kind === "name") {
      return (
        <b key={key} className="font-[620]">
          {text}
        </b>
      );
    }
    return (
      <code key={key} className="font-mono text-xs">
        {text}
      </code>
    );
  });
}

/** A figure and its unit stand in one line. */
function Plain({ text }: { readonly text: string }) {
  return text.split(/(\d (?:ms|s|m|h|d|%)(?!\w))/).map((part, index) => {
    const isFigure = index % 2 === 1;
    const key = `${index} ${part}`;
    return (
      <span key={key} className={isFigure ? "whitespace-nowrap" : undefined}>
        {part}
      </span>
    );
  });
}

function CauseLink({ requests }: { readonly requests: NonNullable<Standing["requests"]> }) {
  const { count } = requests;
  return (
    <Link to="/requests" search={verdictSearch(requests)} className={linkLook}>
      {count} {count === 1 ? "request" : "requests"} →
    </Link>
  );
}

interface AnnouncementProps {
  readonly standing: Standing;
  readonly word: string;
  readonly isLoaded: boolean;
  /** The moment that it is of; null where that is now. */
  readonly at: number | null;
}

/** Told to a screen reader when the level changes or the moment, not each time a figure in the sentence does. */
function Announcement({ standing, word, isLoaded, at }: AnnouncementProps) {
  const text = useMemo(
    () => `${word}: ${standing.headline} ${standing.detail}`,
    // oxlint-disable-next-line react/exhaustive-deps -- A new figure in the same sentence is not worth an interruption.
    [word, isLoaded, at],
  );
  return (
    <output aria-live="polite" className="sr-only">
      {text}
    </output>
  );
}
