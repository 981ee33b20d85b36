import { spawnSync } from "node:child_process";
import { install, mayInstall } from "./debian-packages.ts";

const hasStrace = (): boolean => spawnSync("strace", ["-V"]).status === 0;

// With it tests make the calls of a disk fail; without it they say that they are left out.
if (!hasStrace() && mayInstall()) {
  process.stdout.write("There is no strace here: installing Debian's…\n");
  const failure = install(["strace"]);
  if (failure !== null) process.stderr.write(failure);
}
if (!hasStrace()) {
  process.stdout.write("Tests of a failing disk are left out: they need strace.\n");
}
