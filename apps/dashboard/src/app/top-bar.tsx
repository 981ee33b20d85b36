import { Link } from "@tanstack/react-router";
import { useLive } from "../live/index.ts";
import { Kbd, Pill, PillButton } from "../ui/index.ts";
import { Brand } from "./brand.tsx";
import { ConnectionPill } from "./connection-pill.tsx";
import { OperatorMenu } from "./operator-menu.tsx";
import { openPanel } from "./panels.ts";
import { PauseButton } from "./pause-button.tsx";
import { TimeControl } from "./time-control.tsx";

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function TopBar() {
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 md:px-4 lg:gap-3.5">
      <Link to="/" className="shrink-0 lg:w-[172px] [&>span]:max-sm:text-[0px]">
        <Brand />
      </Link>
      <NodePill />
      <TimeControl />
      <PauseButton />
      <span className="flex-1" />
      <PillButton
        aria-keyshortcuts="Meta+K Control+K"
        onClick={() => openPanel("palette")}
        className="lg:w-[230px]"
      >
        <span className="hidden lg:inline">Search or run a command</span>
        <span className="lg:hidden">Search</span>
        <span className="ml-auto hidden md:inline">
          <Kbd>{isApple ? "⌘K" : "Ctrl K"}</Kbd>
        </span>
      </PillButton>
      <ConnectionPill />
      <OperatorMenu />
    </header>
  );
}

function NodePill() {
  const node = useLive((state) => state.node);
  if (node === "") return null;
  return (
    <Pill className="max-lg:hidden">
      node <b className="max-w-32 truncate font-[550] text-text">{node}</b>
    </Pill>
  );
}
