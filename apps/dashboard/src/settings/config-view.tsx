import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Fragment, useMemo } from "react";
import type { ConfigSetting } from "@signalbox/api-contract";
import { problemOf, trpc } from "../api/index.ts";
import { formatCount } from "../figures/figures.ts";
import { TextFilter } from "../filters/text-filter.tsx";
import { visibleText } from "../ui/visible-text.ts";
import { Badge, Card, ColumnHeads, cx, EmptyState } from "../ui/index.ts";
import { filterSettings, groupSettings, hiddenWords } from "./setting-groups.ts";

const refreshMs = 10_000;
const cell = "border-b border-line-soft px-2.5 py-1 text-left align-top first:pl-3 last:pr-3";

/** What is in force, and what said it: a flag, the environment, the file, or nobody. */
export function ConfigView() {
  const { text = "" } = useSearch({ from: "/settings" });
  const navigate = useNavigate();
  const config = useQuery({
    queryKey: ["system.config"],
    queryFn: ({ signal }) => trpc.system.config.query(undefined, { signal }),
    refetchInterval: refreshMs,
  });
  const groups = useMemo(
    () => groupSettings(filterSettings(config.data?.settings ?? [], text)),
    [config.data, text],
  );
  const { data } = config;
  return (
    <Card
      title="Config in force"
      subtitle={data === undefined ? undefined : fileText(data)}
      aside={
        <TextFilter
          label="Search the config"
          placeholder="Search the config"
          className="w-60 text-xs"
          text={text}
          onChange={(typed) => {
            const next = typed === "" ? undefined : typed;
            void navigate({
              to: "/settings",
              replace: true,
              search: (now) => ({ ...now, text: next }),
            });
          }}
        />
      }
      className="min-h-64 flex-1"
      bodyClassName="overflow-auto"
      isScrolledByKeys
    >
      {groups.length === 0 ? (
        <EmptyState title={emptyTitle(config.isLoading, config.error)}>
          {config.error === null ? undefined : problemOf(config.error)}
        </EmptyState>
      ) : (
        <table className="w-full text-xs">
          <caption className="sr-only">Settings in force and where each came from</caption>
          <thead className="sticky top-0 z-10 bg-surface text-muted">
            <tr>
              <ColumnHeads heads={["setting", "value"]} className={cell} />
              <ColumnHeads heads={["from"]} className={cx(cell, "max-sm:hidden")} />
            </tr>
          </thead>
          <tbody>
            {groups.map(({ name, settings }) => (
              <Fragment key={name}>
                <tr>
                  <th
                    scope="colgroup"
                    colSpan={3}
                    className={cx(cell, "bg-raised font-medium text-muted")}
                  >
                    {visibleText(name)}
                  </th>
                </tr>
                {settings.map((setting) => (
                  <SettingRow key={setting.key} setting={setting} />
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function SettingRow({ setting }: { readonly setting: ConfigSetting & { label: string } }) {
  const { label, value, hidden, source, from, waits } = setting;
  const isDefault = source === "default";
  return (
    <tr className="hover:bg-raised">
      <th
        scope="row"
        className={cx(
          cell,
          "font-mono font-normal whitespace-nowrap max-sm:w-2/5 max-sm:break-all max-sm:whitespace-normal",
        )}
      >
        {visibleText(label)}
      </th>
      <td className={cx(cell, "font-mono break-all sm:w-full", isDefault && "text-muted")}>
        {hidden === null ? (
          visibleText(value ?? "")
        ) : (
          <span className="font-sans text-muted">{hiddenWords[hidden]}</span>
        )}
        {waits ? (
          <span className="ml-2 font-sans">
            <Badge tone="warn">changed in the file, waits for a restart</Badge>
          </span>
        ) : null}
        <span className="block font-sans sm:hidden">
          <SourceText source={source} from={from} />
        </span>
      </td>
      <td className={cx(cell, "whitespace-nowrap max-sm:hidden")}>
        <SourceText source={source} from={from} />
      </td>
    </tr>
  );
}

function SourceText({ source, from }: Pick<ConfigSetting, "source" | "from">) {
  return (
    <>
      <span className={source === "default" ? "text-faint" : "text-text"}>{source}</span>
      {from === null ? null : (
        <>
          {" "}
          <span className="font-mono text-muted">{visibleText(from)}</span>
        </>
      )}
    </>
  );
}

function emptyTitle(isLoading: boolean, error: Error | null): string {
  if (error !== null) return "The config can't be shown";
  return isLoading ? "Loading…" : "No setting has these words";
}

function fileText(data: { file: string | null; revision: string; notShown: number }): string {
  const file = data.file === null ? "no file" : visibleText(data.file);
  const more = data.notShown === 0 ? "" : ` · ${formatCount(data.notShown)} more are not shown`;
  return `${file} · revision ${data.revision}${more}`;
}
