import { describe, expect, test, setDefaultTimeout } from "bun:test";
import { createCertificateAuthority } from "../../fakes/pki/certificate-authority.ts";
import { issueServerCertificate } from "../../fakes/pki/server-certificate.ts";
import { type FakeProxyOptions, startFakeProxy } from "../../fakes/proxy/start-fake-proxy.ts";
import { getCredential } from "../../support/command-lines.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { expectIdentity } from "../../support/expect-identity.ts";
import { setScene, type Variables } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

const PASSWORD = "fake-proxy-p@ssword";
const ACCOUNT = `somebody:${encodeURIComponent(PASSWORD)}@`;

/** A scene with a proxy beside it. */
async function setProxy(options: FakeProxyOptions = {}) {
  const scene = await setScene();
  const proxy = await startFakeProxy(options);
  const { cloud } = scene;
  return {
    scene,
    cloud,
    proxy,
    ask: async (variables: Variables, ...flags: string[]) => {
      const outcome = await scene.run(getCredential(cloud, ...flags), {
        ...scene.alice,
        ...variables,
      });
      for (const form of [PASSWORD, encodeURIComponent(PASSWORD), btoa(`somebody:${PASSWORD}`)]) {
        expect(outcome.stdout + outcome.stderr).not.toContain(form);
      }
      return outcome;
    },
    [Symbol.asyncDispose]: async () => {
      await proxy[Symbol.asyncDispose]();
      await scene[Symbol.asyncDispose]();
    },
  };
}

describe("the proxy", () => {
  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])("in %s is used", async (variable) => {
    await using setting = await setProxy();
    const { cloud, proxy } = setting;
    const outcome = await setting.ask({ [variable]: `http://${proxy.host}` });
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(proxy.requests).toEqual([{ method: "CONNECT", target: cloud.addresses.cs.host, authorization: undefined }]);
  });

  test("may be written without http://", async () => {
    await using setting = await setProxy();
    expect(await setting.ask({ HTTPS_PROXY: setting.proxy.host })).toMatchObject({ exitCode: 0, stderr: "" });
    expect(setting.proxy.requests).toHaveLength(1);
  });

  test("in HTTP_PROXY is not for https", async () => {
    await using setting = await setProxy();
    expect(await setting.ask({ HTTP_PROXY: setting.proxy.host })).toMatchObject({ exitCode: 0, stderr: "" });
    expect(setting.proxy.requests).toEqual([]);
  });

  test("gets the account in its URL, which neither the cloud nor any output gets, even with -v", async () => {
    await using setting = await setProxy();
    const { cloud, proxy } = setting;
    const outcome = await setting.ask({ HTTPS_PROXY: `http://${ACCOUNT}${proxy.host}` }, "-v");
    expect(outcome.exitCode).toBe(0);
    expect(proxy.requests[0]?.authorization).toBe(`Basic ${btoa(`somebody:${PASSWORD}`)}`);
    for (const { headers } of cloud.requests.of("cs")) expect(JSON.stringify(headers)).not.toMatch(/proxy-auth/i);
  });

  test("is not asked on a warm cache", async () => {
    await using setting = await setProxy();
    const variables = { HTTPS_PROXY: `http://${setting.proxy.host}` };
    const cold = await setting.ask(variables);
    expect(await setting.ask({ HTTPS_PROXY: "http://127.0.0.1:1" })).toEqual(cold);
  });
});

