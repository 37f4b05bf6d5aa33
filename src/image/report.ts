import { formatSize } from '../domain/size.ts';
import type { BuiltImage, ImageSettings, PlatformImage } from './plan.ts';
import { formatPlatform } from './platform.ts';
import type { PushReport } from './push-run.ts';
import { formatImageName } from './reference.ts';
import { programPath } from './root-files.ts';

/** All that a finished run tells. */
export interface ImageReport {
  readonly settings: ImageSettings;
  readonly image: BuiltImage;
  readonly tags: readonly string[];
  /** Absent when nothing was pushed. */
  readonly pushed?: PushReport;
  /** Absolute. */
  readonly layout: string;
}

/** `name@sha256:…`; the digest alone for an image without a name. */
export function imageReference({ settings, image }: ImageReport): string {
  const name = settings.image === undefined ? '' : `${formatImageName(settings.image)}@`;
  return `${name}${image.index.digest}`;
}

/** The `metadata` output: JSON with one entry for each platform. */
export function renderMetadata({ image }: ImageReport): string {
  return JSON.stringify(
    image.platforms.map((one) => ({
      platform: formatPlatform(one.platform),
      digest: one.manifest.digest,
      config: one.config.digest,
      size: compressedBytes(one),
      binary: {
        name: one.program.name,
        path: programPath(one.program.name),
        size: one.program.facts.sizeBytes,
        sha256: one.programDigest.slice('sha256:'.length),
      },
    })),
  );
}

/** The job summary, as markdown. */
export function renderImageSummary(report: ImageReport): string {
  const { settings, image, tags, pushed, layout } = report;
  const name = settings.image === undefined ? undefined : formatImageName(settings.image);
  const title = name ?? image.platforms[0]?.program.name ?? 'image';
  const rows = image.platforms.map((one) => [
    code(formatPlatform(one.platform)),
    formatSize(compressedBytes(one)),
    formatSize(one.program.facts.sizeBytes),
    code(one.manifest.digest),
  ]);
  const where =
    pushed === undefined
      ? `Not pushed (\`push: false\`). It lies in ${code(layout)}.`
      : `Pushed as ${tags.map((tag) => code(`${name ?? ''}:${tag}`)).join(', ')}: ${transfer(pushed)}.`;
  return [
    `## Image ${code(title)}`,
    where,
    `~~~text\n${imageReference(report)}\n~~~`,
    table(['platform', 'download', 'binary', 'digest'], rows),
    `Runs ${code(programPath(image.platforms[0]?.program.name ?? ''))} as user ${code(settings.user)} on ${base(settings)}.`,
    '',
  ].join('\n\n');
}

function base({ base: setting }: ImageSettings): string {
  if (setting.kind === 'image')
    return `the base ${code(`${formatImageName(setting.name)}@${setting.digest}`)}`;
  return setting.kind === 'none'
    ? 'nothing at all (`base: none`)'
    : 'certificate authorities, time zones and a user list of its own (`base: scratch`)';
}

/** How much travelled, in words: `3 uploaded (2.9 MB), 1 mounted, 2 already there`. */
export function transfer({ blobs, uploadedBytes }: PushReport): string {
  const parts = [
    blobs.uploaded === 0 ? '' : `${blobs.uploaded} uploaded (${formatSize(uploadedBytes)})`,
    blobs.mounted === 0 ? '' : `${blobs.mounted} mounted`,
    blobs.present === 0 ? '' : `${blobs.present} already there`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function compressedBytes({ manifest, config, layers }: PlatformImage): number {
  return [manifest, config, ...layers].reduce((sum, { size }) => sum + size, 0);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
