import { describe, expect, test } from "bun:test";
import { type LabelledText, parseEndpoint, productEndpoint } from "../../../src/alibaba/product-endpoint.ts";
import { toolErrorOf } from "../../support/tool-error-of.ts";

describe("an endpoint", () => {
  test.each([
    ["cs.aliyuncs.com", "https://cs.aliyuncs.com"],
    ["cs.aliyuncs.com/", "https://cs.aliyuncs.com"],
    ["CS.Aliyuncs.Com", "https://cs.aliyuncs.com"],
    ["cs.aliyuncs.com:443", "https://cs.aliyuncs.com"],
    ["cs.aliyuncs.com:8443", "https://cs.aliyuncs.com:8443"],
    ["https://cs.aliyuncs.com", "https://cs.aliyuncs.com"],
    ["HTTPS://cs.aliyuncs.com//", "https://cs.aliyuncs.com"],
    ["https://cs.aliyuncs.com:8443/", "https://cs.aliyuncs.com:8443"],
    ["10.1.2.3:8443", "https://10.1.2.3:8443"],
    ["[2001:db8::1]", "https://[2001:db8::1]"],
    ["[2001:db8::1]:8443", "https://[2001:db8::1]:8443"],
    ["localhost:8443", "https://localhost:8443"],
    ["http://localhost", "http://localhost"],
    ["http://localhost:8080", "http://localhost:8080"],
    ["http://127.0.0.1:8080/", "http://127.0.0.1:8080"],
    ["http://127.1.2.3", "http://127.1.2.3"],
    ["http://[::1]:8080", "http://[::1]:8080"],
  ])("%s is %s", (text, url) => {
    expect(parseEndpoint("--cs-endpoint", text)).toBe(url);
  });

  test.each([
    "http://cs.aliyuncs.com",
    "http://10.0.0.1",
    "http://[::2]",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://evil.example:80",
    "http://0.0.0.0",
    "ftp://cs.aliyuncs.com",
    "ws://localhost",
  ])("%s must use https", async (text) => {
    const error = await toolErrorOf(() => parseEndpoint("--cs-endpoint", text));
    expect(error).toMatchObject({ code: "usage", message: `invalid --cs-endpoint "${text}": must use https` });
    expect(error.hint).toContain("loopback");
  });

  test.each([
    "",
    "/",
    "https://",
    "cs.aliyuncs.com/path",
    "https://cs.aliyuncs.com/path",
    "cs.aliyuncs.com?x=1",
    "cs.aliyuncs.com#x",
    "user@cs.aliyuncs.com",
    "http://localhost@evil.example",
    "https://localhost:80@evil.example",
    "cs.aliyuncs.com\\path",
    "cs aliyuncs com",
    "cs.aliyuncs.com:port",
    "cs.aliyuncs.com:99999",
    "2001:db8::1",
    "file:///etc/passwd",
  ])("%j is invalid: a usage error naming the flag", async (text) => {
    const error = await toolErrorOf(() => parseEndpoint("--cs-endpoint", text));
    expect(error.exitCode).toBe(2);
    expect(error.message).toStartWith("invalid --cs-endpoint");
    expect(error.hint).toContain("host:port");
  });

  test("with a password in it is refused without repeating the password", async () => {
    const error = await toolErrorOf(() => parseEndpoint("--cs-endpoint", "https://user:fake-password@cs.aliyuncs.com"));
    expect(error.message).not.toContain("fake-password");
  });
});

const as = (label: string, text: string | undefined): LabelledText | undefined =>
  text === undefined ? undefined : { label, text };

describe("a product's endpoint", () => {
  test.each([
    ["cs", undefined, undefined, "https://cs.aliyuncs.com"],
    ["sts", undefined, undefined, "https://sts.aliyuncs.com"],
    ["cs", undefined, "cn-beijing", "https://cs.cn-beijing.aliyuncs.com"],
    ["sts", undefined, "ap-southeast-1", "https://sts.ap-southeast-1.aliyuncs.com"],
    ["cs", undefined, "cn-hangzhou-finance", "https://cs.cn-hangzhou-finance.aliyuncs.com"],
    ["sts", undefined, "cn-hangzhou-finance", "https://sts.cn-hangzhou.aliyuncs.com"],
    ["cs", "given.example", "cn-beijing", "https://given.example"],
    ["sts", "given.example:8443", undefined, "https://given.example:8443"],
  ] as const)("%s, given %s, in region %s: %s", (product, given, region, url) => {
    expect(productEndpoint(product, as("--endpoint", given), as("--region-id", region))).toBe(url);
  });

  test.each([
    ["cs", "cn-beijing", "https://cs-vpc.cn-beijing.aliyuncs.com"],
    ["sts", "cn-beijing", "https://sts-vpc.cn-beijing.aliyuncs.com"],
    ["sts", "cn-hangzhou-finance", "https://sts-vpc.cn-hangzhou-finance.aliyuncs.com"],
    ["sts", undefined, "https://sts.aliyuncs.com"],
    ["cs", " CN-Beijing\n", "https://cs-vpc.cn-beijing.aliyuncs.com"],
  ] as const)("%s inside the VPC of %j: %s", (product, region, url) => {
    expect(productEndpoint(product, undefined, as("sts_region", region), true)).toBe(url);
  });

  test.each([
    "",
    "cn_beijing",
    "cn beijing",
    "-cn",
    "cn-",
    "cn--x",
    "a/b",
    "evil.example",
    "evil.example/",
    "cn@evil",
    "cn#",
  ])("%j is not a region id, and never becomes part of a host name", async (region) => {
    const error = await toolErrorOf(() => productEndpoint("cs", undefined, as("ACK_RAM_TOOL_REGION_ID", region)));
    expect(error.exitCode).toBe(2);
    expect(error.message).toBe(`invalid ACK_RAM_TOOL_REGION_ID ${JSON.stringify(region)}: must be a region id`);
    expect(error.hint).toContain("cn-hangzhou");
  });

  test("an invalid endpoint is blamed on the flag, variable or field that it comes from", async () => {
    const given = as("ALIBABA_CLOUD_STS_ENDPOINT", "a b");
    expect((await toolErrorOf(() => productEndpoint("sts", given, undefined))).message).toBe(
      'invalid ALIBABA_CLOUD_STS_ENDPOINT "a b": must be host, host:port or https://host',
    );
  });
});
