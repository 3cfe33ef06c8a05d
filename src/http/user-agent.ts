import { version } from "../program-info.ts";
import type { Platform } from "../world/world.ts";

/** `ack-ram-tool/<version> (<os>/<arch>)`. */
export function userAgent({ os, arch }: Platform): string {
  return `ack-ram-tool/${version} (${os}/${arch})`;
}
