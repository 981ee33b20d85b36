import { useOpenRequest } from "../app/open-request.tsx";
import { problemOf } from "../api/index.ts";
import { PlainText } from "../requests/plain-text.tsx";
import { StandingCell } from "../requests/standing-cell.tsx";
import { useRequestDetail } from "../requests/use-request-detail.ts";
import { visibleText } from "../ui/visible-text.ts";
import { useNow } from "../app/use-now.ts";
import { PracticeBadge } from "../ui/index.ts";
import { AnswerParts } from "./answer-parts.tsx";
import { askedOf } from "./run-view.ts";
import type { RunWatch } from "./run-watch.ts";
import { StopButton } from "./stop-button.tsx";
import { turnFacts } from "./turn-facts.ts";
import { useAnswer } from "./use-answer.ts";

export interface TurnViewProps {
  readonly requestId: string;
  /** Null where it is read from what is kept of it. */
  readonly watch: RunWatch | null;
  /** What was asked, where this page asked it. */
  readonly asked: string | null;
  readonly whyNotStop: string | null;
}

/** One message and what came of it. */
export function TurnView({ requestId, watch, asked, whyNotStop }: TurnViewProps) {
  const openRequest = useOpenRequest();
  const { row, detail, error } = useRequestDetail(requestId);
  const { parts, ending, problem } = useAnswer(watch, detail);
  const isOver = ending !== null || row?.state === "ended";
  const now = useNow(isOver ? 60_000 : 250);
  const question = asked ?? (detail === null ? null : askedOf(detail));
  return (
    <li className="overflow-hidden rounded-lg border border-line">
      <div className="border-b border-line-soft bg-raised px-3 py-2">
        <p className="text-2xs font-semibold text-muted">you</p>
        <pre className="font-mono text-xs leading-[1.55] wrap-anywhere whitespace-pre-wrap">
          {question === null ? (
            <span className="text-muted">what was asked is not kept</span>
          ) : (
            <PlainText text={question} />
          )}
        </pre>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line-soft px-3 py-1.5 text-xs">
        <output className="font-semibold">
          {row === null ? "accepted" : <StandingCell row={row} />}
        </output>
        {row?.practice === true ? <PracticeBadge /> : null}
        <span className="live-value min-w-0 text-muted">
          {row === null ? null : visibleText(turnFacts(row, detail, now).join(" · "))}
        </span>
        <span className="ml-auto flex items-center gap-3">
          {isOver ? null : <StopButton requestId={requestId} whyNot={whyNotStop} />}
          <button
            type="button"
            className="text-info hover:underline"
            onClick={() => openRequest(requestId)}
          >
            Open the request →
          </button>
        </span>
      </div>
      <AnswerParts parts={parts} isOver={isOver} />
      {row?.errorMessage != null ? (
        <p className={row.outcome === "failed" ? "px-3 pb-2 text-bad" : "px-3 pb-2 text-muted"}>
          {row.errorKind === null ? null : <span className="font-mono">{row.errorKind}</span>}{" "}
          {visibleText(row.errorMessage)}
        </p>
      ) : null}
      {ending?.type === "done" && !ending.result.durable ? (
        <p className="px-3 pb-2 text-warn">
          The disk refused to keep the conversation: the next answer won’t know of this one.
        </p>
      ) : null}
      {problem === null && error === null ? null : (
        <p className="px-3 pb-2 text-warn">{problem ?? problemOf(error)}</p>
      )}
    </li>
  );
}
