import { describe, expect, test } from "bun:test";
import { manPage } from "../../../scripts/man/man-page.ts";
import { rootCommand } from "../../../src/cli/commands/root.ts";
import { getCredentialFlags } from "../../../src/cli/flags/get-credential-flags.ts";
import { globalFlags } from "../../../src/cli/flags/global-flags.ts";
import { renderHelp } from "../../../src/cli/arguments/render-help.ts";

const page = await manPage({
  date: "2026-11-26",
  root: rootCommand,
  globals: globalFlags,
  files: { "~/.x": "X" },
  exitCodes: { 0: "Fine." },
});
const plain = page.replaceAll("\\-", "-").replaceAll("\\(ti", "~").replaceAll(/\s+/g, " ");

test("the manual page has its date", () => {
  expect(page).toStartWith('.TH ACK\\-RAM\\-TOOL 1 "2026-11-26"');
});

describe("the manual page", () => {
  test("has every flag of the command that kubectl runs, in the words of its help", async () => {
    const command = { meta: { name: "x", description: "X" }, args: getCredentialFlags };
    const help = (await renderHelp([command], globalFlags)).replaceAll(/\s+/g, " ");
    for (const [name, { description }] of Object.entries({ ...getCredentialFlags, ...globalFlags })) {
      expect(plain).toContain(`--${name}`);
      expect(plain).toContain(description);
      expect(help).toContain(description);
    }
  });

  test("has every command", () => {
    for (const path of ["credential-plugin get-credential", "completion zsh", "version"]) {
      expect(plain).toContain(`.SS ack-ram-tool ${path} `);
    }
  });

  test("has no line of text that roff would take for a request", () => {
    const requests = new Set(page.match(/^[.'].*?(?= |$)/gm));
    const known = new Set([".TH", ".SH", ".SS", ".TP", ".B", ".I", ".PP", ".RS", ".RE", ".nf", ".fi", ".br"]);
    expect(requests.difference(known)).toEqual(new Set());
  });

  test.skipIf(Bun.which("groff") === null)("is read by groff without a warning", () => {
    const { stderr } = Bun.spawnSync(["groff", "-man", "-Tutf8", "-ww"], { stdin: Buffer.from(page) });
    expect(stderr.toString()).toBe("");
  });
});
