import { format, resolveConfig } from 'prettier';

/** The text as `npm run format` would leave it. `file` is absolute: its place decides the settings. */
export async function formatMarkdown(text: string, file: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}
