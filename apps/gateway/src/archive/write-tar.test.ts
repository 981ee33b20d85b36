import { execFile } from "node:child_process";
import { open, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { tarHeader } from "./tar-header.ts";
import { writeTar } from "./write-tar.ts";

const run = promisify(execFile);
const hasTar = await run("tar", ["--version"]).then(
  () => true,
  () => false,
);

const entry = { name: "state.db", bytes: 5, modifiedAt: 1_781_524_800_999, uid: 1000, gid: 1000 };

test("a header says name, mode, owner, size and time, under a sum that is right", () => {
  const header = tarHeader(entry);
  expect(header).toHaveLength(512);
  const field = (from: number, to: number) => header.toString("latin1", from, to);
  expect(field(0, 9)).toBe("state.db\0");
  expect(field(100, 108)).toBe("0000600\0");
  expect(field(108, 124)).toBe("0001750\x000001750\0");
  expect(field(124, 136)).toBe("00000000005\0");
  expect(parseInt(field(136, 147), 8)).toBe(1_781_524_800);
  expect(field(156, 157)).toBe("0");
  expect(field(257, 265)).toBe("ustar\x0000");
  const sum = parseInt(field(148, 154), 8);
  header.fill(" ", 148, 156);
  expect(header.reduce((total, byte) => total + byte, 0)).toBe(sum);
});

test("a size of 8 GiB and more, and a large owner, are written in base 256", () => {
  const bytes = 3 * 2 ** 40 + 1;
  const header = tarHeader({ ...entry, bytes, uid: 4_000_000_000 });
  expect(header[124]).toBe(0x80);
  expect(header.readBigUInt64BE(128)).toBe(BigInt(bytes));
  expect(header[108]).toBe(0x80);
  expect(header.readUInt32BE(112)).toBe(4_000_000_000);
  expect(tarHeader({ ...entry, bytes: 8 * 2 ** 30 - 1 }).toString("latin1", 124, 136)).toBe(
    "77777777777\0",
  );
});

test("a name that has no room is refused", () => {
  expect(() => tarHeader({ ...entry, name: "x".repeat(101) })).toThrow(RangeError);
  expect(() => tarHeader({ ...entry, name: "" })).toThrow(RangeError);
});

test.runIf(hasTar)(
  "the system's tar lists and restores what was written, to the byte",
  async () => {
    await using directory = await temporaryDirectory();
    const sizes = [0, 1, 511, 512, 513, 3 * 1_048_576 + 7];
    const tar = join(directory.path, "all.tar");
    const to = await open(tar, "wx");
    const sources = await Promise.all(
      sizes.map(async (bytes) => {
        const path = join(directory.path, `in-${bytes}`);
        await writeFile(path, Buffer.alloc(bytes, `${bytes}.`));
        return { ...entry, name: `out-${bytes}`, bytes, file: await open(path, "r") };
      }),
    );
    await writeTar(to, sources);
    await Promise.all([to, ...sources.map(({ file }) => file)].map((file) => file.close()));
    const { stdout } = await run("tar", ["-tvf", tar]);
    expect(stdout.trim().split("\n")).toHaveLength(sizes.length);
    await run("tar", ["-xf", tar, "-C", directory.path]);
    for (const bytes of sizes) {
      const path = join(directory.path, `out-${bytes}`);
      expect((await readFile(path)).equals(Buffer.alloc(bytes, `${bytes}.`))).toBe(true);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
  },
);

test.runIf(hasTar)("the system's tar reads a size over 8 GiB", async () => {
  await using directory = await temporaryDirectory();
  const tar = join(directory.path, "large.tar");
  const bytes = 9 * 2 ** 30;
  const file = await open(tar, "wx");
  await file.write(tarHeader({ ...entry, bytes }));
  // A hole of that size, and the end of the archive: it takes no room.
  await file.truncate(512 + bytes + 1_024);
  await file.close();
  const { stdout } = await run("tar", ["-tvf", tar]);
  expect(stdout).toContain(`${bytes}`);
});

test("a file that is shorter than was said is refused", async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, "short");
  await writeFile(path, "abc");
  const file = await open(path, "r");
  const to = await open(join(directory.path, "short.tar"), "wx");
  await expect(writeTar(to, [{ ...entry, bytes: 4, file }])).rejects.toThrow("ended before its 4");
  await Promise.all([file.close(), to.close()]);
});
