import { isatty, WriteStream } from "node:tty";

/** Columns of the terminal behind a stream; undefined if it is not a terminal. */
export function terminalWidth(stream: "stdout" | "stderr"): number | undefined {
  const descriptor = stream === "stdout" ? 1 : 2;
  if (!isatty(descriptor)) return undefined;
  const { columns } = new WriteStream(descriptor);
  return columns > 0 ? columns : undefined;
}
