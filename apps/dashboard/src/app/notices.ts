const storageKey = "signalbox-notices";
const lastKey = "signalbox-notice-at";
const changed = "signalbox-notices";
const longest = 140;

export type NoticeStanding = "on" | "off" | "blocked" | "unsupported";

/** Whether this browser is to be told of what turns red while no tab is in view. */
export function readNotices(): NoticeStanding {
  // A page that did not come over TLS or from this machine has no such thing.
  if (!("Notification" in globalThis)) return "unsupported";
  if (Notification.permission === "denied") return "blocked";
  return areNoticesOn() ? "on" : "off";
}

/** What was wanted first: what the browser allows is asked of another process, which a page that opens waits for. */
export function areNoticesOn(): boolean {
  if (localStorage.getItem(storageKey) !== "on" || !("Notification" in globalThis)) return false;
  return Notification.permission === "granted";
}

export function onNoticesChange(listener: () => void): () => void {
  const names = [changed, "storage"];
  for (const name of names) addEventListener(name, listener);
  return () => {
    for (const name of names) removeEventListener(name, listener);
  };
}

/** Asks the browser, which asks the person: only ever after a press. */
export async function wantNotices(isWanted: boolean): Promise<void> {
  if (isWanted && Notification.permission === "default") await Notification.requestPermission();
  localStorage.setItem(storageKey, isWanted ? "on" : "off");
  dispatchEvent(new Event(changed));
}

/** When a tab last told or showed something red, epoch milliseconds. */
export function lastNoticeAt(): number {
  const at = Number(localStorage.getItem(lastKey));
  return Number.isSafeInteger(at) && at > 0 ? at : 0;
}

export function markNotice(now: number): void {
  localStorage.setItem(lastKey, String(now));
}

/** One of ours at a time: a newer one takes the place of the one before. */
export function showNotice(text: string): void {
  const notice = new Notification("Signalbox: something is wrong", {
    body: text.slice(0, longest),
    tag: "signalbox",
  });
  notice.addEventListener("click", () => {
    globalThis.focus();
    notice.close();
  });
}
