export const id = 610;
export const ids = [610];
export const modules = {

/***/ 9285:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ describeError),
/* harmony export */   l: () => (/* binding */ ActionError)
/* harmony export */ });
/**
 * An error whose meaning is known and that is addressed to the user: it becomes one annotation,
 * without a stack. Any other error that reaches an entry is a bug of ours and is shown as one.
 */
class ActionError extends Error {
    name = 'ActionError';
    code;
    hint;
    located;
    constructor(parts) {
        super(parts.message, parts.cause === undefined ? {} : { cause: parts.cause });
        this.code = parts.code;
        this.hint = parts.hint;
        this.located = parts.located ?? [];
    }
}
/** The text of any thrown value, on one line, for use inside another message. */
function describeError(error) {
    const text = error instanceof Error ? error.message : String(error);
    return text.replace(/\s*\r?\n\s*/g, ' ').trim();
}


/***/ }),

/***/ 4610:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runEntry)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./lib/host/clock.js

/** The machine's own clock and randomness. */
function createClock() {
    return {
        now: () => Date.now(),
        sleep: async (ms) => {
            await (0,promises_.setTimeout)(ms);
        },
        random: () => Math.random(),
    };
}

;// CONCATENATED MODULE: ./lib/host/lazy-http.js
/**
 * HTTP that is loaded with the first request: Node's own HTTP stack takes longer to load than a run
 * needs whose Go is in the tool cache and whose caches are off.
 */
