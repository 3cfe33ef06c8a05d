/**
 * An object's field as Go's encoding/json finds it: by its exact name, else the last one that differs only in case.
 * Programs that write such files may rely on that.
 * @param name in lower case
 */
export function caseInsensitiveField(object: object, name: string): unknown {
  const exact = Object.getOwnPropertyDescriptor(object, name);
  if (exact !== undefined) return exact.value;
  let found: unknown;
  for (const [key, value] of Object.entries(object)) {
    if (key.length === name.length && key.toLowerCase() === name) found = value;
  }
  return found;
}
