/**
 * An object's field as Go's encoding/json finds it, on which writers of such files may rely: by its exact name, else by
 * the last name that differs only in case.
 */
export function fieldInAnyCase(object: object, name: string): unknown {
  const exact = Object.getOwnPropertyDescriptor(object, name);
  if (exact !== undefined) return exact.value;
  let found: unknown;
  for (const [key, value] of Object.entries(object)) {
    if (key.length === name.length && key.toLowerCase() === name) found = value;
  }
  return found;
}
