/** What a sync does about one cluster, or one account. */
export interface SyncChange {
  readonly kind: "added" | "changed" | "removed" | "kept" | "skipped";
  /** The kubeconfig context; undefined: there is none. */
  readonly context: string | undefined;
  readonly clusterId: string | undefined;
  readonly clusterName: string | undefined;
  readonly profile: string | undefined;
  /** What changes, or why nothing does. */
  readonly note: string | undefined;
  /** Something failed: the sync is not complete. */
  readonly isFailure?: boolean;
}
