import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { RequestDetail } from "@signalbox/api-contract";
import { answeredCode, problemOf } from "../api/index.ts";
import { liveStore, useLive } from "../live/index.ts";
import { Button, EmptyState, Tabs } from "../ui/index.ts";
import { CancelDialog } from "./cancel-dialog.tsx";
import { ConversationView } from "./conversation-view.tsx";
import { RawView } from "./raw-view.tsx";
import { RequestEventsView } from "./request-events-view.tsx";
import { RequestHeader } from "./request-header.tsx";
import { shownNow } from "./shown-now.ts";
import { ThenNote } from "./then-note.tsx";
import { SpanCardView } from "./span-card-view.tsx";
import { spanCards } from "./span-cards.ts";
import { useCancelKey } from "./use-cancel-key.ts";
import { useRequestDetail } from "./use-request-detail.ts";
import { useWhyNot } from "../actions/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { waterfallOf } from "./waterfall.ts";
import { WaterfallView } from "./waterfall-view.tsx";

export interface RequestViewProps {
  readonly requestId: string;
  /** Null on the request's own page. */
  readonly onClose: (() => void) | null;
}

/** Everything known of one request, kept up to date while it is in flight. */
export function RequestView({ requestId, onClose }: RequestViewProps) {
  const { row, detail, error } = useRequestDetail(requestId);
  const [isAsking, setIsAsking] = useState(false);
  const whyNoCancel = useWhyNot("cancel");
  const navigate = useNavigate();
  const { part = "waterfall" } = useSearch({ from: "__root__" });
  const setPart = (next: typeof part) =>
    void navigate({
      to: ".",
      replace: true,
      search: (now) => ({ ...now, part: next === "waterfall" ? undefined : next }),
    });
  useLive((state) => state.version);
  const now = shownNow(liveStore.getState());
  const canCancel = whyNoCancel === null && row !== null && row.state !== "ended" && !isAsking;
  useCancelKey(canCancel, () => setIsAsking(true));

  if (row === null) return <NoRequest error={error} requestId={requestId} onClose={onClose} />;
  return (
    <>
      <RequestHeader
        row={row}
        detail={detail}
        now={now}
        whyNoCancel={whyNoCancel}
        onCancel={() => setIsAsking(true)}
        onOpenSession={() =>
          void navigate({
            to: "/sessions/$sessionId",
            params: { sessionId: row.sessionId },
            search: { clientId: row.clientId },
          })
        }
        onClose={onClose}
      />
      <ThenNote row={row} />
      {error !== null && <p className="px-5 pt-2 text-warn">Not up to date. {problemOf(error)}</p>}
      <Tabs
        value={part}
        onChange={setPart}
        className="min-h-0 flex-1 px-5 pt-2 max-sm:px-4"
        panelClassName="min-h-0 flex-1 overflow-y-auto py-3.5 outline-offset-[-2px]"
        tabs={[
          {
            value: "waterfall",
            label: "Waterfall",
            content: detail && <WaterfallTab detail={detail} now={now} />,
          },
          {
            value: "conversation",
            label: "Conversation",
            content: detail && (
              <ConversationView messages={detail.messages} requestId={requestId} />
            ),
          },
          {
            value: "events",
            label: (
              <>
                Events <span className="text-muted">{detail?.events.length}</span>
              </>
            ),
            content: detail && <RequestEventsView events={detail.events} />,
          },
          { value: "raw", label: "Raw", content: detail && <RawView detail={detail} /> },
        ]}
      />
      {isAsking && <CancelDialog rows={[row]} onClose={() => setIsAsking(false)} />}
    </>
  );
}

function WaterfallTab({ detail, now }: { readonly detail: RequestDetail; readonly now: number }) {
  const { request, spans, gatewayMs, fingerprint } = detail;
  const end = request.endedAt ?? now;
  return (
    <div className="grid gap-3.5">
      {request.errorMessage !== null && request.outcome === "failed" && (
        <p className="text-bad">
          {visibleText(request.errorMessage)}{" "}
          {fingerprint === null ? null : (
            <Link
              to="/errors"
              search={{ fingerprint }}
              className="whitespace-nowrap text-info hover:underline"
            >
              Failures like this →
            </Link>
          )}
        </p>
      )}
      <WaterfallView waterfall={waterfallOf(spans, request.startedAt, end)} />
      {spanCards(spans, gatewayMs, end).map((card) => (
        <SpanCardView key={card.id} card={card} />
      ))}
    </div>
  );
}

interface NoRequestProps extends RequestViewProps {
  readonly error: Error | null;
}

function NoRequest({ onClose, ...missing }: NoRequestProps) {
  return (
    <>
      {onClose === null ? null : (
        // A phone has no key that closes it.
        <Button look="ghost" aria-label="Close" onClick={onClose} className="m-2 self-end">
          ✕
        </Button>
      )}
      <WhyNoRequest {...missing} />
    </>
  );
}

function WhyNoRequest({ error, requestId }: Omit<NoRequestProps, "onClose">) {
  if (error === null) return <EmptyState title="Loading the request…" />;
  return answeredCode(error) === "NOT_FOUND" ? (
    <EmptyState title="There is no such request">
      <span className="font-mono wrap-anywhere">{requestId}</span> is not in flight, and history
      does not hold it (any more).
    </EmptyState>
  ) : (
    <EmptyState title="The request did not load">{problemOf(error)}</EmptyState>
  );
}
