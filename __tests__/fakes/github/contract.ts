import { readFileSync } from 'node:fs';
import {
  isObject,
  type Json,
  type JsonObject,
  objectOrEmpty,
  parseJson,
  stringOrUndefined,
} from './json.ts';
import { type Check, schemaCompiler } from './schema.ts';

/** One operation of the official description, addressed by its `operationId`. */
export interface Operation {
  readonly id: string;
  /** Lower case, as the description writes it. */
  readonly method: string;
  readonly template: string;
  readonly definition: JsonObject;
}

/** An operation together with the decoded path parameters of one request. */
export interface Match {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

/** What is judged about a request; `body` is the parsed JSON, undefined when there was none. */
export interface RequestFacts {
  readonly query: URLSearchParams;
  readonly body: Json | undefined;
}

/** The official description, ready to match and judge exchanges. */
export interface Contract {
  /** The operation for a method and an undecoded path without API prefix; undefined when none fits. */
  match(method: string, path: string): Match | undefined;
  /** What the request does against the description, one line each. Unknown query or body fields count. */
  requestProblems(match: Match, facts: RequestFacts): readonly string[];
  /** What an answer does against the description, one line each. */
  responseProblems(operation: Operation, status: number, body: Json | undefined): readonly string[];
}

/**
 * Statuses that GitHub answers although the description of an operation does not list them: bad
 * JSON (400), bad credentials (401), missing permission or rate limit (403, 429), no access (404),
 * refused values (422). Their bodies must still be errors in the described form.
 */
const UNLISTED_ERRORS = new Set([400, 401, 403, 404, 422, 429]);

interface Route {
  readonly operation: Operation;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly literals: number;
}

function readSubset(): JsonObject {
  const text = readFileSync(new URL('./openapi-subset.json', import.meta.url), 'utf8');
  const subset = objectOrEmpty(parseJson(text));
  allowStarterState(subset);
  return subset;
}

/**
 * The upload operation's text says that a failed upload may leave "an empty asset with a state of
 * `starter`", but the schema's enum has only `uploaded` and `open`. The text is what is observed.
 */
function allowStarterState(subset: JsonObject): void {
  const schemas = objectOrEmpty(objectOrEmpty(subset['components'])['schemas']);
  const properties = objectOrEmpty(objectOrEmpty(schemas['release-asset'])['properties']);
  const state = objectOrEmpty(properties['state']);
  if (Array.isArray(state['enum'])) state['enum'].push('starter');
}

function resolve(subset: JsonObject, node: Json | undefined): JsonObject {
  const reference = isObject(node) ? stringOrUndefined(node['$ref']) : undefined;
  if (reference === undefined) return objectOrEmpty(node);
  const target = reference
    .slice(2)
    .split('/')
    .reduce<JsonObject>((at, key) => objectOrEmpty(at[key]), subset);
  return resolve(subset, target);
}

function parametersOf(subset: JsonObject, operation: Operation, place: string): JsonObject[] {
  const listed = operation.definition['parameters'];
  const all = Array.isArray(listed) ? listed.map((each) => resolve(subset, each)) : [];
  return all.filter((parameter) => parameter['in'] === place);
}

function routeOf(subset: JsonObject, operation: Operation): Route {
  const wide = new Set(
    parametersOf(subset, operation, 'path')
      .filter((parameter) => parameter['x-multi-segment'] === true)
      .map((parameter) => parameter['name']),
  );
  const names: string[] = [];
  const source = operation.template.replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return wide.has(name) ? '(.+)' : '([^/]+)';
  });
  const literals = operation.template.replace(/\{\w+\}/g, '').length;
  return { operation, pattern: new RegExp(`^${source}$`), names, literals };
}

