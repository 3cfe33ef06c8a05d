import type { World } from "../../world/world.ts";
import { type CaFilePorts, dropUnusableCaFiles } from "./ca-files.ts";
import { proxyVariable } from "./network-error.ts";
import { isVerificationSafe } from "./tls-verification.ts";

/**
 * Opens a connection to a host that will be asked soon, while something else is waited for: looking its name up, TCP and TLS
 * take three round trips, which kubectl would wait for. The next request to the host takes it; if none comes, it is closed
 * with the process. Never throws: who cannot be reached is found out by the request itself.
 *
 * Not through a proxy: the runtime's `fetch.preconnect` knows none, and past the proxy nobody shall connect. Not where a
 * variable wants TLS unverified either: a request with TLS options of its own takes no connection that was made without.
 * @param url the host's base URL
 */
export async function preconnect(url: string, ports: CaFilePorts & Pick<World, "preconnect">): Promise<void> {
  const { protocol, host } = new URL(url);
  if (protocol !== "https:" || proxyVariable(ports.env, host) !== undefined || !isVerificationSafe(ports.env)) return;
  try {
    await dropUnusableCaFiles(ports);
    ports.preconnect(url);
  } catch {
    // The request meets the same, and says it.
  }
}
