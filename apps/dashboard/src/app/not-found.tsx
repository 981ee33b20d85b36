import { Link } from "@tanstack/react-router";
import { EmptyState } from "../ui/index.ts";

export function NotFound() {
  return (
    <EmptyState title="There is no page at this address">
      <Link to="/" className="text-info">
        Go to the Overview
      </Link>
    </EmptyState>
  );
}
