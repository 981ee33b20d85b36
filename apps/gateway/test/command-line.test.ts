import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { runToEnd, startProcess } from "./gateway-process.ts";

it("--help and --version say what they are asked, and end well", async () => {
  await using directory = await temporaryDirectory();
  const [help, version] = await Promise.all([
    runToEnd(["--help"], directory.path),
    runToEnd(["--version"], directory.path),
  ]);
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(help.stdout).toContain("--data-dir");
  expect(version).toMatchObject({ code: 0, stderr: "" });
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it("--check names the key, the line and what was expected, and ends with 78", async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, "signalbox.yaml");
  await writeFile(file, "lanes:\n  maxDepth: 50\n  concurency: 3\n");
  const bad = await runToEnd(["--check"], directory.path);
  expect(bad.code).toBe(78);
  expect(bad.stderr).toContain("signalbox.yaml:3");
  expect(bad.stderr).toContain("concurency");
  expect(bad.stderr).toContain("did you mean concurrency?");
  await writeFile(file, "lanes: { concurrency: 3 }\n");
  const good = await runToEnd(["--check"], directory.path);
  expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining("valid") });
  await writeFile(file, "lanes: { concurrency: none }\n");
  const run = await runToEnd(["--port", "0"], directory.path);
  expect(run.code).toBe(78);
  expect(run.stderr).toMatch(/signalbox\.yaml:1.*concurrency.*whole number/s);
});

it("a flag that is none ends with 2, a port that is taken with 1 and what to do", async () => {
  await using directory = await temporaryDirectory();
  const flag = await runToEnd(["--prot", "1"], directory.path);
  expect(flag).toMatchObject({ code: 2, stderr: expect.stringContaining("did you mean --port?") });
  await using running = await startProcess(join(directory.path));
  await using other = await temporaryDirectory();
  const { port } = new URL(running.url);
  const taken = await runToEnd(["--port", port, "--data-dir", other.path], other.path);
  expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining("--port") });
  expect(taken.stderr).not.toContain("    at ");
});

it("a gateway whose program can't be loaded ends with 1, and leaves its directory to the next", async () => {
  await using directory = await temporaryDirectory();
  const hook = `import { registerHooks } from "node:module";
    registerHooks({
      resolve(specifier, context, next) {
        if (specifier.endsWith("/logger.ts")) throw new Error("half of an update");
        return next(specifier, context);
      },
    });`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hook)}`;
  const args = ["--port", "0", "--data-dir", directory.path];
  const broken = await runToEnd(args, directory.path, { NODE_OPTIONS });
  expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining("half of an update") });
  await using next = await startProcess(directory.path);
  expect((await fetch(`${next.url}/readyz`)).status).toBe(200);
});

it("login says so where no gateway runs that the link would lead to", async () => {
  await using directory = await temporaryDirectory();
  const absent = "No gateway runs on this data directory now.";
  {
    await using running = await startProcess(directory.path);
    const { stdout, code } = await runToEnd(
      ["login", "--data-dir", directory.path],
      directory.path,
    );
    expect(code).toBe(0);
    expect(stdout).toContain(`${running.url}/#code=`);
    expect(stdout).not.toContain(absent);
  }
  const { stdout, code } = await runToEnd(["login", "--data-dir", directory.path], directory.path);
  expect(code).toBe(0);
  expect(stdout).toMatch(/#code=\S+\n/);
  expect(stdout).toContain(absent);
});
