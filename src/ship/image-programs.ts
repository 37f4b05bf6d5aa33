import { judgeImage } from '../binary/image-verdict.ts';
import { classifyLinkage, describeLinkage } from '../binary/linkage.ts';
import type { BinaryExpectation, BuildInfo } from '../binary/plan.ts';
import { inspectBinary } from '../binary/run.ts';
import { ActionError } from '../domain/errors.ts';
import { formatTarget } from '../domain/target.ts';
import type { Program, ProgramFacts, ProvedProgram } from '../image/plan.ts';

/**
 * Reads a program's headers and stamps. Throws {@link ActionError} when it is no program for the target whose folder
 * it lies in.
 */
export async function proveProgram(program: Program): Promise<ProvedProgram> {
  const { name, path, target } = program;
  const facts = await inspectBinary(path);
  const expectation: BinaryExpectation = {
    name: `${name} (${formatTarget(target)})`,
    target,
    goVersion: facts.buildInfo?.goVersion ?? '',
    cgo: false,
    static: 'require',
    trimpath: false,
  };
  const wrong = judgeImage(facts, expectation);
  if (wrong?.severity === 'error') throw new ActionError(wrong);
  const linkage = classifyLinkage(facts, target.goos);
  const needs =
    linkage.kind === 'static'
      ? {}
      : { needs: describeLinkage(linkage).replace(/^dynamic:/, 'needs') };
  return {
    ...program,
    facts: { sizeBytes: facts.sizeBytes, ...stamps(facts.buildInfo), ...needs },
  };
}

/** `v0.0.0-20260301120000-0123456789ab` and `v1.2.3+dirty`: made up where no tag names the commit. */
const MADE_UP_VERSION = /[-.]\d{14}-[0-9a-f]{12}|\+dirty$|^\(devel\)$/;

function stamps(info: BuildInfo | undefined): Partial<ProgramFacts> {
  const revision = info?.settings['vcs.revision'];
  const commitDate = info?.settings['vcs.time'];
  const version = info?.mainModule?.version ?? '';
  const goVersion = info?.goVersion?.replace(/^go/, '').split(' ')[0];
  return {
    ...(revision === undefined ? {} : { revision }),
    ...(commitDate === undefined ? {} : { commitDate }),
    ...(version === '' || MADE_UP_VERSION.test(version) ? {} : { version }),
    ...(goVersion === undefined ? {} : { goVersion }),
  };
}
