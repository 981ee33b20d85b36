import { Link } from "@tanstack/react-router";
import { allModels, type ModelRow } from "@signalbox/api-contract";
import { visibleText } from "../ui/visible-text.ts";
import { modelAddress } from "./model-address.ts";
import { liveWindow } from "./model-order.ts";
import { PracticeBadge } from "../ui/index.ts";

/** A model as its provider and name; leads to where more is told of it. */
export function ModelName({ row }: { readonly row: ModelRow }) {
  const { provider, model, practice } = row;
  return (
    <span className="flex items-center gap-1.5">
      <Link {...modelAddress(row)} className="truncate hover:underline">
        {visibleText(provider)} · {model === allModels ? "all models" : visibleText(model)}
      </Link>
      {practice ? <PracticeBadge /> : null}
    </span>
  );
}

/** The share of failed calls; leads to them. */
export function ModelFailed({ row, isBad }: { readonly row: ModelRow; readonly isBad: boolean }) {
  const { provider, model, failureRate } = row;
  if (failureRate === null) return <span className="text-faint">–</span>;
  const text = `${(failureRate * 100).toFixed(failureRate >= 0.095 ? 0 : 1)} %`;
  if (!isBad) return text;
  return (
    <Link
      to="/requests"
      search={({ window = liveWindow }) => ({ provider, model, outcome: "failed", window })}
      className="text-bad hover:underline"
    >
      {text}
    </Link>
  );
}
