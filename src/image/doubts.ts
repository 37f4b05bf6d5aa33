import { withProgram } from './healthcheck.ts';
import type { ImageSettings } from './plan.ts';
import { programPath } from './root-files.ts';

/**
 * What is allowed and most likely not meant, one line each: a program that runs as root, and a health check that names a
 * command which an image of ours does not hold. `name` is the program's.
 */
export function doubtsAbout(
  { base, healthCheck, user }: Pick<ImageSettings, 'base' | 'healthCheck' | 'user'>,
  name: string,
): readonly string[] {
  const doubts: string[] = [];
  if (user.startsWith('0:')) {
    doubts.push(
      `The program will run as root (user ${user}), which Kubernetes refuses with runAsNonRoot. Leave "user" out for 65532:65532.`,
    );
  }
  const path = programPath(name);
  const [kind, command] = healthCheck === undefined ? [] : withProgram(healthCheck, path).Test;
  if (base.kind !== 'image' && kind === 'CMD' && command !== path) {
    doubts.push(
      `The health check runs "${command ?? ''}", but the image holds no program other than ${path} and no shell. Give options of the program, such as -healthcheck.`,
    );
  }
  return doubts;
}
