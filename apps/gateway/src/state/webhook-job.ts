/** How far a job has got: it waits for its turn, it runs, its result is to be delivered, it is over. */
export type WebhookJobState = "accepted" | "started" | "deliver" | "done";

export interface WebhookJobKey {
  readonly webhook: string;
  /** The sender's own id of the message. */
  readonly messageId: string;
}

export interface NewWebhookJob extends WebhookJobKey {
  /** JSON: what is to be run. */
  readonly body: string;
  readonly requestId: string;
  /** The sender chose the request's id, so another message of its may have the same. */
  readonly isRequestIdChosen: boolean;
  readonly at: number;
}

export interface WebhookJob extends WebhookJobKey {
  readonly body: string;
  readonly requestId: string;
  readonly state: WebhookJobState;
  /** JSON: what is delivered. */
  readonly result: string | null;
  /** Deliveries that failed. */
  readonly attempts: number;
  readonly receivedAt: number;
  /** When its state last changed. */
  readonly updatedAt: number;
}

/** What became of a new job: it is on disk, it was there before, or its request's id was another's. */
export type AddedWebhookJob =
  | { readonly kind: "added" }
  | { readonly kind: "known"; readonly job: WebhookJob }
  | { readonly kind: "taken" };

/** Messages that a webhook brought, until their result was delivered, and a day longer by their ids. */
export interface WebhookJobStore {
  add(job: NewWebhookJob): Promise<AddedWebhookJob>;
  get(key: WebhookJobKey): Promise<WebhookJob | null>;
  /** Takes one back that was never run. */
  remove(key: WebhookJobKey): Promise<void>;
  start(key: WebhookJobKey, at: number): Promise<void>;
  /** Keeps what is to be delivered, from `nextAt` on. */
  deliver(key: WebhookJobKey, result: string, nextAt: number, at: number): Promise<void>;
  retry(key: WebhookJobKey, attempts: number, nextAt: number): Promise<void>;
  /** Ends a job: of its texts `body` alone is kept, until `forgetAt`. */
  finish(key: WebhookJobKey, body: string, forgetAt: number, at: number): Promise<void>;
  /** Those that have not been run, or not to their end: the first received first. */
  unfinished(): Promise<(WebhookJobKey & { readonly state: WebhookJobState })[]>;
  /** Those whose delivery is due, the longest due first, but not of these webhooks and messages. */
  due(input: DueInput): Promise<WebhookJob[]>;
  /** When the next delivery is due after that moment; null where there is none. */
  nextDueAfter(at: number): Promise<number | null>;
  /** Jobs that are not over, and the UTF-16 units of text they hold. */
  load(): Promise<{ readonly jobs: number; readonly size: number }>;
  /** Forgets jobs that are over: those whose time has come, and the oldest beyond `keep`. */
  sweep(now: number, keep: number): Promise<void>;
}

export interface DueInput {
  readonly now: number;
  readonly limit: number;
  readonly exceptWebhooks: readonly string[];
  readonly except: readonly WebhookJobKey[];
}
