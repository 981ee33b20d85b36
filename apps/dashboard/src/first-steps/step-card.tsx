import type { ReactNode } from "react";
import { Card } from "../ui/index.ts";

export interface StepCardProps {
  readonly number: number;
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function StepCard({ number, title, aside, children }: StepCardProps) {
  return (
    <Card
      title={
        <span className="flex items-center gap-2.5">
          <span
            aria-hidden
            className="flex size-5 items-center justify-center rounded-full border border-line text-2xs text-muted"
          >
            {number}
          </span>
          {title}
        </span>
      }
      aside={aside}
      bodyClassName="flex flex-col gap-3 p-3"
    >
      {children}
    </Card>
  );
}
