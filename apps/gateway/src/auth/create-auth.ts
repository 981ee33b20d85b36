import { randomBytes } from "node:crypto";
import type { Config } from "../config/index.ts";
import type { StateStore } from "../state/index.ts";
import { createAdmins } from "./admins.ts";
import type { Auth } from "./auth.ts";
import { createAuthenticator } from "./authenticator.ts";
import { createBrowserSessions } from "./browser-sessions.ts";
import { makeLoginCode } from "./login-code.ts";
import type { Random } from "./token.ts";
import { createTokens } from "./tokens.ts";

export interface AuthOptions {
  readonly state: StateStore;
  readonly config: Pick<Config, "adminToken" | "tls">;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly random?: Random;
  /** Told of a token, or the hash of a browser session, that may do nothing any more, so that its streams can be closed. */
  readonly onRevoked?: (id: string) => void;
}

export async function createAuth(options: AuthOptions): Promise<Auth> {
  const { state, config, now, random = randomBytes, onRevoked = () => {} } = options;
  const parts = { state, now, random, onRevoked };
  const tokens = createTokens(parts);
  const admins = createAdmins({ ...parts, configured: config.adminToken });
  const authenticator = createAuthenticator({ state, now, hostOnlyCookie: config.tls !== null });
  const sessions = createBrowserSessions({ ...parts, authenticator });
  return {
    ensureAdmin: admins.ensureAdmin,
    authenticate: authenticator.authenticate,
    mint: tokens.mint,
    list: tokens.list,
    revoke: tokens.revoke,
    async createLoginCode(role) {
      const { code, record } = makeLoginCode(role, now(), random);
      await state.loginCodes.create(record);
      return code;
    },
    startSession: sessions.start,
    endSession: sessions.end,
  };
}
