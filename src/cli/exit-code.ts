/** Ends the command with the exit code of a program that it ran; what there is to say, that program has said. */
export class ExitCode extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit code ${code}`);
    this.code = code;
  }
}
