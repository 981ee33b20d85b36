import { useState } from "react";
import type { CreatedToken, Role } from "@signalbox/api-contract";
import { useSetup } from "../api/index.ts";
import { CopyBlock } from "../first-steps/copy-block.tsx";
import { languages, snippetFor, type Language } from "../first-steps/snippets.ts";
import { visibleText } from "../ui/visible-text.ts";
import { Button, Dialog, Tabs } from "../ui/index.ts";
import { readerSnippet } from "./reader-snippet.ts";

export interface NewTokenProps {
  readonly name: string;
  readonly role: Role;
  readonly made: CreatedToken;
  readonly onClose: () => void;
}

/** The secret of a new token, this once, and how a client uses it. */
export function NewToken({ name, role, made, onClose }: NewTokenProps) {
  return (
    <Dialog
      open
      keepOnPress
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`The token of ${visibleText(name)}`}
      description="It is shown this once: copy it now. The gateway keeps nothing but a hash of it."
    >
      <div className="flex flex-col gap-3 overflow-auto px-4 pt-3 pb-4">
        <CopyBlock label="The token" text={made.token} />
        {role === "viewer" ? <Reader token={made.token} /> : <Sender token={made.token} />}
        <div className="flex justify-end">
          <Button look="primary" onClick={onClose}>
            Done, I have it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Sender({ token }: { readonly token: string }) {
  const [language, setLanguage] = useState<Language>("curl");
  const { data } = useSetup();
  if (data === undefined) return null;
  return (
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
            text={snippetFor(value, { baseUrl: data.baseUrl, model: data.practiceModel, token })}
          />
        ),
      }))}
    />
  );
}

function Reader({ token }: { readonly token: string }) {
  return <CopyBlock label="A call in curl" text={readerSnippet(location.origin, token)} />;
}
