import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** On a bare Debian, as root: nobody else's machine is changed without asking. */
export function mayInstall(): boolean {
  return (
    process.getuid?.() === 0 && existsSync("/etc/debian_version") && existsSync("/usr/bin/apt-get")
  );
}

/** Installs Debian's own. Null where that went well, else what went wrong. */
export function install(packages: readonly string[]): string | null {
  return (
    runQuietly("apt-get", ["update", "-qq"]) ??
    runQuietly("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages])
  );
}

function runQuietly(command: string, args: readonly string[]): string | null {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    encoding: "utf8",
  });
  if (status === 0) return null;
  const called = `${command} ${args.join(" ")}`;
  if (error !== undefined) return `${called} failed: ${error.message}\n`;
  const said = `${stdout}${stderr}`.trim().split("\n").slice(-15).join("\n");
  return `${called} failed: exit code ${status}\n${said}\n`;
}
