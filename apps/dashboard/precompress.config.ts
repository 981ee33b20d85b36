import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import type { Plugin } from "vite";

const compress = promisify(brotliCompress);
const compressible = /\.(?:js|css|html|svg)$/;

/** Writes a Brotli copy beside each text file of the build, so that the gateway need not compress. */
export function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      for (const [fileName, output] of Object.entries(bundle)) {
        if (!compressible.test(fileName)) continue;
        const text = output.type === "chunk" ? output.code : output.source;
        const source = await compress(text, {
          params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
        });
        this.emitFile({ type: "asset", fileName: `${fileName}.br`, source });
      }
    },
  };
}
