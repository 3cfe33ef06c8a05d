import { changeEntry, damageEntry } from "../../support/cached-entry.ts";
import type { Scene } from "../../support/scene.ts";

const MINUTE = 60_000;

/** What may lie in the cache when the plugin is called. */
export interface CacheState {
  readonly name: string;
  /** Whether kubectl can use the certificate. */
  readonly isUsable: boolean;
  /** Whether the API is asked. */
  readonly isRenewed: boolean;
  /** Makes this state of a certificate that was just cached; undefined if there was never one. */
  readonly prepare: ((scene: Scene) => Promise<void>) | undefined;
}

/** Every state of the cache that makes a difference. */
export const CACHE_STATES: readonly CacheState[] = [
  { name: "not there", isUsable: false, isRenewed: true, prepare: undefined },
  { name: "fresh", isUsable: true, isRenewed: false, prepare: () => Promise.resolve() },
  { name: "near its end", isUsable: true, isRenewed: true, prepare: (scene) => endIn(scene, 5 * MINUTE) },
  { name: "expired", isUsable: false, isRenewed: true, prepare: (scene) => endIn(scene, -MINUTE) },
  {
    name: "cut off",
    isUsable: false,
    isRenewed: true,
    prepare: (scene) => damageEntry(scene, (content) => content.slice(0, 2000)),
  },
];

/** Moves the life of a certificate of three hours, so that it ends in so many ms. */
async function endIn(scene: Scene, ms: number): Promise<void> {
  const notAfter = Date.now() + ms;
  await changeEntry(scene, (entry) => ({
    ...entry,
    issuedAt: notAfter - 180 * MINUTE,
    certificate: { ...entry.certificate, notBefore: notAfter - 180 * MINUTE, notAfter, expiresAt: notAfter },
  }));
}
