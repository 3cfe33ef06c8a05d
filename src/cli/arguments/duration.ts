const UNIT_IN_NS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/**
 * Parses Go's duration syntax (`time.ParseDuration`): an optional sign, then decimal numbers with units: `3h0m0s`,
 * `1.5h`, `0`. Computes in whole nanoseconds, as Go does; floating-point hours would make 2.3h a little short.
 * @returns milliseconds, or undefined if the text is not a duration
 */
export function parseDuration(text: string): number | undefined {
  const isSigned = text.startsWith("-") || text.startsWith("+");
  const numbers = isSigned ? text.slice(1) : text;
  if (numbers === "0") return 0;
  if (numbers === "") return undefined;
  let total = 0;
  for (let at = 0; at < numbers.length;) {
    const point = digitsEnd(numbers, at);
    const fractionAt = numbers[point] === "." ? point + 1 : point;
    const unitAt = digitsEnd(numbers, fractionAt);
    const end = unitEnd(numbers, unitAt);
    const name = numbers.slice(unitAt, end);
    const unit = Object.hasOwn(UNIT_IN_NS, name) ? UNIT_IN_NS[name] : undefined;
    const hasDigits = point > at || unitAt > fractionAt;
    if (unit === undefined || !hasDigits) return undefined;
    total += Number(numbers.slice(at, point)) * unit + partOf(unit, numbers.slice(fractionAt, unitAt));
    at = end;
  }
  return (text.startsWith("-") ? -total : total) / 1e6;
}

/** A fraction of a unit in nanoseconds, rounded down. @param digits those after the point */
function partOf(unit: number, digits: string): number {
  return digits === "" ? 0 : Number((BigInt(digits) * BigInt(unit)) / 10n ** BigInt(digits.length));
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (isDigit(text, at)) at += 1;
  return at;
}

function unitEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "." && !isDigit(text, at)) at += 1;
  return at;
}

function isDigit(text: string, at: number): boolean {
  const character = text[at] ?? "";
  return character >= "0" && character <= "9";
}

/** A duration in whole seconds in Go's form, `3h0m0s`, `15m0s`, `0s`. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (h > 0) return `${h}h${m}m${s}s`;
  return m > 0 ? `${m}m${s}s` : `${s}s`;
}
