import { createPublicKey, X509Certificate } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type SigstoreOptions,
  type SigstoreStandIn,
  startSigstore,
} from '../fakes/sigstore/server.ts';
import { verifyEnvelope } from '../fakes/sigstore/signing-services.ts';
import { createGitRepository, type GitRepository } from '../support/git-repository.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/workspace.ts';
import { annotations, FAST, REPOSITORY, type Scene, type Shipped, startScene } from './scene.ts';

const TAG = 'v1.0.0';
const REF = `refs/tags/${TAG}`;
const INPUTS = {
  cache: 'false',
  targets: 'linux/amd64,windows/amd64',
  'cache-on-release': 'all',
  sbom: 'true',
};

let folder: TemporaryFolder;
let hello: GitRepository;
let sha: string;

beforeAll(async () => {
  folder = await temporaryFolder('attest-');
  hello = await createGitRepository(path.join(folder.path, 'hello'), {
    files: {
      'go.mod': 'module example.com/hello\n\ngo 1.24.0\n',
      'main.go': 'package main\n\nvar version string\n\nfunc main() { println(version) }\n',
    },
  });
  sha = await hello.git('rev-parse', 'HEAD');
  await hello.tag(TAG);
});

afterAll(async () => {
  await folder.remove();
});

/** What one run of the tag did. */
interface Attested {
  readonly shipped: Shipped;
  readonly sigstore: SigstoreStandIn;
  readonly scene: Scene;
  /** Whether the release was still a draft, for each attestation that was stored. */
  readonly draftWhenStored: readonly (boolean | undefined)[];
}

async function release(
  inputs: Readonly<Record<string, string>>,
  options: Partial<SigstoreOptions> & {
    readonly visibility?: string;
    readonly mayIdentify?: boolean;
  },
  look: (done: Attested) => Promise<void> | void,
): Promise<void> {
  const scene = await startScene({ tags: { [TAG]: sha } });
  const draftWhenStored: (boolean | undefined)[] = [];
  const sigstore = await startSigstore({
    identity: { repository: REPOSITORY, ref: REF, sha },
    apiUrl: scene.github.apiUrl,
    folder: folder.path,
    onStored: () => draftWhenStored.push(scene.github.releases(REPOSITORY)[0]?.draft),
    ...options,
  });
  const { visibility = 'public', mayIdentify = true } = options;
  try {
    const shipped = await scene.ship({
      workspace: hello.path,
      sha,
      ref: REF,
      env: { ...FAST, ...sigstore.env },
      with: { ...INPUTS, ...inputs },
      github: {
        apiUrl: sigstore.apiUrl,
        event: { repository: { default_branch: 'main', visibility } },
      },
      ...(mayIdentify ? { services: { idTokenUrl: sigstore.idTokenUrl } } : {}),
    });
    await look({ shipped, sigstore, scene, draftWhenStored });
    expect(scene.github.violations).toEqual([]);
  } finally {
    await sigstore.close();
    await scene.close();
  }
}

interface Bundle {
  readonly verificationMaterial: {
    readonly certificate: { readonly rawBytes: string };
    readonly tlogEntries: readonly { readonly logIndex: string }[];
    readonly timestampVerificationData: { readonly rfc3161Timestamps: readonly unknown[] };
  };
  readonly dsseEnvelope: {
    readonly payload: string;
    readonly payloadType: string;
    readonly signatures: readonly { readonly sig: string }[];
  };
}

interface Statement {
  readonly predicateType: string;
  readonly subject: readonly {
    readonly name: string;
    readonly digest: { readonly sha256: string };
  }[];
  readonly predicate: {
    readonly buildDefinition: { readonly resolvedDependencies: readonly unknown[] };
  };
}

