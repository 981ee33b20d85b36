import { Link } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";
import { allModels, type Finding } from "@signalbox/api-contract";
import { PlaceLink } from "../app/place-link.tsx";
import { formatCount } from "../figures/figures.ts";
import { useShown } from "../live/index.ts";
import { isHeldBack } from "../models/model-standing.ts";
import { visibleText } from "../ui/visible-text.ts";
import { cx } from "../ui/index.ts";

interface Line {
  readonly key: string;
  readonly isBad: boolean;
  readonly name: string;
  readonly reason: string;
  readonly cause: ReactNode;
}

const linkLook = "text-[color-mix(in_srgb,var(--info)_80%,var(--text))] hover:underline";

/**
 * The fixed rules: components that are not well, models that are not called, requests that take too long, and
 * what the verdict found besides.
 */
export function NotWell() {
  const components = useShown(({ health }) => health.components);
  const models = useShown((state) => state.models);
  const overdue = useShown(({ metrics }) => metrics.overdue);
  const findings = useShown(({ verdict }) => verdict.findings);
  const lines = useMemo((): Line[] => {
    const sick = components.flatMap(({ name, status, reason }): Line[] =>
      status === "ok"
        ? []
        : [
            {
              key: `component ${name}`,
              isBad: status === "error",
              name,
              reason,
              cause: <ComponentLink name={name} status={status} />,
            },
          ],
    );
    return [
      ...sick,
      ...models.filter(isHeldBack).map(({ provider, model, state, stateReason }) => ({
        key: `model ${provider} ${model}`,
        isBad: state === "open",
        name: model === allModels ? provider : `${provider} · ${model}`,
        reason: `${state}${stateReason === null ? "" : `: ${stateReason}`}`,
        cause: (
          <Link to="/models" className={linkLook}>
            models →
          </Link>
        ),
      })),
      ...(overdue === 0 ? [] : [overdueLine(overdue)]),
      ...findings.map((finding) => findingLine(finding)),
    ];
  }, [components, models, overdue, findings]);
  if (lines.length === 0) return null;
  return (
    <section aria-label="Not well">
      <h2 className="mb-1.5 text-xs font-semibold">Not well</h2>
      <ul className="overflow-hidden rounded-lg border border-line bg-surface text-xs">
        {lines.map(({ key, isBad, name, reason, cause }) => (
          <li
            key={key}
            className="flex items-baseline gap-2.5 border-b border-line-soft px-3 py-1.75 last:border-0"
          >
            <span className={cx("shrink-0", isBad ? "text-bad" : "text-warn")}>
              <span aria-hidden>{isBad ? "■" : "▲"}</span>{" "}
              <span className="font-medium">{visibleText(name)}</span>
            </span>
            <span className="min-w-0 flex-1 wrap-anywhere text-muted">{visibleText(reason)}</span>
            {cause}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ComponentLinkProps {
  readonly name: string;
  readonly status: "warn" | "error";
}

/** To where the component is told of; what the gateway says of the others stands among the events. */
function ComponentLink({ name, status }: ComponentLinkProps) {
  if (name === "lanes") {
    return (
      <Link to="/lanes" className={linkLook}>
        lanes →
      </Link>
    );
  }
  if (name === "MCP servers") {
    return (
      <Link to="/tools" className={linkLook}>
        tools →
      </Link>
    );
  }
  return (
    <Link to="/events" search={{ level: status, window: "15m" }} className={linkLook}>
      events →
    </Link>
  );
}

function findingLine({ level, headline, detail, place }: Finding): Line {
  return {
    key: `finding ${headline} ${detail}`,
    isBad: level === "bad",
    name: headline.replace(/[:;]$/, ""),
    reason: detail,
    cause: <PlaceLink place={place} className={linkLook} />,
  };
}

function overdueLine(overdue: number): Line {
  return {
    key: "overdue",
    isBad: false,
    name: `${formatCount(overdue)} overdue`,
    reason: "longer in one phase than it should take",
    cause: (
      <Link to="/requests" search={{ overdue: true, sort: "age" }} className={linkLook}>
        requests →
      </Link>
    ),
  };
}
