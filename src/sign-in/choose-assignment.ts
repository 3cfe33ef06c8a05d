import type { Assignment } from "../alibaba/cloud-sso/access-assignments.ts";
import { printableLine } from "../errors/escape-control-characters.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { SignInContext } from "./sign-in-context.ts";

/** The choice to make. */
export interface Choice {
  /** `account` or `access configuration`. */
  readonly what: string;
  /** The flag that names the choice. */
  readonly flag: string;
  /** Id or name, from that flag or the profile. */
  readonly wanted: string | undefined;
}

/**
 * The wanted assignment, else the only one, else the one that the user chooses at the terminal.
 * @throws ToolError `credentials_failed` with the list if the wanted one is absent, or nobody can be asked
 */
export async function chooseAssignment(
  choice: Choice,
  all: readonly Assignment[],
  { ask, say }: Pick<SignInContext, "ask" | "say">,
): Promise<Assignment> {
  const { what, wanted } = choice;
  const [only, ...others] = all;
  if (only === undefined) {
    throw new ToolError({
      code: "credentials_failed",
      message: `this CloudSSO user has no ${what} to choose from`,
      hint: "ask the administrator of CloudSSO for an access assignment",
    });
  }
  if (wanted !== undefined)
    return find(wanted, all) ?? refuse(`there is no ${what} ${JSON.stringify(wanted)}`, choice, all);
  if (others.length === 0) {
    say(`${what}: ${describe(only)}, the only one`);
    return only;
  }
  if (ask === undefined) return refuse(`there are ${all.length} ${what}s`, choice, all);
  for (const [at, each] of all.entries()) say(`  ${at + 1}. ${describe(each)}`);
  for (;;) {
    const answer = await ask(`${what} (number, id or name): `);
    if (answer === undefined) return refuse(`no ${what} was chosen`, choice, all);
    const chosen = all[Number(answer) - 1] ?? find(answer.trim(), all);
    if (chosen !== undefined) return chosen;
    say(`there is no ${what} ${JSON.stringify(answer.trim())}`);
  }
}

function find(wanted: string, all: readonly Assignment[]): Assignment | undefined {
  const byName = all.filter(({ name }) => name === wanted);
  return all.find(({ id }) => id === wanted) ?? (byName.length === 1 ? byName[0] : undefined);
}

function describe({ id, name }: Assignment): string {
  return printableLine(name === "" ? id : `${name} (${id})`);
}

function refuse(problem: string, { flag }: Choice, all: readonly Assignment[]): never {
  throw new ToolError({
    code: "credentials_failed",
    message: problem,
    items: all.map(describe),
    hint: `choose one with ${flag} ID`,
  });
}