describe('a release by a job that may attest', () => {
  it('has one statement about every asset, signed by a certified key and stored before it is public', async () => {
    await release({}, {}, ({ shipped, sigstore, scene, draftWhenStored }) => {
      expect(draftWhenStored).toEqual([true]);
      expect(annotations(shipped.main, 'error')).toEqual([]);
      expect(annotations(shipped.main, 'notice')).toEqual([]);
      expect(sigstore.stored.map(({ repository }) => repository)).toEqual([REPOSITORY]);
      const { dsseEnvelope, verificationMaterial } = sigstore.stored[0]?.bundle as Bundle;
      const certificate = new X509Certificate(
        Buffer.from(verificationMaterial.certificate.rawBytes, 'base64'),
      );
      const envelope = { ...dsseEnvelope, sig: dsseEnvelope.signatures[0]?.sig ?? '' };
      expect(
        verifyEnvelope(
          envelope,
          createPublicKey(certificate.publicKey.export({ format: 'pem', type: 'spki' })),
        ),
      ).toBe(true);
      expect(verificationMaterial.tlogEntries).toHaveLength(1);
      const statement = JSON.parse(
        Buffer.from(dsseEnvelope.payload, 'base64').toString(),
      ) as Statement;
      expect(statement.predicateType).toBe('https://slsa.dev/provenance/v1');
      expect(statement.predicate.buildDefinition.resolvedDependencies).toEqual([
        { uri: `git+https://github.com/${REPOSITORY}@${REF}`, digest: { gitCommit: sha } },
      ]);
      const [published] = scene.github.releases(REPOSITORY);
      const digests = (published?.assets ?? []).map(({ name, digest }) => [name, digest]);
      expect(digests).toHaveLength(5);
      expect(
        statement.subject.map(({ name, digest }) => [name, `sha256:${digest.sha256}`]).sort(),
      ).toEqual(digests.sort());
      expect(shipped.main.summary).toMatch(/gh attestation verify/);
      expect(shipped.main.summary).toMatch(/attestations\/4711/);
    });
  });

  it('uses the timestamps of GitHub, and no public log, for a private repository', async () => {
    await release({}, { visibility: 'private' }, ({ sigstore }) => {
      expect(sigstore.logged).toBe(0);
      expect(sigstore.asked.map((line) => line.split(' ')[0])).not.toContain('rekor.sigstore.dev');
      const { verificationMaterial } = sigstore.stored[0]?.bundle as Bundle;
      expect(verificationMaterial.timestampVerificationData.rfc3161Timestamps).toHaveLength(1);
    });
  });
});

describe('a release by a job that may not', () => {
  it('goes on with a notice that names both permissions', async () => {
    await release({}, { mayIdentify: false }, ({ shipped, sigstore }) => {
      expect(shipped.main.outputs['published']).toBe('true');
      expect(sigstore.stored).toEqual([]);
      expect(annotations(shipped.main, 'notice')).toEqual([
        expect.stringMatching(/id-token: write.*attestations: write/),
      ]);
    });
  });

  it('fails before the build under attest: true', async () => {
    await release({ attest: 'true' }, { mayIdentify: false }, ({ shipped, scene }) => {
      expect(annotations(shipped.main, 'error')).toEqual([
        expect.stringMatching(/"attest" is true.*id-token: write/),
      ]);
      expect(shipped.log).not.toMatch(/packages compiled|from the build cache/);
      expect(scene.github.releases(REPOSITORY)).toEqual([]);
    });
  });

  it.each([
    [
      'the permission to store is missing',
      { refuses: { status: 403, message: 'Resource not accessible by integration' } },
      /attestations: write/,
      'warning',
    ],
    [
      'GitHub offers it not for this repository',
      {
        refuses: {
          status: 404,
          message: 'Feature not available for user owned private repositories',
        },
      },
      /organisations on a plan/,
      'notice',
    ],
  ] as const)(
    'is published with a word about it where %s',
    async (_case, options, words, level) => {
      await release({}, options, ({ shipped }) => {
        expect(shipped.main.outputs['published']).toBe('true');
        expect(annotations(shipped.main, level)).toEqual([expect.stringMatching(words)]);
      });
    },
  );

  it('stays a draft under attest: true when the signing service is down', async () => {
    await release({ attest: 'true' }, { down: 'fulcio.sigstore.dev' }, ({ shipped, scene }) => {
      expect(shipped.main.outcome).toBe('failure');
      expect(annotations(shipped.main, 'error')).toEqual([
        expect.stringMatching(/signing certificate.*503.*Re-run/),
      ]);
      expect(scene.github.releases(REPOSITORY)).toMatchObject([{ draft: true }]);
    });
  });
});

describe('a dry run', () => {
  it('attests nothing, even under attest: true, and needs no permission', async () => {
    await release(
      { attest: 'true', release: 'false' },
      { mayIdentify: false },
      ({ shipped, sigstore }) => {
        expect(shipped.main.outcome).toBe('success');
        expect(sigstore.asked).toEqual([]);
      },
    );
  });
});
