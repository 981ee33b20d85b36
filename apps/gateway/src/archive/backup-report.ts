import { migrations } from "../history/schema.ts";
import type { Snapshot } from "./snapshot.ts";

type Copied = Pick<Snapshot, "name" | "bytes" | "db">;

/** What a backup holds, and how to restore it. */
export function backupReport(path: string, snapshots: readonly Copied[]): string {
  const width = Math.max(...snapshots.map(({ name }) => name.length));
  const lines = snapshots.map((snapshot) => {
    const size = `${snapshot.bytes.toLocaleString("en-US")} bytes`;
    return `  ${snapshot.name.padEnd(width)}  ${size}${snapshot.name === "history.db" ? whatIsIn(snapshot) : ""}`;
  });
  if (lines.length === 1) lines.push("  There was no history.db: a gateway begins a new one.");
  return `Backed up to ${path}, as it was at one moment, and found whole:
${lines.join("\n")}
To restore it, put it into a new directory and start a gateway there:
  mkdir -m 700 NEW-DATA-DIR && tar -xf ${quoted(path)} -C NEW-DATA-DIR
  npx -y pnpm@12 signalbox --data-dir NEW-DATA-DIR`;
}

/** Nothing where a later version wrote it: only its bytes are known then. */
function whatIsIn({ db }: Copied): string {
  const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (version < 1 || version > migrations.length) return "";
  const requests = Number(db.prepare("SELECT count(*) AS n FROM requests").get()?.["n"]);
  const newest = db.prepare("SELECT max(last_at) AS at FROM boots").get()?.["at"];
  const count = `, ${requests.toLocaleString("en-US")} ${requests === 1 ? "request" : "requests"}`;
  return typeof newest === "number" ? `${count}, up to ${new Date(newest).toISOString()}` : count;
}

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
