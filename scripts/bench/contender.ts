/** A program with its arguments and surroundings, to be run over and over. */
export interface Contender {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** How each run must end; 0 unless given. */
  readonly exitCode?: number;
  /** API calls that each run must make, none unless given: a cache hit that asked the cloud is no cache hit. */
  readonly apiCalls?: number;
  /** Done before each run, outside the measured time. */
  readonly prepare?: () => void;
}