function routesOf(subset: JsonObject): Route[] {
  const routes: Route[] = [];
  for (const [template, item] of Object.entries(objectOrEmpty(subset['paths']))) {
    for (const [method, definition] of Object.entries(objectOrEmpty(item))) {
      const node = objectOrEmpty(definition);
      const id = stringOrUndefined(node['operationId']) ?? `${method} ${template}`;
      routes.push(routeOf(subset, { id, method, template, definition: node }));
    }
  }
  // `releases/latest` before `releases/{release_id}`: the more that is literal, the better the match.
  return routes.sort((a, b) => b.literals - a.literals);
}

/** A parameter's text as the value its schema speaks of. */
function parameterValue(schema: JsonObject, text: string): Json {
  return schema['type'] === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
}

/** Undoes percent-encoding; text that is not well encoded stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Reads the committed subset of GitHub's OpenAPI description. */
export function loadContract(): Contract {
  const subset = readSubset();
  const compile = schemaCompiler(subset);
  const routes = routesOf(subset);
  const schemas = objectOrEmpty(objectOrEmpty(subset['components'])['schemas']);
  const errorCheck = compile(objectOrEmpty(schemas['basic-error']));

  function parameterProblems(
    operation: Operation,
    place: 'path' | 'query',
    given: Readonly<Record<string, string>>,
  ): string[] {
    const parameters = parametersOf(subset, operation, place);
    const known = new Set(parameters.map((parameter) => parameter['name']));
    const unknown = Object.keys(given).filter((name) => !known.has(name));
    const wrong = parameters.flatMap((parameter) => {
      const name = stringOrUndefined(parameter['name']) ?? '';
      const text = given[name];
      if (text === undefined) {
        return parameter['required'] === true ? [`${place} parameter ${name} is missing`] : [];
      }
      const schema = resolve(subset, parameter['schema']);
      const problems = compile(schema)(parameterValue(schema, text));
      return problems.map((problem) => `${place} parameter ${name}: ${problem}`);
    });
    return [...unknown.map((name) => `${place} parameter ${name} does not exist`), ...wrong];
  }

  function bodyProblems(operation: Operation, body: Json | undefined): string[] {
    const request = resolve(subset, operation.definition['requestBody']);
    const media = objectOrEmpty(objectOrEmpty(request['content'])['application/json']);
    const schema = resolve(subset, media['schema']);
    if (media['schema'] === undefined) return [];
    if (body === undefined) return request['required'] === true ? ['the body is missing'] : [];
    const known = objectOrEmpty(schema['properties']);
    const unknown = Object.keys(objectOrEmpty(body)).filter((name) => !(name in known));
    return [
      ...unknown.map((name) => `body field ${name} does not exist`),
      ...compile(schema)(body).map((problem) => `body: ${problem}`),
    ];
  }

  function listedCheck(operation: Operation, status: number): Check | undefined {
    const responses = objectOrEmpty(operation.definition['responses']);
    const response = responses[String(status)];
    if (response === undefined) return undefined;
    const content = objectOrEmpty(resolve(subset, response)['content']);
    const schema = objectOrEmpty(content['application/json'])['schema'];
    if (isObject(schema)) return compile(schema);
    return status >= 400 ? errorCheck : (body) => (body === undefined ? [] : ['has a body']);
  }

  return {
    match(method, path) {
      for (const { operation, pattern, names } of routes) {
        const found = operation.method === method.toLowerCase() ? pattern.exec(path) : null;
        if (found === null) continue;
        const params = names.map((name, at) => [name, decoded(found[at + 1] ?? '')]);
        return { operation, params: Object.fromEntries(params) as Record<string, string> };
      }
      return undefined;
    },
    requestProblems({ operation, params }, { query, body }) {
      return [
        ...parameterProblems(operation, 'path', params),
        ...parameterProblems(operation, 'query', Object.fromEntries(query)),
        ...bodyProblems(operation, body),
      ];
    },
    responseProblems(operation, status, body) {
      const check = listedCheck(operation, status);
      if (check !== undefined) return check(body);
      if (!UNLISTED_ERRORS.has(status)) return [`status ${status} is not described`];
      return isObject(body) && typeof body['message'] === 'string'
        ? errorCheck(body)
        : ['an error must say its message'];
    },
  };
}
