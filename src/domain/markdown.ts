/** Text from elsewhere as plain text, in a Markdown table as well as inside HTML. */
export function plainMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[&<>"'`|*_[\](){}\\~#!]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A figure with its unit for a narrow table: no viewer breaks it in two. Takes text of our own. */
export function unbrokenMarkdown(text: string): string {
  return text.replaceAll(' ', '&nbsp;');
}

/** Text from elsewhere as a block in which nothing is markup: the fence is longer than any inside it. */
export function fencedMarkdown(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/~+/g)].map(([run]) => run.length));
  const fence = '~'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text.trimEnd()}\n${fence}`;
}
