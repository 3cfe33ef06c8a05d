/** An API's action, as people and RAM know it. */
export interface Api {
  /** How people know the API, e.g. `the ACK API`. */
  readonly name: string;
  /** The RAM action that a policy must allow for the call; undefined where RAM policies have no say. */
  readonly ramAction: string | undefined;
}
