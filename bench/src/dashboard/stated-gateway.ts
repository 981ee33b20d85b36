import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadConfig } from "@signalbox/gateway";
import { assemble } from "../../../apps/gateway/src/assembly/assemble.ts";
import type { Clock } from "../../../apps/gateway/src/clock.ts";
import { boundUrl } from "../../../apps/gateway/src/http/index.ts";
import type { Fact } from "../../../apps/gateway/src/recorder/index.ts";
import { openState } from "../../../apps/gateway/src/state/index.ts";

const dashboard = fileURLToPath(new URL("../../../apps/dashboard/dist", import.meta.url));
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** A gateway that does no work and is told of it: whatever is stated to it, it shows as its own. */
export interface StatedGateway extends AsyncDisposable {
  readonly url: string;
  readonly state: (fact: Fact) => void;
  /** Opens the dashboard signed in. */
  loginLink(): Promise<string>;
}

/**
 * All of a gateway but its requests: recorder, metrics, history on disk, live frames with their bounds,
 * queries, and the built dashboard, on a free port of the loopback address.
 */
export async function openStatedGateway(clock: Clock, adminToken: string): Promise<StatedGateway> {
  await using parts = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), "signalbox-stated-"));
  parts.defer(() => rm(dataDir, { recursive: true, force: true }));
  const { config } = await loadConfig({
    argv: ["--port", "0", "--data-dir", dataDir],
    env: { SIGNALBOX_ADMIN_TOKEN: adminToken },
    cwd: dataDir,
    readFile: async () => "{}",
  });
  const store = await openState({ dataDir, now: clock.now });
  parts.defer(() => store.close());
  const made = await assemble({ config, logger: silent, dashboard }, clock, store);
  const { auth, health, observation, server, stopping, warmUp, work } = made;
  parts.defer(() => observation.history.close());
  parts.defer(() => work.close());
  parts.use(made.laneControl);
  parts.use(made.modelControl);
  parts.defer(() => {
    health.stop();
  });
  parts.defer(() => server.close());
  parts.defer(() => {
    observation.hub.close();
    stopping.abort(new Error("It is over."));
  });
  await auth.ensureAdmin();
  await server.listen();
  health.start();
  await warmUp();
  const url = boundUrl(config, server.port);
  const owned = parts.move();
  return {
    url,
    state: observation.state,
    loginLink: async () => `${url}/#code=${await auth.createLoginCode("admin")}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
