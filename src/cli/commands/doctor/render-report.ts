import type { Verdict } from "../../../doctor/check.ts";
import { CHECKS } from "../../../doctor/all-checks.ts";
import type { Result } from "../../../doctor/run-checks.ts";
import { printable } from "../../../errors/escape-control-characters.ts";
import type { TerminalStyle } from "../../terminal/terminal-style.ts";

/** Version of the JSON report, described by .github/docs/doctor.schema.json. */
const REPORT_VERSION = 1;

const MARKS: Readonly<Record<Verdict, string>> = { ok: "✓", warning: "!", failure: "✗", skipped: "-" };

/** Width of the longest check name. */
const NAME_WIDTH = Math.max(...CHECKS.map(({ name }) => name.length));

/** The columns before the text: mark, name, and two spaces after each. */
const INDENT = 1 + 2 + NAME_WIDTH + 2;

/** With fewer columns than this for the text, it is not wrapped. */
const NARROWEST = 20;

/**
 * The result of a check: a line for each finding and each fix.
 * @param width columns of the terminal; undefined: text is not wrapped
 */
export function renderCheckResult({ name, findings }: Result, style: TerminalStyle, width: number | undefined): string {
  const colours: Readonly<Record<Verdict, (text: string) => string>> = {
    ok: style.green,
    warning: style.yellow,
    failure: style.red,
    skipped: style.dim,
  };
  const lines = findings.flatMap(({ verdict, text, fix }, at) => {
    const [first = "", ...rest] = wrap(text, width);
    const shown = verdict === "skipped" ? style.dim(first) : first;
    const label = (at === 0 ? name : "").padEnd(NAME_WIDTH);
    return [
      `${colours[verdict](MARKS[verdict])}  ${label}  ${shown}`.trimEnd(),
      ...rest.map((line) => `${" ".repeat(INDENT)}${line}`),
      // A command stays on one line, so that it can be copied.
      ...(fix === undefined ? [] : [`${" ".repeat(INDENT)}${style.bold(`→ ${printable(fix)}`)}`]),
    ];
  });
  return lines.join("\n");
}

function wrap(text: string, width: number | undefined): string[] {
  const lines = printable(text).split("\n");
  const room = width === undefined ? undefined : width - INDENT;
  if (room === undefined || room < NARROWEST) return lines;
  return lines.flatMap((line) =>
    Bun.wrapAnsi(line, room, { hard: true, trim: false })
      .split("\n")
      .map((piece, at) => (at === 0 ? piece : piece.trimStart()).trimEnd()),
  );
}

/** The whole report as JSON. @param subject what was examined */
export function renderJsonReport(subject: string, checks: readonly Result[]): string {
  const isOk = checks.every(({ findings }) => findings.every(({ verdict }) => verdict !== "failure"));
  return JSON.stringify({ version: REPORT_VERSION, subject, ok: isOk, checks }, null, 2);
}
