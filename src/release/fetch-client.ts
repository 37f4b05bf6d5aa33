import { type Digest, sha256Digest } from '../domain/digest.ts';
import type { Http } from '../host/host.ts';

/** One asset to fetch, as it was found to be. */
export interface WantedAsset {
  readonly id: number;
  readonly sizeBytes: number;
  readonly digest: Digest;
}

/** Where a release's assets are fetched from. */
export interface AssetStore {
  readonly http: Http;
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
}

/**
 * Streams an asset into `toFile` (absolute, overwritten) and compares size and digest. Throws `ActionError`
 * without an answer, else a plain error that says what came instead; the file is of no use then.
 * @see https://docs.github.com/en/rest/releases/assets#get-a-release-asset
 */
export async function fetchAsset(
  store: AssetStore,
  asset: WantedAsset,
  toFile: string,
): Promise<void> {
  const repository = store.repository.split('/').map(encodeURIComponent).join('/');
  const { status, sizeBytes, sha256 } = await store.http.download({
    method: 'GET',
    url: `${store.apiUrl.replace(/\/+$/, '')}/repos/${repository}/releases/assets/${asset.id}`,
    headers: { accept: 'application/octet-stream', authorization: `token ${store.token}` },
    maxBytes: asset.sizeBytes,
    toFile,
  });
  if (status !== 200) throw new Error(`GitHub answered ${status}`);
  if (sizeBytes !== asset.sizeBytes || sha256Digest(sha256) !== asset.digest) {
    throw new Error(`GitHub sent ${sizeBytes} bytes with another digest than the release has`);
  }
}
