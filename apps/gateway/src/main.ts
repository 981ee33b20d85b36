#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Types are stripped and modules compiled once, not at every start.
enableCompileCache();
const { runCli } = await import("./cli.ts");
await runCli();
