import type { Accepted } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import type { WebhookJob, WebhookJobKey } from "../../state/index.ts";

/** Requests that a webhook brought are of this channel. */
export const webhookChannel = "webhook";

/** What a message asks for, as it is kept on disk. */
export interface Plan {
  /** Empty once it is over. */
  readonly message: string;
  readonly sessionId: string;
}

/** A message on its way: what is on disk, and who it is. */
export interface Job {
  readonly key: WebhookJobKey;
  readonly requestId: string;
  readonly receivedAt: number;
  readonly body: string;
  readonly plan: Plan;
}

export function writePlan({ message, sessionId }: Plan): string {
  return JSON.stringify({ message, sessionId });
}

export function readPlan(text: string): Plan {
  // What stands there was written by `writePlan`.
  return JSON.parse(text) as Plan;
}

export function jobOf({ webhook, messageId, requestId, receivedAt, body }: WebhookJob): Job {
  return { key: { webhook, messageId }, requestId, receivedAt, body, plan: readPlan(body) };
}

export function acceptedOf({ requestId, plan }: Job): Accepted {
  return { requestId, sessionId: plan.sessionId };
}

/** Who a webhook's requests are of. */
export function callerOf(webhook: string): Caller {
  return { tokenId: `webhook:${webhook}`, name: clientOf(webhook), role: "ingest" };
}

export function clientOf(webhook: string): string {
  return `webhook ${webhook}`;
}
