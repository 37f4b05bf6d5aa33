import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import type { MatcherMatch } from './problem-matcher.ts';
import type { Annotation, AnnotationLevel } from './results.ts';

/** Where a job's checkout may lie, and how to know that it is the workflow's repository. */
export interface CheckoutIdentity {
  readonly workspace: string;
  /** `https://github.com` or a server's own. */
  readonly serverUrl: string;
  /** `owner/name`. */
  readonly repository: string;
}

/**
 * The annotation for a problem matcher's match, or undefined where the runner makes none (no message, unknown severity).
 * `file` is kept only if it exists below a checkout of the workflow's repository, and is relative to that checkout.
 * Follows ConvertToIssue in OutputManager.cs; `debug` hears what was dropped and why.
 */
export function annotationFromMatch(
  match: MatcherMatch,
  checkout: CheckoutIdentity,
  debug: (text: string) => void,
): Annotation | undefined {
  const message = match.message ?? '';
  if (message.trim() === '') {
    debug('Skipping logging an issue for the matched line because the message is empty.');
    return undefined;
  }
  const level = severityLevel(match.severity ?? '');
  if (level === undefined) {
    debug(
      `Skipped logging an issue for the matched line because the severity '${match.severity ?? ''}' is not supported.`,
    );
    return undefined;
  }
  const line = positiveInteger(match.line);
  const column = positiveInteger(match.column);
  const code = (match.code ?? '').trim();
  const file = fileInCheckout(match, checkout, debug);
  return {
    level,
    message,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(code === '' ? {} : { code }),
    ...(file === undefined ? {} : { file }),
  };
}

function severityLevel(severity: string): AnnotationLevel | undefined {
  switch (severity.toLowerCase()) {
    case '':
    case 'error':
      return 'error';
    case 'warning':
      return 'warning';
    case 'notice':
      return 'notice';
    default:
      return undefined;
  }
}

function positiveInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function fileInCheckout(
  match: MatcherMatch,
  checkout: CheckoutIdentity,
  debug: (text: string) => void,
): string | undefined {
  if ((match.file ?? '').trim() === '') return undefined;
  // The folder of nothing is `.`, the workspace itself.
  const from = path.dirname(match.fromPath ?? '');
  const file = path.resolve(checkout.workspace, from, match.file ?? '');
  if (!isFile(file)) {
    debug(`Dropping file value '${file}'. Path does not exist`);
    return undefined;
  }
  const root = findCheckout(path.dirname(file), checkout);
  if (root === undefined) {
    debug(`Dropping file value '${file}'. Path is not under the workflow repo.`);
    return undefined;
  }
  return path.relative(root, file).replaceAll(path.sep, '/');
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The nearest folder upwards with a `.git/config` decides: another repository's checkout is not searched through. */
function findCheckout(folder: string, checkout: CheckoutIdentity): string | undefined {
  const config = path.join(folder, '.git', 'config');
  if (existsSync(config)) {
    return isWorkflowRepository(readFileSync(config, 'utf8'), checkout) ? folder : undefined;
  }
  const parent = path.dirname(folder);
  return parent === folder ? undefined : findCheckout(parent, checkout);
}

function isWorkflowRepository(gitConfig: string, checkout: CheckoutIdentity): boolean {
  const { serverUrl, repository } = checkout;
  const urls = [
    `url = ${serverUrl}/${repository}`,
    `url = git@${new URL(serverUrl).hostname}:${repository}.git`,
  ].map((url) => url.toLowerCase());
  return gitConfig.split('\n').some((line) => urls.includes(line.trim().toLowerCase()));
}
