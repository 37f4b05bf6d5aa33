import path from 'node:path';
import { splitWords } from '../build/arguments.ts';
import type { RunFacts } from '../image/labels.ts';
import type { ImageSettings } from '../image/plan.ts';
import { parseImageSettings } from '../image/settings.ts';
import type { Runner } from '../runner/runner.ts';

/** Reads and checks every input of `image/`; the password is masked first. Throws {@link ActionError} for the first that is wrong. */
export function readImageSettings({
  inputs,
  context,
  log,
}: Pick<Runner, 'inputs' | 'context' | 'log'>): ImageSettings {
  const password = inputs.text('registry-password');
  if (password !== undefined) log.mask(password);
  const inWorkspace = (name: string): string | undefined => {
    const given = inputs.text(name);
    return given === undefined ? undefined : path.resolve(context.workspace, given);
  };
  return parseImageSettings(
    {
      artifacts: inWorkspace('artifacts'),
      binary: inputs.text('binary'),
      image: inputs.text('image'),
      tags: inputs.list('tags'),
      platforms: inputs.list('platforms'),
      base: inputs.text('base'),
      user: inputs.text('user'),
      expose: inputs.list('expose'),
      entrypointArgs: inputs.raw('entrypoint-args'),
      labels: inputs.lines('labels'),
      healthCheck: inputs.raw('healthcheck'),
      username: inputs.text('registry-username'),
      password,
      push: inputs.flag('push') ?? true,
      layout: inWorkspace('layout'),
      allowHttp: inputs.flag('allow-http') ?? false,
    },
    splitWords,
  );
}

/** What the run says about where its image comes from. */
export function runFacts({ context, env }: Pick<Runner, 'context' | 'env'>): RunFacts {
  const tag = context.refType === 'tag' ? context.refName : context.event.releaseTag;
  const epoch = env['SOURCE_DATE_EPOCH'] ?? '';
  return {
    sha: context.sha,
    ...(tag === undefined ? {} : { tag }),
    ...(/^\d{1,11}$/.test(epoch) ? { sourceDateEpoch: Number(epoch) } : {}),
  };
}
