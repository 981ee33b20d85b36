import type { Plugin } from "vite";

/** The page that people open: its code need not wait until the router asks for it. */
const overview = "/src/overview/overview-page.tsx";

/** Names the Overview's chunks in index.html, so that they come beside the code that all pages share. */
export function preloadOverview(): Plugin {
  return {
    name: "preload-overview",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(overview));
        if (page === undefined) throw new Error(`The build has no chunk of ${overview}.`);
        const hrefs = [page.fileName, ...page.imports].map((fileName) => `/${fileName}`);
        return hrefs
          .filter((href) => !html.includes(`"${href}"`))
          .map((href) => ({
            tag: "link",
            attrs: { rel: "modulepreload", crossorigin: true, href },
            injectTo: "head" as const,
          }));
      },
    },
  };
}
