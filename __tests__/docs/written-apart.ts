// Pages and inputs that other branches bring. Once they are there, these lists tolerate nothing more,
// and this file can go, with the three places that use it.

/** Pages that links may point at before they are there. */
export const PAGES_WRITTEN_APART: readonly string[] = [
  'toolchain',
  'caching',
  'building',
  'release',
  'image',
  'deploy-and-verify',
].map((name) => `docs/${name}.md`);

/** Inputs of the root action that examples and pages use before action.yml has them. */
export const INPUTS_WRITTEN_APART: readonly string[] = ['shard', 'attest'];

/** Inputs of image/ that a migration page names. */
export const IMAGE_INPUTS_WRITTEN_APART: readonly string[] = [
  'base',
  'binary',
  'user',
  'expose',
  'entrypoint-args',
  'labels',
  'healthcheck',
];
