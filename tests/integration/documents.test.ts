import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { recordDemo } from "../../scripts/demo-picture.ts";
import { parseArguments } from "../../src/cli/arguments/parse-arguments.ts";
import { rootCommand } from "../../src/cli/commands/root.ts";
import { globalFlags } from "../../src/cli/flags/global-flags.ts";

const root = join(import.meta.dir, "../..");
const inFolder = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
const DOCUMENTS = [...inFolder("."), ...inFolder(".github"), ...inFolder(".github/docs")];
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The anchors that GitHub makes of the headings. */
function anchorsOf(path: string): readonly string[] {
  const headings = [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, text = ""]) => text);
  return headings.map((text) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(DOCUMENTS)("%s", (path) => {
  const text = read(path);

  test("links only to files and headings that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)];
    for (const [link, file = "", anchor] of links) {
      const target = file === "" ? path : join(dirname(path), file);
      expect([link, existsSync(join(root, target))]).toEqual([link, true]);
      if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor);
    }
  });

  test("shows only commands that this tool accepts", async () => {
    for (const words of commandsIn(text)) {
      const { mistake } = await parseArguments(words, rootCommand, globalFlags);
      expect([words.join(" "), mistake?.message]).toEqual([words.join(" "), undefined]);
    }
  });

  test("names the version of Bun in package.json", () => {
    const versions = [...text.matchAll(/bun@(\d[\d.]*\d)/g)].map(([, version]) => version);
    expect(versions.filter((version) => version !== packageJson.devDependencies.bun)).toEqual([]);
  });
});

/** The command lines of the code blocks, and the arguments of kubeconfigs in them. */
function commandsIn(text: string): readonly (readonly string[])[] {
  const blocks = [...text.matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, block = ""]) => block.replaceAll("\\\n", " "));
  const lines = blocks
    .flatMap((block) => block.split("\n"))
    .flatMap((line) => /(?:^|[($] ?|\| |run: )ack-ram-tool ([a-z-].*)$/.exec(line)?.[1] ?? []);
  const typed = lines
    .map((line) => line.replace(/ +[#>].*$|\)["']?.*$| {2,}[^-].*$/, ""))
    .filter((line) => !line.includes("…"));
  const args = blocks.flatMap((block) =>
    [...block.matchAll(/args"?\s*[:=] \[([^\]]*)\]/g)].map(([, list = ""]) => list.replaceAll(/[",]/g, "")),
  );
  const inline = [...text.matchAll(/`ack-ram-tool ([a-z-][^`]*)`/g)].map(([, line = ""]) =>
    line.replaceAll("\\|", "|"),
  );
  return [...typed, ...args, ...inline.filter((line) => !/[…<]|MODE/.test(line))].map((line) =>
    (line.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll(/^['"]|['"]$/g, "")),
  );
}

test("the README has fewer than 200 lines, none of them wider than a terminal", () => {
  const lines = read("README.md").split("\n");
  expect(lines.length).toBeLessThan(200);
  expect(lines.filter((line) => Bun.stringWidth(line) > 120)).toEqual([]);
});

test("ARCHITECTURE names only folders and files that exist, and every folder of src", () => {
  const text = read(".github/ARCHITECTURE.md");
  const named = [...text.matchAll(/`((?:src|tests)\/[\w./-]+)`/g)].map(([, path = ""]) => path);
  const inTree = [...text.matchAll(/^ *(?:\d +)?((?:cli|credentials|cache|get-credential)\/[\w./-]+\.ts)/gm)].map(
    ([, path = ""]) => `src/${path}`,
  );
  expect([...named, ...inTree].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => `src/${name}`).filter((path) => !named.includes(path))).toEqual([]);
});

/** Without times, ports and keys, which are another run's. */
function plain(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replaceAll(/\d+/g, "0").replace(/(CERTIFICATE-----\\n).*/, "$1…"));
}

test("the picture in the README is what the demo prints now", async () => {
  const shown = [...read(".github/docs/demo.svg").matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, line = ""]) =>
    line.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  );
  const now = plain(await recordDemo());
  // kubectl need not be there.
  const cut = now.findIndex((line) => line.startsWith("kubectl is not on the PATH"));
  expect(plain(shown).slice(0, cut === -1 ? undefined : cut)).toEqual(now.slice(0, cut === -1 ? undefined : cut));
}, 30_000);
