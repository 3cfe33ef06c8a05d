import { isatty, WriteStream } from "node:tty";

const STDOUT = 1;

/** Columns of the terminal behind standard output; undefined if it is not a terminal. */
export function terminalWidth(): number | undefined {
  if (!isatty(STDOUT)) return undefined;
  const { columns } = new WriteStream(STDOUT);
  return columns > 0 ? columns : undefined;
}
