import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { parseIni } from "../../../../src/credentials/ini/parse-ini.ts";

function asObject(text: string): object {
  return Object.fromEntries([...parseIni(text)].map(([name, { values }]) => [name, Object.fromEntries(values)]));
}

describe("an INI file", () => {
  test.each<[string, string, object]>([
    ["sections and keys", "[a]\nx = 1\ny=2\n[b]\nx=3", { a: { x: "1", y: "2" }, b: { x: "3" } }],
    ["Windows line ends", "[a]\r\nx=1\r\n", { a: { x: "1" } }],
    ["old Mac line ends", "[a]\rx=1\r", { a: { x: "1" } }],
    ["a byte order mark", "\uFEFF[a]\nx=1", { a: { x: "1" } }],
    ["indented lines and spaced names", "  [ a ]\n\tx\t=\t1  ", { a: { x: "1" } }],
    ["comment lines", "# one\n[a]\n; two\n#x=0\nx=1", { a: { x: "1" } }],
    ["comments behind values", "[a]\nx=1 # one\ny=2\t; two", { a: { x: "1", y: "2" } }],
    ["a comment after a header", "[a] # comment\nx=1", { a: { x: "1" } }],
    ["the first of two sections", "[a]\nx=1\n[a]\nx=2\ny=3", { a: { x: "1" } }],
    ["the last of two keys", "[a]\nx=1\nx=2", { a: { x: "2" } }],
    ["an empty value", "[a]\nx=\ny = ''", { a: { x: "", y: "" } }],
    ["a value with equals signs", "[a]\nx=1=2==", { a: { x: "1=2==" } }],
    ["quotes", `[a]\nx="1 # 2"\ny='3;4' ; five`, { a: { x: "1 # 2", y: "3;4" } }],
    ["a quote that is not closed", `[a]\nx="1`, { a: { x: '"1' } }],
    ["text after a quoted value", `[a]\nx="1"2\ny='a' b`, { a: { x: "1", y: "a" } }],
    ["keys before the first section", "x=1\n[a]\ny=2", { a: { y: "2" } }],
    ["meaningless lines", "[a]\nnonsense\n=1\nx=1", { a: { x: "1" } }],
    ["a section without a name", "[]\nx=1\n[a]\ny=2", { a: { y: "2" } }],
    ["a header that is not closed", "[a]\nx=1\n[b\ny=2", { a: { x: "1" }, b: { y: "2" } }],
  ])("%s", (_, text, document) => {
    expect(asObject(text)).toEqual(document);
  });

  test.each([
    "a#b",
    "a;b",
    "a[b",
    "a]b",
    "a#",
    "x[default]",
    "ab'c",
    'a"b',
    "https://fake.example/?a=b#c",
    "p%40ss",
    "$x",
    "\\n",
  ])("keeps %s whole", (value) => {
    expect(asObject(`[a]\nx = ${value}\ny=${value} # comment`)).toEqual({ a: { x: value, y: value } });
  });

  test.each([
    [
      "a comment without a space before it",
      "[a]\r\n\r\naccess_key_id = LTAIfake#mine",
      3,
      "access_key_id may contain a comment",
    ],
    ["another one", "[a]\naccess_key_secret=fake;old", 2, "access_key_secret may contain a comment"],
    ["a quote that is not closed", "# x\n[a]\nrole_arn = 'acs", 3, "role_arn has a quote that is not closed"],
    ["text behind a quote", '[a]\nrole_arn = "acs" arn', 2, "role_arn has text after its closing quote"],
  ])("doubts %s, and says in which line", (_, text, line, problem) => {
    const doubts = parseIni(text).get("a")?.doubts;
    expect(doubts).toEqual([{ line, problem: expect.stringContaining(problem) }]);
  });

  test.each(["credentials_uri = http://127.0.0.1/#a;b", "process_command = sh -c 'a; b' # c", 'policy = {"a":"#"}'])(
    "does not doubt %s",
    (line) => {
      expect(parseIni(`[a]\n${line}`).get("a")?.doubts).toEqual([]);
    },
  );

  test("tells the line in which a key follows a section's name", () => {
    const document = parseIni("[b]\n[a] access_key_id=x\n[c] # fine");
    expect(document.get("a")?.mistake?.line).toBe(2);
    expect(document.get("c")?.mistake).toBeUndefined();
  });

  test("tells the line in which a section's name is not closed", () => {
    expect(parseIni("# x\n[a\ny=1").get("a")?.mistake).toEqual({
      line: 2,
      problem: "has no ] after the section's name",
    });
  });

  test("may use names that every object has", () => {
    const document = parseIni("[__proto__]\n__proto__=1\nconstructor=2");
    expect(document.get("__proto__")?.values.get("constructor")).toBe("2");
    expect(document.get("__proto__")?.values.get("__proto__")).toBe("1");
    expect(document.get("toString")).toBeUndefined();
  });
});

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,12}$/);
/** A key, a token or a URI has no white space. */
const secret = fc.stringMatching(/^[A-Za-z0-9+/=_:.[\]#;%&?@!~-]{1,40}$/).filter((text) => !/^[#;]/.test(text));
const sections = fc.dictionary(name, fc.dictionary(name, secret, { maxKeys: 4, noNullPrototype: true }), {
  maxKeys: 4,
  noNullPrototype: true,
});
const style = fc.record({
  eol: fc.constantFrom("\n", "\r\n"),
  equals: fc.constantFrom("=", " = ", "\t=  "),
  quote: fc.constantFrom("", "'", '"'),
  tail: fc.constantFrom("", "  ", " # comment", "\t; comment with [brackets] and = signs"),
});

test("whatever was written comes back, and no secret is cut short", () => {
  fc.assert(
    fc.property(sections, style, (document, { eol, equals, quote, tail }) => {
      const lines: string[] = [];
      for (const [section, keys] of Object.entries(document)) {
        lines.push(`[${section}]`, "# access_key_secret = of old");
        for (const [key, value] of Object.entries(keys))
          lines.push(`${key}${equals}${quote}${value}${quote}${tail}`, "");
      }
      expect(asObject(lines.join(eol))).toEqual(document);
    }),
  );
});

test("any text can be parsed, and every value is a piece of it", () => {
  const line = fc.oneof(fc.string(), fc.stringMatching(/^[[\]="'#; ab]{0,12}$/));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = lines.join("\n");
      for (const { values } of parseIni(text).values()) {
        for (const value of values.values()) expect(text).toContain(value);
      }
    }),
  );
});
