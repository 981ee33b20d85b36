import { ServerResponse, type OutgoingHttpHeader, type OutgoingHttpHeaders } from "node:http";

/**
 * An answer with headers that go with its head, whoever writes it and whatever else is in it. Set one by
 * one beforehand they do the same, and cost each request more than its way through its lane.
 */
export class CarryingResponse extends ServerResponse {
  #carried: Readonly<Record<string, string>> = {};

  /** For answers on which nobody sets one of these by itself: then theirs would not count. */
  carry(headers: Readonly<Record<string, string>>): void {
    this.#carried = { ...this.#carried, ...headers };
  }

  override writeHead(
    status: number,
    reasonOrHeaders?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
    headers?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ): this {
    const reason = typeof reasonOrHeaders === "string" ? reasonOrHeaders : undefined;
    const own = typeof reasonOrHeaders === "string" ? headers : reasonOrHeaders;
    // A list may name a header twice, which a record can't.
    if (Array.isArray(own)) {
      for (const [name, value] of Object.entries(this.#carried)) this.setHeader(name, value);
      return super.writeHead(status, reason, own);
    }
    return super.writeHead(status, reason, { ...this.#carried, ...own });
  }
}