test.each([
  ["the host", (host: string) => host.split(":")[0]],
  ["the host and the port", (host: string) => host],
  ["everything", () => "*"],
  ["a network", () => "127.0.0.0/8"],
  ["the host among others", (host: string) => `example.com, ${host.split(":")[0]},.example.org`],
])("NO_PROXY with %s bypasses the proxy", async (_, form) => {
  for (const variable of ["NO_PROXY", "no_proxy"]) {
    await using setting = await setProxy();
    const { cloud, proxy } = setting;
    const variables = { HTTPS_PROXY: `http://${proxy.host}`, [variable]: form(cloud.addresses.cs.host) };
    expect(await setting.ask(variables)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(proxy.requests).toEqual([]);
  }
});

test("NO_PROXY with other hosts does not", async () => {
  await using setting = await setProxy();
  const { proxy } = setting;
  await setting.ask({ HTTPS_PROXY: `http://${proxy.host}`, NO_PROXY: "aliyuncs.com,10.0.0.0/8,localhost" });
  expect(proxy.requests).toHaveLength(1);
});

describe("a proxy at fault is named in the hint, without its account", () => {
  test.each([403, 407, 502])("one that answers %d is asked once", async (refuseWith) => {
    await using setting = await setProxy({ refuseWith });
    const { cloud, proxy } = setting;
    expectRefusal(await setting.ask({ https_proxy: `http://${ACCOUNT}${proxy.host}` }, "-v"), {
      error: "the proxy in https_proxy refused the connection",
      hint: `check https_proxy, or add ${cloud.addresses.cs.host} to NO_PROXY`,
    });
    expect(proxy.requests).toHaveLength(1);
    expect(cloud.requests.count()).toBe(0);
  });

  test.each<[string, string, string | RegExp]>([
    ["one that is not there", `http://${ACCOUNT}127.0.0.1:1`, "was refused"],
    ["one whose name does not exist", `http://${ACCOUNT}nosuch.invalid:1`, /could not be found|broke|refused/],
    ["one of another kind", `socks5://${ACCOUNT}127.0.0.1:1`, "uses an unsupported protocol"],
  ])("%s", async (_, url, error) => {
    await using setting = await setProxy();
    expectRefusal(await setting.ask({ HTTPS_PROXY: url }, "-v"), { error, hint: "HTTPS_PROXY" });
    expect(setting.cloud.requests.count()).toBe(0);
  });
});

/** A scene with a TLS-intercepting proxy that has a certificate of its company's own. */
async function setInterception() {
  const company = await createCertificateAuthority("fake company");
  const setting = await setProxy({ interceptWith: await issueServerCertificate(company) });
  const ca = await setting.scene.write("company.pem", company.certificatePem);
  const use = { HTTPS_PROXY: `http://${ACCOUNT}${setting.proxy.host}`, NODE_EXTRA_CA_CERTS: undefined };
  return { ...setting, ca, use };
}

describe("a TLS-intercepting proxy", () => {
  test("is refused as long as its CA is unknown, and sees no request", async () => {
    await using setting = await setInterception();
    expectRefusal(await setting.ask(setting.use), {
      error: "was refused (UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
      hint: "set NODE_EXTRA_CA_CERTS to a PEM file with its CA, or NODE_USE_SYSTEM_CA=1",
    });
    expect(setting.proxy.overheard()).toBe("");
  });

  test("is refused also where NODE_TLS_REJECT_UNAUTHORIZED=0", async () => {
    await using setting = await setInterception();
    const outcome = await setting.ask({ ...setting.use, NODE_TLS_REJECT_UNAUTHORIZED: "0" });
    expectRefusal(outcome, { error: "was refused", hint: "NODE_EXTRA_CA_CERTS" });
    expect(setting.proxy.overheard()).toBe("");
  });

  test.each(["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"])(
    "works with its CA in %s, and gets no account inside",
    async (variable) => {
      await using setting = await setInterception();
      expectIdentity(await setting.ask({ ...setting.use, [variable]: setting.ca }), "alice");
      expect(setting.proxy.overheard()).toStartWith("GET /k8s/");
      expect(setting.proxy.overheard()).not.toMatch(/proxy-auth/i);
    },
  );

  test.each(["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"])(
    "is refused with another CA in %s, and that file is named",
    async (variable) => {
      await using setting = await setInterception();
      const other = await createCertificateAuthority("somebody else");
      const file = await setting.scene.write("other.pem", other.certificatePem);
      expectRefusal(await setting.ask({ ...setting.use, [variable]: file }), {
        error: "was refused",
        hint: `${variable} is set: check that file`,
      });
    },
  );

  test("a missing CA file is reported", async () => {
    await using setting = await setInterception();
    const { exitCode, stderr } = await setting.ask({ ...setting.use, NODE_EXTRA_CA_CERTS: "/nonexistent.pem" });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("/nonexistent.pem");
    expect(stderr).toContain("NODE_EXTRA_CA_CERTS is set: check that file");
  });
});

const everyProxy = (host: string): Variables =>
  Object.fromEntries(["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"].map((name) => [name, `http://${host}`]));

describe("credentials over plain http never go through a proxy:", () => {
  test("those of an instance", async () => {
    await using setting = await setProxy();
    const { scene, cloud, proxy } = setting;
    const argv = getCredential(cloud, "--credential-type", "imds");
    expect(await scene.run(argv, everyProxy(proxy.host))).toMatchObject({ exitCode: 0, stderr: "" });
    expect(cloud.requests.count("imds")).toBeGreaterThan(0);
    // The tunnel that is opened ahead, and on a busy machine that of the call itself.
    expect(new Set(proxy.requests.map(({ method, target }) => `${method} ${target}`))).toEqual(
      new Set([`CONNECT ${cloud.addresses.cs.host}`]),
    );
  });

  test("those of a credentials URI", async () => {
    await using setting = await setProxy();
    const { scene, cloud, proxy } = setting;
    const outcome = await scene.run(getCredential(cloud), {
      ...everyProxy(proxy.host),
      ALIBABA_CLOUD_CREDENTIALS_URI: `${cloud.addresses.credentialsUri.url}/credentials?role=ci`,
    });
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    // The tunnel that is opened ahead, and on a busy machine that of the call itself.
    expect(new Set(proxy.requests.map(({ method, target }) => `${method} ${target}`))).toEqual(
      new Set([`CONNECT ${cloud.addresses.cs.host}`]),
    );
  });
});
