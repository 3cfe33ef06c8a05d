import { expect, test } from "bun:test";
import { createPkce } from "../../../src/sign-in/pkce.ts";

test("the challenge of RFC 7636's example is that of its appendix B", () => {
  const bytes = [
    116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191, 240, 91,
    88, 5, 88, 83, 132, 141, 121,
  ];
  expect(createPkce(new Uint8Array(bytes))).toEqual({
    verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  });
});
