/**
 * An object's field as Go's encoding/json finds it, which everybody who writes such files may rely on: by its exact name,
 * else by one that differs in case only; of several the last.
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
