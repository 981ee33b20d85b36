/** Commands that read a data directory beside its gateway: what is in it, as text or as a copy. */
export { runBackup } from "./backup-command.ts";
export { runExport } from "./export-command.ts";
