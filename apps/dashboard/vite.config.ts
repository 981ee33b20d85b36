import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { precompress } from "./precompress.config.ts";
import { preloadOverview } from "./preload-overview.config.ts";

const gateway = `http://127.0.0.1:${process.env["SIGNALBOX_PORT"] ?? "4870"}`;
/** As if the page were the gateway's own: it answers no other host and no other origin. */
const proxied = { target: gateway, changeOrigin: true, headers: { origin: gateway } };

export default defineConfig({
  plugins: [react(), tailwindcss(), preloadOverview(), precompress()],
  build: {
    target: "es2024",
    // The page's policy forbids data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Few files: a page that opens takes longer to ask for forty of them than for what is in them.
        codeSplitting: {
          groups: [
            { name: "shell", tags: ["$initial"] },
            // Else it is put to what the Overview loads, which has no long list.
            {
              name: "long-lists",
              test: /@tanstack.(react-virtual|virtual-core)|rows.use-drawn-rows/,
            },
            {
              name: "shared",
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 1_500,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(["/trpc", "/v1", "/session", "/health"].map((at) => [at, proxied])),
  },
});
