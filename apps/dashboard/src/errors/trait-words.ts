import type { Trait } from "@signalbox/api-contract";

/** What a group of failures has more of than the rest, in words. */
export interface TraitWords {
  readonly share: string;
  /** Between the share and the name: `on`. */
  readonly lead: string;
  readonly name: string;
  /** What the rest is, and its share: `of all other requests 31 %`. */
  readonly rest: string;
}

const leads: Partial<Record<string, string>> = {
  provider: "on",
  model: "on",
  tool: "in",
  channel: "through",
  client: "from",
  agent: "by agent",
  lane: "in lane",
};

const rests: Partial<Record<string, string>> = {
  tool: "of all other tool calls",
  lane: "of all other failures",
};

/** `94 %`; never all of it where one is missing, and never none where there is one. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.01) return "< 1 %";
  if (share < 1 && share > 0.99) return "> 99 %";
  return `${Math.round(share * 100)} %`;
}

export function traitWords({ dimension, value, share, shareOfRest }: Trait): TraitWords {
  return {
    share: shareText(share),
    lead: leads[dimension] ?? `with ${dimension}`,
    // A model comes with its provider, and is called by both as everywhere.
    name: dimension === "model" ? value.replace("/", " · ") : value,
    rest: `${rests[dimension] ?? "of all other requests"} ${shareText(shareOfRest)}`,
  };
}

const shown = 3;
const same = 0.005;
/** What fewer have says little of a group, however rare it is elsewhere. */
const leastShare = 0.25;

/** The strongest, without a provider where one of its models says the same and more. */
export function toldTraits(traits: readonly Trait[]): Trait[] {
  return traits
    .filter(
      ({ dimension, value, share }) =>
        share >= leastShare &&
        (dimension !== "provider" ||
          !traits.some(
            (other) =>
              other.dimension === "model" &&
              other.value.startsWith(`${value}/`) &&
              Math.abs(other.share - share) < same,
          )),
    )
    .slice(0, shown);
}
