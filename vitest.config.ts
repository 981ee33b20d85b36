import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      "packages/*",
      "apps/*",
      { extends: true, test: { name: "tools", root: "tools" } },
      // A browser on a busy machine takes its time; a hang is still told.
      {
        extends: true,
        test: { name: "e2e", root: "e2e", testTimeout: 45_000, hookTimeout: 30_000 },
      },
    ],
    // Two browsers and two gateways at once already fill a small machine.
    maxWorkers: 2,
    dangerouslyIgnoreUnhandledErrors: false,
  },
});
