import type { Secrets } from "./find-secrets.ts";

/** A secret that is commented out: `# token: …`. */
const COMMENTED = /(#.*?(?:token|secret|password|passphrase|key-data|api-?key|\bvalue)["']?\s*[:=]\s*).*/i;

/** The name and password of a URL. */
const USER_OF_URL = /(:\/\/)[^/@\s]+@/g;

/**
 * The lines of a text with `…` for each secret, or for each line of one.
 * @param secrets those of the text itself: their places count
 * @param words those of other texts too
 */
export function blankSecrets(text: string, { ranges }: Pick<Secrets, "ranges">, words: readonly string[]): string[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const [from, to] = [start, start + line.length];
    start = to + 1;
    const own = ranges.filter(([first, end]) => first < to && end > from);
    return blankWords(blankRanges(line, own, from), words);
  });
}

/** From the end to the start, so that what is left to blank stays where it is. */
function blankRanges(line: string, ranges: Secrets["ranges"], offset: number): string {
  const fromEnd = ranges.toSorted(([a], [b]) => b - a);
  return fromEnd.reduce((text, [first, end]) => {
    const from = Math.max(0, first - offset);
    // The indentation of a secret's further lines stays.
    const secret = text.slice(from, Math.max(from, end - offset));
    return `${text.slice(0, from)}${secret.replace(/\S.*/s, "…")}${text.slice(from + secret.length)}`;
  }, line);
}

function blankWords(line: string, words: readonly string[]): string {
  const blanked = words.reduce((text, word) => text.replaceAll(word, "…"), line);
  return blanked.replace(COMMENTED, "$1…").replace(USER_OF_URL, "$1…@");
}
