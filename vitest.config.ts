import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

// As the program does: every gateway that a test starts has threads, and each would strip the same types again.
process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "node-compile-cache");

function project(
  root: string,
  more: TestProjectInlineConfiguration["test"] = {},
): TestProjectInlineConfiguration {
  return { extends: true, test: { name: root, root, ...more } };
}

export default defineConfig({
  test: {
    projects: [
      project("packages/metrics"),
      project("packages/api-contract"),
      project("packages/practice"),
      project("apps/dashboard"),
      project("apps/gateway"),
      project("tools"),
      // After the others, one at a time: a browser, its page and a gateway fill a small machine.
      project("e2e", { maxWorkers: 1, sequence: { groupOrder: 1 } }),
    ],
    maxWorkers: 2,
    // Whole servers, real pace and processes of their own, on a machine that does other things too: a hang is
    // still told.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
