/** Text for a manual page: nothing in it is taken for a request or an escape, and dashes can be copied as they are. */
export function roffText(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("~", "\\(ti")
    .replaceAll("^", "\\(ha")
    .replaceAll(/^([.'])/gm, "\\&$1");
}

/** Lines of a section. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`.SH ${title}`, ...lines];
}

/** A term in bold with its explanation indented under it. */
export function definition(term: string, explanation: string): string[] {
  return [".TP", `.B ${roffText(term)}`, roffText(explanation)];
}
