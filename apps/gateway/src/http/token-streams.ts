import type { ServerResponse } from "node:http";

/** The answers under way for each token, so that they can end when their token does. */
export class TokenStreams {
  readonly #open = new Map<string, Set<ServerResponse>>();

  /** Holds the answer until it is over. */
  add(tokenId: string, response: ServerResponse): void {
    const open = this.#open.get(tokenId) ?? new Set();
    open.add(response);
    this.#open.set(tokenId, open);
    response.once("close", () => {
      open.delete(response);
      if (open.size === 0 && this.#open.get(tokenId) === open) this.#open.delete(tokenId);
    });
  }

  /** Ends every answer of a token that may do nothing any more. */
  end(tokenId: string): void {
    for (const response of this.#open.get(tokenId) ?? []) response.destroy();
  }
}
