import { Secret } from "../../config/index.ts";
import { openState, type StateStore } from "../../state/index.ts";
import { temporaryDirectory } from "../../state/testing/temporary-directory.ts";
import { createAuth, type Auth } from "../index.ts";

export const clockStart = 1_700_000_000_000;

/** What a test moves: milliseconds since its start. */
export interface TestClock {
  at: number;
}

export interface TestAuth extends AsyncDisposable {
  readonly auth: Auth;
  readonly state: StateStore;
  /** The admin's, as it was shown once; empty where none was made. */
  readonly token: string;
  /** The ids that were told to have been revoked. */
  readonly revoked: readonly string[];
}

/** Real tokens over the real state.db of a directory. */
export async function openAuth(
  dataDir: string,
  clock: TestClock,
  adminToken?: string,
): Promise<TestAuth> {
  const now = () => clockStart + clock.at;
  const state = await openState({ dataDir, now });
  const revoked: string[] = [];
  const auth = await createAuth({
    state,
    config: { adminToken: adminToken === undefined ? null : new Secret(adminToken), tls: null },
    now,
    onRevoked: (id) => {
      revoked.push(id);
    },
  });
  const { token } = await auth.ensureAdmin();
  return {
    auth,
    state,
    token: token ?? "",
    revoked,
    [Symbol.asyncDispose]: () => state.close(),
  };
}

/** The same in a directory of its own. */
export async function startAuth(): Promise<TestAuth & { readonly clock: TestClock }> {
  const directory = await temporaryDirectory();
  const clock = { at: 0 };
  const opened = await openAuth(directory.path, clock);
  return {
    ...opened,
    clock,
    async [Symbol.asyncDispose]() {
      await opened.state.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}
