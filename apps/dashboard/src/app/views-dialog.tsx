import { useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import { Button, Dialog } from "../ui/index.ts";
import {
  deleteView,
  longestViewName,
  renameView,
  saveView,
  type SavedView,
} from "./saved-views.ts";
import { useOpenView, useSavedViews } from "./use-saved-views.ts";

const fieldLook = "h-8 min-w-0 flex-1 rounded-md border border-line bg-bg px-2.5 text-text";

/** Names what is seen now, and keeps house among the names. They stay in this browser. */
export function ViewsDialog({ onClose }: { readonly onClose: () => void }) {
  const path = useRouterState({ select: ({ location }) => location.href });
  const views = useSavedViews();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const save = () => {
    const isSaved = saveView(name, path);
    setProblem(isSaved ? null : "It needs a name, and there is room for 30 views.");
    if (isSaved) onClose();
  };
  return (
    <Dialog open onOpenChange={onClose} title="Saved views" hasClose>
      <div className="flex flex-col gap-4 overflow-auto px-4 pt-2 pb-4">
        <form
          className="flex flex-col gap-1"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <label htmlFor="view-name" className="text-muted">
            Name what you see now: page, window, filters and what is open
          </label>
          <span className="flex gap-2">
            <input
              id="view-name"
              value={name}
              maxLength={longestViewName}
              onChange={({ target }) => setName(target.value)}
              className={fieldLook}
            />
            <Button type="submit" look="primary" className="h-8" disabled={name.trim() === ""}>
              {views.some((view) => view.name === name.trim()) ? "Replace it" : "Save"}
            </Button>
          </span>
          {problem === null ? null : (
            <p role="alert" className="text-bad">
              {problem}
            </p>
          )}
        </form>
        {views.length === 0 ? (
          <p className="text-faint">
            No view is saved in this browser yet. One that is stands here, in the palette and in the
            menu.
          </p>
        ) : (
          <ul aria-label="Saved views" className="rounded-lg border border-line">
            {views.map((view) => (
              <ViewLine key={view.name} view={view} onOpen={onClose} />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

interface ViewLineProps {
  readonly view: SavedView;
  readonly onOpen: () => void;
}

function ViewLine({ view, onOpen }: ViewLineProps) {
  const openView = useOpenView();
  const [name, setName] = useState<string | null>(null);
  const look = "flex items-center gap-2 border-b border-line-soft px-3 py-1.5 last:border-0";
  if (name === null) {
    return (
      <li className={look}>
        <button
          type="button"
          title={view.path}
          onClick={() => {
            onOpen();
            openView(view);
          }}
          className="min-w-0 flex-1 truncate text-left hover:underline"
        >
          {view.name}
        </button>
        <Button look="ghost" aria-label={`Rename ${view.name}`} onClick={() => setName(view.name)}>
          Rename
        </Button>
        <Button
          look="ghost"
          aria-label={`Delete ${view.name}`}
          onClick={() => deleteView(view.name)}
        >
          Delete
        </Button>
      </li>
    );
  }
  return (
    <li>
      <form
        className={look}
        onSubmit={(event) => {
          event.preventDefault();
          renameView(view.name, name);
          setName(null);
        }}
      >
        <input
          aria-label={`New name of ${view.name}`}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- It takes the place of the button that was pressed.
          autoFocus
          value={name}
          maxLength={longestViewName}
          onChange={({ target }) => setName(target.value)}
          className={fieldLook}
        />
        <Button type="submit" disabled={name.trim() === ""}>
          Rename
        </Button>
        <Button look="ghost" onClick={() => setName(null)}>
          Leave it
        </Button>
      </form>
    </li>
  );
}
