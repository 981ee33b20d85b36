import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { KeyReader, type KeyBinding } from "./key-reader.ts";
import { navEntries } from "./nav-entries.ts";
import { onPanel, openPanel, type Panel } from "./panels.ts";
import { useGoLive, useScrub, useZoomOut } from "../time/index.ts";
import { useTogglePause } from "./use-pause.ts";

const Palette = lazy(async () => {
  const { Palette } = await import("./palette.tsx");
  return { default: Palette };
});
const KeyMap = lazy(async () => {
  const { KeyMap } = await import("./key-map.tsx");
  return { default: KeyMap };
});
const ViewsDialog = lazy(async () => {
  const { ViewsDialog } = await import("./views-dialog.tsx");
  return { default: ViewsDialog };
});
const CustomDialog = lazy(async () => {
  const { CustomDialog } = await import("../time/custom-dialog.tsx");
  return { default: CustomDialog };
});

/** The keys that work on every page, and the panels they open. */
export function FrameKeys() {
  const [panel, setPanel] = useState<Panel | null>(null);
  const bindings = useBindings();
  useEffect(() => onPanel((next) => setPanel((now) => (now === next ? null : next))), []);
  useEffect(() => {
    const reader = new KeyReader();
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const isCommand = event.metaKey || event.ctrlKey;
      if (!isCommand && isForTarget(event)) return;
      const binding = reader.read(bindings, event);
      if (binding === null || (event.repeat && binding.repeats !== true)) return;
      event.preventDefault();
      binding.run();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [bindings]);
  const close = () => setPanel(null);
  return (
    <Suspense>
      {panel === "palette" ? <Palette onClose={close} /> : null}
      {panel === "time" ? <CustomDialog onClose={close} /> : null}
      {panel === "views" ? <ViewsDialog onClose={close} /> : null}
      {panel === "keys" ? <KeyMap bindings={bindings} onClose={close} /> : null}
    </Suspense>
  );
}

function useBindings(): readonly KeyBinding[] {
  const navigate = useNavigate();
  const togglePause = useTogglePause();
  const scrub = useScrub();
  const goLive = useGoLive();
  const zoomOut = useZoomOut();
  return useMemo(
    () => [
      ...navEntries.map(({ key, label, to }) => ({
        keys: `g ${key}`,
        label: `Go to ${label}`,
        run: () => void navigate({ to }),
      })),
      { keys: "space", label: "Pause, or go on", run: togglePause },
      ...timeBindings(scrub, goLive, zoomOut),
      { keys: "mod+k", label: "Search or run a command", run: () => openPanel("palette") },
      { keys: "v", label: "Save this view, or open a saved one", run: () => openPanel("views") },
      { keys: "?", label: "This map", run: () => openPanel("keys") },
      { keys: "/", label: "Filter the list", run: focusFilter },
    ],
    [navigate, togglePause, scrub, goLive, zoomOut],
  );
}

function timeBindings(
  scrub: (steps: number) => void,
  goLive: () => void,
  zoomOut: () => void,
): KeyBinding[] {
  const isTime = true;
  const step = (keys: string, label: string, steps: number) => ({
    keys,
    label,
    run: () => scrub(steps),
    repeats: true,
    isTime,
  });
  return [
    step("[", "A step back", -1),
    step("]", "A step forward", 1),
    step("{", "Ten steps back", -10),
    step("}", "Ten steps forward", 10),
    { keys: "t", label: "Choose a past window", run: () => openPanel("time"), isTime },
    { keys: "l", label: "Back to live", run: goLive, isTime },
    { keys: "Escape", label: "Out of the last zoom", run: zoomOut, isTime },
  ];
}

/** A page marks the field that `/` goes to with `data-filter`. */
function focusFilter(): void {
  document.querySelector<HTMLElement>("[data-filter]")?.focus();
}

/** The key means something to what has the focus: text to a field, Space to a button. */
function isForTarget({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("input, textarea, select, [role=menu]"))
    return true;
  if (document.querySelector("[role=dialog][aria-modal=true]") !== null) return true;
  return key === " " && target.closest("button, a, summary, [role=tab], [role=switch]") !== null;
}
