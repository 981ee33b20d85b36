import type { Plugin, Rollup } from "vite";

/** The page that people open, and what it shows right after: their code need not wait until it is asked for. */
const overview = ["/src/overview/overview-page.tsx", "/src/overview/chart-row.tsx"];

/** Names the Overview's chunks in index.html, so that they come beside the code that all pages share. */
export function preloadOverview(): Plugin {
  return {
    name: "preload-overview",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const all = new Set(overview.flatMap((module) => chunksOf(module, bundle)));
        const chunks = [...all];
        const styles = new Set<string>();
        for (const { viteMetadata } of chunks) {
          for (const fileName of viteMetadata?.importedCss ?? []) styles.add(fileName);
        }
        const scripts = chunks.map(({ fileName }) => ({
          rel: "modulepreload",
          crossorigin: true,
          href: `/${fileName}`,
        }));
        const sheets = Array.from(styles, (fileName) => ({
          rel: "stylesheet",
          crossorigin: true,
          href: `/${fileName}`,
        }));
        return [...scripts, ...sheets]
          .filter(({ href }) => !html.includes(`"${href}"`))
          .map((attrs) => ({ tag: "link", attrs, injectTo: "head" as const }));
      },
    },
  };
}

function chunksOf(module: string, bundle: Rollup.OutputBundle): Rollup.OutputChunk[] {
  const entry = Object.values(bundle).find(
    (file) => file.type === "chunk" && file.facadeModuleId?.endsWith(module),
  );
  if (entry === undefined) throw new Error(`The build has no chunk of ${module}.`);
  return [...withImports(entry.fileName, bundle)];
}

/** A chunk, and all that has to be there before it runs. */
function withImports(fileName: string, bundle: Rollup.OutputBundle): Set<Rollup.OutputChunk> {
  const found = new Set<Rollup.OutputChunk>();
  const add = (name: string): void => {
    const file = bundle[name];
    if (file?.type !== "chunk" || found.has(file)) return;
    found.add(file);
    for (const imported of file.imports) add(imported);
  };
  add(fileName);
  return found;
}
