import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** A key and a certificate chain, as `tls.createServer` takes them. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** An authority of our own, made with OpenSSL. */
export interface Authority {
  /** PEM file of its certificate. */
  readonly file: string;
  /** A certificate for `names` (`DNS:example.test,IP:127.0.0.1`). `from` and `to` as `YYYYMMDDHHMMSSZ`; default: now, for a day. */
  issue(names: string, validity?: { from: string; to: string }): Promise<ServerCertificate>;
}

/** Creates an authority in `folder`, which is made where needed. */
export async function createAuthority(folder: string): Promise<Authority> {
  await mkdir(folder, { recursive: true });
  const openssl = async (...args: string[]): Promise<void> => {
    await promisify(execFile)('openssl', args, { cwd: folder });
  };
  await writeFile(path.join(folder, 'index.txt'), '');
  await writeFile(path.join(folder, 'ca.cnf'), CONFIGURATION);
  await openssl(...selfSigned('/CN=Test authority', 'ca'));
  let count = 0;
  return {
    file: path.join(folder, 'ca.pem'),
    async issue(names, validity) {
      count += 1;
      const name = `leaf${count}`;
      await writeFile(
        path.join(folder, `${name}.ext`),
        `subjectAltName=${names}\nbasicConstraints=CA:false\n`,
      );
      await openssl(
        ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
        ...['-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`],
      );
      await openssl(
        ...['ca', '-batch', '-notext', '-config', 'ca.cnf', '-in', `${name}.csr`],
        ...['-out', `${name}.pem`, '-extfile', `${name}.ext`],
        ...(validity === undefined
          ? ['-days', '1']
          : ['-startdate', validity.from, '-enddate', validity.to]),
      );
      return readPair(folder, name);
    },
  };
}

/** A certificate for 127.0.0.1 and localhost that vouches for itself. */
export async function createSelfSigned(folder: string): Promise<ServerCertificate> {
  await mkdir(folder, { recursive: true });
  const args = [
    ...selfSigned('/CN=localhost', 'self'),
    ...['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
  ];
  await promisify(execFile)('openssl', args, { cwd: folder });
  return readPair(folder, 'self');
}

function selfSigned(subject: string, name: string): string[] {
  return [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '1', '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.pem`],
  ];
}

async function readPair(folder: string, name: string): Promise<ServerCertificate> {
  return {
    key: await readFile(path.join(folder, `${name}.key`), 'utf8'),
    cert: await readFile(path.join(folder, `${name}.pem`), 'utf8'),
  };
}

const CONFIGURATION = `[ca]
default_ca = own
[own]
dir = .
database = index.txt
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
`;
