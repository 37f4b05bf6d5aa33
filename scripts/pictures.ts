// npm run pictures: releases the example with the built action and takes a picture of the job summary, light and dark,
// in headless Chromium (Debian's package chromium, or what CHROMIUM names). The pictures in docs/ come from here.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderPage, type Theme } from './pictures/page.ts';
import { summaryOfRelease } from './pictures/release.ts';
import { requireNode24 } from './require-node.ts';

requireNode24();
const WIDTH = 900;
const root = path.resolve(import.meta.dirname, '..');
const chromium = process.env['CHROMIUM'] ?? 'chromium';
const folder = mkdtempSync(path.join(os.tmpdir(), 'pictures-'));
try {
  const markdown = await summaryOfRelease(root, folder);
  const pictures = path.join(root, 'docs/pictures');
  mkdirSync(pictures, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    takePicture(markdown, theme, path.join(pictures, `summary-${theme}.png`));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function takePicture(markdown: string, theme: Theme, to: string): void {
  const page = path.join(folder, `${theme}.html`);
  // The page writes its own height down, so that the picture ends where the summary ends.
  const measured = renderPage(markdown, theme).replace(
    '</body>',
    '<script>document.documentElement.dataset.height = document.body.scrollHeight;</script></body>',
  );
  writeFileSync(page, measured);
  const dom = browse(page, 4000, '--dump-dom');
  const height = Number(/data-height="(\d+)"/.exec(dom)?.[1] ?? Number.NaN);
  if (!Number.isInteger(height)) throw new Error(`${chromium} did not tell how high the page is`);
  browse(page, height, `--screenshot=${to}`);
  console.log(`${path.relative(root, to)}: ${WIDTH} × ${height}`);
}

function browse(page: string, height: number, action: string): string {
  const size = `--window-size=${WIDTH},${height}`;
  // A sandbox needs user namespaces, which containers often lack; the page is our own text.
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', size];
  const profile = `--user-data-dir=${path.join(folder, 'profile')}`;
  return execFileSync(chromium, [...flags, profile, action, pathToFileURL(page).href], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
