import { randomBytes } from "node:crypto";

/** A source of short ids that differ from one another, and from those of another source. */
export function createIdSource(): () => string {
  const prefix = randomBytes(4).toString("hex").toUpperCase();
  let last = 0;
  return () => `${prefix}${String(++last).padStart(6, "0")}`;
}
