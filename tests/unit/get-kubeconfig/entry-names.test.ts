import { expect, test } from "bun:test";
import { checkNamesForMany, entryNames } from "../../../src/get-kubeconfig/entry-names.ts";
import { toolErrorOf } from "../../support/tool-error-of.ts";

const none = { context: undefined, user: undefined, cluster: undefined };
const cluster = { id: "c1", name: "production" };
const own = { clusterName: "kubernetes", contextName: "me@kubernetes", userName: "me" };

test.each([
  ["alone, they are the API's", none, own, own],
  [
    "beside others, they are unique",
    none,
    undefined,
    { clusterName: "ack-c1", contextName: "ack-c1", userName: "ack-c1" },
  ],
  [
    "a context's name is its user's, too",
    { ...none, context: "prod" },
    undefined,
    { clusterName: "ack-c1", contextName: "prod", userName: "prod" },
  ],
  [
    "each may be given",
    { context: "a", user: "b", cluster: "c" },
    own,
    { contextName: "a", userName: "b", clusterName: "c" },
  ],
  [
    "placeholders are the cluster's id and name",
    { ...none, context: "{name}/{id}" },
    undefined,
    { clusterName: "ack-c1", contextName: "production/c1", userName: "production/c1" },
  ],
])("%s", (_, wished, given, names) => {
  expect(entryNames(wished, cluster, given)).toEqual(names);
});

test("a placeholder without a value is refused", async () => {
  const unnamed = { id: "c1", name: undefined };
  expect(await toolErrorOf(() => entryNames({ ...none, context: "{name}" }, unnamed, undefined))).toMatchObject({
    message: 'the name of cluster c1 is not known, to put it into "{name}"',
    hint: "give the cluster's name instead of its id, or use {id}",
  });
});

test("one name for several clusters is refused", async () => {
  expect(await toolErrorOf(() => checkNamesForMany({ ...none, user: "me" }))).toMatchObject({
    message: '--user-name "me" would be the name of several clusters',
    hint: "put {id} into it: --user-name 'me-{id}'",
  });
  expect(() => checkNamesForMany({ ...none, context: "x-{id}" })).not.toThrow();
});
