import { ChannelsCard } from "./channels-card.tsx";
import { ClientsCard } from "./clients-card.tsx";
import { RefusalsCard } from "./refusals-card.tsx";

/** How requests come in, who sends them, and who is turned away. */
export function ChannelsPage() {
  return (
    <>
      <h1 className="sr-only">Channels</h1>
      <ChannelsCard />
      <ClientsCard />
      <RefusalsCard />
    </>
  );
}
