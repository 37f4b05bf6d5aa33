import { classifyLinkage, describeLinkage } from '../binary/linkage.ts';
import type { BinaryExpectation, BinaryFacts, Finding } from '../binary/plan.ts';
import { inspectBinary } from '../binary/run.ts';
import { judgeBinary } from '../binary/verdict.ts';
import { listCgoPackages } from '../build/cgo-run.ts';
import type { BuiltBinary } from '../build/plan.ts';
import { ActionError } from '../domain/errors.ts';
import { formatTarget } from '../domain/target.ts';
import type { Runner } from '../runner/runner.ts';
import type { FlowParts, ProvedBinary } from './flow.ts';

/**
 * Reads a binary and holds it against what was asked. Throws {@link ActionError} for the first thing
 * that is wrong, with the rest in the log.
 */
export async function proveBinary(
  built: BuiltBinary,
  parts: FlowParts,
  runner: Runner,
): Promise<ProvedBinary> {
  const { log } = runner;
  const facts = await inspectBinary(built.path);
  const findings = await judge(built, facts, parts, runner);
  const errors = findings.filter(({ severity }) => severity === 'error');
  for (const { severity, message, hint } of findings) {
    if (severity === 'warning') log.warning(`${message}. ${hint}`);
    if (severity === 'notice') log.notice(`${message}. ${hint}`);
  }
  const [first, ...others] = errors;
  for (const { message, hint } of others) log.info(`${message}. ${hint}`);
  if (first !== undefined) throw new ActionError(first);
  log.info(
    `${formatTarget(built.target)}: ${describeLinkage(classifyLinkage(facts, built.target.goos))}`,
  );
  return { built, facts };
}

async function judge(
  built: BuiltBinary,
  facts: BinaryFacts,
  { settings, subject, go, shipment }: FlowParts,
  { host }: Runner,
): Promise<readonly Finding[]> {
  const isStamped = subject.repositoryRoot !== undefined;
  const expectation: BinaryExpectation = {
    name: `${built.main.binaryName} (${formatTarget(built.target)})`,
    target: built.target,
    goVersion: go.toolchain.version,
    cgo: settings.build.cgo,
    static: settings.static,
    trimpath: true,
    tags: settings.build.tags,
    changedFiles: subject.dirtyFiles,
    ...(isStamped ? { commit: subject.revision.commit } : {}),
  };
  const findings = judgeBinary(facts, expectation);
  const isCgo = facts.buildInfo?.settings['CGO_ENABLED'] === '1';
  const step = shipment.build.steps.find(({ outputPath }) => outputPath === built.path);
  if (!isCgo || step === undefined || findings.every(({ code }) => code !== 'not-static')) {
    return findings;
  }
  // Which packages are to blame is asked only when there is something to blame them for.
  const where = { goBinary: go.toolchain.goBinary, cwd: shipment.build.cwd };
  const cgoPackages = await listCgoPackages(step, where, host);
  return judgeBinary(facts, { ...expectation, cgoPackages });
}
