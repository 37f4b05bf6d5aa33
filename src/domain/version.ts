/** What is being released: one commit, and the names it goes by. */
export interface Revision {
  /** Full commit id, 40 (SHA-1) or 64 (SHA-256) hex digits. */
  readonly commit: string;
  /** Committer date in UTC, RFC 3339 to the second: `2026-03-01T12:00:00Z`. The only time that goes into a build. */
  readonly commitDate: string;
  /** The same instant in whole seconds since 1970; also SOURCE_DATE_EPOCH. */
  readonly commitEpochSeconds: number;
  /** The tag being released, prefix and `v` included. Absent for a snapshot. */
  readonly tag?: string;
  /** The tag without prefix and `v`, or the snapshot's version. */
  readonly version: string;
  /** True when `version` is a semantic version with a pre-release part. */
  readonly prerelease: boolean;
  /** True when no tag names this commit: the version is made up from the last tag and the commit. */
  readonly snapshot: boolean;
}
