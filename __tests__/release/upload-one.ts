// Uploads one file by the real client and says how much memory that took. Arguments: API address, file.
import { statSync } from 'node:fs';
import { createReleaseClient } from '../../src/release/github-client.ts';
import { peakMegabytes } from '../support/peak-memory.ts';

const [apiUrl = '', file = ''] = process.argv.slice(2);
const say = (): void => undefined;
const client = await createReleaseClient({
  token: 'none',
  apiUrl,
  repository: 'octo/hello',
  clock: { now: Date.now, sleep: () => Promise.resolve(), random: Math.random },
  log: {
    info: say,
    debug: say,
    notice: say,
    warning: say,
    untrusted: say,
    group: (_title, work) => work(),
  },
});
const release = {
  id: 1,
  tag: 'v1',
  name: '',
  body: '',
  draft: true,
  prerelease: false,
  immutable: false,
  htmlUrl: '',
  uploadUrl: `${apiUrl}/assets{?name,label}`,
};
const source = { kind: 'file', path: file, sizeBytes: statSync(file).size } as const;
const asset = await client.uploadAsset(release, 'big.bin', source);
console.log(`${asset.sizeBytes} bytes uploaded, peak ${peakMegabytes()} MB`);
process.exit(0);
