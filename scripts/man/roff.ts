/** Text for a manual page: requests and escapes are neutralized, and dashes can be copied. */
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
