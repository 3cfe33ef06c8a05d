import { join } from "node:path";

// `bun scripts/demo-picture.ts`: records a run of the demo as the picture in the README.

const root = join(import.meta.dir, "..");
const OUTPUT = join(root, ".github/docs/demo.svg");
const COLUMNS = 104;
const LINE = 18;
const LETTER = 7.8;

/** The output of a run, without what differs between runs. @throws Error if the demo fails */
export async function recordDemo(): Promise<readonly string[]> {
  const demo = Bun.spawn([process.execPath, join(import.meta.dir, "demo.ts")], { cwd: root, stdout: "pipe" });
  const text = await new Response(demo.stdout).text();
  if ((await demo.exited) !== 0) throw new Error("the demo failed");
  return (
    text
      .replace(/^fake cloud on.*\n+/, "")
      // The key is fake, but should not look like a leaked one.
      .replace(/(PRIVATE KEY-----).*…/, "$1…")
      .trim()
      .split("\n")
      .map((line) => (line.length > COLUMNS ? `${line.slice(0, COLUMNS - 1)}…` : line))
  );
}

/** The lines as a picture of a terminal. */
export function drawTerminal(lines: readonly string[]): string {
  const [width, height] = [Math.round(COLUMNS * LETTER + 40), lines.length * LINE + 40];
  const rows = lines.map((line, at) => {
    const style = line.startsWith("$") ? ' class="typed"' : "";
    return `  <text x="20" y="${at * LINE + 34}"${style}>${escape(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
  <title>ack-ram-tool: a cold call, a cached one, and kubectl through the plugin</title>
  <style>
    text { font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #c9d1d9; white-space: pre; }
    .typed { fill: #7ee787; font-weight: bold; }
  </style>
  <rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join("\n")}
</svg>
`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

if (import.meta.main) await Bun.write(OUTPUT, drawTerminal(await recordDemo()));
