/** A place in the user's sources that an annotation points at. `file` is absolute; lines and columns are 1-based. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** One message tied to a place in the sources, such as a compiler error. */
export interface LocatedMessage {
  readonly message: string;
  readonly location: SourceLocation;
}

/** What an {@link ActionError} is made of. */
export interface ActionErrorParts {
  /** Stable name of the kind of failure in kebab-case, such as `unknown-target`. */
  readonly code: string;
  /** What failed, with the value at fault. One line, no full stop needed before the hint. */
  readonly message: string;
  /** What the user can do about it. One line. */
  readonly hint?: string;
  /** Where in the user's own files the error itself belongs. */
  readonly location?: SourceLocation;
  /** Further messages that belong on lines of the user's own files; each becomes an annotation of its own. */
  readonly located?: readonly LocatedMessage[];
  readonly cause?: unknown;
}

/**
 * An error whose meaning is known and that is addressed to the user: it becomes one annotation,
 * without a stack. Any other error that reaches an entry is a bug of ours and is shown as one.
 */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly location: SourceLocation | undefined;
  readonly located: readonly LocatedMessage[];

  constructor(parts: ActionErrorParts) {
    super(parts.message, parts.cause === undefined ? {} : { cause: parts.cause });
    this.code = parts.code;
    this.hint = parts.hint;
    this.location = parts.location;
    this.located = parts.located ?? [];
  }
}

/** The text of any thrown value, on one line, for use inside another message. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s*\r?\n\s*/g, ' ').trim();
}
