#!/usr/bin/env node
import { enableCompileCache, getCompileCacheDir } from "node:module";

// Types are stripped and modules compiled once, not at every start. Threads learn of it by their environment.
enableCompileCache();
process.env["NODE_COMPILE_CACHE"] ??= getCompileCacheDir();
const { runCli } = await import("./cli.ts");
await runCli();
