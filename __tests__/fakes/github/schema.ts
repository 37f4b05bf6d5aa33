import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { isObject, type Json, type JsonObject, objectOrEmpty } from './json.ts';

/** Says what is wrong with a value, one line each; empty when nothing is. */
export type Check = (value: Json | undefined) => readonly string[];

const ROOT = 'github';

/**
 * An OpenAPI 3.0 schema as JSON Schema: `nullable` becomes a type, references point into the
 * registered description. @see the OpenAPI Specification 3.0.3, section "Schema Object"
 */
function toJsonSchema(node: Json): Json {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (!isObject(node)) return node;
  const { nullable, ...rest } = node;
  const schema: JsonObject = {};
  for (const [key, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    schema[key] =
      key === '$ref' && typeof value === 'string' && value.startsWith('#/')
        ? `${ROOT}${value}`
        : toJsonSchema(value);
  }
  if (nullable !== true) return schema;
  if (typeof schema['type'] !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const choices = schema['enum'];
  return {
    ...schema,
    type: [schema['type'], 'null'],
    ...(Array.isArray(choices) ? { enum: [...choices, null] } : {}),
  };
}

/** Compiles OpenAPI schemas against the components of one description; each schema object is compiled once. */
export function schemaCompiler(description: JsonObject): (schema: JsonObject) => Check {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  // OpenAPI's own formats, which JSON Schema does not know.
  ajv.addFormat('binary', true);
  ajv.addSchema({
    $id: ROOT,
    components: toJsonSchema(objectOrEmpty(description['components'])),
  });
  const compiled = new Map<JsonObject, Check>();
  return (schema) => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const validate = ajv.compile(objectOrEmpty(toJsonSchema(schema)));
    const check: Check = (value) => {
      if (validate(value)) return [];
      return (validate.errors ?? []).map(
        (error) =>
          `${error.instancePath === '' ? 'the value' : error.instancePath} ${error.message ?? ''}`,
      );
    };
    compiled.set(schema, check);
    return check;
  };
}
