import { Link } from "@tanstack/react-router";
import { memo, type ReactNode } from "react";

export interface SessionLinkProps {
  readonly sessionId: string;
  readonly clientId: string;
  readonly className?: string;
  /** Its place is kept by a grid around it. */
  readonly isInGrid?: boolean;
  readonly children: ReactNode;
}

/** Leads to a session's conversation; tokens may give two of them the same name. */
export const SessionLink = memo(function SessionLink(props: SessionLinkProps) {
  const { sessionId, clientId, className = "hover:underline", isInGrid = false } = props;
  return (
    <Link
      to="/sessions/$sessionId"
      params={{ sessionId }}
      search={{ clientId }}
      tabIndex={isInGrid ? -1 : undefined}
      onClick={(event) => event.stopPropagation()}
      className={className}
    >
      {props.children}
    </Link>
  );
});
