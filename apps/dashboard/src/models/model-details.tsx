import type { ModelRow } from "@signalbox/api-contract";
import { modelFigures } from "./model-columns.tsx";

export interface ModelDetailsProps {
  readonly row: ModelRow;
  readonly now: number;
}

/** Everything that is told of one model. */
export function ModelDetails({ row, now }: ModelDetailsProps) {
  return (
    <dl className="live-value grid grid-cols-[repeat(auto-fill,minmax(128px,1fr))] gap-x-4 gap-y-1.5 text-xs">
      {modelFigures.map(({ head, cell }) => (
        <div key={head} className="min-w-0">
          <dt className="text-2xs text-muted">{head}</dt>
          <dd className="break-words">{cell(row, now)}</dd>
        </div>
      ))}
    </dl>
  );
}
