import { useSearch } from "@tanstack/react-router";
import { useShown } from "../live/index.ts";
import { momentText } from "./moment-text.ts";
import { defaultWindow, parseWindow } from "./time-window.ts";

/** The stretch of time that pages show. */
export interface ViewTime {
  /** The window, as the address tells it or as a moment has it by itself; undefined where all is live. */
  readonly window: string | undefined;
  readonly windowMs: number;
  /** Its end, where that is a past moment: the one that is shown, while the next is on its way. */
  readonly at: number | undefined;
}

/** `ofMoment`: the window that a past moment has where none was chosen. */
export function useViewTime(ofMoment: string = defaultWindow): ViewTime {
  const search = useSearch({ from: "__root__" });
  const at = useShown(({ past }) => past?.at ?? undefined);
  const window = search.window ?? (at === undefined ? undefined : ofMoment);
  return { window, windowMs: windowMsOf(window), at };
}

export function windowMsOf(window: string | undefined): number {
  return parseWindow(window ?? defaultWindow) ?? 0;
}

/** The same where figures are kept by the minute: those of a moment end with the last whole one before it. */
export function minuteSpanText(window: string, at: number | undefined): string {
  return spanText(window, at === undefined ? undefined : at - (at % 60_000));
}

/** `last 15m`, or `15m to 29 Nov 03:12:07`. */
export function spanText(window: string, at: number | undefined): string {
  return at === undefined ? `last ${window}` : `${window} to ${momentText(at, Date.now())}`;
}
