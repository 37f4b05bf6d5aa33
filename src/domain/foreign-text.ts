/** Everything of C0, C1 and DEL but tab and line break: it would move the cursor or colour the log. */
// eslint-disable-next-line no-control-regex -- these signs are the subject
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text from a server as it may be shown: control characters become `�`, line breaks are plain. */
export function printableText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROL, '�');
}

/** A foreign value inside a sentence: quoted, on one line, cut after `most` characters. */
export function quoted(text: string, most = 100): string {
  const line = printableText(text).replace(/\s+/g, ' ').trim();
  return JSON.stringify(line.length > most ? `${line.slice(0, most)}…` : line);
}
