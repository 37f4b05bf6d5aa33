/** Files named in the error before it says "and N more". */
const NAMED_FILES = 5;

/** The words of the error about a checkout with changes of its own, whether git tells of them or a binary does. */
export interface ModifiedCheckout {
  readonly code: 'modified-checkout';
  readonly message: string;
  readonly hint: string;
}

/**
 * The error about a checkout that differs from its commit. `what` is the start of the sentence, such as `The checkout`
 * or `app was built from a checkout that`; `files` are the changed ones as far as they are known.
 */
export function modifiedCheckout(what: string, files: readonly string[]): ModifiedCheckout {
  const named = files.slice(0, NAMED_FILES).join(', ');
  const more = files.length > NAMED_FILES ? ` and ${files.length - NAMED_FILES} more` : '';
  return {
    code: 'modified-checkout',
    message: `${what} differs from its commit${named === '' ? '' : `: ${named}${more}`}`,
    hint: 'Usual causes: an earlier step wrote files into the checkout (go generate, go mod tidy, downloaded tools, build output). Commit them, git-ignore them, or write elsewhere; `git status --porcelain` lists them.',
  };
}
