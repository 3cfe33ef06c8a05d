import type { Deadline } from "../deadline.ts";
import type { World } from "../world/world.ts";
import { userAgent } from "./user-agent.ts";
import { type CaFilePorts, dropUnusableCaFiles } from "./ca-files.ts";
import { proxyVariable } from "./network-error.ts";
import { isVerificationSafe } from "./tls-verification.ts";

type Ports = CaFilePorts & Pick<World, "preconnect" | "fetch" | "platform"> & { readonly deadline: Deadline };

/**
 * Opens a connection to a host that will be asked soon, while something else is waited for: looking its name up, TCP and TLS
 * take three round trips, which kubectl would wait for. The next request to the host takes it; if none comes, it is closed
 * with the process. Never throws: who cannot be reached is found out by the request itself.
 *
 * Not where a variable wants TLS unverified: a request with TLS options of its own takes no connection that was made without.
 * @param url the host's base URL
 */
export async function preconnect(url: string, ports: Ports): Promise<void> {
  const { protocol, host } = new URL(url);
  if (protocol !== "https:" || !isVerificationSafe(ports.env)) return;
  try {
    await dropUnusableCaFiles(ports);
    if (proxyVariable(ports.env, host) === undefined) ports.preconnect(url);
    else await openTunnel(url, ports);
  } catch {
    // The request meets the same, and says it.
  }
}

/** The runtime's `fetch.preconnect` knows no proxy, but `fetch` keeps a tunnel: a request that asks for nothing opens it. */
async function openTunnel(url: string, ports: Ports): Promise<void> {
  const { deadline, platform } = ports;
  const headers = { "user-agent": userAgent(platform), "accept-encoding": "identity" };
  const answer = await ports.fetch(url, {
    method: "HEAD",
    headers,
    redirect: "manual",
    verbose: false,
    signal: deadline.signal,
  });
  await answer.arrayBuffer();
}
