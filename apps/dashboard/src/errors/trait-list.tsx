import type { Trait } from "@signalbox/api-contract";
import { visibleText } from "../ui/visible-text.ts";
import { shareText, toldTraits, traitWords } from "./trait-words.ts";

/** What sets a group apart: each trait as a sentence, and a bar with a mark where the rest stands. */
export function TraitList({ traits }: { readonly traits: readonly Trait[] }) {
  const told = toldTraits(traits);
  if (told.length === 0) {
    return <p className="text-faint">Nothing sets them apart from other requests.</p>;
  }
  return (
    <ul className="grid gap-0.75">
      {told.map((trait) => (
        <TraitLine key={`${trait.dimension} ${trait.value}`} trait={trait} />
      ))}
    </ul>
  );
}

function TraitLine({ trait }: { readonly trait: Trait }) {
  const { share, lead, name, rest } = traitWords(trait);
  const shownName = visibleText(name);
  return (
    <li
      className="grid grid-cols-[minmax(0,1fr)_40px_56px] lg:grid-cols-[minmax(0,1fr)_56px_56px] items-center gap-x-2.5"
      title={`${share} ${lead} ${shownName}; ${rest}`}
    >
      <span className="truncate">
        <span className="font-semibold">{share}</span> {lead} {shownName}
        <span className="sr-only">; {rest}</span>
      </span>
      <span aria-hidden className="relative h-1.5 rounded-sm bg-line">
        <i
          className="absolute inset-y-0 left-0 rounded-sm bg-bad"
          style={{ width: `${trait.share * 100}%` }}
        />
        <i
          className="absolute -inset-y-0.5 w-0.5 -translate-x-1/2 bg-text"
          style={{ left: `${trait.shareOfRest * 100}%` }}
        />
      </span>
      <span aria-hidden className="text-right whitespace-nowrap text-muted">
        rest {shareText(trait.shareOfRest)}
      </span>
    </li>
  );
}
