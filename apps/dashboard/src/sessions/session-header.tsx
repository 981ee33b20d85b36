import { Link } from "@tanstack/react-router";
import type { RequestRow, SessionRow } from "@signalbox/api-contract";
import { formatCount, formatTokens } from "../figures/figures.ts";
import { visibleText } from "../ui/visible-text.ts";
import { timeText } from "../time/index.ts";
import { Badge, Fact, KnownCost } from "../ui/index.ts";

export interface SessionHeaderProps {
  readonly sessionId: string;
  /** Undefined before anything of it ended. */
  readonly row: SessionRow | undefined;
  readonly requests: readonly RequestRow[];
  readonly lane: string | undefined;
  readonly now: number;
  readonly isPast: boolean;
  readonly problem: string | null;
}

/** Which session it is, whose, and what it came to. */
export function SessionHeader(props: SessionHeaderProps) {
  const { sessionId, row, requests, lane, now, isPast, problem } = props;
  const inFlight = requests.filter(({ state }) => state !== "ended").length;
  const client = row?.client ?? requests[0]?.client;
  const models = namesOf(requests, ({ provider, model }) =>
    model === null ? null : [provider, model].filter((part) => part !== null).join(" · "),
  );
  const agents = namesOf(requests, ({ agent }) => agent);
  const began = row?.createdAt ?? requests[0]?.startedAt;
  return (
    <header className="shrink-0 rounded-lg border border-line bg-surface px-4 pt-3 pb-2.75">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
        <h1 className="min-w-0 text-[15px] font-semibold wrap-anywhere">
          Session <span className="font-mono font-medium">{visibleText(sessionId)}</span>
        </h1>
        {inFlight > 0 ? <Badge tone="info">{inFlight} in flight</Badge> : null}
        {isPast ? <Badge>figures as they are now</Badge> : null}
        {problem === null ? null : <span className="text-warn">{problem}</span>}
        <nav aria-label="Of this session" className="ml-auto flex gap-3.5 max-sm:ml-0">
          {lane === undefined ? null : (
            <Link to="/requests" search={{ lane }} className="text-info hover:underline">
              In the list of requests →
            </Link>
          )}
          <Link to="/lanes" search={{ lane }} className="text-info hover:underline">
            Its lane →
          </Link>
        </nav>
      </div>
      <dl className="mt-2.25 flex flex-wrap gap-x-5.5 gap-y-1.5">
        <Fact name="client">{client === undefined ? "–" : visibleText(client)}</Fact>
        <Fact name="requests">{formatCount(row?.requests ?? 0)}</Fact>
        <Fact name="failed">
          {row === undefined || row.failed === 0 || lane === undefined ? (
            "0"
          ) : (
            <Link
              to="/requests"
              search={{ lane, outcome: "failed" }}
              className="text-bad hover:underline"
            >
              {formatCount(row.failed)}
            </Link>
          )}
        </Fact>
        <Fact name="tokens">{formatTokens(row?.inputTokens ?? null, row?.outputTokens ?? 0)}</Fact>
        <Fact name="cost">
          <KnownCost usd={row?.costUsd ?? null} unpriced={row?.unpriced ?? 0} of="request" />
        </Fact>
        {agents === "" ? null : <Fact name="agent">{agents}</Fact>}
        {models === "" ? null : <Fact name="model">{models}</Fact>}
        {began === undefined ? null : <Fact name="began">{timeText(began, now)}</Fact>}
        {row === undefined ? null : <Fact name="last seen">{timeText(row.updatedAt, now)}</Fact>}
      </dl>
    </header>
  );
}

const namesShown = 2;

/** The names that its requests have, the last used first. */
function namesOf(
  requests: readonly RequestRow[],
  nameOf: (row: RequestRow) => string | null,
): string {
  const names = [...new Set(requests.toReversed().flatMap((row) => nameOf(row) ?? []))];
  const more = names.length - namesShown;
  const shown = names.slice(0, namesShown).map(visibleText).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
