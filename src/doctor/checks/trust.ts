import { findVariable } from "../../environment.ts";
import * as VARIABLES from "../../variables.ts";
import { type Check, failure, ok, warning } from "../check.ts";

/** Whom TLS trusts besides the built-in CAs, and what stands between here and the APIs. Values are not shown: a proxy's may hold a password. */
export const trustCheck: Check = {
  name: "trust",
  run: async ({ world: { env, files } }) => {
    const extra = VARIABLES.extraCaCertificates.flatMap((name) => findVariable(env, [name]) ?? []);
    const certificates = extra.map(async ({ name, value }) => {
      const text = await files.readText(value).catch(() => undefined);
      if (text?.includes("-----BEGIN ") === true) return ok(`${name}: the CAs in ${value} are trusted`);
      return failure(`${name} names ${value}, which is no PEM file`, `correct ${name}, or unset it`);
    });
    const proxy = findVariable(env, VARIABLES.proxy);
    const verification = findVariable(env, VARIABLES.tlsVerification);
    const findings = [
      ...(await Promise.all(certificates)),
      ...(proxy === undefined ? [] : [ok(`connections go through the proxy in ${proxy.name}, except to NO_PROXY`)]),
      ...(verification?.value === "0"
        ? [warning(`${verification.name}=0 has no effect here: certificates are always verified`, "unset it")]
        : []),
    ];
    return findings.length > 0 ? findings : [ok("the built-in CAs are trusted, and there is no proxy")];
  },
};
