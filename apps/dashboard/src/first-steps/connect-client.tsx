import { visibleText } from "../requests/visible-text.ts";
import type { Setup } from "@signalbox/api-contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf, trpc } from "../api/index.ts";
import { useLive } from "../live/index.ts";
import { Button, Tabs } from "../ui/index.ts";
import { CopyBlock } from "./copy-block.tsx";
import { languages, snippetFor, type Language } from "./snippets.ts";
import { StepCard } from "./step-card.tsx";

const tokenPlace = "YOUR_TOKEN";

/** A call for the operator's own client, with a token that may send and nothing else. */
export function ConnectClient({ setup }: { readonly setup: Setup }) {
  const [language, setLanguage] = useState<Language>("curl");
  const create = useMutation({
    mutationFn: () => trpc.auth.createToken.mutate({ name: "first client", role: "ingest" }),
  });
  const token = create.data?.token ?? tokenPlace;
  const isAdmin = setup.you.role === "admin";
  return (
    <StepCard number={2} title="Connect a client" aside={<Arrivals />}>
      <p className="text-muted">
        Any OpenAI client works: give it this base URL and an ingest token, which may send requests
        and read nothing else.
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          look="primary"
          disabled={!isAdmin || create.isPending}
          onClick={() => create.mutate()}
        >
          {create.data === undefined ? "Make a token" : "Make another token"}
        </Button>
        <span className="text-muted">{tokenNote(isAdmin, create.data !== undefined)}</span>
      </div>
      {create.error === null ? null : (
        <p role="alert" className="text-bad">
          {problemOf(create.error)}
        </p>
      )}
      <Tabs
        value={language}
        onChange={setLanguage}
        panelClassName="pt-2.5"
        tabs={languages.map((value) => ({
          value,
          label: value,
          content: (
            <CopyBlock
              label={`A call in ${value}`}
              text={snippetFor(value, {
                baseUrl: setup.baseUrl,
                model: setup.practiceModel,
                token,
              })}
            />
          ),
        }))}
      />
    </StepCard>
  );
}

function tokenNote(isAdmin: boolean, isMade: boolean): string {
  if (!isAdmin) return "Only an admin can make tokens. Ask for one.";
  return isMade
    ? "It is in the call below. It is shown this once."
    : "It goes into the call below.";
}

/** Says when a request has come from a client, so that one sees it arrive. */
function Arrivals() {
  const client = useLive(({ requests, recent }) => {
    for (const { channel, client } of [...requests.values(), ...recent]) {
      if (channel !== "trpc") return client;
    }
    return null;
  });
  return (
    <output className={client === null ? "text-faint" : "text-ok"}>
      {client === null ? "waiting for a request" : `heard from ${visibleText(client)}`}
    </output>
  );
}
