import { createHmac } from "node:crypto";
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  canonicalHeaders,
  canonicalResource,
  requestTarget,
  type RoaRequest,
  signRoa,
  stringToSign,
  unsignedHeaders,
} from "../../../../src/alibaba/signature/roa.ts";

const request: RoaRequest = {
  method: "GET",
  path: "/k8s/c123/user_config",
  query: { PrivateIpAddress: "true", TemporaryDurationMinutes: "180" },
  action: "DescribeClusterUserKubeconfig",
  version: "2015-12-15",
};
const moment = { now: Date.parse("2024-01-02T03:04:05Z"), nonce: "n" };
const key = { accessKeyId: "testid", accessKeySecret: "testsecret", securityToken: undefined };

describe("a signed ROA call", () => {
  test("has the golden signature with a plain access key", () => {
    expect(signRoa(request, key, moment)).toEqual({
      accept: "application/json",
      date: "Tue, 02 Jan 2024 03:04:05 GMT",
      "x-acs-action": "DescribeClusterUserKubeconfig",
      "x-acs-version": "2015-12-15",
      "x-acs-signature-method": "HMAC-SHA1",
      "x-acs-signature-version": "1.0",
      "x-acs-signature-nonce": "n",
      authorization: "acs testid:f76i90HWslWLLyu2hlCpuYH/PiA=",
    });
  });

  test("has the golden signature with a security token, and two more headers", () => {
    const headers = signRoa(request, { ...key, securityToken: "tok" }, moment);
    expect(headers["authorization"]).toBe("acs testid:fLiL2wu6iLCRHUDZ35k1GaF+jMw=");
    expect(headers["x-acs-security-token"]).toBe("tok");
    expect(headers["x-acs-accesskey-id"]).toBe("testid");
    expect(Object.keys(headers)).toHaveLength(10);
  });

  test("differs for every time, secret, path and parameter", () => {
    const signatures = [
      signRoa(request, key, moment),
      signRoa(request, key, { ...moment, nonce: "m" }),
      signRoa(request, key, { ...moment, now: moment.now + 1000 }),
      signRoa(request, { ...key, accessKeySecret: "other" }, moment),
      signRoa({ ...request, path: "/k8s/c124/user_config" }, key, moment),
      signRoa({ ...request, query: {} }, key, moment),
    ].map((headers) => headers["authorization"]);
    expect(new Set(signatures).size).toBe(signatures.length);
  });

  test("is what another implementation computes from its string to sign", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ minLength: 1 }),
        fc.dictionary(fc.string(), fc.string()),
        (secret, nonce, query) => {
          const any = { ...request, query };
          const headers = signRoa(any, { ...key, accessKeySecret: secret }, { ...moment, nonce });
          const expected = createHmac("sha1", secret).update(stringToSign(any, headers)).digest("base64");
          expect(headers["authorization"]).toBe(`acs testid:${expected}`);
        },
      ),
    );
  });

  test("never carries the secret", () => {
    expect(JSON.stringify(signRoa(request, key, moment))).not.toContain(key.accessKeySecret);
  });
});

describe("the steps of a signature", () => {
  test("the string to sign has a line for each part, and an empty one for what is absent", () => {
    expect(stringToSign(request, unsignedHeaders(request, key, moment)).split("\n")).toEqual([
      "GET",
      "application/json",
      "",
      "",
      "Tue, 02 Jan 2024 03:04:05 GMT",
      "x-acs-action:DescribeClusterUserKubeconfig",
      "x-acs-signature-method:HMAC-SHA1",
      "x-acs-signature-nonce:n",
      "x-acs-signature-version:1.0",
      "x-acs-version:2015-12-15",
      "/k8s/c123/user_config?PrivateIpAddress=true&TemporaryDurationMinutes=180",
    ]);
  });

  test("content headers go between accept and date", () => {
    const headers = { accept: "a", "content-md5": "m", "content-type": "t", date: "d" };
    expect(stringToSign({ ...request, query: {} }, headers)).toBe("GET\na\nm\nt\nd\n/k8s/c123/user_config");
  });

  test("canonical headers are the x-acs- ones by name, values as they are", () => {
    expect(canonicalHeaders({ "x-acs-b": " 2 ", host: "h", "x-acs-a": "1", authorization: "no", "x-ac": "no" })).toBe(
      "x-acs-a:1\nx-acs-b: 2 \n",
    );
    expect(canonicalHeaders({})).toBe("");
  });

  test.each([
    ["keys are sorted", { b: "2", a: "1" }, "/p?a=1&b=2"],
    ["keys are sorted by their bytes", { a: "1", B: "2", _: "3" }, "/p?B=2&_=3&a=1"],
    ["values are not encoded", { k: "a b/ü&=%" }, "/p?k=a b/ü&=%"],
    ["an empty value leaves the key alone", { b: "", a: "1" }, "/p?a=1&b"],
    ["without parameters there is only the path", {}, "/p"],
  ])("canonical resource: %s", (_, query, resource) => {
    expect(canonicalResource("/p", query)).toBe(resource);
  });

  test("on the wire the parameters are encoded", () => {
    expect(requestTarget({ ...request, path: "/p", query: { "k 1": "a b*", e: "" } })).toBe("/p?k%201=a%20b%2A&e=");
    expect(requestTarget({ ...request, path: "/p", query: {} })).toBe("/p");
  });
});
