import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { makeNewFile } from "./new-file.ts";

async function place(force = false) {
  const directory = await temporaryDirectory();
  const dataDir = join(directory.path, "data");
  await mkdir(dataDir);
  return { force, dataDir, directory, path: join(directory.path, "out.txt") };
}

const writing = (text: string) => (file: { writeFile: (text: string) => Promise<void> }) =>
  file.writeFile(text);

test("it is there whole, for its owner alone, and nothing else is", async () => {
  const given = await place();
  await using directory = given.directory;
  await makeNewFile(given, async (file) => {
    await file.writeFile("all of it");
    expect(await readdir(directory.path)).not.toContain("out.txt");
  });
  expect(await readFile(given.path, "utf8")).toBe("all of it");
  expect((await stat(given.path)).mode & 0o777).toBe(0o600);
  expect((await readdir(directory.path)).toSorted()).toEqual(["data", "out.txt"]);
});

test("what is there stays without force, and when the writing fails", async () => {
  const given = await place();
  await using directory = given.directory;
  await writeFile(given.path, "before");
  await expect(makeNewFile(given, writing("after"))).rejects.toMatchObject({
    code: "exists",
    message: expect.stringContaining("--force"),
  });
  const failing = makeNewFile({ ...given, force: true }, () => Promise.reject(new Error("half")));
  await expect(failing).rejects.toThrow("half");
  expect(await readFile(given.path, "utf8")).toBe("before");
  await chmod(given.path, 0o644);
  await makeNewFile({ ...given, force: true }, writing("after"));
  expect(await readFile(given.path, "utf8")).toBe("after");
  expect((await stat(given.path)).mode & 0o777).toBe(0o600);
  expect((await readdir(directory.path)).toSorted()).toEqual(["data", "out.txt"]);
});

test("one that somebody else made meanwhile stays", async () => {
  const given = await place();
  await using _directory = given.directory;
  const racing = makeNewFile(given, async (file) => {
    await file.writeFile("ours");
    await writeFile(given.path, "theirs");
  });
  await expect(racing).rejects.toMatchObject({ code: "exists" });
  expect(await readFile(given.path, "utf8")).toBe("theirs");
});

test("a directory, a link or a place in the data directory is no place, with force neither", async () => {
  const given = await place(true);
  await using directory = given.directory;
  const link = join(directory.path, "link");
  await symlink(given.path, link);
  const write = writing("x");
  for (const path of [given.dataDir, link]) {
    await expect(makeNewFile({ ...given, path }, write)).rejects.toMatchObject({ code: "exists" });
  }
  const inside = join(given.dataDir, "state.db");
  await writeFile(inside, "tokens");
  await expect(makeNewFile({ ...given, path: inside }, write)).rejects.toMatchObject({
    code: "unwritable",
    message: expect.stringContaining("data directory"),
  });
  expect(await readFile(inside, "utf8")).toBe("tokens");
  const absent = join(directory.path, "none", "out.txt");
  await expect(makeNewFile({ ...given, path: absent }, write)).rejects.toMatchObject({
    code: "unwritable",
    message: expect.stringMatching(/ENOENT.*Check that its directory is there/),
  });
});
