/** Placeholders until the pages are in. */
export function RequestsPage() {
  return null;
}

export function RequestPage() {
  return null;
}

export function RequestDrawer(_: { readonly requestId: string; readonly onClose: () => void }) {
  return null;
}
