import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { ActionError, describeError } from '../domain/errors.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The certificates to trust when those of `file` (absolute) are trusted as well as Node's own, in PEM.
 * Throws {@link ActionError} `bad-ca-file` when it cannot be read or holds no certificate.
 */
export async function readCaFile(file: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw badFile(file, `cannot be read: ${describeError(cause)}`, cause);
  }
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw badFile(file, 'holds no certificate in PEM');
  const damaged = certificates.findIndex((certificate) => !isCertificate(certificate));
  if (damaged >= 0) throw badFile(file, `has a damaged certificate, number ${damaged + 1}`);
  return [...tls.getCACertificates('default'), ...certificates];
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function badFile(file: string, what: string, cause?: unknown): ActionError {
  return new ActionError({
    code: 'bad-ca-file',
    message: `The file of input "ca-file", ${file}, ${what}`,
    hint: 'Give a PEM file, relative to the workspace, with the certificate of your authority.',
    cause,
  });
}
