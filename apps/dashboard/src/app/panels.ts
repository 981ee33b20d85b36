const panels = ["palette", "keys", "time", "views"] as const;

/** What can stand over the page, one at a time. */
export type Panel = (typeof panels)[number];

const channel = new EventTarget();

/** Asks the frame to show a panel, or to put it away where it is shown. */
export function openPanel(panel: Panel): void {
  channel.dispatchEvent(new CustomEvent("panel", { detail: panel }));
}

export function onPanel(listener: (panel: Panel) => void): () => void {
  const hear = (event: Event) => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : null;
    const panel = panels.find((each) => each === detail);
    if (panel !== undefined) listener(panel);
  };
  channel.addEventListener("panel", hear);
  return () => channel.removeEventListener("panel", hear);
}
