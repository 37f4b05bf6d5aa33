import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { promisify } from 'node:util';
import type { FakeGitHub } from '../fakes/github/server.ts';

/** Runs GitHub's own command line with these arguments in `cwd`; returns what it printed. Rejects with its words when it fails. */
export type Gh = (cwd: string, ...args: string[]) => Promise<string>;

/**
 * Runs `act` with a `gh` that takes the stand-in for an Enterprise Server. `gh` speaks nothing but
 * HTTPS to those, so a server with a certificate of its own (made with openssl in `folder`) stands in front.
 */
export async function withGh(
  github: FakeGitHub,
  folder: string,
  act: (gh: Gh, host: string) => Promise<void>,
): Promise<void> {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost'],
  ]);
  const tls = { key: await readFile(key), cert: await readFile(cert) };
  const front = https.createServer(tls, (request, response) => {
    const target = new URL(request.url ?? '/', github.apiUrl);
    const { method, headers } = request;
    const asked = http.request(target, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(asked);
  });
  await new Promise<void>((resolve) => front.listen(0, 'localhost', resolve));
  const address = front.address();
  const host = `localhost:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    GH_CONFIG_DIR: path.join(folder, 'gh'),
    GH_HOST: host,
    GH_ENTERPRISE_TOKEN: github.token({ contents: 'read' }),
    SSL_CERT_FILE: cert,
    NO_PROXY: 'localhost,127.0.0.1',
  };
  try {
    await act(async (cwd, ...args) => {
      const { stdout } = await promisify(execFile)('gh', args, { cwd, env });
      return stdout;
    }, host);
  } finally {
    front.closeAllConnections();
    front.close();
  }
}
