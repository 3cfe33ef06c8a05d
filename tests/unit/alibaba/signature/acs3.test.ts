import { describe, expect, test } from "bun:test";
import { assert, dictionary, property, string } from "fast-check";
import { digestOf } from "../../../../src/digest.ts";
import {
  acs3CanonicalRequest,
  acs3Headers,
  acs3StringToSign,
  type Acs3Request,
  signAcs3,
} from "../../../../src/alibaba/signature/acs3.ts";
import {
  acs3Signature,
  acs3StringToSign as independentStringToSign,
  parseAcs3Authorization,
} from "../../../fakes/signing/acs3-signature.ts";

const NOW = Date.parse("2024-01-02T03:04:05.678Z");
const key = { accessKeyId: "LTAIfake", accessKeySecret: "fake-secret", securityToken: undefined };
const request: Acs3Request = {
  method: "POST",
  path: "/",
  query: { ACKClusterId: "c1", "a b": "*~" },
  action: "GetCallerIdentity",
  version: "2015-04-01",
};
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

describe("an ACS3 signature", () => {
  test("signs method, path, sorted query, headers, their names and the body's digest", () => {
    expect(acs3CanonicalRequest(request, acs3Headers(request, key, NOW))).toBe(
      [
        "POST",
        "/",
        "ACKClusterId=c1&a%20b=%2A~",
        "x-acs-action:GetCallerIdentity",
        `x-acs-content-sha256:${EMPTY}`,
        "x-acs-date:2024-01-02T03:04:05Z",
        "x-acs-version:2015-04-01",
        "",
        "x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-version",
        EMPTY,
      ].join("\n"),
    );
  });

  test("signs the digest of the canonical request", () => {
    expect(acs3StringToSign("canonical")).toBe(`ACS3-HMAC-SHA256\n${digestOf("canonical")}`);
  });

  test.each([
    [undefined, "7b0dab21966554264f4cffe9f5f095e1133aaff8879469c78b0892afcd89d11d"],
    ["fake-token+/=", "0e6c3d2fd69e40ae39b923faa5251b3e9484ff5d2f97d42d396a7dfcfa2f9c83"],
  ])("with the security token %p is the one that openssl computes", (securityToken, signature) => {
    const names = ["x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-security-token", "x-acs-version"];
    const signed = names.filter((name) => securityToken !== undefined || name !== "x-acs-security-token").join(";");
    expect(signAcs3(request, { ...key, securityToken }, NOW)["Authorization"]).toBe(
      `ACS3-HMAC-SHA256 Credential=LTAIfake,SignedHeaders=${signed},Signature=${signature}`,
    );
  });

  test("of any query is what an independent implementation computes", () => {
    assert(
      property(dictionary(string({ minLength: 1, unit: "grapheme" }), string({ unit: "grapheme" })), (query) => {
        const { Authorization = "", ...headers } = signAcs3({ ...request, query }, key, NOW);
        const claim = parseAcs3Authorization(Authorization);
        const wire = { method: "POST", path: "/", query: new URLSearchParams(query), headers, body: "" };
        const text = independentStringToSign(wire, claim?.signedHeaders ?? []);
        expect(claim?.signature).toBe(acs3Signature(key.accessKeySecret, text));
      }),
    );
  });
});
