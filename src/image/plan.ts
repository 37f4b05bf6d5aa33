import type { Digest } from '../domain/digest.ts';
import type { Target } from '../domain/target.ts';
import type { ImageName } from './reference.ts';

/** A platform as OCI names it. @see https://github.com/opencontainers/image-spec/blob/main/image-index.md */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  /** `v7`, `v3`, …; absent for the architecture's common level. */
  readonly variant?: string;
}

/** What lies below the program in the image. */
export type BaseSetting =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'none' }
  | { readonly kind: 'image'; readonly name: ImageName; readonly digest: Digest };

/** A health check in the words of Docker's image config: a command without a shell, times in nanoseconds. */
export interface HealthCheck {
  readonly Test: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

/** Every input of the action, parsed. After this no code sees an input's text. */
export interface ImageSettings {
  /** As given: a folder, or the artifacts.json in it; absolute. */
  readonly artifacts: string;
  readonly binary?: string;
  /** Absent only when nothing is pushed. */
  readonly image?: ImageName;
  /** As given; empty for the default. */
  readonly tags: readonly string[];
  /** Empty for every Linux binary that is there. */
  readonly platforms: readonly Platform[];
  readonly base: BaseSetting;
  /** `uid:gid`. */
  readonly user: string;
  /** `8080/tcp`, sorted. */
  readonly expose: readonly string[];
  readonly entrypointArgs: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** The command still names the program as the user did. */
  readonly healthCheck?: HealthCheck;
  readonly username?: string;
  readonly password?: string;
  readonly push: boolean;
  /** Absolute; absent for a folder of our own. */
  readonly layout?: string;
  readonly allowHttp: boolean;
}

/** One binary as it was released, found in the artifacts. */
export interface Program {
  /** The file's name, and its name in the image. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly target: Target;
  readonly platform: Platform;
}

/** What a binary says about itself, as far as an image needs it. */
export interface ProgramFacts {
  readonly sizeBytes: number;
  /** Full commit id; absent when the build stamped none. */
  readonly revision?: string;
  /** RFC 3339 in UTC; absent when the build stamped none. */
  readonly commitDate?: string;
  /** The main module's version with its `v`; absent for `(devel)` and pseudo-versions. */
  readonly version?: string;
  /** The Go that built it, without `go`. */
  readonly goVersion?: string;
  /** Why it does not start on its own, in one line; absent for a static program. */
  readonly needs?: string;
}

/** A program with what it says about itself. */
export interface ProvedProgram extends Program {
  readonly facts: ProgramFacts;
}

/** Content by its digest, as manifests and layouts list it. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/** A layer: its compressed blob, and the digest of the tar in it. */
export interface Layer {
  readonly blob: Descriptor;
  readonly diffId: Digest;
}

/** One platform of a finished image. */
export interface PlatformImage {
  readonly platform: Platform;
  readonly program: ProvedProgram;
  /** SHA-256 of the program, equal to that of the released file. */
  readonly programDigest: Digest;
  readonly manifest: Descriptor;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** A finished image; all its content lies in the layout. */
export interface BuiltImage {
  readonly index: Descriptor;
  readonly platforms: readonly PlatformImage[];
  /** Where the base's layers came from, for a mount on the same registry. */
  readonly base?: ImageName;
  /** Digests of the layers that came from the base. */
  readonly baseBlobs: ReadonlySet<Digest>;
}

/** What another capability lends: the archive formats, whose bytes depend on the input alone. */
export interface Formats {
  readonly tarHeader: (entry: {
    readonly name: string;
    readonly mode: number;
    readonly sizeBytes: number;
    readonly modifiedEpochSeconds: number;
    readonly uid?: number;
    readonly gid?: number;
  }) => Uint8Array;
  readonly gzip: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
}

/** Splits text at blanks as a shell would, quotes honoured; `input` names the input in errors. */
export type SplitWords = (text: string, input: string) => readonly string[];

/** One platform of a base image, as far as an image on top of it needs it. */
export interface BaseImage {
  /** Digest of its manifest. */
  readonly digest: Digest;
  /** Lowest first, with the media types of OCI. */
  readonly layers: readonly Descriptor[];
  readonly diffIds: readonly string[];
  /** The `config` object inside its config, as it is. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly exposedPorts: Readonly<Record<string, unknown>>;
  /** Its labels without those that describe the base itself. */
  readonly labels: Readonly<Record<string, string>>;
  readonly history: readonly unknown[];
}
