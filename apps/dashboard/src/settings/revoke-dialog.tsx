import type { TokenRow } from "@signalbox/api-contract";
import { ActionDialog } from "../actions/index.ts";
import { trpc } from "../api/index.ts";
import { useNow } from "../app/use-now.ts";
import { formatAge } from "../figures/figures.ts";
import { visibleText } from "../ui/visible-text.ts";
import { refreshTokens, useTokens } from "./use-tokens.ts";

export interface RevokeDialogProps {
  readonly row: TokenRow;
  /** It is what this browser is signed in with. */
  readonly isOwn: boolean;
  readonly onClose: () => void;
}

/** Asks before a token is ended, and says who would notice. */
export function RevokeDialog({ row, isOwn, onClose }: RevokeDialogProps) {
  const now = useNow(1_000);
  // What it has in flight changes while one thinks about it.
  const { inFlight, lastUsedAt } = useTokens().data?.find(({ id }) => id === row.id) ?? row;
  const reach = [
    lastUsedAt === null
      ? "It was never used."
      : `It was last used ${formatAge(Math.max(0, now - lastUsedAt))} ago.`,
    inFlight === 0
      ? "It has no request in flight."
      : `It has ${inFlight === 1 ? "1 request" : `${inFlight} requests`} in flight.`,
    "What it watches ends at once, and whatever it sends from now on is refused.",
    ...(isOwn ? ["This browser is signed in with it, and will be signed out."] : []),
    "This can't be undone: a client needs a new token then.",
  ];
  return (
    <ActionDialog
      title={`Revoke ${visibleText(row.name)}?`}
      reach={reach}
      confirm="Revoke it"
      pending="Revoking…"
      isDangerous
      onConfirm={async (reason) => {
        await trpc.auth.revokeToken.mutate({
          id: row.id,
          ...(reason === undefined ? {} : { reason }),
        });
        await refreshTokens();
        return [];
      }}
      onClose={onClose}
    />
  );
}
