/** state.db: what must never be lost. */
export { addLoginCode } from "./add-login-code.ts";
export { openState } from "./open-state.ts";
export type {
  BrowserSessionRecord,
  ConversationKey,
  ConversationRow,
  LoginCodeRecord,
  StoredMessage,
  TokenRecord,
} from "./records.ts";
export { StateError } from "./state-error.ts";
export type { StateErrorCode } from "./state-error.ts";
export type {
  BrowserSessionStore,
  ConversationStore,
  LoginCodeStore,
  MetaStore,
  StateStatus,
  StateStore,
  TokenStore,
} from "./state-store.ts";
