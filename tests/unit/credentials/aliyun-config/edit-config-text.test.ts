import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { editProfile } from "../../../../src/credentials/aliyun-config/edit-config-text.ts";

describe("a change of a profile", () => {
  test.each<[string, string, string]>([
    [
      "replaces a value in its place",
      '{"profiles":[{"name":"a","x":1},{"name":"b","x":1}]}',
      '{"profiles":[{"name":"a","x":1},{"name":"b","x":2}]}',
    ],
    [
      "applies to the first of two profiles with one name",
      '{"profiles":[{"name":"b","x":1},{"name":"b","x":1}]}',
      '{"profiles":[{"name":"b","x":2},{"name":"b","x":1}]}',
    ],
    [
      "keeps tabs, a number that JavaScript cannot hold, and the spelling of strings",
      '{\n\t"n": 12345678901234567890,\n\t"s": "\\u00e9",\n\t"profiles": [{ "name": "b", "x": 1.0 }]\n}\n',
      '{\n\t"n": 12345678901234567890,\n\t"s": "\\u00e9",\n\t"profiles": [{ "name": "b", "x": 2 }]\n}\n',
    ],
    ["keeps a byte order mark", '\uFEFF{"profiles":[{"name":"b","x":1}]}', '\uFEFF{"profiles":[{"name":"b","x":2}]}'],
    [
      "adds a value with the file's indent and line ends",
      '{\r\n  "profiles": [\r\n    {\r\n      "name": "b"\r\n    }\r\n  ]\r\n}',
      '{\r\n  "profiles": [\r\n    {\r\n      "name": "b",\r\n      "x": 2\r\n    }\r\n  ]\r\n}',
    ],
    [
      "applies to the last of two equal keys, as readers do",
      '{"profiles":[{"name":"b","x":0,"x":1,"y":3}]}',
      '{"profiles":[{"name":"b","x":0,"x":2,"y":3}]}',
    ],
    [
      "applies to a key in another case, as Go's readers do",
      '{"Profiles":[{"Name":"b","X":1}]}',
      '{"Profiles":[{"Name":"b","X":2}]}',
    ],
    [
      "applies to the exact key rather than one in another case",
      '{"profiles":[{"name":"b","x":1,"X":1}]}',
      '{"profiles":[{"name":"b","x":2,"X":1}]}',
    ],
  ])("%s", (_, before, after) => {
    expect(editProfile(before, "b", { x: 2 })).toBe(after);
  });

  test.each(["{}", "[]", "7", '{"profiles":{}}', '{"profiles":[{"name":"a"}]}', '{"profiles":[null,7]}'])(
    "is refused if the profile is not there: %s",
    (content) => {
      expect(() => editProfile(content, "b", { x: 2 })).toThrow("not in the file any more");
    },
  );
});

test("whatever the file holds, the fields are set and everything else is as it was", () => {
  const profile = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 4, noNullPrototype: true });
  const indent = fc.constantFrom("", "\t", "  ", "    ");
  fc.assert(
    fc.property(fc.array(profile, { maxLength: 3 }), profile, indent, fc.string(), (others, own, space, token) => {
      const profiles = [...others.map((other) => ({ ...other, name: "other" })), { ...own, name: "b" }];
      const content = JSON.stringify({ profiles, own }, null, space);
      const expected: unknown = JSON.parse(content);
      const edited: unknown = JSON.parse(editProfile(content, "b", { token, expire: 7 }));
      expect(edited).toEqual({
        ...(typeof expected === "object" ? expected : {}),
        profiles: [
          ...others.map((other) => expect.objectContaining({ ...jsonOf(other), name: "other" })),
          { ...jsonOf(own), name: "b", token, expire: 7 },
        ],
      });
    }),
  );
});

/** The value as JSON gives it back. */
function jsonOf(value: object): object {
  return Object(JSON.parse(JSON.stringify(value)));
}
