import type { Setup } from "@signalbox/api-contract";
import { useState } from "react";
import { Arrivals } from "../first-steps/arrivals.tsx";
import { ClientCalls } from "../first-steps/client-calls.tsx";
import { CopyBlock } from "../first-steps/copy-block.tsx";
import { moreLanguages } from "../first-steps/snippets.ts";
import { Card } from "../ui/index.ts";
import { providerOf, type Target } from "./target.ts";
import { wireNote } from "./wire-note.ts";

export interface ConnectCardProps {
  readonly setup: Setup;
  /** Whom the calls ask: the one that is tried. */
  readonly target: Target;
}

/** How the operator's own client asks the same. */
export function ConnectCard({ setup, target }: ConnectCardProps) {
  const [name, setName] = useState("my client");
  const provider = providerOf(target, setup);
  return (
    <Card
      title="Connect a client"
      aside={<Arrivals />}
      className="self-start max-lg:self-auto lg:max-h-full"
      bodyClassName="flex flex-col gap-3 overflow-auto p-3"
    >
      <p className="text-muted">
        Point any OpenAI or Anthropic client at this base URL, with an ingest token: it may send
        requests and read nothing else.
      </p>
      <CopyBlock label="Base URL" text={setup.baseUrl} />
      <label className="flex items-center gap-2 text-muted">
        Name of the client
        <input
          value={name}
          maxLength={64}
          onChange={(event) => setName(event.target.value)}
          className="h-7 min-w-0 flex-1 rounded-md border border-line bg-bg px-2 text-text"
        />
      </label>
      <ClientCalls
        setup={setup}
        languages={moreLanguages}
        tokenName={name.trim() === "" ? "my client" : name.trim()}
        model={target.name}
        isAgent={target.kind === "agent"}
        noteFor={(language) =>
          target.kind === "agent" ? null : wireNote(provider?.kind, language)
        }
      />
    </Card>
  );
}
