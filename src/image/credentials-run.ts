import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ActionError } from '../domain/errors.ts';
import type { Environment, Processes } from '../host/host.ts';
import { type Credentials, findCredentials, parseHelperAnswer } from './credentials.ts';

/** What looking for credentials needs. */
export interface CredentialParts {
  readonly env: Environment;
  readonly processes: Pick<Processes, 'capture'>;
  /** Hides a secret in everything printed from now on. */
  readonly mask: (secret: string) => void;
}

/**
 * Credentials for a registry (`ghcr.io`, `docker.io`) from docker's configuration, where a login step left them;
 * masked before they are returned. Undefined where there are none. Throws {@link ActionError}
 * `credential-helper` when a helper that the configuration names fails.
 */
export async function dockerCredentials(
  registry: string,
  parts: CredentialParts,
): Promise<Credentials | undefined> {
  const file = configFile(parts.env);
  const text = file === undefined ? undefined : await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const source = findCredentials(text, registry);
  if (source.kind === 'none') return undefined;
  const credentials =
    source.kind === 'stored'
      ? source.credentials
      : await askHelper(source.helper, source.server, parts);
  if (credentials !== undefined) {
    parts.mask(credentials.kind === 'password' ? credentials.password : credentials.token);
  }
  return credentials;
}

function configFile(env: Environment): string | undefined {
  const folder = env['DOCKER_CONFIG'] ?? '';
  if (folder !== '') return path.join(folder, 'config.json');
  const home = env['HOME'] ?? env['USERPROFILE'];
  return home === undefined ? undefined : path.join(home, '.docker', 'config.json');
}

/** @see https://github.com/docker/docker-credential-helpers#development */
async function askHelper(
  helper: string,
  server: string,
  { env, processes }: CredentialParts,
): Promise<Credentials | undefined> {
  const command = `docker-credential-${helper}`;
  if (!/^[A-Za-z0-9._-]+$/.test(helper)) throw failed(command, 'its name is no name of a program');
  const options = { cwd: path.resolve('.'), env, input: `${server}\n` };
  const { exitCode, stdout, stderr } = await processes.capture(command, ['get'], options);
  if (exitCode === 0) return parseHelperAnswer(stdout);
  // Helpers print this on standard output, and mean that nobody has logged in.
  if (/credentials not found/i.test(stdout + stderr)) return undefined;
  throw failed(command, `it ended with status ${exitCode}`);
}

function failed(command: string, why: string): ActionError {
  return new ActionError({
    code: 'credential-helper',
    message: `The credential helper ${command} of docker's configuration failed: ${why}`,
    hint: 'Check the login step, or give "registry-username" and "registry-password".',
  });
}
