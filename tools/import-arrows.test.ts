import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** What each package may not import, and what it may. */
const arrows = [
  {
    place: "packages/metrics/src",
    refused: [
      `import { z } from "zod";`,
      `import { readFileSync } from "node:fs";`,
      `import type { RequestRow } from "@signalbox/api-contract";`,
      `export * from "@signalbox/practice/upstream";`,
    ],
    allowed: [`import { b } from "./b.ts";`, `import type { C } from "../c.ts";`],
  },
  {
    place: "packages/api-contract/src",
    refused: [
      `import { MetricsCollector } from "@signalbox/metrics";`,
      `import { startPracticeUpstream } from "@signalbox/practice/upstream";`,
      `import type { Gateway } from "@signalbox/gateway";`,
      `import { Gateway } from "../../../apps/gateway/src/gateway.ts";`,
    ],
    allowed: [
      `import type { MetricsSnapshot } from "@signalbox/metrics";`,
      `import { z } from "zod";`,
      `import { initTRPC } from "@trpc/server";`,
    ],
  },
  {
    place: "packages/practice/src",
    refused: [
      `import type { RequestRow } from "@signalbox/api-contract";`,
      `import type { Ports } from "@signalbox/api-contract/server";`,
      `import { MetricsCollector } from "@signalbox/metrics";`,
      `import { Gateway } from "../../../apps/gateway/src/gateway.ts";`,
    ],
    allowed: [`import OpenAI from "openai";`, `import { once } from "node:events";`],
  },
  {
    place: "apps/gateway/src",
    refused: [
      `import { router } from "@signalbox/dashboard";`,
      `import { router } from "../../dashboard/src/app/router.ts";`,
      `import { startTraffic } from "@signalbox/practice/driver";`,
    ],
    allowed: [
      `import { MetricsCollector } from "@signalbox/metrics";`,
      `import { createPorts } from "@signalbox/api-contract/server";`,
      `import { startPracticeUpstream } from "@signalbox/practice/upstream";`,
    ],
  },
  {
    place: "apps/dashboard/src",
    refused: [
      `import { Gateway } from "@signalbox/gateway";`,
      `import { startPracticeUpstream } from "@signalbox/practice/upstream";`,
      `import type { Ports } from "@signalbox/api-contract/server";`,
      `import { MetricsCollector } from "@signalbox/metrics";`,
      `import type { Gateway } from "../../gateway/src/gateway.ts";`,
      `import { readFileSync } from "node:fs";`,
    ],
    allowed: [
      `import type { RequestRow } from "@signalbox/api-contract";`,
      `import { use } from "react";`,
    ],
  },
] as const;

interface Case {
  readonly file: string;
  readonly code: string;
}

/** The files that the linter says import what they may not, of the ones it is given. */
async function refusedOf(cases: readonly Case[]): Promise<Set<string>> {
  const folder = await mkdtemp(join(tmpdir(), "signalbox-arrows-"));
  try {
    await copyFile(at(".oxlintrc.json"), join(folder, ".oxlintrc.json"));
    for (const { file, code } of cases) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), `${code}\n`);
    }
    const said = await lint(folder);
    return new Set(
      said.flatMap(({ code, filename }) =>
        code.includes("no-restricted-imports") ? filename : [],
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

function lint(cwd: string): Promise<readonly Diagnostic[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Diagnostic[]>();
  // Its exit code is 1 where it finds something, which is what is wanted here.
  execFile(at("node_modules/.bin/oxlint"), ["--format", "json"], { cwd }, (error, stdout) => {
    try {
      const { diagnostics }: { diagnostics: Diagnostic[] } = JSON.parse(stdout);
      resolve(diagnostics);
    } catch {
      reject(error ?? new Error(stdout));
    }
  });
  return promise;
}

test("the linter refuses each import against the arrows, and none along them", async () => {
  const name = (place: string, kind: string, index: number) => `${place}/deep/${kind}-${index}.ts`;
  const cases = (kind: "refused" | "allowed") =>
    arrows.flatMap(({ place, [kind]: codes }) =>
      codes.map((code, index) => ({ file: name(place, kind, index), code })),
    );
  const wrong = cases("refused");
  const right = cases("allowed");
  const refused = await refusedOf([...wrong, ...right]);
  expect([...refused].sort()).toEqual(wrong.map(({ file }) => file).sort());
});
