import { defineConfig } from "vitest/config";

export default defineConfig({
  // Whole servers, real pace and processes of their own, on a machine that does other things too.
  test: { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 5_000 } } },
});
