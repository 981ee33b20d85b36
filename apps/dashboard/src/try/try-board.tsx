import type { Setup } from "@signalbox/api-contract";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useWhyNot } from "../actions/index.ts";
import { problemOf, trpc } from "../api/index.ts";
import { useLive } from "../live/index.ts";
import { Button, Card, PracticeBadge } from "../ui/index.ts";
import { Composer } from "./composer.tsx";
import { ConnectCard } from "./connect-card.tsx";
import { LaneStrip } from "./lane-strip.tsx";
import { SessionField } from "./session-field.tsx";
import { TargetChoice } from "./target-choice.tsx";
import { providerOf, startOf, targetOf } from "./target.ts";
import { TurnList } from "./turn-list.tsx";
import { useKeptSearch } from "./use-kept-search.ts";
import { refreshTurns, useTurns } from "./use-turns.ts";

/** Each one is a stream, and a browser has six connections for all of its tabs. */
const maxInFlight = 2;

export function TryBoard({ setup }: { readonly setup: Setup }) {
  const search = useSearch({ from: "/try" });
  const navigate = useNavigate({ from: "/try" });
  useKeptSearch(search);
  const { sessionId, run } = search;
  const target = targetOf(search.model ?? setup.defaultAgent, setup);
  const provider = providerOf(target, setup);
  const { ids, watches } = useTurns({ sessionId, run, clientId: setup.you.id });
  const inFlight = useLive(({ requests }) => ids.filter((id) => requests.has(id)).length);
  const whyNotAtAll = useWhyNot("try agents and models");
  const whyNotNow =
    inFlight < maxInFlight ? null : "Two are under way already: wait for one, or stop it.";

  const start = useMutation({
    mutationFn: (message: string) =>
      trpc.agent.start.mutate({
        message,
        ...startOf(target),
        ...(sessionId === undefined ? {} : { sessionId }),
      }),
    onSuccess: async (accepted, message) => {
      watches.follow(accepted.requestId, message);
      await navigate({
        search: (now) => ({ ...now, sessionId: accepted.sessionId, run: accepted.requestId }),
        replace: true,
      });
      await refreshTurns();
    },
  });
  const choose = (model: string) =>
    void navigate({ search: (now) => ({ ...now, model }), replace: true });
  const enter = (name: string | undefined) => {
    start.reset();
    watches.clear();
    void navigate({ search: (now) => ({ ...now, sessionId: name, run: undefined }) });
  };

  return (
    <div className="grid min-h-0 flex-1 grid-cols-1 gap-3 max-lg:flex-none lg:grid-cols-[minmax(0,1fr)_minmax(340px,400px)]">
      <Card
        title={<h1>Try</h1>}
        subtitle={
          <span className="flex min-w-0 items-center gap-2">
            {target.about}
            {provider?.practice === true ? <PracticeBadge /> : null}
          </span>
        }
        className="max-lg:h-[80dvh] max-lg:min-h-120"
        bodyClassName="flex flex-col"
      >
        <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line-soft px-3 py-2">
          <TargetChoice setup={setup} value={target.name} onChange={choose} />
          <SessionField sessionId={sessionId} onEnter={enter} />
          {sessionId === undefined ? null : (
            <Button look="ghost" onClick={() => enter(undefined)}>
              New session
            </Button>
          )}
        </div>
        <LaneStrip sessionId={sessionId} clientId={setup.you.id} />
        <TurnList ids={ids} watches={watches} whyNotStop={whyNotAtAll} />
        {start.error === null ? null : (
          <p role="alert" className="shrink-0 border-t border-line-soft px-3 py-2 text-bad">
            {problemOf(start.error)}
          </p>
        )}
        <Composer
          whyNot={whyNotAtAll ?? whyNotNow}
          isClosed={whyNotAtAll !== null}
          isSending={start.isPending}
          onSend={start.mutateAsync}
        />
      </Card>
      <ConnectCard setup={setup} target={target} />
    </div>
  );
}
