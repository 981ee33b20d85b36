import { Link } from "@tanstack/react-router";
import { useLive, useShown } from "../live/index.ts";
import { MomentBar, TimeControl } from "../time/index.ts";
import { cx, isApple, Kbd, Pill, PillButton } from "../ui/index.ts";
import { Brand } from "./brand.tsx";
import { ConnectionPill } from "./connection-pill.tsx";
import { OperatorMenu } from "./operator-menu.tsx";
import { openPanel } from "./panels.ts";
import { PauseButton } from "./pause-button.tsx";

export function TopBar() {
  const isPast = useShown(({ past }) => past !== null);
  return (
    <header
      className={cx(
        "flex min-h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 md:px-4 lg:gap-3.5",
        // The moment has a row of its own where there is no room beside the rest.
        isPast && "max-[1280px]:flex-wrap max-[1280px]:gap-y-2 max-[1280px]:py-2.5",
      )}
    >
      <Link to="/" className="shrink-0 lg:w-[172px] [&>span]:max-sm:text-[0px]">
        <Brand />
      </Link>
      <NodePill className={isPast ? "min-[1280px]:max-[1400px]:hidden" : ""} />
      <TimeControl />
      {isPast ? (
        <div className="max-[1280px]:order-last max-[1280px]:basis-full">
          <MomentBar className="max-sm:w-full max-sm:justify-between" />
        </div>
      ) : (
        <PauseButton />
      )}
      <span className="flex-1" />
      <PillButton
        aria-keyshortcuts="Meta+K Control+K"
        onClick={() => openPanel("palette")}
        className={isPast ? "" : "lg:w-[230px]"}
      >
        <span className={cx("hidden", !isPast && "lg:inline")}>Search or run a command</span>
        <span className={cx(!isPast && "lg:hidden")}>Search</span>
        <span className="ml-auto hidden md:inline">
          <Kbd>{isApple ? "⌘K" : "Ctrl K"}</Kbd>
        </span>
      </PillButton>
      <ConnectionPill />
      <OperatorMenu />
    </header>
  );
}

function NodePill({ className }: { readonly className: string }) {
  const node = useLive((state) => state.node);
  if (node === "") return null;
  return (
    <Pill className={cx("max-lg:hidden", className)}>
      node <b className="max-w-32 truncate font-[550] text-text">{node}</b>
    </Pill>
  );
}
