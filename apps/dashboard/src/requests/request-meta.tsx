import { Link } from "@tanstack/react-router";
import type { RequestDetail, RequestRow } from "@signalbox/api-contract";
import { formatKnownCost, formatTokens, shortId, unpricedText } from "../figures/figures.ts";
import { requestLaneAddress } from "../lanes/lane-address.ts";
import { SessionLink } from "../sessions/session-link.tsx";
import { Fact } from "../ui/index.ts";
import { requestCost } from "./request-cost.ts";
import { ageText } from "./request-phase.ts";
import { visibleText } from "../ui/visible-text.ts";

export interface RequestMetaProps {
  readonly row: RequestRow;
  /** Null before it came. */
  readonly detail: RequestDetail | null;
  readonly now: number;
}

/** The row of facts under a request's title. */
export function RequestMeta({ row, detail, now }: RequestMetaProps) {
  const { usd, unpriced } = requestCost(row, detail);
  const isLive = row.state !== "ended";
  return (
    <dl className="mt-2.25 flex flex-wrap gap-x-5.5 gap-y-1.5">
      <Fact name="session">
        {row.oneShot ? (
          "one-shot"
        ) : (
          <SessionLink sessionId={row.sessionId} clientId={row.clientId}>
            {visibleText(shortId(row.sessionId))}
          </SessionLink>
        )}
      </Fact>
      <Fact name="lane">
        <Link to="/lanes" search={{ lane: requestLaneAddress(row) }} className="hover:underline">
          {visibleText(row.laneLabel)}
        </Link>
      </Fact>
      <Fact name="channel">{visibleText(row.channel)}</Fact>
      <Fact name="client">{visibleText(row.client)}</Fact>
      {row.agent !== null && <Fact name="agent">{visibleText(row.agent)}</Fact>}
      <ModelFact row={row} />
      <Fact name={isLive ? "age" : "took"}>{ageText(row, now)}</Fact>
      <Fact name="tokens">{formatTokens(row.inputTokens, row.outputTokens)}</Fact>
      <Fact name="cost">
        <span title={unpricedText(unpriced, "call")}>
          {usd === null && isLive ? "–" : formatKnownCost(usd, unpriced)}
        </span>
        {isLive && usd !== null && <span className="text-muted"> so far</span>}
      </Fact>
    </dl>
  );
}

function ModelFact({ row: { provider, model } }: { readonly row: RequestRow }) {
  if (provider === null || model === null) {
    const known = provider ?? model;
    return known === null ? null : <Fact name="model">{visibleText(known)}</Fact>;
  }
  return (
    <Fact name="model">
      <Link to="/models/$provider/$model" params={{ provider, model }} className="hover:underline">
        {visibleText(`${provider} · ${model}`)}
      </Link>
    </Fact>
  );
}
