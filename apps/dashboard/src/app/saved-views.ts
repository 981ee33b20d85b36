/** A view that somebody named: the address of everything that is seen. */
export interface SavedView {
  readonly name: string;
  /** Path and query: it is of this gateway, whatever its host is called. */
  readonly path: string;
}

export const longestViewName = 60;
const mostViews = 30;
const longestPath = 4_000;
const storageKey = "signalbox-views";
const changed = "signalbox-views";

let kept: { readonly text: string | null; readonly views: readonly SavedView[] } = {
  text: null,
  views: [],
};

/** What this browser keeps, in the order of names; the same list until it changes. */
export function readViews(): readonly SavedView[] {
  const text = localStorage.getItem(storageKey);
  if (text !== kept.text) kept = { text, views: parseViews(text) };
  return kept.views;
}

export function onViewsChange(listener: () => void): () => void {
  const names = [changed, "storage"];
  for (const name of names) addEventListener(name, listener);
  return () => {
    for (const name of names) removeEventListener(name, listener);
  };
}

/** Keeps a view under a name, in place of one that has it. False where there is no room or no such address. */
export function saveView(name: string, path: string): boolean {
  const next = withView(readViews(), { name, path });
  if (next === null) return false;
  write(next);
  return true;
}

export function renameView(from: string, to: string): boolean {
  const view = readViews().find(({ name }) => name === from);
  if (view === undefined) return false;
  const others = readViews().filter(({ name }) => name !== from);
  const next = withView(others, { ...view, name: to });
  if (next === null) return false;
  write(next);
  return true;
}

export function deleteView(name: string): void {
  write(readViews().filter((view) => view.name !== name));
}

/** The list with one more, or null where it can't be kept. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] | null {
  const valid = validView(view);
  if (valid === null) return null;
  const others = views.filter(({ name }) => name !== valid.name);
  if (others.length >= mostViews) return null;
  return [...others, valid].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** What was kept, as far as it is what we would have kept: anything may write to a browser's storage. */
export function parseViews(text: string | null): readonly SavedView[] {
  let raw: unknown;
  try {
    raw = JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(raw)) return [];
  let views: readonly SavedView[] = [];
  for (const each of raw.slice(0, mostViews)) {
    const view = validView(each);
    if (view !== null) views = withView(views, view) ?? views;
  }
  return views;
}

function validView(raw: unknown): SavedView | null {
  if (typeof raw !== "object" || raw === null || !("name" in raw) || !("path" in raw)) return null;
  if (typeof raw.name !== "string" || typeof raw.path !== "string") return null;
  const name = raw.name.trim().slice(0, longestViewName);
  // One slash: two would lead to another host.
  const isPath = /^\/(?![/\\])/.test(raw.path) && raw.path.length <= longestPath;
  return name !== "" && isPath ? { name, path: raw.path } : null;
}

function write(views: readonly SavedView[]): void {
  localStorage.setItem(storageKey, JSON.stringify(views));
  dispatchEvent(new Event(changed));
}
