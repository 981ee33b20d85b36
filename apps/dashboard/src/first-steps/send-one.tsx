import type { Setup } from "@signalbox/api-contract";
import { problemOf } from "../api/index.ts";
import { useOpenRequest } from "../app/open-request.tsx";
import { useLive } from "../live/index.ts";
import { formatDuration } from "../figures/figures.ts";
import { Button, PracticeBadge } from "../ui/index.ts";
import { StepCard } from "./step-card.tsx";
import { useRun, type Run } from "./use-run.ts";

const message = "Say hello, and tell me what you are.";

/** The shortest way to see the gateway work: one request to the built-in provider. */
export function SendOne({ setup }: { readonly setup: Setup }) {
  const { run, start } = useRun(setup.practiceModel);
  const maySend = setup.you.role !== "viewer";
  return (
    <StepCard number={1} title="Send one" aside={<PracticeBadge />}>
      <p className="text-muted">
        The practice provider answers: no intelligence and no network, but a real lane, a real
        stream and real figures.
      </p>
      <div className="flex items-center gap-3">
        <Button
          look="primary"
          disabled={!maySend || start.isPending || run?.state === "running"}
          onClick={() => start.mutate(message)}
        >
          {run === null ? "Send one" : "Send another"}
        </Button>
        {maySend ? null : (
          <span className="text-muted">A viewer can't send. Ask for the role operator.</span>
        )}
      </div>
      {start.error === null ? null : (
        <p role="alert" className="text-bad">
          {problemOf(start.error)}
        </p>
      )}
      {run === null ? null : <RunView run={run} />}
    </StepCard>
  );
}

function RunView({ run }: { readonly run: Run }) {
  const openRequest = useOpenRequest();
  return (
    <div className="rounded-md border border-line-soft bg-bg p-2.5">
      <p className="flex items-center gap-2 text-xs text-muted">
        <RunStanding run={run} />
        <button
          type="button"
          className="ml-auto text-info hover:underline"
          onClick={() => openRequest(run.requestId)}
        >
          Open the request →
        </button>
      </p>
      <p
        aria-live="polite"
        className="mt-1.5 max-h-40 overflow-auto font-mono text-xs break-words whitespace-pre-wrap"
      >
        {run.text}
        {run.state === "running" ? (
          <span aria-hidden className="ml-px inline-block h-3 w-[3px] bg-stream align-middle" />
        ) : null}
      </p>
      {run.state === "failed" ? <p className="mt-1.5 text-bad">{run.problem}</p> : null}
    </div>
  );
}

function RunStanding({ run }: { readonly run: Run }) {
  const row = useLive(
    ({ requests, recent }) =>
      requests.get(run.requestId) ?? recent.find(({ id }) => id === run.requestId) ?? null,
  );
  if (row === null) return run.state === "running" ? "accepted" : run.state;
  if (row.state !== "ended") return `${row.phase} · ${row.phaseDetail}`;
  const took = formatDuration(row.durationMs);
  const first = row.ttft === null ? "" : ` · first token after ${formatDuration(row.ttft)}`;
  return `${row.outcome} in ${took}${first}`;
}
