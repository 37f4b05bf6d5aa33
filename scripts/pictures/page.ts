import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import MarkdownIt from 'markdown-it';

export type Theme = 'light' | 'dark';

/**
 * Renders a job summary to the HTML that GitHub would make of it, as far as tables, lists, code and
 * inline HTML go. GitHub's sanitizer is not imitated: a summary must be harmless without it.
 */
export function renderMarkdown(markdown: string): string {
  return new MarkdownIt({ html: true, linkify: false }).render(markdown);
}

/** A whole page around {@link renderMarkdown}, in one of GitHub's two themes and in the width of its summary column. */
export function renderPage(markdown: string, theme: Theme): string {
  return `<!doctype html>
<html lang="en" data-theme="${theme}">
<head>
<meta charset="utf-8">
<title>Job summary</title>
<style>${stylesheet(theme)}</style>
<style>
  html { background: ${theme === 'light' ? '#ffffff' : '#0d1117'}; }
  .markdown-body { box-sizing: border-box; max-width: 900px; margin: 0; padding: 24px; }
</style>
</head>
<body><article class="markdown-body">${renderMarkdown(markdown)}</article></body>
</html>
`;
}

function stylesheet(theme: Theme): string {
  const file = `github-markdown-css/github-markdown-${theme}.css`;
  return readFileSync(createRequire(import.meta.url).resolve(file), 'utf8');
}
