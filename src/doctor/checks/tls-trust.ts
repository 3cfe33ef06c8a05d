import { findVariable } from "../../environment/read-variable.ts";
import * as VARIABLES from "../../environment/variable-names.ts";
import { type Check, failure, ok, warning } from "../check.ts";

/**
 * What TLS trusts besides the built-in CAs, and which proxies are set. Values are not shown: a proxy's may contain a
 * password.
 */
export const trustCheck: Check = {
  name: "trust",
  run: async (facts) => {
    const { env } = facts.world;
    const unusable = await facts.unusableCaFiles();
    const isNeeded = unusable.length > 0 && (await facts.probes()).some(({ error }) => error?.code === "tls");
    const certificates = VARIABLES.extraCaCertificates
      .flatMap((name) => findVariable(env, [name]) ?? [])
      .map(({ name, value }) => {
        const problem = unusable.find((file) => file.name === name)?.problem;
        if (problem === undefined) return ok(`${name}: the CAs in ${value} are trusted`);
        return (isNeeded ? failure : warning)(
          `${name} names ${value}, which ${problem}`,
          `correct ${name}, or unset it`,
        );
      });
    const proxy = findVariable(env, VARIABLES.proxy);
    const verification = findVariable(env, VARIABLES.tlsVerification);
    const findings = [
      ...certificates,
      ...(proxy === undefined ? [] : [ok(`connections go through the proxy in ${proxy.name}, except to NO_PROXY`)]),
      ...(verification?.value === "0"
        ? [warning(`${verification.name}=0 has no effect here: certificates are always verified`, "unset it")]
        : []),
    ];
    return findings.length > 0 ? findings : [ok("the built-in CAs are trusted, and there is no proxy")];
  },
};
