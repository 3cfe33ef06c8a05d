import { expect, test } from "bun:test";
import { readBody } from "../../../src/http/read-body.ts";
import { toolErrorOf } from "../../support/tool-error-of.ts";

const MEGABYTE = 1024 * 1024;

/** A response whose body comes in these pieces, and how many of them were asked for. */
function pieces(chunks: readonly Uint8Array<ArrayBuffer>[]): { response: Response; taken: () => number } {
  let taken = 0;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: (controller) => {
        const chunk = chunks[taken];
        taken += 1;
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
    },
    { highWaterMark: 0 },
  );
  return { response: new Response(stream), taken: () => taken };
}

test("a body is read whole", async () => {
  expect(await readBody(new Response("Größe ✓"), "fake.example")).toBe("Größe ✓");
  expect(await readBody(new Response(null, { status: 204 }), "fake.example")).toBe("");
  expect(await readBody(new Response(""), "fake.example")).toBe("");
});

test("a character that arrives in two pieces is one character", async () => {
  const bytes = new TextEncoder().encode("a✓b");
  const { response } = pieces([bytes.slice(0, 2), bytes.slice(2, 3), bytes.slice(3)]);
  expect(await readBody(response, "fake.example")).toBe("a✓b");
});

test("a body of exactly the limit is read", async () => {
  expect(await readBody(new Response("x".repeat(MEGABYTE)), "fake.example")).toHaveLength(MEGABYTE);
});

test("a larger body is an error, and is not read to its end", async () => {
  const { response, taken } = pieces(Array.from({ length: 100 }, () => new Uint8Array(MEGABYTE / 4)));
  const error = await toolErrorOf(() => readBody(response, "fake.example"));
  expect(error).toMatchObject({ code: "api_answer_invalid", exitCode: 1 });
  expect(error.message).toStartWith("fake.example sent more than 1024 kB");
  expect(taken()).toBeLessThan(10);
});
