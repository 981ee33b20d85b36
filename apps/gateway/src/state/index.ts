/** state.db: what must never be lost. */
export { addLoginCode } from "./add-login-code.ts";
export { maxApprovals } from "./bounds.ts";
export { isInUse } from "./is-in-use.ts";
export { openState } from "./open-state.ts";
export type {
  ApprovalRecord,
  AuditRow,
  ConversationKey,
  ConversationRow,
  LoginCodeRecord,
  PauseRecord,
  RunRecord,
  SpendRecord,
  StoredMessage,
  TokenRecord,
} from "./records.ts";
export { StateError } from "./state-error.ts";
export type {
  ApprovalStore,
  AuditStore,
  PauseStore,
  RunStore,
  SpendStore,
  StateStore,
} from "./state-store.ts";
export type { WebhookJob, WebhookJobKey, WebhookJobStore } from "./webhook-job.ts";
