import { Link } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { problemOf } from "../api/index.ts";
import { formatCount, shortId } from "../figures/figures.ts";
import { visibleText } from "../ui/visible-text.ts";
import { PracticeBadge } from "../ui/index.ts";
import type { Blocker } from "./lane-standing.ts";
import type { LanesPicture } from "./lanes-picture.ts";
import type { StoredWindowState } from "./use-stored-window.ts";

export interface LaneDetailProps {
  readonly picture: LanesPicture;
  /** Of the lane that a person has chosen. */
  readonly laneKey: string | null;
  readonly stored: StoredWindowState;
}

/** Under the picture: what the chosen lane waits for and the way to it, and what the picture leaves out. */
export function LaneDetail({ picture, laneKey, stored }: LaneDetailProps) {
  return (
    <div className="flex h-8 shrink-0 items-center gap-3 overflow-hidden border-t border-line-soft px-3 text-xs whitespace-nowrap">
      <span className="flex min-w-0 flex-1 items-center gap-2 truncate">
        {laneKey === null ? (
          <span className="truncate text-faint">
            Choose a lane for what it waits for, a bar for its request. Drag to move in time, Ctrl
            and wheel to zoom.
          </span>
        ) : (
          <Chosen picture={picture} laneKey={laneKey} />
        )}
      </span>
      <output className="text-muted">{sampleText(stored)}</output>
    </div>
  );
}

type ChosenProps = Pick<LaneDetailProps, "picture"> & { readonly laneKey: string };

/** Told anew with each picture, for waits grow. */
function Chosen({ picture, laneKey }: ChosenProps) {
  useSyncExternalStore(picture.subscribe, picture.revision);
  const chosen = picture.lanes.find(({ key }) => key === laneKey);
  if (chosen === undefined)
    return (
      <span className="truncate text-faint">
        The chosen lane is not shown: nothing is in it in this window, or a filter leaves it out.
      </span>
    );
  const { label, lane, isPractice } = chosen;
  const standing = picture.standing(chosen);
  return (
    <>
      <strong className="truncate font-medium">{visibleText(label)}</strong>
      {isPractice ? <PracticeBadge /> : null}
      {standing === null ? (
        <span className="text-muted">waits for nothing</span>
      ) : (
        <>
          <span className={standing.isHeld ? "text-warn" : "text-muted"}>
            {visibleText(standing.text)}
          </span>
          <BlockerLink blocker={standing.blocker} />
        </>
      )}
      {lane === null ? null : (
        <Link to="/requests" search={{ lane }} className="text-info hover:underline">
          Its requests →
        </Link>
      )}
    </>
  );
}

function BlockerLink({ blocker }: { readonly blocker: Blocker }) {
  if (blocker.kind === "request") {
    const { requestId } = blocker;
    return (
      <Link
        to="."
        search={(now) => ({ ...now, request: requestId })}
        className="text-info hover:underline"
      >
        Behind <span className="font-mono">{shortId(requestId)}</span> →
      </Link>
    );
  }
  if (blocker.kind !== "model") return null;
  return (
    <Link to="/models" className="text-info hover:underline">
      {visibleText(blocker.model)} →
    </Link>
  );
}

function sampleText({ sample, isLoading, error }: StoredWindowState): string {
  if (error !== null && error !== undefined)
    return `What is stored can't be shown: ${problemOf(error)}`;
  if (isLoading) return "Loading…";
  if (sample === null) return "";
  const { drawn, total, isMore } = sample;
  const left = `${isMore ? "over " : ""}${formatCount(total - drawn)}`;
  return `The ${formatCount(drawn)} longest and failed are drawn, ${left} more are not`;
}
