import type { IncomingHttpHeaders } from "node:http";
import type { ApiError } from "../api-error.ts";
import type { QuotaState } from "../quota.ts";

/** What goes wrong on every wire, in the words of one. */
export interface ErrorWords {
  /** 401, as for a key that is unknown or was not sent. */
  badKey(sent: boolean): ApiError;
  /** 400, as for a prompt that no answer fits behind. */
  contextExceeded(limit: number, tokens: number): ApiError;
  /** 404 for a model that is not there. */
  unknownModel(id: string): ApiError;
  /** 429, with the headers that say when to come back. */
  rateLimited(headers: Readonly<Record<string, string>>): ApiError;
}

/** What all wires of one provider have in common: its headers and the shape of its errors. */
export interface Face {
  /** Where the id of a request stands in its response. */
  readonly requestIdHeader: string;
  readonly words: ErrorWords;
  /** The key a request came with, wherever this provider takes it from. */
  keyOf(headers: IncomingHttpHeaders): string | undefined;
  /** The headers that tell what is left of the rate limits. */
  limits(quota: QuotaState): Record<string, string>;
  /** What else the headers of an answer say. */
  labels(processingMs: number): Record<string, string>;
  /** The body of an error's response. */
  errorBody(error: ApiError, requestId: string): string;
  /** The list of models, or the one whose id is given. Throws a 404 for an unknown one. */
  models(ids: readonly string[], wanted?: string): string;
}

/** The key in `Authorization: Bearer KEY`. */
export function bearerOf({ authorization }: IncomingHttpHeaders): string | undefined {
  return authorization?.replace(/^Bearer /i, "");
}

/** The one of these ids that a path names, escaped or not. */
export function findModel(ids: readonly string[], wanted: string): string | undefined {
  return ids.find((id) => id === wanted || encodeURIComponent(id) === wanted);
}
