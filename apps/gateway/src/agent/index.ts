export { AgentLoop } from "./agent-loop.ts";
export type { AgentAnswer } from "./agent-loop.ts";
export type { AgentSettings } from "./agent-settings.ts";
export { checkAgentTools, toolsOf } from "./agent-tool-names.ts";
export { agentPool, createExecuteRun } from "./execute-run.ts";
export { RunJournal } from "./run-journal.ts";
export { Runs } from "./runs.ts";
export type { RunContext } from "./runs.ts";
