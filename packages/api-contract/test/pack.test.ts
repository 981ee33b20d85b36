import { execFile } from "node:child_process";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

const run = promisify(execFile);
const packages = fileURLToPath(new URL("../..", import.meta.url));
const workspace = join(packages, "..");

const manifest = z.object({
  exports: z.record(z.string(), z.object({ types: z.string(), default: z.string() })),
  dependencies: z.record(z.string(), z.string()).optional(),
});

/** What somebody writes who has only the published packages. */
const consumer = `
import { ContractError, createClient, systemMetrics, type RouterOutputs } from "@signalbox/api-contract";
import { access, appRouter, type Ports } from "@signalbox/api-contract/server";
import { MetricsCollector } from "@signalbox/metrics";

const client = createClient({ url: "http://127.0.0.1:4870", token: "sbx_id.secret" });

export async function ask(): Promise<number> {
  const metrics: RouterOutputs["system"]["metrics"] = await client.system.metrics.query();
  const { requestId } = await client.agent.start.mutate({ message: "hello" });
  const subscription = client.agent.stream.subscribe(
    { requestId },
    { onData: ({ id, data }) => console.log(id satisfies string, data.type) },
  );
  subscription.unsubscribe();
  // @ts-expect-error: no such field
  void metrics.messagesHandled;
  // @ts-expect-error: a message is text
  await client.agent.start.mutate({ message: 1 });
  return metrics.modelCalls.avgLatency;
}

export const ports: Ports | undefined = undefined;
export const collector: MetricsCollector = new MetricsCollector();
export const found = [access.admin, appRouter, ContractError, systemMetrics].every(Boolean);
`;

const tsconfig = {
  compilerOptions: {
    target: "esnext",
    lib: ["esnext", "dom"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    outDir: "out",
  },
};

let home = "";
const modules = () => join(home, "node_modules");

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "signalbox-pack-")));
  // One after the other: the contract's build reads the metrics' sources, and a machine has two cores.
  for (const name of ["metrics", "api-contract"]) {
    await pack(join(packages, name));
    await unpack(name);
  }
  for (const name of ["@trpc/client", "@trpc/server", "eventsource", "zod"]) {
    await link(name, join(packages, "api-contract/node_modules", name));
  }
  await link("@types/node", join(workspace, "node_modules/@types/node"));
  await writeFile(join(home, "package.json"), JSON.stringify({ type: "module" }));
  const examples = await readmeExamples();
  const files = ["consumer.ts", ...examples.keys()];
  await writeFile(join(home, "tsconfig.json"), JSON.stringify({ ...tsconfig, files }));
  for (const [file, text] of examples) await writeFile(join(home, file), text);
  await writeFile(join(home, "consumer.ts"), consumer);
}, 60_000);

afterAll(() => rm(home, { recursive: true, force: true }));

/** With the pnpm that runs this, or the one the workspace names. */
async function pack(directory: string): Promise<void> {
  const own = process.env["npm_execpath"];
  const [command, ...first] =
    own !== undefined && own.includes("pnpm")
      ? /\.[cm]?js$/.test(own)
        ? [process.execPath, own]
        : [own]
      : ["npx", "-y", "pnpm@12"];
  await run(command ?? "", [...first, "pack", "--pack-destination", home], { cwd: directory });
}

async function unpack(name: string): Promise<void> {
  const tarball = (await readdir(home)).find((file) => file.startsWith(`signalbox-${name}-`));
  const target = join(modules(), "@signalbox", name);
  await mkdir(target, { recursive: true });
  await run("tar", ["xzf", join(home, tarball ?? ""), "-C", target, "--strip-components=1"]);
}

async function link(name: string, to: string): Promise<void> {
  await mkdir(join(modules(), name, ".."), { recursive: true });
  await symlink(await realpath(to), join(modules(), name));
}

describe.for(["metrics", "api-contract"])("the packed %s", (name) => {
  const inPackage = (...path: string[]) => join(modules(), "@signalbox", name, ...path);

  test("points at what it was built into", async () => {
    const { exports, dependencies } = manifest.parse(
      JSON.parse(await readFile(inPackage("package.json"), "utf8")),
    );
    for (const entry of Object.values(exports)) {
      expect(entry.types).toMatch(/^\.\/dist\/.+\.d\.ts$/);
      expect(entry.default).toMatch(/^\.\/dist\/.+\.js$/);
      for (const file of Object.values(entry)) {
        expect(await readFile(inPackage(file), "utf8")).not.toBe("");
      }
    }
    for (const version of Object.values(dependencies ?? {})) expect(version).toMatch(/^\d/);
  });

  test("carries no sources, no tests, and no import of a .ts file", async () => {
    const files = await readdir(inPackage(), { recursive: true });
    expect(files.filter((file) => /^(src|test|bench)\b|\.test\./.test(file))).toEqual([]);
    for (const file of files.filter((file) => file.endsWith(".js"))) {
      const text = await readFile(inPackage(file), "utf8");
      expect(text, file).not.toMatch(/(from|import)\s*\(?["'][^"']+\.ts["']/);
    }
  });
});

/** The TypeScript in the contract's README, by the name of the file it is checked as. */
async function readmeExamples(): Promise<Map<string, string>> {
  const readme = await readFile(join(modules(), "@signalbox/api-contract/README.md"), "utf8");
  const blocks = readme.matchAll(/^```ts\n(.+?)^```/gms);
  const examples = Array.from(
    blocks,
    ([, text = ""], index) => [`readme-${index}.ts`, text] as const,
  );
  if (examples.length === 0) throw new Error("The README has no examples to check.");
  return new Map(examples);
}

/** What the compiler says of the client and of our declarations; tRPC's own miss a type of the DOM and one of ws. */
async function complaints(tsc: string): Promise<string[]> {
  const stdout = await run(tsc, ["-p", home]).then(
    (done) => done.stdout,
    (error: unknown) => z.object({ stdout: z.string() }).parse(error).stdout,
  );
  const lines = stdout.split("\n").filter((line) => line.includes("error TS"));
  return lines.filter((line) => !line.includes("/node_modules/@trpc/"));
}

test("a strict client type-checks against them, their declarations included, and runs", async () => {
  const tsc = join(workspace, "node_modules/.bin/tsc");
  expect(await complaints(tsc)).toEqual([]);
  const program = `import { found } from "./out/consumer.js"; console.log(found);`;
  const ran = await run(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: home,
  });
  expect(ran.stdout).toBe("true\n");
}, 30_000);
