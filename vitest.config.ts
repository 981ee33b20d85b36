import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// As the program does: every gateway that a test starts has threads, and each would strip the same types again.
process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "node-compile-cache");
// In every project. Two browsers and two gateways at once already fill a small machine.
process.env["VITEST_MAX_WORKERS"] ??= "2";

export default defineConfig({
  test: {
    projects: [
      "packages/*",
      "apps/*",
      { extends: true, test: { name: "tools", root: "tools" } },
      // A browser on a busy machine takes its time; a hang is still told.
      {
        extends: true,
        test: {
          name: "e2e",
          root: "e2e",
          testTimeout: 120_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 10_000 } },
          // By itself, after the others.
          sequence: { groupOrder: 1 },
        },
      },
    ],
    dangerouslyIgnoreUnhandledErrors: false,
  },
});