function createLazyHttp(parts) {
    let loaded;
    const http = () => (loaded ??= load(parts));
    return {
        text: async (request) => (await http()).text(request),
        bytes: async (request) => (await http()).bytes(request),
        download: async (request) => (await http()).download(request),
    };
}
async function load(parts) {
    const [{ createHttp }, { proxyAwareAgents }] = await Promise.all([
        __webpack_require__.e(/* import() */ 918).then(__webpack_require__.bind(__webpack_require__, 8918)),
        __webpack_require__.e(/* import() */ 932).then(__webpack_require__.bind(__webpack_require__, 6932)),
    ]);
    return createHttp({ ...parts, agents: proxyAwareAgents() });
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./lib/host/platform.js

/** The machine this process runs on. `cpus` honours CPU affinity and container quotas where Node does. */
function currentPlatform() {
    return {
        os: process.platform,
        arch: process.arch,
        cpus: Math.max(1, external_node_os_.availableParallelism()),
        // In a container the limit of its cgroup counts, which is 0 or astronomic where there is none.
        totalMemoryBytes: Math.min(external_node_os_.totalmem(), process.constrainedMemory() || Infinity),
    };
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:readline"
var external_node_readline_ = __webpack_require__(481);
;// CONCATENATED MODULE: ./lib/host/processes.js



/** How long a killed child may still hold its pipes before we stop listening. */
const PIPE_GRACE_MS = 2_000;
/** Child processes of this machine. Those of `run` are ended by a cancelled job; queries end by themselves in a moment. */
function createProcesses() {
    const running = new Set();
    const queries = new Set();
    return {
        capture: async (command, args, options) => {
            const query = capture(command, args, options);
            queries.add(query);
            return query.finally(() => queries.delete(query));
        },
        run: (command, args, options) => runTracked(running, command, args, options),
        interruptAll: (graceMs) => interruptAll(running, queries, graceMs),
    };
}
async function capture(command, args, options) {
    // @actions/exec knows how Windows finds and quotes commands; it is loaded with the first query.
    const { getExecOutput } = await __webpack_require__.e(/* import() */ 955).then(__webpack_require__.bind(__webpack_require__, 1955));
    try {
        // It splits its first argument at blanks, as a shell would; quotes keep a path together.
        return await getExecOutput(`"${command}"`, [...args], {
            cwd: options.cwd,
            env: { ...options.env },
            silent: true,
            ignoreReturnCode: true,
            ...(options.input === undefined ? {} : { input: Buffer.from(options.input) }),
        });
    }
    catch (error) {
        throw cannotStart(command, error);
    }
}
function runTracked(running, command, args, options) {
    return new Promise((resolve, reject) => {
        const child = (0,external_node_child_process_.spawn)(command, args, {
            cwd: options.cwd,
            env: { ...options.env },
            stdio: ['ignore', 'pipe', 'pipe'],
            windowsHide: true,
        });
        running.add(child);
        const stdout = collectLines(child.stdout, options.onLine);
        const stderr = collectLines(child.stderr, options.onLine);
        child.on('error', (error) => {
            running.delete(child);
            reject(cannotStart(command, error));
        });
        child.on('exit', () => {
            running.delete(child);
            // A grandchild can keep the pipes open after the child has gone: do not wait for it forever.
            setTimeout(() => {
                child.stdout.destroy();
                child.stderr.destroy();
            }, PIPE_GRACE_MS).unref();
        });
        child.on('close', (code) => {
            resolve({ exitCode: code ?? -1, stdout: stdout.join('\n'), stderr: stderr.join('\n') });
        });
    });
}
function collectLines(stream, onLine) {
    const lines = [];
    (0,external_node_readline_.createInterface)({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
        lines.push(line);
        onLine?.(line);
    });
    return lines;
}
async function interruptAll(running, queries, graceMs) {
    const children = [...running];
    const ended = Promise.allSettled([...children.map(untilExit), ...queries]);
    for (const child of children)
        child.kill('SIGINT');
    let timer;
    const graceOver = new Promise((resolve) => {
        timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([ended, graceOver]);
    clearTimeout(timer);
    const left = children.filter((child) => child.exitCode === null && child.signalCode === null);
    for (const child of left)
        child.kill('SIGKILL');
    await Promise.all(left.map(untilExit));
}
function untilExit(child) {
    if (child.exitCode !== null || child.signalCode !== null)
        return Promise.resolve();
    return new Promise((resolve) => {
        child.once('exit', () => {
            resolve();
        });
    });
}
function cannotStart(command, cause) {
    return new errors/* ActionError */.l({
        code: 'command-not-found',
        message: `Cannot start "${command}": ${(0,errors/* describeError */.U)(cause)}`,
        hint: 'Install it on the runner and make sure that it is on PATH.',
        cause,
    });
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./lib/runner/context.js


/** Reads the context. Throws `not-a-runner` when a variable that the runner always sets is missing. */
function readContext(env) {
    const imageOs = env['ImageOS'];
    return {
        workspace: required(env, 'GITHUB_WORKSPACE'),
        temp: required(env, 'RUNNER_TEMP'),
        toolCache: required(env, 'RUNNER_TOOL_CACHE'),
        repository: required(env, 'GITHUB_REPOSITORY'),
        ref: env['GITHUB_REF'] ?? '',
        refName: env['GITHUB_REF_NAME'] ?? '',
        refType: refType(env['GITHUB_REF'] ?? '', env['GITHUB_REF_TYPE']),
        sha: env['GITHUB_SHA'] ?? '',
        eventName: env['GITHUB_EVENT_NAME'] ?? '',
        event: readEvent(env['GITHUB_EVENT_PATH']),
        apiUrl: withoutSlash(env['GITHUB_API_URL'] ?? 'https://api.github.com'),
        serverUrl: withoutSlash(env['GITHUB_SERVER_URL'] ?? 'https://github.com'),
        job: env['GITHUB_JOB'] ?? '',
        runId: env['GITHUB_RUN_ID'] ?? '',
        runAttempt: env['GITHUB_RUN_ATTEMPT'] ?? '1',
        ...(imageOs === undefined || imageOs === '' ? {} : { imageOs }),
    };
}
function required(env, name) {
    const value = env[name];
    if (value !== undefined && value !== '')
        return value;
    throw new errors/* ActionError */.l({
        code: 'not-a-runner',
        message: `The environment variable ${name} is not set`,
        hint: 'Run this as a step of a GitHub Actions job; on a self-hosted runner, update the runner.',
    });
}
function refType(ref, type) {
    if (type === 'tag' || ref.startsWith('refs/tags/'))
        return 'tag';
    return type === 'branch' || ref.startsWith('refs/heads/') ? 'branch' : 'other';
}
function withoutSlash(url) {
    return url.replace(/\/+$/, '');
}
/** The payload is written by GitHub, yet it is foreign JSON: only what has the right shape is taken. */
function readEvent(path) {
    const payload = path === undefined || path === '' ? undefined : readJson(path);
    const head = textAt(payload, ['pull_request', 'head', 'repo', 'full_name']);
    const base = textAt(payload, ['pull_request', 'base', 'repo', 'full_name']);
    const repository = textAt(payload, ['repository', 'full_name']);
    const upstream = textAt(payload, ['workflow_run', 'head_repository', 'full_name']);
    const defaultBranch = textAt(payload, ['repository', 'default_branch']);
    const releaseTag = textAt(payload, ['release', 'tag_name']);
    const action = textAt(payload, ['action']);
    return {
        ...(defaultBranch === undefined ? {} : { defaultBranch }),
        ...(releaseTag === undefined ? {} : { releaseTag }),
        ...(action === undefined ? {} : { action }),
        fromFork: (base !== undefined && head !== base) || (upstream !== undefined && upstream !== repository),
    };
}
function readJson(path) {
    try {
        return JSON.parse((0,external_node_fs_.readFileSync)(path, 'utf8'));
    }
    catch {
        // A job without a payload (a local run) has no event facts; nothing depends on them alone.
        return undefined;
    }
}
function textAt(value, path) {
    let current = value;
    for (const key of path) {
        if (typeof current !== 'object' || current === null)
            return undefined;
        current = new Map(Object.entries(current)).get(key);
    }
    return typeof current === 'string' && current !== '' ? current : undefined;
}

;// CONCATENATED MODULE: ./lib/runner/inputs.js

const TRUE = new Set(['true', 'True', 'TRUE']);
const FALSE = new Set(['false', 'False', 'FALSE']);
/** Reads inputs from the step's environment: `INPUT_` and the name in upper case, spaces as `_`, hyphens kept. */
function readInputs(env) {
    const raw = (name) => {
        const value = env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`];
        return value === undefined || value.trim() === '' ? undefined : value;
    };
    const text = (name) => raw(name)?.trim();
    return {
        raw,
        text,
        flag: (name) => parseFlag(name, text(name)),
        choice: (name, allowed) => parseChoice(name, text(name), allowed),
        list: (name) => split(raw(name), /[\r\n,]+/),
        lines: (name) => split(raw(name), /[\r\n]+/),
    };
}
function parseFlag(name, value) {
    if (value === undefined)
        return undefined;
    if (TRUE.has(value))
        return true;
    if (FALSE.has(value))
        return false;
    throw unknownValue(name, value, ['true', 'false']);
}
function parseChoice(name, value, allowed) {
    if (value === undefined)
        return undefined;
    const plain = TRUE.has(value) ? 'true' : FALSE.has(value) ? 'false' : value;
    const found = allowed.find((candidate) => candidate === plain);
    if (found === undefined)
        throw unknownValue(name, value, allowed);
    return found;
}
/** The error for an input whose value is none of the allowed ones. */
function unknownValue(name, value, allowed) {
    return new errors/* ActionError */.l({
        code: 'unknown-input-value',
        message: `Input "${name}" does not take "${value}"`,
        hint: `Use one of: ${allowed.join(', ')}.`,
    });
}
function split(value, separator) {
    return (value ?? '')
        .split(separator)
        .map((part) => part.trim())
        .filter((part) => part !== '');
}

;// CONCATENATED MODULE: ./lib/runner/commands.js
/**
 * Workflow commands on standard output, as the runner reads them.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 *
 * Why not `@actions/core` for this: it loads an OIDC client and an HTTP stack before the first line
 * is printed, which doubles the start-up time of every cached run (docs/adr/0002-runner-protocol.md).
 */
/** One command as a line: `::name key=value,…::message`, with everything escaped. */
function renderCommand(name, message, properties = {}) {
    const pairs = Object.entries(properties)
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
    const head = pairs.length === 0 ? name : `${name} ${pairs.join(',')}`;
    return `::${head}::${escapeData(message)}`;
}
/** Escapes a command's message: the runner turns %0D, %0A and %25 back. */
function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
/**
 * One entry for a file command (GITHUB_OUTPUT, GITHUB_ENV, GITHUB_STATE): the heredoc form, which
 * takes any value. Throws when the value holds the delimiter, which would let it forge entries.
 */
function renderFileCommand(name, value, delimiter) {
    if (name.includes(delimiter) || value.includes(delimiter)) {
        throw new Error(`the value of ${name} holds the delimiter ${delimiter}`);
    }
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}

;// CONCATENATED MODULE: ./lib/runner/log.js

/** `::name …::` at the start of a line, or the older `##[name …]` anywhere in it. */
const LOOKS_LIKE_COMMAND = /^\s*::|##\[/m;
/** A log that speaks the runner's workflow commands. */
function createRunnerLog({ write, randomToken }) {
    const fence = (text) => {
        const token = randomToken();
        write(renderCommand('stop-commands', token));
        write(text);
        write(renderCommand(token, ''));
    };
    return {
        info: (message) => {
            // A line that happens to look like a command must not become one.
            if (LOOKS_LIKE_COMMAND.test(message))
                fence(message);
            else
                write(message);
        },
        debug: (message) => {
            write(renderCommand('debug', message));
        },
        notice: (message) => {
            write(renderCommand('notice', message));
        },
        warning: (message) => {
            write(renderCommand('warning', message));
        },
        error: (message, place) => {
            write(renderCommand('error', message, { ...place }));
        },
        mask: (secret) => {
            if (secret.trim() !== '')
                write(renderCommand('add-mask', secret));
        },
        group: async (title, work) => {
            write(renderCommand('group', title));
            try {
                return await work();
            }
            finally {
                write(renderCommand('endgroup', ''));
            }
        },
        untrusted: (text) => {
            if (text !== '')
                fence(text);
        },
    };
}

;// CONCATENATED MODULE: ./lib/runner/runner.js




/** The part of {@link Runner} that writes the runner's file commands. */
function fileCommands(env, write) {
    const append = (variable, text) => {
        const file = env[variable];
        if (file === undefined || file === '') {
            throw new Error(`the runner gave no file for ${variable}`);
        }
        (0,external_node_fs_.appendFileSync)(file, text);
    };
    const pair = (variable, name, value) => {
        append(variable, renderFileCommand(name, value, `ship_go_${(0,external_node_crypto_.randomUUID)()}`));
    };
    return {
        setOutput: (name, value) => {
            pair('GITHUB_OUTPUT', name, value);
        },
        exportVariable: (name, value) => {
            pair('GITHUB_ENV', name, value);
        },
        addPath: (folder) => {
            append('GITHUB_PATH', `${folder}\n`);
        },
        saveState: (name, value) => {
            pair('GITHUB_STATE', name, value);
        },
        state: (name) => env[`STATE_${name}`],
        addMatcher: (path) => {
            write(renderCommand('add-matcher', path));
        },
    };
}
/** GitHub refuses a step's summary above 1 MiB and then shows none of it. */
const SUMMARY_LIMIT_BYTES = 1024 * 1024;
/**
 * Adds markdown to the step's summary. A text that would be refused, or a runner without summaries,
 * is a warning: what the summary tells of has happened already.
 */
async function appendSummary(markdown, log) {
    if (Buffer.byteLength(markdown) > SUMMARY_LIMIT_BYTES) {
        log.warning('The job summary is larger than 1 MiB, which GitHub refuses, so it is left out.');
        return;
    }
    try {
        const { summary } = await Promise.all(/* import() */[__webpack_require__.e(942), __webpack_require__.e(955), __webpack_require__.e(58)]).then(__webpack_require__.bind(__webpack_require__, 6058));
        await summary.addRaw(markdown, true).write();
    }
    catch (error) {
        log.warning(`The job summary could not be written: ${(0,errors/* describeError */.U)(error)}`);
    }
}

;// CONCATENATED MODULE: ./lib/runner/entry.js










/** The runner kills a cancelled step 7.5 s after SIGINT; children get less, so that we end in order. */
const CHILD_GRACE_MS = 4_000;
const EXIT_GRACE_MS = 6_500;
/** The runner keeps ten error annotations of a step; the last place belongs to the summing-up. */
const MOST_LOCATED = 9;
/** What a cancelled run leaves behind, unless an entry says otherwise. */
const CANCELLED_HINT = 'Nothing was published half-way; re-run the job to finish it.';
/**
 * Runs one entry: builds the machine and the runner's edge, tells errors to the user (one annotation
 * each; a stack only for a bug of ours), forwards a cancelled job to child processes and ends the
 * process, since open keep-alive sockets would keep the runner waiting. `cancelledHint` is what a user
 * should know or do after a cancelled run.
 */
async function runEntry(policy, story, cancelledHint = CANCELLED_HINT) {
    const write = (line) => {
        process.stdout.write(`${line}\n`);
    };
    const log = createRunnerLog({ write, randomToken: external_node_crypto_.randomUUID });
    const processes = createProcesses();
    const stopped = untilStopped(processes, log, cancelledHint);
    let exitCode = 0;
    try {
        await Promise.race([story(createRunner(log, processes, write)), stopped]);
    }
    catch (error) {
        exitCode = reportError(error, policy, log);
        if (exitCode !== 0 && error instanceof errors/* ActionError */.l)
            await summarise(error, log);
    }
    return exitAfterFlush(exitCode);
}
function createRunner(log, processes, write) {
    const env = plainEnvironment(process.env);
    const clock = createClock();
    const host = {
        processes,
        clock,
        log,
        platform: currentPlatform(),
        http: createLazyHttp({ userAgent: 'ship-go', clock, log }),
    };
    return {
        env,
        host,
        log,
        inputs: readInputs(env),
        context: readContext(env),
        step: (title, work) => log.group(title, () => named(title, work)),
        addSummary: (markdown) => appendSummary(markdown, log),
        ...fileCommands(env, write),
    };
}
function plainEnvironment(env) {
    return Object.fromEntries(Object.entries(env).filter((entry) => entry[1] !== undefined));
}
/** The step an error came from; a WeakMap, because errors belong to those who made them. */
const stepOfError = new WeakMap();
async function named(title, work) {
    try {
        return await work();
    }
    catch (error) {
        if (typeof error === 'object' && error !== null && !stepOfError.has(error)) {
            stepOfError.set(error, title);
        }
        throw error;
    }
}
function reportError(error, policy, log) {
    const say = (message) => {
        if (policy === 'fail-job')
            log.error(message);
        else
            log.warning(message);
    };
    if (error instanceof errors/* ActionError */.l) {
        reportLocated(error, log);
        say(sentence(error));
        if (error.cause !== undefined)
            log.debug(describeCause(error.cause));
    }
    else if (isSystemError(error)) {
        // The machine refused something: a full disk, a missing permission, a file where a folder should be.
        const step = stepOfError.get(error);
        say(`${step === undefined ? '' : `${step}: `}${(0,errors/* describeError */.U)(error)}. Check that path, its permissions and the free disk space.`);
        log.debug(describeCause(error));
    }
    else {
        say(`${(0,errors/* describeError */.U)(error)}. This is a bug in ship-go: please report it with this log.`);
        log.untrusted(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    return policy === 'fail-job' ? 1 : 0;
}
/** True for errors of the operating system as Node wraps them (`ENOSPC`, `EACCES`, …). */
function isSystemError(error) {
    if (typeof error !== 'object' || error === null)
        return false;
    return 'syscall' in error && 'code' in error && /^E[A-Z0-9]+$/.test(String(error.code));
}
function reportLocated(error, log) {
    for (const { message, location } of error.located.slice(0, MOST_LOCATED)) {
        const { file, line, column } = location;
        log.error(message, { file, line, ...(column === undefined ? {} : { col: column }) });
    }
    for (const { message, location } of error.located.slice(MOST_LOCATED)) {
        log.untrusted(`${location.file}:${location.line}: ${message}`);
    }
}
function sentence(error) {
    const step = stepOfError.get(error);
    const head = step === undefined ? error.message : `${step}: ${error.message}`;
    const stop = /[.!?]$/.test(head) ? '' : '.';
    return error.hint === undefined ? `${head}${stop}` : `${head}${stop} ${error.hint}`;
}
/** A failed step has a summary, too: the one sentence that says why. A runner without summaries gets none. */
async function summarise(error, log) {
    if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') === '')
        return;
    // Inside a fence nothing is markup; no sentence of ours begins a line with tildes.
    await appendSummary(`## ship-go failed\n\n~~~text\n${sentence(error)}\n~~~\n`, log);
}
function describeCause(cause) {
    return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
/** Rejects on an error that nobody caught, and when the job is cancelled, after the children have been told and have ended. */
function untilStopped(processes, log, cancelledHint) {
    return new Promise((_resolve, reject) => {
        const cancel = (signal) => {
            log.info(`Received ${signal}: the job is being cancelled; ending child processes.`);
            setTimeout(() => process.exit(1), EXIT_GRACE_MS).unref();
            void processes.interruptAll(CHILD_GRACE_MS).then(() => {
                reject(new errors/* ActionError */.l({
                    code: 'cancelled',
                    message: `Cancelled by ${signal}`,
                    hint: cancelledHint,
                }));
            });
        };
        process.once('SIGINT', cancel);
        process.once('SIGTERM', cancel);
        // An error thrown outside the story (an event handler) must still reach the user as an annotation.
        process.once('uncaughtException', reject);
        process.once('unhandledRejection', reject);
    });
}
function exitAfterFlush(exitCode) {
    return new Promise(() => {
        process.stdout.write('', () => {
            process.exit(exitCode);
        });
    });
}


/***/ })

};
