/**
 * Stops with a clear word where the script is not run by Node 24 or newer. npm puts the Node of
 * this project's own dependencies first on PATH, so `npm start` and `npm test` get it by themselves.
 */
export function requireNode24(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return;
  throw new Error(
    `Node ${process.versions.node} is too old: the actions run on Node 24. ` +
      'Run "npm ci" first (it brings Node 24 for Linux, macOS and Windows), then start this through npm.',
  );
}
