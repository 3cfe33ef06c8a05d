import { expect, test } from "bun:test";
import { closestName } from "../../../src/errors/closest-name.ts";

const known = ["get-kubeconfig", "credential-plugin", "doctor", "version"];

test.each([
  ["a letter missing", "docto", "doctor"],
  ["a letter too many", "versionn", "version"],
  ["a wrong letter", "doktor", "doctor"],
  ["two letters swapped", "dcotor", "doctor"],
  ["two slips", "get-kubconifg", "get-kubeconfig"],
  ["only the beginning", "cred", "credential-plugin"],
  ["capitals", "Doctor", "doctor"],
])("%s: the name is found", (_, typed, meant) => {
  expect(closestName(typed, known)).toBe(meant);
});

test.each(["delete", "xy", "", "d", "constructor"])("%p resembles no name", (typed) => {
  expect(closestName(typed, known)).toBeUndefined();
});
