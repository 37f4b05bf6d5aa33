import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

/** CycloneDX publishes its official schemas inside its JavaScript library. */
const SCHEMAS = path.resolve(
  import.meta.dirname,
  '../../node_modules/@cyclonedx/cyclonedx-library/res/schema',
);

const ajv = createAjv();

/** What the official schema of CycloneDX 1.6 has against a document; empty when it is valid. */
export function cycloneDxProblems(document: unknown): readonly string[] {
  const validate = ajv.getSchema('http://cyclonedx.org/schema/bom-1.6.SNAPSHOT.schema.json');
  if (validate === undefined) throw new Error('the schema of CycloneDX 1.6 was not loaded');
  if (validate(document) === true) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
  );
}

function createAjv(): Ajv {
  // Not strict about the schema itself: it explains enums in a keyword of its own.
  const made = new Ajv({ allErrors: true, strict: false });
  addFormats.default(made);
  // Internationalised forms, which ajv-formats has no words for: the plain ones are stricter.
  made.addFormat('iri-reference', /^\S*$/);
  made.addFormat('idn-email', /^\S+@\S+$/);
  for (const name of ['spdx', 'jsf-0.82', 'bom-1.6']) {
    const file = `${name}.SNAPSHOT.schema.json`;
    // They refer to each other by the names of their files.
    made.addSchema(readSchema(file), `http://cyclonedx.org/schema/${file}`);
  }
  return made;
}

function readSchema(file: string): object {
  return JSON.parse(readFileSync(path.join(SCHEMAS, file), 'utf8')) as object;
}
