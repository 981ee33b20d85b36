import type { Setup } from "@signalbox/api-contract";
import { useState } from "react";
import { Tabs } from "../ui/index.ts";
import { CopyBlock } from "./copy-block.tsx";
import { providerSnippets, providerWays, type ProviderWay } from "./snippets.ts";
import { StepCard } from "./step-card.tsx";

/** How models that think come in, and which are there now. */
export function AddProvider({ setup }: { readonly setup: Setup }) {
  const { configFile } = setup;
  // With a file, what is in the environment makes no provider by itself.
  const ways: readonly ProviderWay[] = configFile === null ? providerWays : ["signalbox.yaml"];
  const [chosen, setWay] = useState<ProviderWay>("Environment");
  const way = ways.find((one) => one === chosen) ?? "signalbox.yaml";
  return (
    <StepCard number={3} title="Add a provider">
      <p className="text-muted">
        {configFile === null
          ? "A key in the environment is enough. A config file says more; there is none yet."
          : `Name it in the config file, ${configFile}. It is in force as soon as the file is saved.`}
      </p>
      <Tabs
        value={way}
        onChange={setWay}
        panelClassName="pt-2.5"
        tabs={ways.map((value) => ({
          value,
          label: value === "signalbox.yaml" ? (configFile ?? value) : value,
          content: <CopyBlock label={value} text={providerSnippets[value]} />,
        }))}
      />
      <table className="w-full text-xs">
        <caption className="pb-1 text-left text-2xs text-faint">There now</caption>
        <tbody>
          {setup.providers.map(({ name, kind, practice, keyFrom }) => (
            <tr key={name} className="border-t border-line-soft">
              <th scope="row" className="py-1 text-left font-medium">
                {name}
              </th>
              <td className="py-1 text-muted">{kind}</td>
              <td className="py-1 text-right text-muted">{standingOf(practice, keyFrom)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </StepCard>
  );
}

/** Where a provider's key is from, if it needs one. */
function standingOf(practice: boolean, keyFrom: string): string {
  if (practice || keyFrom === "none") return "needs no key";
  return `key from ${keyFrom}`;
}
