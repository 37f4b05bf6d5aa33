import path from 'node:path';

/** The layers of a step's environment, weakest first. */
export interface EnvironmentLayers {
  /** What the runner itself was started with. */
  readonly processEnv: Readonly<Record<string, string>>;
  /** The job's `env:` and everything exported so far. */
  readonly globalEnv: ReadonlyMap<string, string>;
  /** The step's own `env:`. */
  readonly stepEnv: Readonly<Record<string, string>>;
  readonly state: ReadonlyMap<string, string>;
  /** By their names in action.yml or `with:`. */
  readonly inputs: ReadonlyMap<string, string>;
  /** Folders added by GITHUB_PATH, oldest first. */
  readonly addedPaths: readonly string[];
  /** GITHUB_*, RUNNER_* and ACTIONS_*: nothing can override them. */
  readonly protectedVariables: Readonly<Record<string, string>>;
}

/** The whole environment of an action's process, after NodeScriptActionHandler.cs, Handler.cs and ProcessInvoker.cs. */
export function buildStepEnvironment(layers: EnvironmentLayers): Record<string, string> {
  const env: Record<string, string> = {};
  const apply = (entries: Iterable<readonly [string, string]>): void => {
    for (const [name, value] of entries) setVariable(env, name, value);
  };
  apply(Object.entries(layers.processEnv));
  apply(layers.globalEnv);
  apply(Object.entries(layers.stepEnv));
  apply([...layers.state].map(([name, value]) => [`STATE_${name}`, value]));
  apply([...layers.inputs].map(([name, value]) => [inputVariable(name), value]));
  if (layers.addedPaths.length > 0) {
    setVariable(env, 'PATH', prependPaths(layers.addedPaths, getVariable(env, 'PATH') ?? ''));
  }
  apply(Object.entries(layers.protectedVariables));
  removeVariable(env, 'NODE_ICU_DATA');
  setVariable(env, 'GITHUB_ACTIONS', 'true');
  if (getVariable(env, 'CI') === undefined) setVariable(env, 'CI', 'true');
  return env;
}

/** `INPUT_GO-VERSION`: spaces become underscores, hyphens stay. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

function prependPaths(added: readonly string[], current: string): string {
  const front = [...added].reverse().join(path.delimiter);
  // An empty element would mean the current folder.
  if (current === '') return front;
  return current.startsWith(front + path.delimiter) ? current : front + path.delimiter + current;
}

/** Windows knows no case in names: the later spelling replaces the earlier. */
function existingName(env: Readonly<Record<string, string>>, name: string): string | undefined {
  if (process.platform !== 'win32') return name in env ? name : undefined;
  return Object.keys(env).find((known) => known.toUpperCase() === name.toUpperCase());
}

function getVariable(env: Readonly<Record<string, string>>, name: string): string | undefined {
  const known = existingName(env, name);
  return known === undefined ? undefined : env[known];
}

function setVariable(env: Record<string, string>, name: string, value: string): void {
  removeVariable(env, name);
  env[name] = value;
}

function removeVariable(env: Record<string, string>, name: string): void {
  const known = existingName(env, name);
  if (known !== undefined) Reflect.deleteProperty(env, known);
}
