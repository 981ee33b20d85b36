import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: ["packages/*", "apps/*", "e2e"],
    // Two browsers and two gateways at once already fill a small machine.
    maxWorkers: 2,
    dangerouslyIgnoreUnhandledErrors: false,
  },
});
