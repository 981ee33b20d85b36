/** Who may do what: tokens, roles, browser sessions. */
export type {
  Auth,
  AuthResult,
  Credentials,
  Refusal,
  SessionGrant,
  StartedSession,
} from "./auth.ts";
export { envAdminId } from "./active-token.ts";
export { createAuth } from "./create-auth.ts";
export { canonicalAddress, Lockout } from "./lockout.ts";
export { makeLoginCodeBeside } from "./login-code.ts";
export { sessionCookieName } from "./session-cookie.ts";
