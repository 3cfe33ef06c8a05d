import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { readUserCertificate } from "../../../src/kubeconfig/user-certificate.ts";
import { everythingShownOf, toolErrorOf } from "../../support/tool-error-of.ts";

function pem(text: string): string {
  return `-----BEGIN FAKE-----\n${text}\n-----END FAKE-----\n`;
}

function user(name: string): object {
  return {
    name,
    user: {
      "client-certificate-data": btoa(pem(`certificate of ${name}`)),
      "client-key-data": btoa(pem(`key of ${name}`)),
    },
  };
}

function kubeconfig(fields: object): string {
  return JSON.stringify({ apiVersion: "v1", kind: "Config", clusters: [], ...fields });
}

const contexts = [
  { name: "one", context: { cluster: "c", user: "anna" } },
  { name: "two", context: { cluster: "c", user: "berta" } },
  { name: "none", context: { cluster: "c", user: "nobody" } },
  { name: "empty", context: null },
];
const users = [user("anna"), user("berta")];

describe("the user", () => {
  test.each([
    ["is that of the current context", { "current-context": "two", contexts, users }, "berta"],
    ["is that of the current context, be it the first one", { "current-context": "one", contexts, users }, "anna"],
    ["is the first one without a current context", { contexts, users }, "anna"],
    ["is the first one where the current context is null", { "current-context": null, contexts, users }, "anna"],
    ["is the first one where there is no such context", { "current-context": "three", contexts, users }, "anna"],
    ["is the first one where the context's user is not there", { "current-context": "none", contexts, users }, "anna"],
    ["is the first one where the context is empty", { "current-context": "empty", contexts, users }, "anna"],
    ["is the first one without contexts", { "current-context": "two", contexts: null, users }, "anna"],
  ])("%s", async (_, fields, name) => {
    expect(await readUserCertificate(kubeconfig(fields))).toEqual({
      certificate: pem(`certificate of ${name}`),
      privateKey: pem(`key of ${name}`),
    });
  });
});

test("block YAML with wrapped base64 is read, as the API sends it", async () => {
  const text = `apiVersion: v1
kind: Config
users:
- name: "1234567890"
  user:
    client-certificate-data: >-
      ${
        btoa(pem("wrapped"))
          .match(/.{1,20}/g)
          ?.join("\n      ") ?? ""
      }
    client-key-data: ${btoa(pem("key"))}
`;
  expect(await readUserCertificate(text)).toEqual({ certificate: pem("wrapped"), privateKey: pem("key") });
});

test("an unquoted user name is kept as text, however many digits it has", async () => {
  const data = (text: string): string =>
    `{client-certificate-data: ${btoa(pem(text))}, client-key-data: ${btoa(pem("key"))}}`;
  const text = `
current-context: 272000000000000000002
contexts:
- {name: 272000000000000000001, context: {user: 272000000000000000001}}
- {name: 272000000000000000002, context: {user: 272000000000000000002}}
users:
- {name: 272000000000000000001, user: ${data("one")}}
- {name: 272000000000000000002, user: ${data("two")}}
`;
  expect((await readUserCertificate(text)).certificate).toBe(pem("two"));
});

describe("an unusable kubeconfig is an error that says why", () => {
  const data = btoa(pem("fake"));
  const withUser = (fields: object | null): string => kubeconfig({ users: [{ name: "anna", user: fields }] });

  test.each([
    ["no users", kubeconfig({ users: [] }), "has no users"],
    ["users that are null", kubeconfig({ users: null }), "has no users"],
    ["no list of users", kubeconfig({}), "has no users"],
    ["a user without data", withUser({}), "has no client-certificate-data"],
    ["a user that is null", withUser(null), "has no client-certificate-data"],
    [
      "an empty certificate",
      withUser({ "client-certificate-data": "", "client-key-data": data }),
      "has no client-certificate-data",
    ],
    ["no key", withUser({ "client-certificate-data": data }), "has no client-key-data"],
    [
      "a key that is null",
      withUser({ "client-certificate-data": data, "client-key-data": null }),
      "has no client-key-data",
    ],
    ["a token instead", withUser({ token: "fake-token" }), "has no client-certificate-data"],
    [
      "odd characters in base64",
      withUser({ "client-certificate-data": "a*b", "client-key-data": data }),
      "client-certificate-data that is not PEM in base64",
    ],
    [
      "base64 of something else",
      withUser({ "client-certificate-data": data, "client-key-data": btoa("fake") }),
      "client-key-data that is not PEM in base64",
    ],
    [
      "PEM without base64",
      withUser({ "client-certificate-data": pem("x"), "client-key-data": data }),
      "client-certificate-data that is not PEM in base64",
    ],
    [
      "a number for a certificate",
      withUser({ "client-certificate-data": 17, "client-key-data": data }),
      "client-certificate-data that is not PEM in base64",
    ],
    ["users that are no list", kubeconfig({ users: { anna: 1 } }), "users must be an array, not an object"],
    ["a user without a name", kubeconfig({ users: [{ user: {} }] }), "users.0.name is missing"],
    ["broken YAML", "users: [", "is not YAML"],
    ["a plain word", "fake", "it must be an object, not a string"],
    ["nothing", "", "has no users"],
  ])("%s", async (_, text, message) => {
    const error = await toolErrorOf(() => readUserCertificate(text));
    expect(error).toMatchObject({ code: "api_answer_invalid", exitCode: 1 });
    expect(error.message).toStartWith("the kubeconfig that the ACK API sent ");
    expect(error.message).toContain(message);
    expect(error.hint).toContain("access to the cluster");
  });

  test("an HTML page is an error too", async () => {
    expect((await toolErrorOf(() => readUserCertificate("<html>\n<body>: - [</body>"))).code).toBe(
      "api_answer_invalid",
    );
  });
});

test("no error quotes the text", async () => {
  const marker = "fake-marker";
  const leaf = fc.constantFrom<unknown>(marker, btoa(marker), btoa(pem(marker)), 17, null, [marker]);
  const document = fc.record(
    {
      "current-context": leaf,
      contexts: leaf,
      users: fc.oneof(
        leaf,
        fc.array(
          fc.record({ name: leaf, user: fc.record({ "client-certificate-data": leaf, "client-key-data": leaf }) }),
        ),
      ),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        document.map((fields) => JSON.stringify(fields)),
        fc.constant(`${marker}: [`),
        fc.constant(`"${marker}`),
      ),
      async (text) => {
        const shown = await toolErrorOf(() => readUserCertificate(text)).then(everythingShownOf, () => "");
        expect(shown).not.toContain(marker);
        expect(shown).not.toContain(btoa(marker));
      },
    ),
  );
});
