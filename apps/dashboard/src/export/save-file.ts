/** How long the browser has to take the file before its text is let go. */
const releaseAfterMs = 60_000;

/** Hands a text to the browser as a download; nothing leaves this machine. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), releaseAfterMs);
}

/** `signalbox-requests-2026-11-29T15-50-00Z.csv`: no character that a file system refuses. */
export function fileName(what: string, ending: string, now: number): string {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(":", "-");
  return `signalbox-${what}-${time}Z.${ending}`;
}
