import * as v from "valibot";

const ODD_CHARACTERS = "has characters that no key or token has (a space, a line break, a non-ASCII letter)";

/**
 * A key or token that must be there: white space around it (a line break from a mounted secret) is dropped, and what is
 * left must fit into an HTTP header.
 */
export const secretText = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.regex(/^[\x21-\x7e]+$/, ODD_CHARACTERS));

/** The same, where an empty or missing value means that there is none. */
export const optionalSecret = v.optional(
  v.nullable(v.pipe(v.string(), v.trim(), v.regex(/^[\x21-\x7e]*$/, ODD_CHARACTERS))),
  "",
);
