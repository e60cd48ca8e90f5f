// Bundles the looks of the pages into fgc/pages/static/fgc: `npm run build`. Needs no network after `npm ci`.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const signs = path.resolve(here, "../../../node_modules/lucide-static/icons");
const out = path.resolve(here, "../static/fgc");

const HEAD = '<svg xmlns="http://www.w3.org/2000/svg">\n';
const STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

/** The shapes of one sign, without the svg element and the licence line around them. */
async function shapes(name) {
  const source = await readFile(path.join(signs, `${name}.svg`), "utf8").catch(() => {
    throw new Error(`lucide-static has no sign "${name}"; see fgc/pages/assets/icons.txt`);
  });
  return source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>")).trim();
}

/** One file with every sign that icons.txt names. Lucide: ISC licence. */
async function writeSigns() {
  const names = (await readFile(path.join(here, "icons.txt"), "utf8")).split("\n").filter(Boolean);
  const symbols = names.map(async (name) =>
    `<symbol id="${name}" viewBox="0 0 24 24" ${STROKE}>${await shapes(name)}</symbol>\n`);
  await writeFile(path.join(out, "icons.svg"), HEAD + (await Promise.all(symbols)).join("") + "</svg>\n");
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: { app: path.join(here, "js/app.js") },
  outdir: out,
  bundle: true,
  minify: true,
  target: "es2020",
  define: { sessionStorage: "undefined" }, // htmx would write the address of the page into it
  logOverride: { "direct-eval": "silent" }, // htmx holds one; base.html switches it off with allowEval
});
await build({
  entryPoints: { app: path.join(here, "css/app.css") },
  outdir: out,
  bundle: true,
  minify: true,
  target: ["chrome100", "firefox100", "safari15.4"],
  loader: { ".woff2": "file", ".woff": "file" },
  assetNames: "fonts/[name]",
});
await writeSigns();
await copyFile(path.join(here, "favicon.svg"), path.join(out, "favicon.svg"));
