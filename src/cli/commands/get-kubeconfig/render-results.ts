import { printable } from "../../../errors/printable.ts";
import type { Verdict } from "../../../doctor/check.ts";
import type { Result } from "../../../doctor/examine.ts";
import { renderTable } from "../../terminal/table.ts";
import type { TerminalStyle } from "../../terminal/terminal-style.ts";

/** The doctor's findings, a line each and a line for each fix. */
export function renderResults(subject: string, results: readonly Result[], style: TerminalStyle): string {
  const marks: Readonly<Record<Verdict, string>> = {
    ok: style.green("✓"),
    warning: style.yellow("!"),
    failure: style.red("✗"),
    skipped: style.dim("-"),
  };
  const rows = results.flatMap(({ name, findings }) =>
    findings.flatMap(({ verdict, text, fix }, at) => {
      const [first = "", ...rest] = printable(text).split("\n");
      return [
        [marks[verdict], at === 0 ? name : "", verdict === "skipped" ? style.dim(first) : first],
        ...rest.map((line) => ["", "", line]),
        ...(fix === undefined ? [] : [["", "", style.bold(`→ ${printable(fix)}`)]]),
      ];
    }),
  );
  return [printable(subject), "", renderTable(rows)].join("\n");
}
