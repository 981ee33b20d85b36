import type { RequestDetail } from "@signalbox/api-contract";
import { curlFor } from "./curl.ts";
import { PlainText } from "./plain-text.tsx";

const noCommand = "There is no command for it: a webhook's message is signed by its sender.";

/** The request as it came in, as a command, and all that is known of it as JSON. */
export function RawView({ detail }: { readonly detail: RequestDetail }) {
  const curl = curlFor(location.origin, detail.route, detail.body);
  return (
    <div className="grid gap-3.5">
      <RawText title="Body" text={detail.body ?? "Content is not kept."} />
      <RawText title="As curl" text={curl ?? noCommand} />
      <RawText title="All of it" text={JSON.stringify(detail, null, 2)} />
    </div>
  );
}

function RawText({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section className="rounded-lg border border-line bg-surface">
      <h2 className="border-b border-line-soft px-3 py-1.75 text-xs font-semibold">{title}</h2>
      <pre className="px-3 py-2.25 font-mono text-xs leading-[1.55] wrap-anywhere whitespace-pre-wrap">
        <PlainText text={text} />
      </pre>
    </section>
  );
}
