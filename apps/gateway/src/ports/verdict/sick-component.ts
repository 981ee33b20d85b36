import type { Evidence, Sentence } from "./evidence.ts";

/** The component that is worst; each says why itself. */
export function sickComponent({ components }: Pick<Evidence, "components">): Sentence | null {
  const sick =
    components.find(({ status }) => status === "error") ??
    components.find(({ status }) => status === "warn");
  if (sick === undefined) return null;
  return {
    level: sick.status === "error" ? "bad" : "warn",
    headline: `${sick.name} not well:`,
    detail: sick.reason,
    since: null,
    requests: null,
    place: null,
  };
}
