/** How a token that may only read asks for something. */
export function readerSnippet(origin: string, token: string): string {
  return `curl ${origin}/trpc/system.health \\
  -H "authorization: Bearer ${token}"`;
}
