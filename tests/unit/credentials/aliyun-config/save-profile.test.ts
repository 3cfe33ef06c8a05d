import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import { withProfile } from "../../../../src/credentials/aliyun-config/save-profile.ts";

const profile = {
  name: "b",
  changes: { mode: "OAuth", x: undefined },
  otherwise: { language: "en" },
  setCurrent: false,
};

describe("a profile that is saved", () => {
  test.each<[string, string, string]>([
    [
      "creates the file, and is its current profile",
      "",
      '{\n\t"current": "b",\n\t"profiles": [\n\t\t{\n\t\t\t"name": "b",\n\t\t\t"language": "en",\n\t\t\t"mode": "OAuth"\n\t\t}\n\t],\n\t"meta_path": ""\n}\n',
    ],
    [
      "comes after the others, indented as they are",
      '{\n  "current": "a",\n  "profiles": [\n    {\n      "name": "a",\n      "n": 12345678901234567890\n    }\n  ]\n}\n',
      '{\n  "current": "a",\n  "profiles": [\n    {\n      "name": "a",\n      "n": 12345678901234567890\n    },\n    {\n      "name": "b",\n      "language": "en",\n      "mode": "OAuth"\n    }\n  ]\n}\n',
    ],
    [
      "is changed in its place",
      '{"current":"a","profiles":[{"name":"b","x":1,"mode":"AK","y":[1]}]}',
      '{"current":"a","profiles":[{"name":"b","mode":"OAuth","y":[1]}]}',
    ],
  ])("%s", (_, before, after) => {
    expect(withProfile(before, profile)).toBe(after);
  });

  test.each([
    ["a list under another case of its key", '{"Current":"a","Profiles":[{"Name":"a"}]}'],
    ["a list that is null", '{"current":"a","profiles":null}'],
    ["no list", '{"current":"a"}'],
    ["an empty list", '{"profiles":[]}'],
    ["a byte order mark", '\uFEFF{"current":"a","profiles":[{"name":"a"}]}'],
  ])("goes into a file with %s", (_, before) => {
    const after = withProfile(before, { ...profile, setCurrent: true });
    const value = v.parse(v.record(v.string(), v.unknown()), JSON.parse(after.replace("\uFEFF", "")));
    expect(after.startsWith("\uFEFF")).toBe(before.startsWith("\uFEFF"));
    expect(
      Object.keys(value)
        .map((key) => key.toLowerCase())
        .toSorted(),
    ).toEqual(["current", "profiles"]);
    expect(value["current"] ?? value["Current"]).toBe("b");
    expect(JSON.stringify(value)).toContain('{"name":"b","language":"en","mode":"OAuth"}');
  });
});
