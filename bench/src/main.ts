import { arch, cpus, platform, totalmem } from "node:os";
import { benchPassThrough } from "./pass-through.ts";

const gib = Math.round(totalmem() / 1024 ** 3);
const [cpu] = cpus();
process.stdout.write(
  `Node ${process.version} on ${platform()} ${arch()}, ${cpus().length} × ${cpu?.model ?? "unknown processor"}, ${gib} GiB\n`,
);
await benchPassThrough();
