import type { Setup } from "@signalbox/api-contract";
import { Arrivals } from "./arrivals.tsx";
import { ClientCalls } from "./client-calls.tsx";
import { languages } from "./snippets.ts";
import { StepCard } from "./step-card.tsx";

/** A call for the operator's own client, with a token that may send and nothing else. */
export function ConnectClient({ setup }: { readonly setup: Setup }) {
  return (
    <StepCard number={2} title="Connect a client" aside={<Arrivals />}>
      <p className="text-muted">
        Any OpenAI client works: give it this base URL and an ingest token, which may send requests
        and read nothing else.
      </p>
      <ClientCalls
        setup={setup}
        languages={languages}
        tokenName="first client"
        model={setup.practiceModel}
      />
    </StepCard>
  );
}
