import { useState } from "react";
import type { RequestDetail, RequestRow } from "@signalbox/api-contract";
import { ActionButton } from "../actions/index.ts";
import { Badge, Button, cx, PracticeBadge } from "../ui/index.ts";
import { CopyButton } from "./copy-button.tsx";
import { curlFor } from "./curl.ts";
import { shortId } from "../figures/figures.ts";
import { RequestMeta } from "./request-meta.tsx";
import { silentText, standingOf } from "./request-phase.ts";

export interface RequestHeaderProps {
  readonly row: RequestRow;
  readonly detail: RequestDetail | null;
  readonly now: number;
  readonly whyNoCancel: string | null;
  readonly onCancel: () => void;
  readonly onOpenSession: () => void;
  /** Null on the request's own page, which has nothing to close. */
  readonly onClose: (() => void) | null;
}

/** Which request it is, how it stands, and what can be done about it. */
export function RequestHeader(props: RequestHeaderProps) {
  const { row, detail, now, onClose } = props;
  const standing = standingOf(row);
  const text = row.state === "running" ? `running · ${doing(row, standing.text)}` : standing.text;
  const silent = silentText(row, now);
  const attempt = attemptOf(detail, row.state === "ended");
  const curl = detail && curlFor(location.origin, detail.route, detail.body);
  return (
    <header className="border-b border-line bg-surface px-5 pt-3.5 pb-3 max-sm:px-4">
      <div
        className={cx(
          "flex flex-wrap items-center gap-x-2.5 gap-y-2",
          onClose !== null && "max-sm:pr-9",
        )}
      >
        <h1 className="text-[15px] font-semibold">Request</h1>
        <IdButton id={row.id} />
        <Badge tone={standing.tone}>{text}</Badge>
        {row.errorKind !== null && row.outcome !== "cancelled" && (
          <Badge tone="bad">{row.errorKind}</Badge>
        )}
        {attempt !== null && <Badge>{attempt}</Badge>}
        {silent !== null && <Badge tone="warn">{silent}</Badge>}
        {row.overdue && row.state !== "ended" && <Badge tone="warn">overdue</Badge>}
        {row.practice && <PracticeBadge />}
        <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0">
          {(detail === null || curl !== null) && <CopyButton label="Copy as curl" text={curl} />}
          {!row.oneShot && <Button onClick={props.onOpenSession}>Open session</Button>}
          {row.state !== "ended" && (
            <ActionButton look="danger" whyNot={props.whyNoCancel} onClick={props.onCancel}>
              Cancel… <span className="font-mono text-muted">c</span>
            </ActionButton>
          )}
          {onClose !== null && (
            <Button
              look="ghost"
              aria-label="Close"
              onClick={onClose}
              className="max-sm:absolute max-sm:top-2 max-sm:right-2"
            >
              ✕
            </Button>
          )}
        </div>
      </div>
      <RequestMeta row={row} detail={detail} now={now} />
    </header>
  );
}

/** A tool by its name, a model call by how far it is, a wait in words. */
function doing({ phase, phaseDetail }: RequestRow, inWords: string): string {
  return phase === "queued" ? inWords : (phaseDetail ?? inWords);
}

/** The id, short; a press shows all of it. */
function IdButton({ id }: { readonly id: string }) {
  const [isWhole, setIsWhole] = useState(false);
  return (
    <button
      type="button"
      title={id}
      onClick={() => setIsWhole(!isWhole)}
      className="font-mono text-muted wrap-anywhere"
    >
      <span className="sr-only">Request id </span>
      {isWhole ? id : shortId(id)}
    </button>
  );
}

/** Told from the second of anything on, and of what is over where more than one attempt was made. */
function attemptOf(detail: RequestDetail | null, isOver: boolean): string | null {
  const latest = detail?.spans.findLast((span) => span.kind === "attempt");
  if (latest === undefined || latest.attempt === null || latest.modelCall === null) return null;
  if (latest.attempt === 1 && (isOver || latest.modelCall === 1)) return null;
  return `attempt ${latest.attempt} of model call ${latest.modelCall}`;
}
