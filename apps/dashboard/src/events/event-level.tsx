import type { SystemEvent } from "@signalbox/api-contract";

const tones = { error: "text-bad", warn: "text-warn", info: "text-info" } as const;

/** A level as its word, in its colour. */
export function EventLevel({ level }: { readonly level: SystemEvent["level"] }) {
  return <span className={tones[level]}>{level}</span>;
}

/** `14:04:07.118`, by this machine's clock. */
export function eventTime(timestamp: number): string {
  const at = new Date(timestamp);
  const pad = (value: number, width = 2) => String(value).padStart(width, "0");
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => pad(part));
  return `${clock.join(":")}.${pad(at.getMilliseconds(), 3)}`;
}
