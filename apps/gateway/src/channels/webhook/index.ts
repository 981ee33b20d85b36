export { createWebhooks, type Webhooks } from "./create-webhooks.ts";
export { clientOf } from "./job.ts";
