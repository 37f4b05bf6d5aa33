import type { Runner } from '../../src/runner/runner.ts';

/** A runner's edge that remembers what is said to it. Only what the code under test uses is there. */
export function recordingRunner(): {
  readonly runner: Pick<Runner, 'setOutput' | 'saveState' | 'log'>;
  readonly outputs: Map<string, string>;
  readonly states: Map<string, string>;
  readonly notices: string[];
  readonly warnings: string[];
} {
  const outputs = new Map<string, string>();
  const states = new Map<string, string>();
  const notices: string[] = [];
  const warnings: string[] = [];
  return {
    outputs,
    states,
    notices,
    warnings,
    runner: {
      setOutput: (name, value) => outputs.set(name, value),
      saveState: (name, value) => states.set(name, value),
      log: {
        info: () => undefined,
        debug: () => undefined,
        warning: (message) => warnings.push(message),
        error: () => undefined,
        mask: () => undefined,
        untrusted: () => undefined,
        notice: (message) => notices.push(message),
        group: (_title, work) => work(),
      },
    },
  };
}
