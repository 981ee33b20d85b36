import { createRoot } from "react-dom/client";
import { LanesHeader } from "../../../../apps/dashboard/src/lanes/lanes-header.tsx";
import { LanesView } from "../../../../apps/dashboard/src/lanes/lanes-view.tsx";
import { plainInput } from "../../../../apps/dashboard/src/lanes/picture-input.ts";
import { statesOfLanes } from "./lane-states.ts";
import type { Scene } from "./scene.ts";

/** As many of the lanes as the Overview's card has room for, and the rest in its strip. */
export const lanesCard: Scene = (element) => open(element, { height: 252, isScrolled: false });

/** All lanes, as the page of their own has them. */
export const lanesPage: Scene = (element) => open(element, { height: 620, isScrolled: true });

interface Place {
  readonly height: number;
  readonly isScrolled: boolean;
}

function open(element: HTMLElement, { height, isScrolled }: Place): ReturnType<Scene> {
  const states = statesOfLanes();
  const listeners = new Set<() => void>();
  let state = states(0);
  const store = {
    getState: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const title = "Lanes, last 60 s";
  const input = { ...plainInput, isScrolled };
  createRoot(element).render(
    <div style={{ height }}>
      <LanesView
        store={store}
        input={input}
        title={title}
        header={<LanesHeader store={store} title={title} order="most waiters first" />}
        onOpenRequest={() => {}}
      />
    </div>,
  );
  return (update) => {
    const next = states(update);
    return () => {
      state = next;
      for (const listener of listeners) listener();
    };
  };
}
