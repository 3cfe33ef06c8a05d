import { describe, expect, test } from "bun:test";
import { describeNetworkError, noAnswer } from "../../../src/http/network-error.ts";
import { NOW } from "../../support/fake-world.ts";
import { errnoError } from "../../support/memory-files.ts";
import { everythingShownOf } from "../../support/tool-error-of.ts";

const host = "cs.fake.example:8443";
const proxied = { HTTPS_PROXY: "http://user:fake-password@proxy.fake.example:3128" };

describe("a failed connection", () => {
  test.each([
    ["ENOTFOUND", "network", "could not be found (DNS)"],
    ["EAI_AGAIN", "network", "could not be found (DNS)"],
    ["ECONNREFUSED", "network", "was refused"],
    ["ECONNRESET", "network", "broke (ECONNRESET)"],
    ["UnexpectedRedirect", "network", "redirect"],
    ["ERR_PROXY_TUNNEL", "network", "the proxy in"],
    ["UnsupportedProxyProtocol", "network", "uses an unsupported protocol"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls", "TLS certificate of cs.fake.example:8443 was refused"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "tls", "TLS certificate"],
    ["CERT_HAS_EXPIRED", "tls", "TLS certificate"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls", "TLS certificate"],
  ] as const)("%s is a %s error that names the host", (code, kind, message) => {
    const error = describeNetworkError(errnoError(code), host, {}, NOW);
    expect(error.code).toBe(kind);
    expect(error.message).toContain(message);
    expect(error.message).toContain(host);
    expect(error.details).toEqual({ network: code });
  });

  test.each([
    ["no code", new Error("x")],
    ["no error", "text"],
  ])("with %s is still a network error", (_, thrown) => {
    expect(describeNetworkError(thrown, host, {}, NOW)).toMatchObject({
      code: "network",
      message: `the connection to ${host} broke (unknown)`,
    });
  });

  test("shows nothing of the error but its code: the rest can hold a signed URL", () => {
    const leaky = Object.assign(errnoError("ECONNRESET"), { path: "https://fake.example/?Signature=fake-signature" });
    leaky.message = "failed: https://fake.example/?Signature=fake-signature";
    expect(everythingShownOf(describeNetworkError(leaky, host, {}, NOW))).not.toContain("Signature");
  });
});

describe("the hint", () => {
  const hintWith = (code: string, env: Readonly<Record<string, string>>): string =>
    describeNetworkError(errnoError(code), host, env, NOW).hint ?? "";

  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])(
    "names the proxy variable in use, %s, and never its value",
    (name) => {
      const hint = hintWith("ECONNREFUSED", { [name]: proxied.HTTPS_PROXY });
      expect(hint).toContain(name);
      expect(hint).not.toContain("fake-password");
      expect(hint).not.toContain("proxy.fake.example");
    },
  );

  test.each(["*", host, "cs.fake.example", ".fake.example", "fake.example", "other.example, cs.fake.example"])(
    "names no proxy if NO_PROXY is %j",
    (noProxy) => {
      expect(hintWith("ECONNREFUSED", { ...proxied, NO_PROXY: noProxy })).not.toContain("HTTPS_PROXY");
    },
  );

  test.each(["", "other.example", "ake.example", ","])("names the proxy if NO_PROXY is %j", (noProxy) => {
    expect(hintWith("ECONNREFUSED", { ...proxied, NO_PROXY: noProxy })).toContain("HTTPS_PROXY");
  });

  test.each(["ENOTFOUND", "ECONNREFUSED"])("for %s names the service and what sets its address", (code) => {
    expect(describeNetworkError(errnoError(code), host, {}, NOW, "STS: --sts-endpoint").hint).toBe(
      "check the network, and what sets the address of STS: --sts-endpoint",
    );
  });

  test("for an unknown CA names the variables that add one, and the one that is set", () => {
    expect(hintWith("UNABLE_TO_VERIFY_LEAF_SIGNATURE", {})).toContain("NODE_EXTRA_CA_CERTS");
    expect(hintWith("UNABLE_TO_VERIFY_LEAF_SIGNATURE", {})).toContain("NODE_USE_SYSTEM_CA=1");
    expect(hintWith("UNABLE_TO_VERIFY_LEAF_SIGNATURE", { SSL_CERT_FILE: "/ca.pem" })).toContain("SSL_CERT_FILE is set");
  });

  test.each(["CERT_NOT_YET_VALID", "CERT_HAS_EXPIRED"])("for %s is about the clock, and says what it shows", (code) => {
    const hint = hintWith(code, {});
    expect(hint).toStartWith("check the clock of this machine, which says 2024-01-02T03:04:05Z");
    expect(hint).not.toContain("NODE_EXTRA_CA_CERTS");
  });

  test("never suggests disabling verification", () => {
    for (const code of ["CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "ERR_TLS_CERT_ALTNAME_INVALID"]) {
      expect(hintWith(code, proxied)).not.toContain("REJECT_UNAUTHORIZED");
    }
  });
});

test("a passed deadline names the host, the time, --timeout and the proxy's variable", () => {
  const when = "in time (--timeout 60s)";
  expect(noAnswer(host, when, {})).toMatchObject({
    code: "timeout",
    message: `no answer from ${host} in time (--timeout 60s)`,
  });
  expect(noAnswer(host, when, {}).hint).toContain("--timeout");
  expect(noAnswer(host, when, proxied).hint).toContain("HTTPS_PROXY");
});
