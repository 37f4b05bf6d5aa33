import type { Host } from '../host/host.ts';
import type { DataDrive } from './data-drive.ts';
import type { GoConfiguration } from './module-proxies.ts';

/** Where Go is installed to and from, as far as the request does not say. */
export interface InstallContext {
  /** The runner's tool cache, absolute. */
  readonly toolCacheDir: string;
  /** A faster drive than the tool cache's, where the runner has one. */
  readonly dataDrive?: DataDrive | undefined;
  /** For downloads; need not be on the tool cache's volume. */
  readonly tempDir: string;
  /** Processors that unpacking may use. */
  readonly cpus: number;
  /** The go command's settings; asked for only when something has to be resolved or downloaded. */
  readonly goConfiguration: () => Promise<GoConfiguration>;
  /** Address of this server's GitHub API; the only place a token is sent to. */
  readonly apiUrl?: string;
  /** Go's release list; go.dev/dl when absent. */
  readonly releasesUrl?: string;
  /** Told the version as soon as it is known, before it is there. */
  readonly onVersion?: (version: string) => void;
}

/** What installing needs of the machine. */
export type InstallHost = Pick<Host, 'http' | 'clock' | 'log'>;

/** Archive and proof of one toolchain, ready to be unpacked. */
export interface FetchedToolchain {
  /** One sentence: what proves the bytes. */
  readonly proof: string;
  /** Unpacks into an empty folder and checks everything; throws, leaving the removal to the caller. */
  readonly unpack: (folder: string) => Promise<void>;
}
