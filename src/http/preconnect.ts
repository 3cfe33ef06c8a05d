import type { Deadline } from "../command-deadline.ts";
import type { World } from "../world/world.ts";
import { userAgent } from "./user-agent.ts";
import { type CaFilePorts, dropUnusableCaFiles } from "./ca-files.ts";
import { proxyVariable } from "./proxy-variable.ts";
import { isVerificationSafe } from "./tls-verification.ts";

type Ports = CaFilePorts & Pick<World, "preconnect" | "fetch" | "platform"> & { readonly deadline: Deadline };

/**
 * Opens a connection to a host that will be needed soon, while something else is waited for: DNS, TCP and TLS take
 * three round trips, which kubectl would wait for. The next request to the host uses the connection; if none comes, it
 * is closed with the process. Never throws: an unreachable host is reported by the request itself.
 * Does nothing if a variable disables TLS verification: a request with its own TLS options cannot reuse the connection.
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
    // The request itself will report it.
  }
}

/** The runtime's `fetch.preconnect` ignores proxies, but `fetch` keeps tunnels: a HEAD request opens one. */
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
