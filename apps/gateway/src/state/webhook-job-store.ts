import type { StateThread } from "./state-thread.ts";
import type { WebhookJobStore } from "./webhook-job.ts";

export function createWebhookJobStore(thread: StateThread): WebhookJobStore {
  return {
    add: (job) => thread.call("webhooks.add", job),
    get: (key) => thread.call("webhooks.get", key),
    remove: (key) => thread.call("webhooks.remove", key),
    start: (key, at) => thread.call("webhooks.start", { ...key, at }),
    deliver: (key, result, nextAt, at) =>
      thread.call("webhooks.deliver", { ...key, result, nextAt, at }),
    retry: (key, attempts, nextAt) => thread.call("webhooks.retry", { ...key, attempts, nextAt }),
    finish: (key, body, forgetAt, at) =>
      thread.call("webhooks.finish", { ...key, body, forgetAt, at }),
    unfinished: () => thread.call("webhooks.unfinished", undefined),
    due: (input) => thread.call("webhooks.due", input),
    nextDueAfter: (at) => thread.call("webhooks.nextDueAfter", at),
    load: () => thread.call("webhooks.load", undefined),
    sweep: (now, keep) => thread.call("webhooks.sweep", { now, keep }),
  };
}
