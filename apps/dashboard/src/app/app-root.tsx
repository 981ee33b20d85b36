import { Outlet } from "@tanstack/react-router";

export function AppRoot() {
  return <Outlet />;
}
