export { AgentLoop } from "./agent-loop.ts";
export type { AgentAnswer } from "./agent-loop.ts";
export { agentPool, createExecuteRun } from "./execute-run.ts";
export { Runs } from "./runs.ts";
