import { Button, EmptyState } from "../ui/index.ts";
import { problemOf, useSetup } from "../api/index.ts";
import { useLive } from "../live/index.ts";
import { formatCount } from "../figures/figures.ts";
import { AddProvider } from "./add-provider.tsx";
import { ConnectClient } from "./connect-client.tsx";
import { SendOne } from "./send-one.tsx";

/** What the Overview shows of a gateway that nobody has asked anything: three steps that work as they stand. */
export function FirstSteps({ onDone }: { readonly onDone: () => void }) {
  const { data: setup, error } = useSetup();
  const requests = useLive(({ metrics }) => metrics.messagesProcessed + metrics.activeRequests);
  if (setup === undefined) {
    return (
      <EmptyState title={error === null ? "Loading…" : "The first steps can't be shown"}>
        {error === null ? undefined : problemOf(error)}
      </EmptyState>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-lg font-semibold">{titleFor(requests)}</h1>
        <p className="text-muted">
          Three steps, in any order; the lanes below show each as it runs.
        </p>
        <Button look="ghost" className="ml-auto" onClick={onDone}>
          Show the Overview
        </Button>
      </div>
      <div className="grid shrink-0 grid-cols-1 gap-3 lg:grid-cols-3">
        <SendOne setup={setup} />
        <ConnectClient setup={setup} />
        <AddProvider setup={setup} />
      </div>
    </>
  );
}

function titleFor(requests: number): string {
  if (requests === 0) return "Nothing has come through yet";
  return requests === 1
    ? "One request has come through"
    : `${formatCount(requests)} requests have come through`;
}
