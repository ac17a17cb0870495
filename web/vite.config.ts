import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  plugins: [preact()],
  build: {
    outDir: "../src/counterpoise/app/static",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the security policy allows no data: scripts
    modulePreload: { polyfill: false }, // which would be an inline script
    sourcemap: false,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8765" } },
});
