import { ContractError } from "@signalbox/api-contract";
import type { StateStore, TokenRecord } from "../state/index.ts";
import { envAdminId, whyInactive } from "./active-token.ts";
import { isActiveAdmin } from "./admins.ts";
import type { Auth } from "./auth.ts";
import { holds } from "./role-rank.ts";
import { hashToken, makeToken, type Random } from "./token.ts";

/** Making, listing and ending tokens. */
export function createTokens(options: {
  readonly state: StateStore;
  readonly now: () => number;
  readonly random: Random;
  readonly onRevoked: (tokenId: string) => void;
}): Pick<Auth, "mint" | "list" | "revoke"> {
  const { now, random, onRevoked } = options;
  const { tokens } = options.state;

  return {
    async mint(caller, { name, role, expiresAt }) {
      const holder = tokens.get(caller.tokenId);
      if (holder === undefined || whyInactive(holder, now()) !== null) {
        throw new ContractError(
          "forbidden",
          "Your token may do nothing any more, so it makes none.",
        );
      }
      if (!holds(holder.role, role)) {
        const message = `A token with the role ${holder.role} can't make one with the role ${role}, which holds more.`;
        throw new ContractError("forbidden", message);
      }
      const { id, token } = makeToken(random);
      const record: TokenRecord = {
        id,
        name,
        role,
        hash: hashToken(token),
        createdAt: now(),
        expiresAt: expiryWithin(holder, expiresAt, now()),
        lastUsedAt: null,
        revokedAt: null,
        createdBy: holder.id,
      };
      await tokens.insert(record).catch((cause: unknown) => {
        const message =
          "The token was not made, for the disk did not take it. Check the disk of the data directory, then make it again.";
        throw new ContractError("internal", message, {}, cause);
      });
      return { id, token };
    },

    list: () =>
      tokens.all().map(({ id, name, role, createdAt, expiresAt, lastUsedAt, revokedAt }) => ({
        id,
        name,
        role,
        createdAt,
        expiresAt,
        lastUsedAt,
        revokedAt,
      })),

    async revoke(caller, id) {
      const record = tokens.get(id);
      if (record === undefined) {
        throw new ContractError(
          "not_found",
          `There is no token ${id}. List the tokens for their ids.`,
        );
      }
      if (!holds(caller.role, record.role)) {
        const message = `A token with the role ${caller.role} can't revoke one with the role ${record.role}.`;
        throw new ContractError("forbidden", message);
      }
      if (record.revokedAt !== null) return;
      checkNotLast(tokens.all(), record, now());
      // In memory it ends before the first await; only the disk is waited for.
      const revoked = tokens.revoke(id, now());
      onRevoked(id);
      await revoked.catch((cause: unknown) => {
        const message = `The token ${record.name} is revoked, but the disk did not take it: it would be back after a restart. Check the disk, then revoke it again after a restart.`;
        throw new ContractError("internal", message, {}, cause);
      });
    },
  };
}

/** No token outlives the one that made it. */
function expiryWithin(
  holder: TokenRecord,
  expiresAt: number | undefined,
  now: number,
): number | null {
  if (expiresAt === undefined) return holder.expiresAt;
  if (!Number.isFinite(expiresAt) || expiresAt <= now) {
    throw new ContractError(
      "invalid",
      "expiresAt is in the past. Give a time to come, in epoch milliseconds.",
    );
  }
  if (holder.expiresAt !== null && expiresAt > holder.expiresAt) {
    const end = new Date(holder.expiresAt).toISOString();
    throw new ContractError(
      "forbidden",
      `Your token expires at ${end}, and one that it makes can't outlive it.`,
    );
  }
  return Math.floor(expiresAt);
}

function checkNotLast(all: readonly TokenRecord[], record: TokenRecord, now: number): void {
  if (record.id === envAdminId) {
    const message =
      "This token comes from SIGNALBOX_ADMIN_TOKEN and would be back after a restart. Change or remove it there.";
    throw new ContractError("conflict", message);
  }
  if (!isActiveAdmin(record, now)) return;
  if (all.some((other) => other.id !== record.id && isActiveAdmin(other, now))) return;
  const message = `The token ${record.name} is the last admin token; without one nobody could make another. Make a new admin token first.`;
  throw new ContractError("conflict", message);
}
