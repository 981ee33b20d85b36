import { spawn } from "node:child_process";
import { once } from "node:events";

const script = `
  const { DatabaseSync } = require("node:sqlite");
  const db = new DatabaseSync(process.argv[1], { timeout: 5_000 });
  db.exec(process.argv[2]);
  console.log("held");
  process.stdin.resume();
`;

/** How another process may hold a database: as one that writes to it, or so that nobody else can read it. */
export const holds = {
  write: "BEGIN EXCLUSIVE",
  whole: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE",
} as const;

/** Another process that holds a database, until it is disposed. */
export async function holdDatabase(
  path: string,
  how: keyof typeof holds = "write",
): Promise<AsyncDisposable & { readonly pid: number }> {
  const child = spawn(process.execPath, ["-e", script, path, holds[how]], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [said] = await Promise.race([once(child.stdout, "data"), ended]);
  if (String(said) !== "held\n") throw new Error(`${path} could not be held`);
  return {
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
