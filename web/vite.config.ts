/// <reference types="vitest/config" />
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";
import { shapes } from "./shapes.ts";

export default defineConfig({
  base: "./",
  plugins: [preact(), shapes()],
  // vega-lite takes four helpers from the whole of vega, which would all come with them.
  resolve: { alias: [{ find: /^vega$/, replacement: "vega-util" }] },
  build: {
    outDir: "../src/counterpoise/app/static",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the security policy allows no data: scripts
    modulePreload: { polyfill: false }, // which would be an inline script
    sourcemap: false,
    chunkSizeWarningLimit: 1000, // Vega's, which is loaded lazily; tools/frontend.py keeps the budget
  },
  server: { proxy: { "/api": "http://127.0.0.1:8765" } },
  test: { include: ["src/**/*.test.{ts,tsx}", "*.test.ts"], environment: "node" },
});
