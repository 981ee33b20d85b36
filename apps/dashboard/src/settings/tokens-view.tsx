import { useMemo, useState } from "react";
import type { TokenRow } from "@signalbox/api-contract";
import { ActionButton, useWhyNot } from "../actions/index.ts";
import { problemOf, useWhoami } from "../api/index.ts";
import { useNow } from "../app/use-now.ts";
import { formatCount } from "../figures/figures.ts";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { Card, EmptyState } from "../ui/index.ts";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { TokenDialog } from "./token-dialog.tsx";
import { standingOf, usableFirst } from "./token-standing.ts";
import { TokenTable } from "./token-table.tsx";
import { useTokens } from "./use-tokens.ts";

const keyOf = ({ id }: TokenRow) => id;

/** Who may do what: tokens without their secrets. */
export function TokensView() {
  const tokens = useTokens();
  const { data: you } = useWhoami();
  const now = useNow(1_000);
  const whyNotMake = useWhyNot("make tokens", "admin");
  const whyNotRevoke = useWhyNot("revoke tokens", "admin");
  const [isMaking, setIsMaking] = useState(false);
  const [revoking, setRevoking] = useState<TokenRow | null>(null);
  const sorted = useMemo(() => usableFirst(tokens.data ?? [], now), [tokens.data, now]);
  const { rows, newCount, holder, release } = useHeldRows(sorted, keyOf);
  const active = sorted.filter((row) => standingOf(row, now) === "active").length;
  return (
    <Card
      title="Tokens"
      subtitle={
        tokens.data === undefined
          ? "who may do what"
          : `${formatCount(active)} active of ${formatCount(sorted.length)}`
      }
      aside={
        <>
          <NewRowsButton count={newCount} onShow={release} />
          <ActionButton look="primary" whyNot={whyNotMake} onClick={() => setIsMaking(true)}>
            Make a token…
          </ActionButton>
        </>
      }
      className="min-h-64 flex-1"
      bodyClassName="overflow-auto"
    >
      {rows.length > 0 ? (
        <div {...holder}>
          <TokenTable
            rows={rows}
            now={now}
            ownId={you?.id ?? null}
            whyNot={whyNotRevoke}
            onRevoke={setRevoking}
          />
        </div>
      ) : you !== undefined && you.role !== "admin" ? (
        <EmptyState title="Only an admin may see the tokens">
          You are signed in as {you.role}. Ask an admin for a token, or to revoke one.
        </EmptyState>
      ) : (
        <EmptyState title={tokens.error === null ? "Loading…" : "The tokens can't be shown"}>
          {tokens.error === null ? undefined : problemOf(tokens.error)}
        </EmptyState>
      )}
      {isMaking ? <TokenDialog onClose={() => setIsMaking(false)} /> : null}
      {revoking === null ? null : (
        <RevokeDialog
          row={revoking}
          isOwn={revoking.id === you?.id}
          onClose={() => setRevoking(null)}
        />
      )}
    </Card>
  );
}
