const signalbox = "npx -y pnpm@12 signalbox";

/** Commands of the command line, to be run in the repository's root. A null directory is the usual one. */
export function backupCommand(dataDir: string | null): string {
  return `${signalbox} backup ../signalbox.tar${directory(dataDir)}`;
}

export function exportCommand(dataDir: string | null): string {
  return `${signalbox} export --from -24h --out ../day.jsonl${directory(dataDir)}`;
}

function directory(dataDir: string | null): string {
  return dataDir === null ? "" : ` --data-dir ${quoted(dataDir)}`;
}

/** For a POSIX shell: within single quotes nothing means anything but a quote itself. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
