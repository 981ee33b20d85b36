import { Link, useParams, useSearch } from "@tanstack/react-router";
import { answeredCode, problemOf } from "../api/index.ts";
import { useViewNow, useViewTime } from "../time/index.ts";
import { Button, Card, EmptyState } from "../ui/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { SessionConversation } from "./session-conversation.tsx";
import { SessionHeader } from "./session-header.tsx";
import { SessionRequestsTable } from "./session-requests-table.tsx";
import { useSession } from "./use-session.ts";

/** One conversation: what was said, by which requests, and what they came to. */
export function SessionPage() {
  const { sessionId } = useParams({ from: "/sessions/$sessionId" });
  const { clientId, request } = useSearch({ from: "/sessions/$sessionId" });
  const { at } = useViewTime();
  const now = useViewNow(1_000);
  const { session, older, requests, lane } = useSession(sessionId, clientId);
  const { data, error } = session;
  const isUnknown = answeredCode(error) === "NOT_FOUND";

  if (data === undefined && requests.length === 0) {
    if (error === null) return <EmptyState title="Loading the session…" />;
    return isUnknown ? (
      <EmptyState title="There is no such session">
        <span className="font-mono wrap-anywhere">{visibleText(sessionId)}</span> has no requests
        and no conversation that are kept.{" "}
        <Link to="/sessions" className="text-info hover:underline">
          All sessions
        </Link>
      </EmptyState>
    ) : (
      <EmptyState title="The session can't be shown">
        <p className="mb-3">{problemOf(error)}</p>
        <Button onClick={() => void session.refetch()}>Try again</Button>
      </EmptyState>
    );
  }
  const failure = error !== null && !isUnknown ? error : older.error;
  return (
    <>
      <SessionHeader
        sessionId={sessionId}
        row={data}
        requests={requests}
        lane={lane}
        now={now}
        isPast={at !== undefined}
        problem={failure === null ? null : `Not up to date. ${problemOf(failure)}`}
      />
      <div className="grid gap-3 lg:min-h-0 lg:flex-1 lg:grid-cols-[minmax(0,1fr)_minmax(0,520px)]">
        <SessionConversation messages={data?.conversation} requests={requests} now={now} at={at} />
        <Card
          title="Requests"
          subtitle="in the order they came"
          className="lg:min-h-0 max-lg:order-first"
          bodyClassName="overflow-y-auto max-lg:max-h-80"
        >
          {older.hasNextPage ? (
            <p className="flex justify-center border-b border-line-soft py-1.5">
              <Button
                look="ghost"
                disabled={older.isFetchingNextPage}
                onClick={() => void older.fetchNextPage()}
              >
                Load earlier
              </Button>
            </p>
          ) : null}
          {requests.length === 0 ? (
            <EmptyState title={older.isFetching ? "Loading…" : "No requests are kept"} />
          ) : (
            <SessionRequestsTable rows={requests} now={now} openId={request} />
          )}
        </Card>
      </div>
    </>
  );
}
