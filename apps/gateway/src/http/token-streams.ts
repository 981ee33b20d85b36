import type { ServerResponse } from "node:http";
import type { AuthResult } from "../auth/index.ts";

type Authority = Pick<
  Extract<AuthResult, { kind: "caller" }>,
  "caller" | "expiresAt" | "sessionIdHash"
>;

/** The answers under way for each token and each browser session, so that they can end when those do. */
export class TokenStreams {
  readonly #open = new Map<string, Set<ServerResponse>>();
  readonly #expiring = new Map<ServerResponse, number>();

  /** Holds the answer until it is over. */
  add({ caller, expiresAt, sessionIdHash }: Authority, response: ServerResponse): void {
    this.#addTo(caller.tokenId, response);
    if (sessionIdHash !== undefined) this.#addTo(sessionIdHash, response);
    if (expiresAt === null) return;
    this.#expiring.set(response, expiresAt);
    response.once("close", () => {
      this.#expiring.delete(response);
    });
  }

  /** Ends every answer of a token, or of a browser session by its hash, that may do nothing any more. */
  end(id: string): void {
    for (const response of this.#open.get(id) ?? []) response.destroy();
  }

  /** Ends the answers whose time is up. */
  endExpired(now: number): void {
    for (const [response, expiresAt] of this.#expiring) {
      if (expiresAt <= now) response.destroy();
    }
  }

  #addTo(id: string, response: ServerResponse): void {
    const open = this.#open.get(id) ?? new Set();
    open.add(response);
    this.#open.set(id, open);
    response.once("close", () => {
      open.delete(response);
      if (open.size === 0 && this.#open.get(id) === open) this.#open.delete(id);
    });
  }
}
