import { parseArgs } from 'node:util';

/** What `npm start -- …` takes. */
export interface DemoOptions {
  /** Folder of a Go project; absent for the example. */
  readonly project?: string;
  /** The `targets` input; absent for its default. */
  readonly targets?: string;
  /** Version to release, with or without `v`. */
  readonly version: string;
  /** Forget the caches, toolchain and timings of earlier runs first. */
  readonly clean: boolean;
  /** Folder that keeps caches, toolchain and timings between runs; absent for .cache/demo. */
  readonly state?: string;
  /** Go the whole way: image, deployment and verification as well, with the example. */
  readonly full: boolean;
}

const USAGE =
  'npm start -- [--project DIR] [--targets linux/amd64,darwin/arm64] [--version 1.2.3] [--clean] [--state DIR]\n       npm start -- --full [--clean] [--state DIR]';

/** Parses the command line. Throws with the usage for anything unknown. */
export function parseOptions(args: readonly string[]): DemoOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        project: { type: 'string' },
        targets: { type: 'string' },
        version: { type: 'string', default: '0.1.0' },
        clean: { type: 'boolean', default: false },
        state: { type: 'string' },
        full: { type: 'boolean', default: false },
      },
    });
    const { project, targets, state } = values;
    if (values.full && (project ?? targets) !== undefined) {
      throw new Error('--full goes with --clean and --state alone: it plays with the example');
    }
    return {
      ...(project === undefined ? {} : { project }),
      ...(targets === undefined ? {} : { targets }),
      ...(state === undefined ? {} : { state }),
      version: values.version.replace(/^v/, ''),
      clean: values.clean,
      full: values.full,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\nUsage: ${USAGE}`, { cause: error });
  }
}
