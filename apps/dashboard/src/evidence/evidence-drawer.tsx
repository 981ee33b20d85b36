import type { Verdict } from "@signalbox/api-contract";
import type { ReactNode } from "react";
import { problemOf } from "../api/index.ts";
import { useNow } from "../app/use-now.ts";
import { useStanding } from "../app/use-standing.ts";
import { verdictLevels } from "../app/verdict-levels.ts";
import { useShown } from "../live/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { momentText } from "../time/index.ts";
import { Badge, Button, cx, Drawer, EmptyState } from "../ui/index.ts";
import type { Evidence } from "./ask-evidence.ts";
import { EvidenceCounts } from "./evidence-counts.tsx";
import { EvidenceCourse } from "./evidence-course.tsx";
import { EvidenceSamples } from "./evidence-samples.tsx";
import { EvidenceSpeed } from "./evidence-speed.tsx";
import { EvidenceTable } from "./evidence-table.tsx";
import { NotWell } from "./not-well.tsx";
import { useEvidence } from "./use-evidence.ts";

export interface EvidenceDrawerProps {
  readonly onClose: () => void;
}

/** What the sentence on top of every page rests on: counts, their course, and requests to look at. */
export function EvidenceDrawer({ onClose }: EvidenceDrawerProps) {
  const { data, error } = useEvidence();
  return (
    <Drawer title="Evidence" onClose={onClose}>
      <EvidenceHeader counted={data?.verdict ?? null} onClose={onClose} />
      <div className="grid min-h-0 flex-1 auto-rows-min gap-3.5 overflow-y-auto px-5 py-3.5 max-sm:px-4">
        <NotWell />
        {data === undefined ? <NoCounts error={error} /> : <Counts evidence={data} error={error} />}
      </div>
    </Drawer>
  );
}

interface EvidenceHeaderProps extends EvidenceDrawerProps {
  /** The sentence that the counts below agree with; null until there are any. */
  readonly counted: Verdict | null;
}

function EvidenceHeader({ counted, onClose }: EvidenceHeaderProps) {
  const now = useNow(1_000);
  const standing = useStanding(now);
  // What can't be told now is not made good by what was counted before.
  const { level, headline, detail } =
    standing.level === "unknown" ? standing : (counted ?? standing);
  const at = useShown(({ past }) => past?.at ?? null);
  const { mark, word, tone } = verdictLevels[level];
  return (
    <header className="border-b border-line bg-surface px-5 pt-3.5 pb-3 max-sm:px-4">
      <div className="flex items-center gap-2.5">
        <h1 className="text-[15px] font-semibold">Evidence</h1>
        <span className={cx("font-medium", tone)}>
          <span aria-hidden>{mark}</span> {word}
        </span>
        {at === null ? null : <Badge tone="info">as of {momentText(at, now)}</Badge>}
        <Button look="ghost" aria-label="Close" onClick={onClose} className="ml-auto">
          ✕
        </Button>
      </div>
      <p className="mt-1.5 wrap-anywhere">
        <b className="font-[620]">{visibleText(headline)}</b> {visibleText(detail)}
      </p>
    </header>
  );
}

interface CountsProps {
  readonly evidence: Evidence;
  readonly error: Error | null;
}

function Counts({ evidence, error }: CountsProps): ReactNode {
  return (
    <>
      {error === null ? null : <p className="text-warn">Not up to date. {problemOf(error)}</p>}
      <EvidenceCounts evidence={evidence} />
      <EvidenceCourse course={evidence.course} />
      <EvidenceSamples
        label="Samples"
        note="the newest that failed"
        rows={evidence.samples}
        told={({ errorKind, errorMessage }) => ({
          mark: errorKind ?? "",
          text: errorMessage ?? "",
          isBad: true,
        })}
      />
      <EvidenceTable evidence={evidence} />
      <EvidenceSpeed />
      <p className="text-2xs text-faint">
        Failures are counts, compared with nothing: they tell where failures are, and not what is
        normal or what it comes from. A cancel is no failure. Speed is compared with the same model
        or tool in the hour before; with fewer than 20 calls then, with a fixed limit.
      </p>
    </>
  );
}

function NoCounts({ error }: { readonly error: Error | null }) {
  return error === null ? (
    <EmptyState title="Counting…" />
  ) : (
    <EmptyState title="The counts can't be shown">{problemOf(error)}</EmptyState>
  );
}
