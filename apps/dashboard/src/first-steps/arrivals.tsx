import { useLive } from "../live/index.ts";
import { visibleText } from "../ui/visible-text.ts";

/** Says when a request has come from a client, so that one sees it arrive. */
export function Arrivals() {
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
