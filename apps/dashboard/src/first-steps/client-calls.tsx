import type { Setup } from "@signalbox/api-contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ActionButton, useWhyNot } from "../actions/index.ts";
import { problemOf, trpc } from "../api/index.ts";
import { Tabs } from "../ui/index.ts";
import { CopyBlock } from "./copy-block.tsx";
import { snippetFor, type Language } from "./snippets.ts";

const tokenPlace = "YOUR_TOKEN";

export interface ClientCallsProps {
  readonly setup: Setup;
  readonly languages: readonly [Language, ...Language[]];
  /** What the client of a token that is made here is called. */
  readonly tokenName: string;
  /** Whom the calls ask, as `model` names it. */
  readonly model: string;
  readonly isAgent?: boolean;
  /** What is to be known before a call is pasted; null where nothing is. */
  readonly noteFor?: (language: Language) => string | null;
}

/** Calls to paste, with a token that may send and nothing else. */
export function ClientCalls(props: ClientCallsProps) {
  const { setup, languages, tokenName, model, isAgent = false, noteFor } = props;
  const [language, setLanguage] = useState<Language>(languages[0]);
  const create = useMutation({
    mutationFn: () => trpc.auth.createToken.mutate({ name: tokenName, role: "ingest" }),
    // The token is in its answer: with what shows it, it is gone.
    gcTime: 0,
  });
  const token = create.data?.token ?? tokenPlace;
  const isAdmin = setup.you.role === "admin";
  const whyNot = useWhyNot("make tokens", "admin");
  const { baseUrl } = setup;
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <ActionButton
          look="primary"
          whyNot={whyNot}
          disabled={create.isPending}
          onClick={() => create.mutate()}
        >
          {create.data === undefined ? "Make a token" : "Make another token"}
        </ActionButton>
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
        panelClassName="flex flex-col gap-2 pt-2.5"
        tabs={languages.map((value) => ({
          value,
          label: value,
          content: (
            <>
              <Note text={noteFor?.(value) ?? null} />
              <CopyBlock
                label={`A call in ${value}`}
                text={snippetFor(value, { baseUrl, model, token, isAgent })}
              />
            </>
          ),
        }))}
      />
    </>
  );
}

function Note({ text }: { readonly text: string | null }) {
  return text === null ? null : <p className="text-warn">{text}</p>;
}

function tokenNote(isAdmin: boolean, isMade: boolean): string {
  if (!isAdmin) return "Only an admin can make tokens. Ask for one.";
  return isMade
    ? "It is in the call below. It is shown this once."
    : "It goes into the call below.";
}
