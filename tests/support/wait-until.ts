/** Resolves when the condition holds; the test's own timeout ends it otherwise. */
export async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(2);
}
