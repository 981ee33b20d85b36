import type { SystemEvent } from "@signalbox/api-contract";
import { momentText } from "../time/moment-text.ts";

const tones = { error: "text-bad", warn: "text-warn", info: "text-info" } as const;

/** A level as its word, in its colour. */
export function EventLevel({ level }: { readonly level: SystemEvent["level"] }) {
  return <span className={tones[level]}>{level}</span>;
}

/** `14:04:07.118`, by this machine's clock; `28 Nov 14:04:07` where that was on another day. */
export function eventTime(timestamp: number): string {
  const at = new Date(timestamp);
  if (at.toDateString() !== new Date().toDateString()) return momentText(timestamp, Date.now());
  const pad = (value: number, width = 2) => String(value).padStart(width, "0");
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => pad(part));
  return `${clock.join(":")}.${pad(at.getMilliseconds(), 3)}`;
}
