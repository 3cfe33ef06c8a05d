/** A program with its arguments and environment, to be run repeatedly. */
export interface Contender {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The expected exit code; 0 by default. */
  readonly exitCode?: number;
  /** The expected API calls of each run, none by default: a call that asked the cloud is not a cache hit. */
  readonly apiCalls?: number;
  /** Runs before each run, outside the measured time. */
  readonly prepare?: () => void;
}
