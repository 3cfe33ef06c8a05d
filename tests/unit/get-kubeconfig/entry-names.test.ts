import { expect, test } from "bun:test";
import { checkNamesForMany, entryNames } from "../../../src/get-kubeconfig/entry-names.ts";

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

test("a placeholder without a value is refused", () => {
  expect(() => entryNames({ ...none, context: "{name}" }, { id: "c1", name: undefined }, undefined)).toThrow(
    'the name of cluster c1 is not known, to put it into "{name}"',
  );
});

test("one name for several clusters is refused", () => {
  expect(() => checkNamesForMany({ ...none, user: "me" })).toThrow('--user-name "me" would be the name of several');
  expect(() => checkNamesForMany({ ...none, context: "x-{id}" })).not.toThrow();
});
