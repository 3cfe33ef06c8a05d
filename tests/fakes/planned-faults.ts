import { errorFault, type Fault, htmlFault, throttlingFault } from "./server/fault.ts";
import type { FaultTarget } from "./server/fault-plan.ts";
import type { ServiceName } from "./server/service.ts";

const services: readonly ServiceName[] = ["cs", "sts", "imds", "credentials-uri", "cloud-sso", "oauth", "api-server"];

const faults: ReadonlyMap<string, Fault> = new Map<string, Fault>([
  ["throttling", throttlingFault({ timeLeft: 1000 })],
  ["unavailable", errorFault(503, "ServiceUnavailable", "The service is down.")],
  ["html", htmlFault(502)],
  ["black-hole", { transport: { kind: "black-hole" } }],
  ["reset", { transport: { kind: "reset", at: "start" } }],
  ["truncated", { transport: { kind: "truncated-body" } }],
  ["garbage", { transport: { kind: "garbage" } }],
  ["slow", { delayMilliseconds: 2000 }],
]);

/**
 * Reads `--fault cs=slow` options.
 *
 * @throws {Error} naming the known services and faults.
 */
export function plannedFaults(options: readonly string[]): (readonly [FaultTarget, Fault])[] {
  return options.map((option) => {
    const [name = "", kind = ""] = option.split("=");
    const service = services.find((known) => known === name);
    const fault = faults.get(kind);
    if (service === undefined || fault === undefined) {
      throw new Error(
        `--fault ${option}: expected one of ${services.join(", ")}, then =, then one of ${[...faults.keys()].join(", ")}`,
      );
    }
    return [service, fault];
  });
}
