import { ActionError } from '../domain/errors.ts';
import type { ReleaseSettings } from '../release/plan.ts';
import type { RunnerContext } from '../runner/context.ts';
import type { Inputs } from '../runner/inputs.ts';
import { readReleaseSettings } from '../ship/settings.ts';
import { parseExpected } from './expected.ts';

/** Every input of the publish action, parsed. */
export interface PublishSettings {
  readonly release: ReleaseSettings;
  readonly tag: string;
  /** `tag-prefix`: what precedes the version in this project's tags. */
  readonly tagPrefix: string;
  /** Names of the assets that must be there; never empty, `SHA256SUMS` left out. */
  readonly expected: readonly string[];
}

/** Reads and checks every input. Throws {@link ActionError} for the first that is wrong. */
export function readPublishSettings(inputs: Inputs, context: RunnerContext): PublishSettings {
  const release = readReleaseSettings(inputs, context);
  const ref = context.ref.startsWith('refs/tags/') ? context.ref : undefined;
  const tag = (release.tag ?? ref)?.replace(/^refs\/tags\//, '');
  if (tag === undefined) {
    throw new ActionError({
      code: 'release-without-tag',
      message: `There is no tag to publish: this run (event "${context.eventName}") is on ${context.ref === '' ? 'no ref' : context.ref}`,
      hint: 'Set the input tag, or run the workflow on a tag.',
    });
  }
  return {
    release,
    tag,
    tagPrefix: inputs.text('tag-prefix') ?? '',
    expected: parseExpected(inputs.text('expect')),
  };
}
