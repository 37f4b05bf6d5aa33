export const id = 342;
export const ids = [342];
export const modules = {

/***/ 408:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  T: () => (/* binding */ buildTargets),
  q: () => (/* binding */ readGoSettings)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/target.js
var target = __webpack_require__(8955);
;// CONCATENATED MODULE: ./lib/build/diagnostics.js

const POSITION = /^(?:vet: )?(.+?\.(?:go|s|S|c|h|cc|cpp|cxx|m|f|mod|work|sum)):(\d+)(?::(\d+))?: (.+)$/;
/** Progress and headings; "too many errors" follows ten that are shown; EOF ends a file that -x shows. */
const NOISE = /^go: downloading |^go: extracting |^# |too many errors$|^WORK=|^EOF$/;
/**
 * Reads the output of `go build -v`. Relative files are relative to `cwd`; only those below `root`
 * (both absolute) become located, others cannot be annotated. Indented lines continue the one before.
 */
function parseDiagnostics(output, cwd, root) {
    const located = [];
    const general = [];
    let compiledPackages = 0;
    for (const message of joinContinued(output)) {
        if (NOISE.test(message))
            continue;
        if (/^[^\s:]+$/.test(message)) {
            compiledPackages += 1;
            continue;
        }
        const found = locate(message, cwd, root);
        if (found === undefined)
            general.push(message);
        else
            located.push(found);
    }
    return { located, general, compiledPackages };
}
function joinContinued(output) {
    const messages = [];
    for (const line of output.split(/\r?\n/).map((one) => one.trimEnd())) {
        const last = messages.length - 1;
        if (line === '')
            continue;
        if (/^\s/.test(line) && last >= 0)
            messages[last] = `${messages[last] ?? ''} ${line.trim()}`;
        else
            messages.push(line.trim());
    }
    return messages;
}
function locate(text, cwd, root) {
    const [, name, line, column, message] = POSITION.exec(text) ?? [];
    if (name === undefined || message === undefined)
        return undefined;
    const file = external_node_path_.resolve(cwd, name);
    const relative = external_node_path_.relative(root, file);
    if (relative.startsWith('..') || external_node_path_.isAbsolute(relative))
        return undefined;
    return {
        message,
        location: {
            file,
            line: Number(line),
            ...(column === undefined ? {} : { column: Number(column) }),
        },
    };
}
/** What to do about the usual failures. The first that matches any message counts. */
const REMEDIES = [
    [
        /missing go\.sum entry|no required module provides|updates to go\.mod needed/,
        'Run "go mod tidy" and commit go.mod and go.sum.',
    ],
    [/inconsistent vendoring/, 'Run "go mod vendor" (or "go work vendor") and commit the result.'],
    [
        /requires go >= /,
        'Set "go-version" to a newer Go, or leave it out to take the one go.mod asks for.',
    ],
    [
        /-(race|msan|asan) requires cgo/,
        'Take that flag out of "build-flags", or set "cgo: true" with "targets: host".',
    ],
    [
        /error obtaining VCS status|dubious ownership/,
        'The recorded revision needs git and a readable checkout: install git in the container and check who owns the files.',
    ],
    [
        /signal: killed/,
        'The machine ran out of memory: use fewer targets per job, or a larger runner.',
    ],
    [/no space left on device/, 'The disk is full: use fewer targets per job, or free space before.'],
    [
        /requires external \(cgo\) linking|C source files not allowed/,
        'This needs a C compiler: drop the target, or set "cgo: true" on a machine of its kind.',
    ],
    [
        /build constraints exclude all Go files/,
        'A package has no file for that target: leave the target out of "targets", or the command out of "packages".',
    ],
    [
        /module lookup disabled|dial tcp|connection refused|i\/o timeout|410 Gone|404 Not Found/,
        'A module could not be downloaded: check GOPROXY, GOPRIVATE and the network.',
    ],
];
/** What the user can do about a failed build, by what it printed. Undefined when only the code itself can be at fault. */
function remedyFor(messages) {
    return REMEDIES.find(([pattern]) => messages.some((message) => pattern.test(message)))?.[1];
}

// EXTERNAL MODULE: ./lib/build/environment.js
var environment = __webpack_require__(9997);
// EXTERNAL MODULE: ./lib/domain/checksum-mismatch.js
var checksum_mismatch = __webpack_require__(9270);
;// CONCATENATED MODULE: ./lib/build/failure.js





/** Targets that one annotation names before it says "and N more". */
const NAMED_TARGETS = 3;
/**
 * One error for all failed builds, code `build-failed`: it names every failed target, and has each
 * compiler message once, with the targets it came from. Messages that are annotations of their own
 * are counted, not repeated. A module that differs from go.sum is an error of its own
 * (`checksum-mismatch`). `failures` is not empty.
 */
function buildFailed(failures, plan) {
    const names = [...new Set(failures.map(({ step }) => (0,target/* formatTarget */.P4)(step.target)))];
    const located = mergeLocated(failures);
    const general = [...new Set(failures.flatMap(({ diagnostics }) => diagnostics.general))];
    const mismatch = (0,checksum_mismatch/* checksumMismatch */.I)(general.join('\n'));
    if (mismatch !== undefined)
        return mismatch;
    const hint = remedyFor([...general, ...located.map((one) => one.message)]);
    return new errors/* ActionError */.l({
        code: 'build-failed',
        message: `go build failed for ${names.join(', ')} (${failures.length} of ${plan.steps.length} builds): ${cause(failures, located, general, plan)}`,
        hint: hint ??
            (located.length > 0
                ? 'Mend the code; the whole output of the compiler is in the log of this step.'
                : 'The whole output of the go command is in the log of this step.'),
        located,
    });
}
function cause(failures, located, general, { sourceRoot }) {
    if (failures.every(({ exitCode }) => exitCode === -1))
        return 'it was interrupted by a signal';
    const [first] = general;
    const place = located[0]?.location;
    if (place === undefined)
        return first ?? `exit status ${failures[0]?.exitCode ?? 1}`;
    const file = external_node_path_.relative(sourceRoot, place.file).split(external_node_path_.sep).join('/');
    return located.length === 1
        ? `1 error, at ${file}:${place.line}`
        : `${located.length} errors, the first at ${file}:${place.line}`;
}
function mergeLocated(failures) {
    const merged = new Map();
    for (const { step, diagnostics } of failures) {
        for (const one of diagnostics.located) {
            const { file, line, column } = one.location;
            const key = JSON.stringify([file, line, column, one.message]);
            const entry = merged.get(key) ?? { one, targets: new Set() };
            entry.targets.add((0,target/* formatTarget */.P4)(step.target));
            merged.set(key, entry);
        }
    }
    return [...merged.values()].map(({ one, targets }) => ({
        ...one,
        message: `${one.message} (${someOf([...targets])})`,
    }));
}
function someOf(targets) {
    const more = targets.length - NAMED_TARGETS;
    const named = targets.slice(0, NAMED_TARGETS).join(', ');
    return more > 0 ? `${named} and ${more} more` : named;
}

;// CONCATENATED MODULE: ./lib/build/schedule.js
/** Memory that linking one large program takes, with room to compile: measured at about 1.1 GB for a 55 MB binary. */
const BYTES_PER_BUILD = 1_200_000_000;
/** How many `go build` run at once: one per target and per processor, as many as memory holds, at least 1. */
function concurrentBuilds(steps, machine) {
    const byMemory = Math.floor(machine.totalMemoryBytes / BYTES_PER_BUILD);
    return Math.max(1, Math.min(steps, machine.cpus, byMemory));
}
/**
 * The step to start next, undefined when none can: the first in plan order whose target has no
 * unfinished step before it. Commands of one target share nearly all their packages, so the second
 * waits for the first to have compiled them. Processors are shared between the builds that run
 * together: the last ones, with nothing left to start after them, get more each.
 */
function nextStep(progress, machine) {
    const { targets, started, finished } = progress;
    const jobs = concurrentBuilds(targets.length, machine);
    const running = started.size - finished.size;
    if (running >= jobs)
        return undefined;
    const ready = targets.flatMap((_, index) => (isReady(index, progress) ? [index] : []));
    const [index] = ready;
    if (index === undefined)
        return undefined;
    const together = Math.min(jobs, running + ready.length);
    const left = targets.length - started.size;
    const tail = targets.length % jobs;
    const sharers = left <= tail ? Math.min(together, tail) : together;
    return { index, parallelism: Math.ceil(machine.cpus / sharers) };
}
function isReady(index, { targets, started, finished }) {
    if (started.has(index))
        return false;
    const first = targets.indexOf(targets[index] ?? '');
    return first === index || finished.has(first);
}

;// CONCATENATED MODULE: ./lib/build/run.js








/**
 * Carries out a plan: several `go build` at once, as many as the machine holds. After a failure
 * nothing new starts, what runs may end, and every failed build is reported. Returns the binaries in
 * plan order, after the last `onBuilt` has ended.
 * Throws {@link ActionError} `build-failed` with located compiler errors, or the first error of `onBuilt`.
 */
async function buildTargets(plan, go, host, handlers = {}) {
    const run = {
        started: new Set(),
        finished: new Set(),
        built: new Map(),
        failures: new Map(),
        errors: [],
    };
    const targets = plan.steps.map((step) => (0,target/* formatTarget */.P4)(step.target));
    const followUpLimit = 2 * concurrentBuilds(targets.length, host.platform);
    const building = new Set();
    const followUps = new Set();
    const follow = (binary) => {
        if (handlers.onBuilt !== undefined)
            track(followUps, handlers.onBuilt(binary), run.errors);
    };
    for (;;) {
        const isStopped = run.failures.size > 0 || run.errors.length > 0;
        const mayStart = !isStopped && followUps.size < followUpLimit;
        const next = mayStart ? nextStep({ targets, ...run }, host.platform) : undefined;
        if (next !== undefined) {
            run.started.add(next.index);
            track(building, buildStep(plan, next.index, next.parallelism, { go, host, run, follow }), run.errors);
        }
        else if (building.size + followUps.size > 0) {
            await Promise.race([...building, ...followUps]);
        }
        else {
            break;
        }
    }
    throwFailures(plan, run, host);
    return inOrder(run.built);
}
/** Keeps `work` in `set` until it ends. Its error goes to `errors`, so the tracked promise never rejects. */
function track(set, work, errors) {
    const tracked = work
        .catch((error) => {
        errors.push(error);
    })
        .finally(() => set.delete(tracked));
    set.add(tracked);
}
async function buildStep(plan, index, parallelism, context) {
    const { go, host, run, follow } = context;
    const step = plan.steps[index];
    if (step === undefined)
        return;
    try {
        await prepareOutput(step, plan.relink);
        const [verb = 'build', ...rest] = step.argv;
        const args = [verb, `-p=${parallelism}`, ...rest];
        const startedAt = host.clock.now();
        host.log.info(`${(0,target/* formatTarget */.P4)(step.target)}: building ${step.main.binaryName}`);
        host.log.debug(`${(0,target/* formatTarget */.P4)(step.target)}: go ${args.join(' ')}`);
        const result = await host.processes.run(go.goBinary, args, { cwd: plan.cwd, env: step.env });
        const output = `${result.stdout}\n${result.stderr}`.trim();
        const diagnostics = parseDiagnostics(output, plan.cwd, plan.sourceRoot);
        if (result.exitCode !== 0) {
            run.failures.set(index, { step, diagnostics, exitCode: result.exitCode });
            host.log.info(`${(0,target/* formatTarget */.P4)(step.target)}: go build of ${step.main.importPath} failed:`);
            host.log.untrusted(output);
            return;
        }
        // Warnings, and what flags such as -x were given for.
        if (diagnostics.general.length > 0)
            host.log.untrusted(output);
        const binary = {
            target: step.target,
            main: step.main,
            path: step.outputPath,
            durationMs: host.clock.now() - startedAt,
            compiledPackages: diagnostics.compiledPackages,
        };
        run.built.set(index, binary);
        host.log.info(describeBuilt(binary));
        follow(binary);
    }
    finally {
        run.finished.add(index);
    }
}
async function prepareOutput(step, relink) {
    try {
        if (relink)
            await (0,promises_.rm)(step.outputPath, { force: true });
        await (0,promises_.mkdir)(external_node_path_.dirname(step.outputPath), { recursive: true });
    }
    catch (cause) {
        throw new errors/* ActionError */.l({
            code: 'output-directory',
            message: `Cannot write to ${external_node_path_.dirname(step.outputPath)}: ${(0,errors/* describeError */.U)(cause)}`,
            hint: 'Set "output-directory" to a folder this job may write to.',
            cause,
        });
    }
}
function describeBuilt(binary) {
    const seconds = (binary.durationMs / 1000).toFixed(1);
    const compiled = binary.compiledPackages === 0
        ? 'every package from the build cache'
        : `${binary.compiledPackages} packages compiled`;
    return `${(0,target/* formatTarget */.P4)(binary.target)}: built ${binary.main.binaryName} in ${seconds} s, ${compiled}`;
}
function throwFailures(plan, run, host) {
    const failures = inOrder(run.failures);
    const [first, ...others] = run.errors;
    const unthrown = failures.length > 0 ? run.errors : others;
    for (const error of unthrown)
        host.log.warning((0,errors/* describeError */.U)(error));
    if (failures.length > 0)
        throw buildFailed(failures, plan);
    if (run.errors.length > 0)
        throw first;
}
function inOrder(byIndex) {
    return [...byIndex].sort(([a], [b]) => a - b).map(([, value]) => value);
}
/**
 * The settings of the Go at hand that a build environment is made from, by name; those this Go does
 * not know are absent. The `go env -w` file counts. Throws {@link ActionError} `go-env`.
 */
async function readGoSettings(go, { processes }) {
    const { cwd, env } = go;
    const result = await processes.run(go.goBinary, ['env', '-json', ...environment/* SETTINGS_TO_READ */.nP], {
        cwd,
        env: { ...env, PWD: cwd },
    });
    if (result.exitCode !== 0) {
        throw new errors/* ActionError */.l({
            code: 'go-env',
            message: `"go env" failed: ${(0,errors/* describeError */.U)(result.stderr.trim())}`,
            hint: 'Check the GOFLAGS, GOEXPERIMENT, GOENV and HOME variables of the job.',
        });
    }
    const json = JSON.parse(result.stdout);
    const entries = Object.entries(json ?? {}).filter((entry) => typeof entry[1] === 'string');
    return Object.fromEntries(entries);
}


/***/ }),

/***/ 4783:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U5: () => (/* binding */ targetsOfShard),
/* harmony export */   _D: () => (/* binding */ formatShard),
/* harmony export */   uK: () => (/* binding */ parseShard)
/* harmony export */ });
/* unused harmony exports MAX_SHARDS, splitTargets */
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);

/** GitHub runs at most so many jobs of one matrix. @see https://docs.github.com/en/actions/reference/limits */
const MAX_SHARDS = 256;
/**
 * Parses the `shard` input: `k/n` with k from 1, or `auto` for the job's place in its matrix.
 * Undefined when nothing is given: then the job builds every target. Throws {@link ActionError} `bad-shard`.
 */
function parseShard(text, strategy) {
    if (text === undefined)
        return undefined;
    const given = text === 'auto' ? shardOfMatrix(strategy) : text;
    const [, first, second] = /^([0-9]{1,3})\/([0-9]{1,3})$/.exec(given) ?? [];
    const [index, count] = [Number(first), Number(second)];
    if (index >= 1 && index <= count && count <= MAX_SHARDS)
        return { index, count };
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'bad-shard',
        message: `Input "shard" does not take "${text}"`,
        hint: `Use k/n with k from 1 to n and n at most ${MAX_SHARDS}, such as 1/3 (counted from 1, not from 0), or "auto" for the job's place in its matrix.`,
    });
}
function shardOfMatrix({ jobIndex, jobTotal }) {
    if (/^\d+$/.test(jobIndex) && /^\d+$/.test(jobTotal))
        return `${Number(jobIndex) + 1}/${jobTotal}`;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'bad-shard',
        message: `Input "shard" is "auto", but the job's place in its matrix is not known (job-index "${jobIndex}", job-total "${jobTotal}")`,
        hint: 'Leave the inputs job-index and job-total out, or name the part yourself, such as shard: 1/3.',
    });
}
/** `2/3`: the form of the `shard` input. */
function formatShard({ index, count }) {
    return `${index}/${count}`;
}
/**
 * The targets that a shard builds, in their order: every `count`th, so that sizes differ by one at
 * most and every job works out the same split without a word to the others. All without a shard.
 */
function targetsOfShard(targets, shard) {
    if (shard === undefined)
        return targets;
    return targets.filter((_, at) => at % shard.count === shard.index - 1);
}
/**
 * The shards that split `targets` into at most `count` jobs, none of them empty; at least one. Throws
 * {@link ActionError} `bad-shards` for a number below 1 or above {@link MAX_SHARDS}.
 */
function splitTargets(targets, count) {
    if (!Number.isSafeInteger(count) || count < 1 || count > MAX_SHARDS) {
        throw new ActionError({
            code: 'bad-shards',
            message: `Input "shards" is not a whole number from 1 to ${MAX_SHARDS}`,
            hint: 'Say how many jobs share the targets, such as shards: 3.',
        });
    }
    const used = Math.max(1, Math.min(count, targets.length));
    return Array.from({ length: used }, (_, at) => ({ index: at + 1, count: used }));
}


/***/ }),

/***/ 9270:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ checksumMismatch)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);

/** What the go command prints when a download is not what a checksum was recorded for. */
const MISMATCH = /verifying (\S+)@(\S+?)(\/go\.mod)?: checksum mismatch\s+downloaded:\s+(h1:\S+)\s+(\S+):\s+(h1:\S+)/;
/**
 * The error for a module that differs from its recorded checksum, read from what any go command
 * printed; undefined when that is not what went wrong. Code `checksum-mismatch`.
 * @see https://go.dev/ref/mod#module-cache and checkModSum in Go's src/cmd/go/internal/modfetch/fetch.go
 */
function checksumMismatch(output) {
    const [, module, version, goMod, downloaded, recordedBy, recorded] = MISMATCH.exec(output) ?? [];
    if (module === undefined || version === undefined || recordedBy === undefined)
        return undefined;
    const what = `${goMod === undefined ? '' : 'the go.mod of '}${module}@${version}`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'checksum-mismatch',
        message: `The download of ${what} does not match ${recordedBy}: it has ${downloaded ?? ''}, recorded is ${recorded ?? ''}`,
        hint: recordedBy === 'go.sum' ? remedyForGoSum(module, version) : REMEDY_FOR_DATABASE,
    });
}
function remedyForGoSum(module, version) {
    return (`See which of the two https://sum.golang.org/lookup/${module}@${version} has. If go.sum is wrong (a bad merge, a tag that was moved before it was public), ` +
        `delete its ${module} ${version} lines, run "go mod tidy" and commit go.sum. If the download is wrong, do not release: what GOPROXY serves was changed.`);
}
const REMEDY_FOR_DATABASE = 'The checksum database saw other bytes for this version: the tag was moved, or what GOPROXY serves was changed. Require another version, and do not release until you know why.';


/***/ }),

/***/ 342:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _project_run_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1240);
/* harmony import */ var _runner_entry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4610);
/* harmony import */ var _runner_phase_js__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(1861);
/* harmony import */ var _ship_attest_step_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4524);
/* harmony import */ var _ship_cache_ahead_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2585);
/* harmony import */ var _ship_cache_step_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5635);
/* harmony import */ var _ship_go_step_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(456);
/* harmony import */ var _ship_host_target_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1006);
/* harmony import */ var _ship_outputs_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5952);
/* harmony import */ var _ship_release_step_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(8787);
/* harmony import */ var _ship_report_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(4009);
/* harmony import */ var _ship_settings_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(102);
/* harmony import */ var _ship_shipment_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(4911);
/* harmony import */ var _ship_state_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(2760);
/* harmony import */ var _ship_subject_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(404);
/* harmony import */ var _ship_target_flow_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(970);
















// The main step of the root action: from source to release, top to bottom.
await (0,_runner_entry_js__WEBPACK_IMPORTED_MODULE_1__/* .runEntry */ .C)('fail-job', async (runner) => {
    runner.saveState(_runner_phase_js__WEBPACK_IMPORTED_MODULE_15__/* .PHASE_STATE */ .i$, 'post');
    const startedMs = runner.host.clock.now();
    const host = (0,_ship_host_target_js__WEBPACK_IMPORTED_MODULE_6__/* .hostTarget */ .a)(runner.host.platform);
    const settings = (0,_ship_settings_js__WEBPACK_IMPORTED_MODULE_10__/* .readSettings */ .s)(runner.inputs, runner.context, host);
    const project = (0,_project_run_js__WEBPACK_IMPORTED_MODULE_0__/* .loadProject */ .g)(settings.workingDirectory, runner.env['GOWORK']);
    const subject = await runner.step('Read the project', () => (0,_ship_subject_js__WEBPACK_IMPORTED_MODULE_13__/* .readSubject */ .$)(settings, project, runner));
    const cached = (0,_ship_cache_step_js__WEBPACK_IMPORTED_MODULE_4__/* .cacheSubject */ .D4)({ settings, project, subject });
    // The caches come while Go is being installed; their step takes over from there.
    const ahead = (0,_ship_cache_ahead_js__WEBPACK_IMPORTED_MODULE_3__/* .restoreAhead */ .m)(settings.cache, cached, runner);
    const go = await runner.step('Install Go', () => (0,_ship_go_step_js__WEBPACK_IMPORTED_MODULE_5__/* .provideGo */ .m)({ settings, project, subject }, runner, ahead.begin));
    // Before anything else asks go about packages: it would download modules that the cache has.
    const caches = await runner.step('Restore the caches', () => (0,_ship_cache_step_js__WEBPACK_IMPORTED_MODULE_4__/* .restoreGoCaches */ .Md)(settings.cache, { ...cached, go }, runner, ahead));
    (0,_ship_outputs_js__WEBPACK_IMPORTED_MODULE_7__/* .outputCaches */ .XE)(caches, runner);
    const shipment = await runner.step('Plan the shipment', () => (0,_ship_shipment_js__WEBPACK_IMPORTED_MODULE_11__/* .planShipment */ .O)({ settings, project, subject, go, host }, runner));
    const release = await runner.step('Look at the release', () => (0,_ship_release_step_js__WEBPACK_IMPORTED_MODULE_8__/* .lookAtRelease */ .Ar)(shipment.release, runner));
    if (release.kind === 'already-released') {
        await (0,_ship_report_js__WEBPACK_IMPORTED_MODULE_9__/* .reportAlreadyReleased */ .q)(release.outcome, { settings, shipment, subject }, runner);
        return;
    }
    const attestation = (0,_ship_attest_step_js__WEBPACK_IMPORTED_MODULE_2__/* .planAttestation */ ._)({ settings, subject, shipment, session: release.session }, runner);
    const state = (0,_ship_state_js__WEBPACK_IMPORTED_MODULE_12__/* .keepRunState */ .EI)(runner, { caches: caches.state, succeeded: false });
    const { session } = attestation;
    release.keepIn(state);
    const shipped = await runner.step('Build, prove, package and upload', () => (0,_ship_target_flow_js__WEBPACK_IMPORTED_MODULE_14__/* .shipTargets */ .j)({ settings, subject, go, shipment, session }, runner));
    state.update({ succeeded: true });
    const provenance = await attestation.attest(shipped);
    const outcome = await runner.step('Finish the release', () => release.finish(state));
    const totalMs = runner.host.clock.now() - startedMs;
    await (0,_ship_report_js__WEBPACK_IMPORTED_MODULE_9__/* .reportShipped */ .w)({ settings, subject, go, caches, shipped, provenance, outcome, totalMs }, runner);
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 3856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ CHECKSUMS_NAME),
/* harmony export */   p: () => (/* binding */ renderChecksums)
/* harmony export */ });
/* harmony import */ var _domain_digest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2002);
/* harmony import */ var _order_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5212);


/** The name of the checksum file of a release. */
const CHECKSUMS_NAME = 'SHA256SUMS';
/**
 * The text of a `SHA256SUMS` file that `sha256sum --check` accepts: one line per file, two spaces
 * between digest and name, sorted by name bytewise. Throws a plain error for a name twice or one
 * with a line break: a bug, since names are checked when they are planned.
 */
function renderChecksums(entries) {
    const sorted = entries.toSorted((left, right) => (0,_order_js__WEBPACK_IMPORTED_MODULE_0__/* .bytewise */ .Z)(left.name, right.name));
    const lines = sorted.map(({ name, digest }, index) => {
        if (/[\r\n\\]/.test(name))
            throw new Error(`not a name for a checksum file: ${name}`);
        if (sorted[index - 1]?.name === name)
            throw new Error(`two checksums for ${name}`);
        return `${(0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .digestHex */ .s)(digest)}  ${name}\n`;
    });
    return lines.join('');
}


/***/ }),

/***/ 8532:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S9: () => (/* binding */ renderArchiveName),
/* harmony export */   aM: () => (/* binding */ usesBinary)
/* harmony export */ });
/* unused harmony export archiveArchitecture */
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_nearest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5542);
/* harmony import */ var _domain_target_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8955);



const PLACEHOLDER = /\{([^{}]*)\}/g;
/** Characters that some file system refuses in a name, and control characters. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f<>:"/\\|?*]/;
/** GOARM where a target names none: the go command's own default when it cross-compiles. */
const DEFAULT_ARM = '7';
/** GOMIPS and GOMIPS64 where a target names none. */
const DEFAULT_MIPS = 'hardfloat';
/** True when the template asks for one asset per program. */
function usesBinary(template) {
    return template.includes('{binary}');
}
/**
 * The architecture with its level as goreleaser's default archive names have it: `armv7`,
 * `amd64v3`, `mips_softfloat`; plain `amd64` for v1. MIPS always has its float mode there. Levels
 * that goreleaser leaves out (`GOARM64`, `GO386`, …) are appended, so that two of them never collide.
 * @see https://goreleaser.com/customization/archive/ `name_template`
 */
function archiveArchitecture({ goarch, variant }) {
    const level = variant?.replaceAll(',', '_');
    if (goarch === 'arm')
        return `armv${level ?? DEFAULT_ARM}`;
    if (goarch.startsWith('mips'))
        return `${goarch}_${level ?? DEFAULT_MIPS}`;
    if (level === undefined)
        return goarch;
    if (goarch === 'amd64')
        return level === 'v1' ? goarch : `${goarch}${level}`;
    return goarch === 'arm64' ? `${goarch}${level}` : `${goarch}_${level}`;
}
/**
 * A template with its placeholders filled in. A `/` in a value (a monorepo's tag) becomes `-`.
 * Throws {@link ActionError} `archive-name` for an unknown or empty placeholder and for a result
 * that is no portable file name.
 */
function renderArchiveName(template, values) {
    const known = {
        name: values.name,
        version: values.version,
        tag: values.tag,
        os: values.target.goos,
        arch: archiveArchitecture(values.target),
        binary: values.binary,
    };
    const rendered = template.replace(PLACEHOLDER, (whole, key) => {
        if (!Object.hasOwn(known, key))
            throw unknownPlaceholder(template, whole, Object.keys(known));
        const value = known[key];
        if (value === undefined || value === '')
            throw emptyPlaceholder(template, whole);
        return value.replaceAll('/', '-');
    });
    if (!isPortable(rendered))
        throw unportable(template, rendered, values.target);
    return rendered;
}
function isPortable(name) {
    return (name !== '' &&
        !UNSAFE.test(name) &&
        !/[{}]/.test(name) &&
        !/^[. ]|[. ]$/.test(name) &&
        Buffer.byteLength(name) <= 200);
}
function unknownPlaceholder(template, placeholder, known) {
    const all = known.map((key) => `{${key}}`);
    const close = (0,_domain_nearest_js__WEBPACK_IMPORTED_MODULE_1__/* .nearest */ .p)(placeholder, all)[0];
    const meant = close === undefined ? '' : `Did you mean ${close}? `;
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'archive-name',
        message: `archive-name "${template}" has the unknown placeholder ${placeholder}`,
        hint: `${meant}There are ${all.join(' ')}.`,
    });
}
function emptyPlaceholder(template, placeholder) {
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'archive-name',
        message: `archive-name "${template}" has ${placeholder}, which is empty in this run`,
        hint: placeholder === '{tag}' ? 'Use {version}, which every run has.' : 'Leave it out.',
    });
}
function unportable(template, rendered, target) {
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'archive-name',
        message: `archive-name "${template}" gives ${JSON.stringify(rendered)} for ${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTarget */ .P4)(target)}, which is no file name on every system`,
        hint: 'Use letters, digits and - _ + . and the placeholders, without / and not beginning or ending with a dot.',
    });
}


/***/ }),

/***/ 5212:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ bytewise)
/* harmony export */ });
/** Compares two texts by their UTF-8 bytes: the same order on every machine, in every locale. For `sort`. */
function bytewise(left, right) {
    return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
}


/***/ }),

/***/ 189:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HK: () => (/* binding */ sbomName),
/* harmony export */   Ph: () => (/* binding */ planArchives),
/* harmony export */   Y: () => (/* binding */ DEFAULT_INCLUDES)
/* harmony export */ });
/* unused harmony exports DEFAULT_ARCHIVE_NAME, archiveFormat, namesPrograms */
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_target_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8955);
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8532);
/* harmony import */ var _order_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5212);




/** The `archive-name` input's default. With `archive: none` its `{name}` means `{binary}`, as in goreleaser. */
const DEFAULT_ARCHIVE_NAME = '{name}_{version}_{os}_{arch}';
/** Globs of the files that go into every archive unless `include` says otherwise. */
const DEFAULT_INCLUDES = [
    'LICENSE*',
    'LICENCE*',
    'README*',
    'CHANGELOG*',
];
/** Names a release takes for itself. */
const RESERVED_NAMES = new Set(['sha256sums']);
/**
 * The assets for these programs: one per target with all its programs in it, or one per program
 * when the template has `{binary}` or nothing is packed. In the order of `programs`. Pure, so it can
 * run before anything is built. Throws {@link ActionError} `archive-name` (bad template, two assets
 * of one name) or `archive-member` (two files of one name).
 */
function planArchives(settings, programs) {
    const plans = groupPrograms(settings, programs).map((group) => planArchive(settings, group));
    refuseCollisions(plans);
    return plans;
}
/** `auto` resolved for a target: zip for Windows, whose users have it, else tar.gz. */
function archiveFormat(archive, target) {
    if (archive !== 'auto')
        return archive;
    return target.goos === 'windows' ? 'zip' : 'tar.gz';
}
/** The name of the software bill of materials that goes with an asset. */
function sbomName(assetName) {
    return `${assetName}.cdx.json`;
}
/** True when every program is an asset of its own, so that asset names depend on the programs' names. */
function namesPrograms(settings) {
    return settings.archive === 'none' || (0,_names_js__WEBPACK_IMPORTED_MODULE_1__/* .usesBinary */ .aM)(templateFor(settings));
}
/** Which template a target's assets take: the default one names bare programs by themselves. */
function templateFor({ archive, archiveName, }) {
    const template = archiveName ?? DEFAULT_ARCHIVE_NAME;
    const isDefault = template === DEFAULT_ARCHIVE_NAME;
    return isDefault && archive === 'none' ? template.replace('{name}', '{binary}') : template;
}
function groupPrograms(settings, programs) {
    const perProgram = namesPrograms(settings);
    const groups = new Map();
    for (const program of programs) {
        const key = `${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_2__/* .targetSlug */ .fo)(program.target)} ${perProgram ? program.name : ''}`;
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, [program]);
        else
            group.push(program);
    }
    return [...groups.values()];
}
function planArchive(settings, group) {
    const [first] = group;
    const { target } = first;
    const format = archiveFormat(settings.archive, target);
    const stem = (0,_names_js__WEBPACK_IMPORTED_MODULE_1__/* .renderArchiveName */ .S9)(templateFor(settings), {
        ...settings,
        target,
        binary: first.name,
    });
    const name = format === 'none' ? `${stem}${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_2__/* .executableSuffix */ .Yx)(target)}` : `${stem}.${format}`;
    const programs = group.map(({ name: binary, path }) => ({
        name: `${binary}${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_2__/* .executableSuffix */ .Yx)(target)}`,
        path,
        mode: 0o755,
    }));
    const includes = settings.includes.map((file) => ({ ...file, mode: 0o644 }));
    const members = format === 'none' ? programs : [...programs, ...includes];
    refuseTwins(name, members);
    return {
        name,
        format,
        target,
        members: members.toSorted((left, right) => (0,_order_js__WEBPACK_IMPORTED_MODULE_3__/* .bytewise */ .Z)(left.name, right.name)),
        modifiedEpochSeconds: settings.modifiedEpochSeconds,
    };
}
/** Names are compared without case: Windows and macOS would unpack one file over the other. */
function refuseTwins(archive, members) {
    const seen = new Map();
    for (const { name } of members) {
        const other = seen.get(name.toLowerCase());
        if (other !== undefined) {
            throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
                code: 'archive-member',
                message: `${archive} would hold both "${other}" and "${name}", which are one file on Windows and macOS`,
                hint: 'Change binary-name, or the globs in `include`, so that each file of an archive has its own name.',
            });
        }
        seen.set(name.toLowerCase(), name);
    }
}
function refuseCollisions(plans) {
    const seen = new Map();
    for (const plan of plans) {
        const key = plan.name.toLowerCase();
        const other = seen.get(key);
        if (other !== undefined) {
            throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
                code: 'archive-name',
                message: `The archives for ${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTarget */ .P4)(other.target)} and ${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTarget */ .P4)(plan.target)} would both be named "${plan.name}"`,
                hint: 'Let archive-name contain {os} and {arch}, and {binary} where each program is an asset of its own.',
            });
        }
        if (RESERVED_NAMES.has(key)) {
            throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
                code: 'archive-name',
                message: `No asset can be named "${plan.name}": the release's checksum file has that name`,
                hint: 'Change archive-name.',
            });
        }
        seen.set(key, plan);
    }
}


/***/ }),

/***/ 1228:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  TM: () => (/* binding */ digestFile),
  _d: () => (/* binding */ writeArchive),
  x3: () => (/* binding */ writeText)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: ./lib/domain/digest.js
var digest = __webpack_require__(2002);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
var external_node_zlib_namespaceObject = /*#__PURE__*/__webpack_require__.t(external_node_zlib_, 2);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
;// CONCATENATED MODULE: ./lib/package/compress-run.js



/** Level 9 saves 0.3 % of a Go binary and costs three times the processor time. */
const DEFLATE_LEVEL = 6;
const ZSTD_LEVEL = 3;
/** Pieces of a fixed size go in, so that the output cannot depend on how the input was read. */
const PIECE_BYTES = 256 * 1024;
/**
 * Compresses to a raw deflate stream (RFC 1951), on a thread of libuv's pool. The one place that
 * decides which deflate is used: the bytes must be the same for the same input, so nothing but the
 * input may reach it.
 */
function deflate(input) {
    const options = { level: DEFLATE_LEVEL, windowBits: 15, memLevel: 8, chunkSize: PIECE_BYTES };
    return through(input, external_node_zlib_.createDeflateRaw(options));
}
/**
 * Compresses to a zstd frame with a checksum (RFC 8878). Throws {@link ActionError}
 * `zstd-unavailable` on a Node without zstd (before 22.15).
 */
function zstd(input) {
    if (!("createZstdCompress" in external_node_zlib_namespaceObject))
        throw zstdUnavailable();
    const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag } = external_node_zlib_.constants;
    const params = { [ZSTD_c_compressionLevel]: ZSTD_LEVEL, [ZSTD_c_checksumFlag]: 1 };
    return through(input, external_node_zlib_.createZstdCompress({ params, chunkSize: PIECE_BYTES }));
}
function through(input, compressor) {
    // The callback keeps a failure from being reported twice: the reader of the result gets it.
    const onEnd = () => undefined;
    return (0,external_node_stream_.pipeline)(external_node_stream_.Readable.from(inPieces(input)), compressor, onEnd);
}
/** The same bytes in pieces of exactly {@link PIECE_BYTES}, but for the last. */
async function* inPieces(input) {
    let piece = Buffer.allocUnsafe(PIECE_BYTES);
    let filled = 0;
    for await (const bytes of input) {
        for (let from = 0; from < bytes.length;) {
            const part = bytes.subarray(from, from + PIECE_BYTES - filled);
            piece.set(part, filled);
            filled += part.length;
            from += part.length;
            if (filled < PIECE_BYTES)
                continue;
            yield piece;
            // The compressor may still be reading the last piece.
            piece = Buffer.allocUnsafe(PIECE_BYTES);
            filled = 0;
        }
    }
    if (filled > 0)
        yield piece.subarray(0, filled);
}
function zstdUnavailable() {
    return new errors/* ActionError */.l({
        code: 'zstd-unavailable',
        message: 'Cannot write a tar.zst archive: this Node has no zstd',
        hint: 'Run the action on Node 24 (any current runner), or set `archive: tar.gz`.',
    });
}

;// CONCATENATED MODULE: ./lib/package/contents-run.js


const BLOCK_BYTES = 256 * 1024;
/** The size of each member's file. Throws {@link ActionError} `member-unreadable` for one that is no regular file. */
function measureMembers(members) {
    return Promise.all(members.map(async (member) => {
        const file = await openMember(member);
        try {
            const status = await file.stat();
            if (!status.isFile())
                throw unreadable(member, 'it is not a regular file');
            return { ...member, sizeBytes: status.size };
        }
        finally {
            await file.close();
        }
    }));
}
/**
 * The bytes of a member's file, as many as were measured. Throws {@link ActionError}
 * `member-changed` when there are more or fewer by now: the archive's header has the size already.
 */
async function* readMember(member) {
    const file = await openMember(member);
    try {
        let left = member.sizeBytes;
        for (;;) {
            // One byte more than is left is asked for, so that a file that grew is noticed.
            const buffer = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, left + 1));
            const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
            if (bytesRead === 0)
                break;
            left -= bytesRead;
            if (left < 0)
                throw changed(member);
            yield buffer.subarray(0, bytesRead);
        }
        if (left > 0)
            throw changed(member);
    }
    finally {
        await file.close();
    }
}
async function openMember(member) {
    try {
        return await (0,promises_.open)(member.path, 'r');
    }
    catch (error) {
        throw unreadable(member, (0,errors/* describeError */.U)(error), error);
    }
}
function unreadable({ name, path }, reason, cause) {
    return new errors/* ActionError */.l({
        code: 'member-unreadable',
        message: `Cannot pack ${name} from ${path}: ${reason}`,
        hint: 'Check `include`, and that no later step removes what the build wrote.',
        cause,
    });
}
function changed({ name, path }) {
    return new errors/* ActionError */.l({
        code: 'member-changed',
        message: `${name} changed while it was packed (${path})`,
        hint: 'Let nothing write into the checkout or the output directory while this step runs.',
    });
}

;// CONCATENATED MODULE: ./lib/package/gzip.js
/**
 * The fixed gzip header: deflate, no name, no time, no extra flags, and 255 for "unknown system",
 * which zlib would fill in by the machine it runs on. @see https://www.rfc-editor.org/rfc/rfc1952#page-5
 */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
/** The CRC-32 and the size modulo 2^32 of the uncompressed bytes, which end a gzip file. */
function gzipTrailer(crc32, sizeBytes) {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc32, 0);
    trailer.writeUInt32LE(sizeBytes % 2 ** 32, 4);
    return trailer;
}

;// CONCATENATED MODULE: ./lib/package/tar.js

const tar_BLOCK_BYTES = 512;
/** The largest size in the eleven octal digits of a ustar header: 8 GiB less one. */
const MAX_SIZE_BYTES = 0o77777777777;
const MAX_NAME_BYTES = 100;
const MAX_PREFIX_BYTES = 155;
const REGULAR_FILE = '0';
const FOLDER = '5';
const EXTENDED_HEADER = 'x';
/** What ends an archive: two empty blocks. */
const TAR_END = Buffer.alloc(2 * tar_BLOCK_BYTES);
/** The zero bytes that fill a file's last block. */
function tarPadding(sizeBytes) {
    return Buffer.alloc((tar_BLOCK_BYTES - (sizeBytes % tar_BLOCK_BYTES)) % tar_BLOCK_BYTES);
}
/**
 * The header of one file in POSIX ustar form: the same bytes for the same entry, everywhere. A name
 * that ustar cannot hold (over 255 bytes, no `/` to split at, or beyond ASCII) is carried by a pax
 * record in front. Throws {@link ActionError} `archive-too-large` for a file over 8 GiB.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
 */
function tarHeader(entry) {
    if (entry.sizeBytes > MAX_SIZE_BYTES)
        throw tooLarge(entry);
    const split = splitName(entry.name);
    const type = entry.name.endsWith('/') ? FOLDER : REGULAR_FILE;
    if (split !== undefined)
        return ustarHeader(entry, split, type);
    const record = Buffer.from(paxRecord('path', entry.name), 'utf8');
    const extension = { ...entry, mode: 0o644, sizeBytes: record.length };
    return Buffer.concat([
        ustarHeader(extension, { prefix: '', name: 'pax-header' }, EXTENDED_HEADER),
        record,
        tarPadding(record.length),
        // Readers that know no pax show this name.
        ustarHeader(entry, { prefix: '', name: asciiName(entry.name) }, type),
    ]);
}
function splitName(name) {
    if (!/^[\x20-\x7e]*$/.test(name))
        return undefined;
    if (name.length <= MAX_NAME_BYTES)
        return { prefix: '', name };
    // The first slash that leaves a short enough name gives the shortest prefix.
    const slash = name.indexOf('/', name.length - MAX_NAME_BYTES - 1);
    if (slash <= 0 || slash > MAX_PREFIX_BYTES || slash === name.length - 1)
        return undefined;
    return { prefix: name.slice(0, slash), name: name.slice(slash + 1) };
}
function asciiName(name) {
    return name.replace(/[^\x20-\x7e]/gu, '_').slice(-MAX_NAME_BYTES);
}
function ustarHeader(entry, { prefix, name }, type) {
    const header = Buffer.alloc(tar_BLOCK_BYTES);
    header.write(name, 0, MAX_NAME_BYTES, 'latin1');
    writeOctal(header, 100, 8, entry.mode);
    writeOctal(header, 108, 8, entry.uid ?? 0);
    writeOctal(header, 116, 8, entry.gid ?? 0);
    writeOctal(header, 124, 12, entry.sizeBytes);
    writeOctal(header, 136, 12, Math.max(entry.modifiedEpochSeconds, 0));
    header.write(type, 156, 'latin1');
    header.write('ustar\u000000', 257, 'latin1');
    writeOctal(header, 329, 8, 0);
    writeOctal(header, 337, 8, 0);
    header.write(prefix, 345, MAX_PREFIX_BYTES, 'latin1');
    // The sum counts its own field as spaces.
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148, 'latin1');
    return header;
}
/** Octal digits that fill a field up to its closing NUL. */
function writeOctal(header, at, fieldBytes, value) {
    header.write(value.toString(8).padStart(fieldBytes - 1, '0'), at, fieldBytes - 1, 'latin1');
}
/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function paxRecord(key, value) {
    const rest = ` ${key}=${value}\n`;
    const restBytes = Buffer.byteLength(rest);
    let length = restBytes + 1;
    while (String(length).length + restBytes !== length)
        length = String(length).length + restBytes;
    return `${length}${rest}`;
}
function tooLarge({ name, sizeBytes }) {
    return new errors/* ActionError */.l({
        code: 'archive-too-large',
        message: `${name} has ${sizeBytes} bytes; a portable tar archive holds files below 8 GiB`,
        hint: 'Leave the file out of `include`.',
    });
}

;// CONCATENATED MODULE: ./lib/package/zip.js

/** Everything that the local header and the central directory have in common, without signature. */
const SHARED_BYTES = 26;
const VERSION_NEEDED = 20;
const MADE_BY_UNIX = 3;
const DEFLATE = 8;
/** The name is UTF-8; set only when it is not plain ASCII, as old readers know no flag. */
const UTF8_FLAG = 0x0800;
const zip_REGULAR_FILE = 0o100000;
const MAX_FIELD = 0xffffffff;
const MAX_ENTRIES = 0xfffe;
/**
 * The local header of a file. Sizes and CRC stand in it (no data descriptor follows), so it is
 * written twice: with zeros to reserve its place, and once they are known.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT section 4.3.7
 */
function zipLocalHeader(record) {
    const signature = Buffer.from('PK\u0003\u0004', 'latin1');
    return Buffer.concat([signature, sharedFields(record), Buffer.from(record.name, 'utf8')]);
}
/**
 * The central directory and its end record. `offset` is where it begins. Throws {@link ActionError}
 * `archive-too-large` for what only zip64 could hold. @see APPNOTE.TXT sections 4.3.12 and 4.3.16
 */
function zipDirectory(records, offset) {
    const entries = records.map(directoryEntry);
    const directory = Buffer.concat(entries);
    if (records.length > MAX_ENTRIES || offset + directory.length >= MAX_FIELD) {
        throw zip_tooLarge('the archive');
    }
    const end = Buffer.alloc(22);
    end.write('PK\u0005\u0006', 0, 'latin1');
    end.writeUInt16LE(records.length, 8);
    end.writeUInt16LE(records.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([directory, end]);
}
function directoryEntry(record) {
    const head = Buffer.alloc(6);
    head.write('PK\u0001\u0002', 0, 'latin1');
    head.writeUInt8(VERSION_NEEDED, 4);
    head.writeUInt8(MADE_BY_UNIX, 5);
    // No comment, first disk, no text flag; the mode stands in the upper half of the attributes.
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((zip_REGULAR_FILE | record.mode) << 16) >>> 0, 6);
    tail.writeUInt32LE(record.offset, 10);
    return Buffer.concat([head, sharedFields(record), tail, Buffer.from(record.name, 'utf8')]);
}
function sharedFields(record) {
    const { crc32, compressedBytes, sizeBytes, offset } = record;
    if (Math.max(compressedBytes, sizeBytes, offset) >= MAX_FIELD)
        throw zip_tooLarge(record.name);
    const fields = Buffer.alloc(SHARED_BYTES);
    const { date, time } = dosTime(record.modifiedEpochSeconds);
    fields.writeUInt16LE(VERSION_NEEDED, 0);
    fields.writeUInt16LE(/^[\x20-\x7e]*$/.test(record.name) ? 0 : UTF8_FLAG, 2);
    fields.writeUInt16LE(DEFLATE, 4);
    fields.writeUInt16LE(time, 6);
    fields.writeUInt16LE(date, 8);
    fields.writeUInt32LE(crc32, 10);
    fields.writeUInt32LE(compressedBytes, 14);
    fields.writeUInt32LE(sizeBytes, 18);
    fields.writeUInt16LE(Buffer.byteLength(record.name), 22);
    return fields;
}
/** DOS date and time: steps of two seconds from 1980 to 2107, no zone. UTC is used on every machine. */
function dosTime(epochSeconds) {
    const earliest = Date.UTC(1980, 0, 1);
    const latest = Date.UTC(2107, 11, 31, 23, 59, 58);
    const moment = new Date(Math.min(Math.max(epochSeconds * 1000, earliest), latest));
    const date = ((moment.getUTCFullYear() - 1980) << 9) |
        ((moment.getUTCMonth() + 1) << 5) |
        moment.getUTCDate();
    const time = (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | (moment.getUTCSeconds() >> 1);
    return { date, time };
}
function zip_tooLarge(what) {
    return new errors/* ActionError */.l({
        code: 'archive-too-large',
        message: `${what} reaches 4 GiB, the most that a zip file can hold without extensions`,
        hint: 'Set `archive: tar.gz`, or leave large files out of `include`.',
    });
}

;// CONCATENATED MODULE: ./lib/package/archive-run.js







const READ_BYTES = 1024 * 1024;
/** Writes the planned members into an empty file that is open for reading and writing, in the plan's format. */
function writeFormat(plan, members, file) {
    switch (plan.format) {
        case 'tar.gz':
            return writeHashed(gzip(tar(plan, members)), file);
        case 'tar.zst':
            return writeHashed(zstd(tar(plan, members)), file);
        case 'zip':
            return writeZip(plan, members, file);
        case 'none':
            return writeHashed(contents(members), file);
    }
}
async function* contents(members) {
    for (const member of members)
        yield* readMember(member);
}
async function* tar({ modifiedEpochSeconds }, members) {
    for (const member of members) {
        yield tarHeader({ ...member, modifiedEpochSeconds });
        yield* readMember(member);
        yield tarPadding(member.sizeBytes);
    }
    yield TAR_END;
}
async function* tallied(input, tally) {
    for await (const bytes of input) {
        tally.sizeBytes += bytes.length;
        tally.crc32 = (0,external_node_zlib_.crc32)(bytes, tally.crc32);
        yield bytes;
    }
}
/** A gzip file of the bytes (RFC 1952), the same for the same input on every machine that runs the same Node. */
async function* gzip(input) {
    const tally = { sizeBytes: 0, crc32: 0 };
    yield GZIP_HEADER;
    yield* deflate(tallied(input, tally));
    yield gzipTrailer(tally.crc32, tally.sizeBytes);
}
/** Writes in order and hashes on the same pass. */
async function writeHashed(bytes, file) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let sizeBytes = 0;
    for await (const piece of bytes) {
        hash.update(piece);
        await writeAt(file, piece, sizeBytes);
        sizeBytes += piece.length;
    }
    return { sizeBytes, sha256: hash.digest('hex') };
}
/**
 * A local header holds what is only known after its file is compressed. It is written again then,
 * instead of keeping the compressed file in memory; so the hash needs a pass of its own.
 */
async function writeZip({ modifiedEpochSeconds }, members, file) {
    const records = [];
    let offset = 0;
    for (const { name, mode, ...member } of members) {
        const place = { name, mode, modifiedEpochSeconds, offset };
        const record = await writeZipMember({ ...member, name, mode }, place, file);
        records.push(record);
        offset += zipLocalHeader(record).length + record.compressedBytes;
    }
    const directory = zipDirectory(records, offset);
    await writeAt(file, directory, offset);
    return { sizeBytes: offset + directory.length, sha256: await hashFile(file) };
}
async function writeZipMember(member, place, file) {
    const empty = { ...place, crc32: 0, compressedBytes: 0, sizeBytes: member.sizeBytes };
    const headerBytes = zipLocalHeader(empty).length;
    const tally = { sizeBytes: 0, crc32: 0 };
    let compressedBytes = 0;
    for await (const piece of deflate(tallied(readMember(member), tally))) {
        await writeAt(file, piece, place.offset + headerBytes + compressedBytes);
        compressedBytes += piece.length;
    }
    const record = { ...place, ...tally, compressedBytes };
    await writeAt(file, zipLocalHeader(record), place.offset);
    return record;
}
async function writeAt(file, bytes, position) {
    let written = 0;
    while (written < bytes.length) {
        const left = bytes.length - written;
        const { bytesWritten } = await file.write(bytes, written, left, position + written);
        written += bytesWritten;
    }
}
async function hashFile(file) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    for (let position = 0;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0)
            return hash.digest('hex');
        hash.update(buffer.subarray(0, bytesRead));
        position += bytesRead;
    }
}

;// CONCATENATED MODULE: ./lib/package/run.js








/**
 * Writes one planned asset into `outputDirectory` and returns it with its digest. The same plan and
 * file contents give the same bytes on every machine that runs the same Node. Memory does not grow
 * with the files. A file of that name is replaced, and only by a complete one. Throws
 * {@link ActionError} `member-unreadable`, `member-changed`, `archive-too-large`, `zstd-unavailable`.
 */
async function writeArchive(plan, outputDirectory) {
    const members = await measureMembers(plan.members);
    const mode = plan.format === 'none' ? 0o755 : 0o644;
    const path = (0,external_node_path_.join)(outputDirectory, plan.name);
    const written = await replaceFile(path, mode, (file) => writeFormat(plan, members, file));
    return {
        name: plan.name,
        path,
        kind: plan.format === 'none' ? 'binary' : 'archive',
        target: plan.target,
        sizeBytes: written.sizeBytes,
        digest: (0,digest/* sha256Digest */.$)(written.sha256),
    };
}
/** The digest of a file's bytes, whatever its size. Throws what reading it throws. */
async function digestFile(path) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(path), hash);
    return (0,digest/* sha256Digest */.$)(hash.digest('hex'));
}
/** Writes a text (checksums, a bill of materials) as an artifact of its own; UTF-8, as it is. */
async function writeText(document, outputDirectory) {
    const { name, kind, text } = document;
    const path = (0,external_node_path_.join)(outputDirectory, name);
    const bytes = Buffer.from(text, 'utf8');
    await (0,promises_.mkdir)(outputDirectory, { recursive: true });
    await (0,promises_.writeFile)(path, bytes);
    const hex = (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex');
    return { name, path, kind, sizeBytes: bytes.length, digest: (0,digest/* sha256Digest */.$)(hex) };
}
/** Writes under another name first, so that a name only ever stands for a complete file. */
async function replaceFile(path, mode, write) {
    const partial = `${path}.partial`;
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true });
    try {
        const written = await writeNew(partial, mode, write);
        await (0,promises_.rename)(partial, path);
        return written;
    }
    catch (error) {
        await (0,promises_.rm)(partial, { force: true });
        throw error;
    }
}
async function writeNew(path, mode, write) {
    const file = await (0,promises_.open)(path, 'w+');
    try {
        // Not left to the umask: a bare program must start wherever it lands.
        await file.chmod(mode);
        return await write(file);
    }
    finally {
        await file.close();
    }
}


/***/ }),

/***/ 3441:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ trustRepositories)
/* harmony export */ });
/**
 * `env` with `directories` (absolute) trusted by every git below it, the one that `go build` starts
 * included: in containers the checkout often belongs to another user, which git refuses to read.
 * Settings already passed this way are kept.
 * @see https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
 */
function trustRepositories(env, directories) {
    const given = Number.parseInt(env['GIT_CONFIG_COUNT'] ?? '', 10);
    const start = Number.isInteger(given) && given > 0 ? given : 0;
    const entries = directories.flatMap((directory, index) => [
        [`GIT_CONFIG_KEY_${start + index}`, 'safe.directory'],
        // git compares with forward slashes on Windows too.
        [`GIT_CONFIG_VALUE_${start + index}`, directory.replaceAll('\\', '/')],
    ]);
    return {
        ...env,
        ...Object.fromEntries(entries),
        GIT_CONFIG_COUNT: String(start + directories.length),
    };
}


/***/ }),

/***/ 1240:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  F: () => (/* binding */ listMainPackages),
  g: () => (/* binding */ loadProject)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/domain/checksum-mismatch.js
var checksum_mismatch = __webpack_require__(9270);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
;// CONCATENATED MODULE: ./lib/project/gomod.js

/**
 * Reads the text of a go.mod or go.work file: `//` comments, blocks, quoted strings, CRLF, a byte
 * order mark. It is no validator: what only `go` needs to understand is left to `go`.
 * Throws {@link ActionError} `bad-go-mod` for text that has no such structure, with the line.
 * `file` (absolute) only names the file in errors.
 * @see https://go.dev/ref/mod#go-mod-file-lexical
 */
function parseModFile(text, file) {
    const directives = readDirectives(text, file);
    const only = (keyword) => directives.find((directive) => directive.keyword === keyword)?.words[0];
    const module = only('module');
    const go = only('go');
    const toolchain = only('toolchain');
    return {
        ...(module === undefined ? {} : { module }),
        ...(go === undefined ? {} : { go }),
        ...(toolchain === undefined ? {} : { toolchain }),
        use: directives.filter((one) => one.keyword === 'use').flatMap((one) => one.words.slice(0, 1)),
        replace: directives
            .filter((one) => one.keyword === 'replace')
            .map((one) => parseReplacement(one, file)),
    };
}
function readDirectives(text, file) {
    const directives = [];
    let block;
    for (const [index, source] of text
        .replace(/^\uFEFF/, '')
        .split('\n')
        .entries()) {
        const line = index + 1;
        const words = readWords(source, () => badModFile(file, line, 'a string that does not end'));
        const [first] = words;
        if (first === undefined)
            continue;
        if (block !== undefined) {
            if (isBare(first, ')'))
                block = undefined;
            else
                directives.push({ keyword: block.keyword, words: texts(words), line });
        }
        else if (isBare(words[1], '(') && words.length === 2) {
            block = { keyword: first.text, line };
        }
        else if (!isBare(words[1], '(') || !isBare(words[2], ')')) {
            directives.push({ keyword: first.text, words: texts(words.slice(1)), line });
        }
    }
    if (block !== undefined)
        throw badModFile(file, block.line, `a "${block.keyword}" block without ")"`);
    return directives;
}
function isBare(word, text) {
    return word?.text === text && !word.quoted;
}
function texts(words) {
    return words.map((word) => word.text);
}
/** The words of one line. `"…"` takes Go escapes, `` `…` `` takes none; `//` ends the line. */
function readWords(line, unterminated) {
    const words = [];
    let rest = line.trim();
    while (rest !== '' && !rest.startsWith('//')) {
        const word = /^"(?:[^"\\]|\\.)*"|^`[^`]*`/.exec(rest)?.[0] ??
            /^[(),[\]{}]/.exec(rest)?.[0] ??
            // A word also ends where a comment starts: "v1.2.3//indirect".
            /^(?:(?!\/\/)[^\s(),[\]{}"`])(?:(?!\/\/)[^\s(),[\]{}])*/.exec(rest)?.[0];
        if (word === undefined)
            throw unterminated();
        words.push({ text: unquote(word), quoted: /^["`]/.test(word) });
        rest = rest.slice(word.length).trimStart();
    }
    return words;
}
function unquote(word) {
    if (word.startsWith('`'))
        return word.slice(1, -1);
    if (!word.startsWith('"'))
        return word;
    return word.slice(1, -1).replace(/\\(.)/g, '$1');
}
function parseReplacement(directive, file) {
    const arrow = directive.words.indexOf('=>');
    const [path, version] = directive.words.slice(0, arrow === -1 ? 0 : arrow);
    const [newPath, newVersion] = directive.words.slice(arrow + 1);
    if (arrow === -1 || path === undefined || newPath === undefined) {
        throw badModFile(file, directive.line, 'a "replace" line that is not "old [version] => new [version]"');
    }
    return {
        path,
        ...(version === undefined ? {} : { version }),
        newPath,
        ...(newVersion === undefined ? {} : { newVersion }),
    };
}
function badModFile(file, line, what) {
    const message = `Cannot read ${file}: line ${line} has ${what}`;
    return new errors/* ActionError */.l({
        code: 'bad-go-mod',
        message,
        hint: 'Run "go mod edit -fmt" (or "go work edit -fmt") to see what Go makes of the file.',
        located: [{ message, location: { file, line } }],
    });
}

;// CONCATENATED MODULE: ./lib/project/plan.js

/** True when `file` is `folder` or lies below it. Both absolute. */
function isInside(folder, file) {
    const relative = external_node_path_.relative(folder, file);
    return (relative === '' ||
        (relative !== '..' && !relative.startsWith(`..${external_node_path_.sep}`) && !external_node_path_.isAbsolute(relative)));
}

;// CONCATENATED MODULE: ./lib/project/mains.js



/** Folders whose commands are not meant for users. */
const NOT_FOR_RELEASE = new Set(['internal', 'examples', 'testdata']);
/** The `go list` patterns to look for main packages with: those asked for, else every package of every own module. */
function searchPatterns(project, patterns) {
    if (patterns.length > 0)
        return patterns.map(checkPattern);
    return project.modules.map((module) => {
        const below = relativeSlashed(project.root, module.dir);
        return below === '' ? './...' : `${below.startsWith('..') ? '' : './'}${below}/...`;
    });
}
function checkPattern(pattern) {
    if (!pattern.startsWith('-') && !pattern.endsWith('.go'))
        return pattern;
    throw new errors/* ActionError */.l({
        code: 'bad-package-pattern',
        message: `Input "packages" does not take "${pattern}"`,
        hint: 'Name packages by folder or import path, such as ./cmd/app or ./cmd/...; not files or flags.',
    });
}
/**
 * Chooses what to build. With patterns: every main package they match. Without: a module's root if
 * it is a command, else every command below its `cmd/`; where no module has either, every command
 * outside internal, examples and testdata. Sorted by import path, never empty.
 * Throws {@link ActionError} `no-main-package` listing what was looked at, or `bad-package-pattern`
 * for a pattern that `go list` could not resolve.
 */
function selectMains(project, patterns, packages) {
    if (patterns.length > 0)
        refuseUnresolved(packages);
    const commands = packages
        .filter((one) => one.name === 'main')
        .sort((a, b) => (a.importPath < b.importPath ? -1 : 1));
    const chosen = patterns.length > 0 ? commands : automaticMains(project, commands);
    if (chosen.length === 0)
        throw noMainPackage(project, patterns, packages);
    return chosen;
}
function automaticMains(project, commands) {
    const visible = project.modules.filter((module) => module.dir === project.root ? true : isForRelease(relativeSlashed(project.root, module.dir)));
    const usual = visible.flatMap((module) => {
        const root = commands.filter((one) => one.dir === module.dir);
        if (root.length > 0)
            return root;
        const cmd = external_node_path_.join(module.dir, 'cmd');
        return commands.filter((one) => one.dir !== undefined && isInside(cmd, one.dir));
    });
    if (usual.length > 0)
        return [...new Set(usual)];
    return commands.filter((one) => isForRelease(relativeSlashed(project.root, one.dir ?? project.root)));
}
function isForRelease(relative) {
    return !relative.split('/').some((part) => NOT_FOR_RELEASE.has(part));
}
/** Import paths listed in an error before it says "and N more". */
const SHOWN = 8;
function noMainPackage(project, patterns, packages) {
    const names = packages.map((one) => `${one.importPath} (package ${one.name || 'unknown'})`);
    const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
    const looked = searchPatterns(project, patterns).join(' ');
    const found = names.length === 0 ? 'no package at all' : names.slice(0, SHOWN).join(', ') + more;
    return new errors/* ActionError */.l({
        code: 'no-main-package',
        message: `No main package to build in ${project.root}: looked at ${looked}, found ${found}`,
        hint: 'Set "packages" to the command to build, such as ./cmd/app, or "working-directory" to its module.',
    });
}
function refuseUnresolved(packages) {
    const bad = packages.find((one) => one.error !== undefined && one.name === '');
    if (bad === undefined)
        return;
    throw new errors/* ActionError */.l({
        code: 'bad-package-pattern',
        message: `Input "packages": ${bad.importPath}: ${(bad.error ?? '').replace(/\s*\n\s*/g, ' ')}`,
        hint: 'Patterns are those of "go build", relative to "working-directory", such as ./cmd/app or ./cmd/... .',
    });
}
/**
 * Names the chosen main packages: `binary-name` where given, the project's name for a command at
 * the module's root, else the last element of the import path that is no `/vN`.
 * Throws {@link ActionError} `binary-name-for-many`, `bad-binary-name` or `binary-name-collision`
 * (names are compared as case-blind file systems do).
 */
function nameMains(project, selection, mains) {
    if (selection.binaryName !== undefined && mains.length !== 1) {
        throw new errors/* ActionError */.l({
            code: 'binary-name-for-many',
            message: `Input "binary-name" is "${selection.binaryName}", but ${mains.length} packages are built: ${mains.map((main) => main.importPath).join(', ')}`,
            hint: 'Leave "binary-name" out, or name one package in "packages".',
        });
    }
    const named = mains.map((main) => {
        const dir = main.dir ?? project.root;
        const isModuleRoot = dir === project.root && dir === external_node_path_.dirname(project.goModPath);
        const own = isModuleRoot ? selection.name : importPathBase(main.importPath);
        const binaryName = checkBinaryName(selection.binaryName ?? own);
        return { importPath: main.importPath, dir, binaryName };
    });
    refuseCollisions(named);
    return named;
}
/**
 * The last element of an import path, the one before it when that is a major version such as `v2`.
 * @see https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies
 */
function importPathBase(importPath) {
    const parts = importPath.split('/');
    const last = parts.at(-1) ?? '';
    const isMajor = parts.length > 1 && /^v([2-9]|[1-9][0-9]+)$/.test(last);
    return isMajor ? (parts.at(-2) ?? last) : last;
}
function checkBinaryName(name) {
    if (/^[A-Za-z0-9_][A-Za-z0-9._+-]*$/.test(name) && !name.endsWith('.'))
        return name;
    throw new errors/* ActionError */.l({
        code: 'bad-binary-name',
        message: `"${name}" cannot be the name of a binary`,
        hint: 'Set "binary-name" (or "name") to letters, digits and . _ + - only, not starting with a dot or hyphen.',
    });
}
function refuseCollisions(mains) {
    const seen = new Map();
    for (const main of mains) {
        const key = main.binaryName.toLowerCase();
        const other = seen.get(key);
        if (other !== undefined) {
            throw new errors/* ActionError */.l({
                code: 'binary-name-collision',
                message: `${other.importPath} and ${main.importPath} would both be built as "${main.binaryName}"`,
                hint: 'List the packages to build in "packages", one of the two at most.',
            });
        }
        seen.set(key, main);
    }
}
function relativeSlashed(from, to) {
    return external_node_path_.relative(from, to).split(external_node_path_.sep).join('/');
}

;// CONCATENATED MODULE: ./lib/project/run.js






/**
 * Reads the module or workspace at `workingDirectory` (absolute). Needs no Go. `goWork` is the
 * GOWORK variable: `off`, a file, or undefined to search upwards as the go command does.
 * Throws {@link ActionError} `no-go-module`, naming where it looked, or `bad-go-mod`.
 * @see https://go.dev/ref/mod#workspaces
 */
function loadProject(workingDirectory, goWork) {
    const root = external_node_path_.resolve(workingDirectory);
    const goWorkPath = findGoWork(root, goWork);
    const work = goWorkPath === undefined ? undefined : readModFile(goWorkPath);
    const isWorkspace = goWorkPath !== undefined && external_node_path_.dirname(goWorkPath) === root;
    const used = isWorkspace && work !== undefined
        ? work.use.map((directory) => readModule(external_node_path_.resolve(root, directory)))
        : [];
    const own = isWorkspace ? used : [{ ...readModule(findModuleDirectory(root)), dir: root }];
    const main = own.find((module) => module.dir === root) ?? own[0];
    if (main === undefined)
        throw noGoModule(root, `${goWorkPath ?? root} uses no module`);
    const mod = readModFile(main.goModPath);
    const go = work?.go ?? mod.go;
    const toolchain = work === undefined ? mod.toolchain : work.toolchain;
    return {
        root,
        kind: isWorkspace ? 'workspace' : 'module',
        modulePath: main.path,
        goModPath: main.goModPath,
        ...(goWorkPath === undefined ? {} : { goWorkPath }),
        modules: own,
        sumFiles: sumFiles(own, goWorkPath, work),
        ...(go === undefined ? {} : { goDirective: go }),
        ...(toolchain === undefined ? {} : { toolchainDirective: toolchain }),
        vendored: (0,external_node_fs_.existsSync)(external_node_path_.join(external_node_path_.dirname(goWorkPath ?? main.goModPath), 'vendor', 'modules.txt')),
    };
}
/**
 * Chooses and names the main packages. `go` is the Go that will build; `env` its whole environment
 * and `tags` the build tags, which both decide what a package is.
 * Throws {@link ActionError} `go-list-failed`, `checksum-mismatch`, `no-main-package`, `bad-package-pattern` and what
 * naming throws ({@link nameMains}).
 */
async function listMainPackages(project, selection, go, { processes }) {
    const args = [
        'list',
        '-e',
        // Imports are not resolved: no download, and no failure that the build would explain better.
        '-find',
        '-json=ImportPath,Name,Dir,Error',
        ...(go.tags.length > 0 ? [`-tags=${go.tags.join(',')}`] : []),
        '--',
        ...searchPatterns(project, selection.patterns),
    ];
    const result = await processes.run(go.goBinary, args, {
        cwd: project.root,
        // Makes Go print folders as we spell them where the way there leads over a symbolic link.
        env: { ...go.env, PWD: project.root },
    });
    if (result.exitCode !== 0) {
        const mismatch = (0,checksum_mismatch/* checksumMismatch */.I)(result.stderr);
        if (mismatch !== undefined)
            throw mismatch;
        throw new errors/* ActionError */.l({
            code: 'go-list-failed',
            message: `"go list" failed in ${project.root}: ${result.stderr.trim().replace(/\s*\n\s*/g, ' ')}`,
            hint: 'Run "go list ./..." there to see the same.',
        });
    }
    const packages = parseListing(result.stdout);
    return nameMains(project, selection, selectMains(project, selection.patterns, packages));
}
function findGoWork(root, goWork) {
    if (goWork === 'off')
        return undefined;
    if (goWork !== undefined && goWork !== '')
        return external_node_path_.resolve(root, goWork);
    return findUpwards(root, 'go.work');
}
function findModuleDirectory(root) {
    const isFolder = (0,external_node_fs_.statSync)(root, { throwIfNoEntry: false })?.isDirectory() === true;
    const found = isFolder ? findUpwards(root, 'go.mod') : undefined;
    if (found !== undefined)
        return external_node_path_.dirname(found);
    const places = isFolder ? `${root} and the folders above it` : `${root}, which is no folder`;
    throw noGoModule(root, `no go.mod or go.work in ${places}`);
}
function findUpwards(from, name) {
    for (let folder = from;; folder = external_node_path_.dirname(folder)) {
        const file = external_node_path_.join(folder, name);
        // A folder may be called go.work; the go command passes over it.
        if ((0,external_node_fs_.statSync)(file, { throwIfNoEntry: false })?.isFile() === true)
            return file;
        if (external_node_path_.dirname(folder) === folder)
            return undefined;
    }
}
function readModFile(file) {
    try {
        return parseModFile((0,external_node_fs_.readFileSync)(file, 'utf8'), file);
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.l)
            throw error;
        throw new errors/* ActionError */.l({
            code: 'no-go-module',
            message: `Cannot read ${file}`,
            hint: 'Check GOWORK and the "use" lines of go.work: each must name a folder with a go.mod.',
            cause: error,
        });
    }
}
function readModule(dir) {
    const goModPath = external_node_path_.join(dir, 'go.mod');
    const { module } = readModFile(goModPath);
    if (module === undefined) {
        throw new errors/* ActionError */.l({
            code: 'bad-go-mod',
            message: `${goModPath} has no module line`,
            hint: 'Let it say "module" and the module path, such as "module github.com/my-org/my-app".',
            located: [{ message: 'no module line', location: { file: goModPath, line: 1 } }],
        });
    }
    return { path: module, dir, goModPath };
}
function sumFiles(modules, goWorkPath, work) {
    const folder = goWorkPath === undefined ? undefined : external_node_path_.dirname(goWorkPath);
    const used = folder === undefined ? [] : (work?.use ?? []).map((dir) => external_node_path_.resolve(folder, dir));
    const candidates = [
        ...(folder === undefined ? [] : [external_node_path_.join(folder, 'go.work.sum')]),
        ...[...modules.map((module) => external_node_path_.dirname(module.goModPath)), ...used].map((dir) => external_node_path_.join(dir, 'go.sum')),
    ];
    return [...new Set(candidates)].filter((file) => (0,external_node_fs_.existsSync)(file)).sort();
}
function noGoModule(root, what) {
    return new errors/* ActionError */.l({
        code: 'no-go-module',
        message: `There is no Go module to build at ${root}: ${what}`,
        hint: 'Run actions/checkout before this step, and set "working-directory" to the folder with the go.mod.',
    });
}
/** `go list -json` prints one object after the other, each closed by a brace at the start of a line. */
function parseListing(text) {
    return text
        .split(/(?<=^\})\r?\n/m)
        .filter((chunk) => chunk.trim() !== '')
        .map((chunk) => {
        const fields = record(JSON.parse(chunk));
        const dir = fields['Dir'];
        const error = record(fields['Error'])['Err'];
        return {
            importPath: string(fields['ImportPath']),
            name: string(fields['Name']),
            ...(typeof dir === 'string' ? { dir } : {}),
            ...(typeof error === 'string' ? { error } : {}),
        };
    });
}
function record(value) {
    return typeof value === 'object' && value !== null ? { ...value } : {};
}
function string(value) {
    return typeof value === 'string' ? value : '';
}


/***/ }),

/***/ 4524:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  _: () => (/* binding */ planAttestation)
});

// UNUSED EXPORTS: holdBack

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/domain/digest.js
var domain_digest = __webpack_require__(2002);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
;// CONCATENATED MODULE: ./lib/package/attest.js


/** The lines of a workflow that allow it. The token's `attestations` permission shows only when it is used. */
const PERMISSIONS = '"id-token: write" and "attestations: write" under "permissions" of the job';
/** GitHub keeps attestations on these servers, not on an Enterprise Server. */
const SERVERS = /^https:\/\/(?:github\.com|[a-z0-9-]+\.ghe\.com)$/;
/**
 * Decides before the build whether the run will attest. Throws {@link ActionError}
 * `attest-impossible` where `attest: true` asks for what this job cannot do.
 * @see https://docs.github.com/en/actions/concepts/security/artifact-attestations
 */
function decideAttestation(setting, facts) {
    if (setting === 'false' || !facts.releases)
        return { attests: false };
    const obstacle = obstacleTo(facts);
    if (obstacle === undefined)
        return { attests: true };
    const { message, hint } = obstacle;
    if (setting === 'auto')
        return { attests: false, reason: `${message}. ${hint}` };
    throw new errors/* ActionError */.l({
        code: 'attest-impossible',
        message: `Input "attest" is true, but ${message}`,
        hint,
    });
}
function obstacleTo(facts) {
    const { mayIdentify, serverUrl, repository, releaseRepository } = facts;
    if (!SERVERS.test(serverUrl)) {
        return {
            message: `${serverUrl} keeps no attestations`,
            hint: 'Set "attest: false"; GitHub offers them on github.com and ghe.com only.',
        };
    }
    if (repository.toLowerCase() !== releaseRepository.toLowerCase()) {
        return {
            message: `the release goes to ${releaseRepository}, and provenance would be kept in ${repository}, where nobody looks for it`,
            hint: `Run the workflow in ${releaseRepository}, or set "attest: false".`,
        };
    }
    if (!mayIdentify) {
        return {
            message: 'this job may not prove who it is',
            hint: `Put ${PERMISSIONS} for build provenance, or set "attest: false". A pull request from a fork never gets them.`,
        };
    }
    return undefined;
}
/** The subjects of one statement about all `files`. */
function attestSubjects(files) {
    return files.map(({ name, digest }) => ({ name, digest: { sha256: (0,domain_digest/* digestHex */.s)(digest) } }));
}
/**
 * What went wrong while attesting, by what the signing services or GitHub said (one line): code
 * `attest-failed`. `mild` when nothing but the kind of repository stands in the way.
 */
function attestFailed(words) {
    // The library quotes an identity token that it cannot read.
    const said = words.replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '(token)');
    const [, hint, mild] = REMEDIES.find(([pattern]) => pattern.test(said)) ?? DEFAULT_REMEDY;
    return {
        mild,
        error: new errors/* ActionError */.l({
            code: 'attest-failed',
            message: `The assets could not be attested: ${said}`,
            hint,
        }),
    };
}
const REMEDIES = [
    [
        /feature not available/i,
        'GitHub keeps attestations for public repositories and for those of organisations on a plan that has them: set "attest: false".',
        true,
    ],
    [/not accessible by integration|\b403\b|forbidden/i, `Put ${PERMISSIONS}.`, false],
    [
        /ID token/i,
        `Put ${PERMISSIONS}, and re-run the job: what is uploaded already is not uploaded again.`,
        false,
    ],
];
const DEFAULT_REMEDY = [
    /^/,
    'Re-run the job when the signing services answer again: what is uploaded already is not uploaded again.',
    false,
];

;// CONCATENATED MODULE: ./lib/package/attest-client.js
/**
 * Signs one SLSA build provenance statement for all subjects and stores it with the repository that
 * runs the workflow. Identity, signing services and repository come from the job's environment; the
 * library has retries of its own. It is loaded here: it is large, and few runs need it. Throws what
 * the library throws.
 * @see https://github.com/actions/toolkit/tree/main/packages/attest
 */
async function attestBuild(subjects, token) {
    const { attestProvenance } = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(942), __webpack_require__.e(955), __webpack_require__.e(58), __webpack_require__.e(758), __webpack_require__.e(983)]).then(__webpack_require__.bind(__webpack_require__, 1983));
    const { attestationID, tlogID } = await attestProvenance({
        subjects: subjects.map(({ name, digest }) => ({ name, digest: { ...digest } })),
        token,
    });
    return {
        ...(attestationID === undefined ? {} : { id: attestationID }),
        ...(tlogID === undefined ? {} : { logIndex: tlogID }),
    };
}

// EXTERNAL MODULE: ./lib/package/checksums.js
var checksums = __webpack_require__(3856);
;// CONCATENATED MODULE: ./lib/ship/attest-step.js






/**
 * Decides whether this run attests, before anything is built, and says so where it does not. Throws
 * what {@link decideAttestation} throws.
 */
function planAttestation(parts, runner) {
    const { settings, subject, shipment, session } = parts;
    const { context, env, log } = runner;
    const decision = decideAttestation(settings.attest, {
        releases: subject.intent.kind === 'release',
        mayIdentify: (env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '') !== '',
        serverUrl: context.serverUrl,
        repository: context.repository,
        releaseRepository: settings.release.repository,
    });
    if (!decision.attests) {
        const { reason } = decision;
        if (reason !== undefined)
            log.notice(`No build provenance: ${reason}`);
        return { session, attest: () => Promise.resolve({ attested: false, ...decision }) };
    }
    const last = shipment.archives.at(-1)?.name;
    const held = session === undefined ? undefined : holdBack(session, last);
    return {
        session: held?.session ?? session,
        attest: (shipped) => runner.step('Attest the assets', async () => {
            const provenance = await attestAssets(parts, shipped, runner);
            await held?.letGo();
            return provenance;
        }),
    };
}
async function attestAssets({ settings, shipment }, { artifacts }, { context, inputs, log }) {
    const files = isShared(shipment) ? artifacts : [...artifacts, checksumsOf(artifacts)];
    try {
        const subjects = attestSubjects(files);
        const { id, logIndex } = await attestBuild(subjects, inputs.text('token') ?? '');
        const url = id === undefined ? '' : `${context.serverUrl}/${context.repository}/attestations/${id}`;
        const logged = logIndex === undefined ? '' : `, entry ${logIndex} of the transparency log`;
        log.info(`Attested ${files.map(({ name }) => name).join(', ')}: ${url}${logged}`);
        return { attested: true, url };
    }
    catch (cause) {
        const { error, mild } = attestFailed((0,errors/* describeError */.U)(cause));
        if (settings.attest === 'true')
            throw error;
        const text = `${error.message}. ${error.hint ?? ''}`;
        if (mild)
            log.notice(text);
        else
            log.warning(text);
        return { attested: false, reason: text };
    }
}
/** True when other jobs have assets of the same release in hand: its checksums are not this job's to know. */
function isShared({ archives, release }) {
    const own = new Set(archives.map(({ name }) => name));
    return release?.assets.some(({ name }) => !own.has(name.replace(/\.cdx\.json$/, ''))) ?? false;
}
/** The `SHA256SUMS` that will be uploaded when the release is finished. */
function checksumsOf(artifacts) {
    const hex = (0,external_node_crypto_.createHash)('sha256').update((0,checksums/* renderChecksums */.p)(artifacts)).digest('hex');
    return { name: checksums/* CHECKSUMS_NAME */.N, digest: (0,domain_digest/* sha256Digest */.$)(hex) };
}
/**
 * Keeps one asset back until everything of this job is attested: another job, or this one's post step,
 * publishes the release as soon as all assets are there, and nothing unattested must be public.
 */
function holdBack(session, last) {
    let held;
    return {
        session: {
            ...session,
            upload: async (artifact) => {
                if (artifact.name === last)
                    held = artifact;
                else
                    await session.upload(artifact);
            },
        },
        letGo: async () => {
            if (held !== undefined)
                await session.upload(held);
        },
    };
}


/***/ }),

/***/ 2585:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  m: () => (/* binding */ restoreAhead)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/cache/go-folders.js

/**
 * Path of the file that `go env -w` writes; undefined where GOENV is `off` or the user has no folder for it.
 * @see Go's src/cmd/go/internal/cfg, EnvFile, and os.UserConfigDir
 */
function goEnvFile(env, os) {
    const goenv = env['GOENV'] ?? '';
    if (goenv === 'off')
        return undefined;
    if (goenv !== '')
        return goenv;
    const folder = userFolder(env, os, 'config');
    return folder === undefined ? undefined : (0,external_node_path_.join)(folder, 'go', 'env');
}
/**
 * Where go will keep modules and compiled packages, told before there is a go to ask: from the
 * environment, else from the text of {@link goEnvFile}, else go's defaults. Undefined where go itself
 * would find no place. What go says later counts; this only lets work begin earlier.
 */
function expectGoFolders(env, envFile, os) {
    const written = parseEnvFile(envFile);
    const setting = (name) => given(env[name]) ?? given(written.get(name));
    const home = given(env[os === 'win32' ? 'USERPROFILE' : 'HOME']);
    const [goPath] = (setting('GOPATH') ?? '').split(os === 'win32' ? external_node_path_.win32.delimiter : external_node_path_.posix.delimiter);
    const root = given(goPath) ?? (home === undefined ? undefined : (0,external_node_path_.join)(home, 'go'));
    const goModCache = setting('GOMODCACHE') ?? (root === undefined ? undefined : (0,external_node_path_.join)(root, 'pkg', 'mod'));
    const cacheFolder = userFolder(env, os, 'cache');
    const goCache = setting('GOCACHE') ?? (cacheFolder === undefined ? undefined : (0,external_node_path_.join)(cacheFolder, 'go-build'));
    return goModCache === undefined || goCache === undefined ? undefined : { goModCache, goCache };
}
/** `NAME=value` lines; others say nothing. */
function parseEnvFile(text) {
    const settings = new Map();
    for (const line of text.split(/\r?\n/)) {
        const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
        if (name !== undefined && value !== undefined)
            settings.set(name, value);
    }
    return settings;
}
/** Go's os.UserConfigDir and os.UserCacheDir. */
function userFolder(env, os, kind) {
    if (os === 'win32')
        return (given(env[kind === 'config' ? 'AppData' : 'LocalAppData']) ??
            given(env[kind === 'config' ? 'APPDATA' : 'LOCALAPPDATA']));
    const home = given(env['HOME']);
    if (os === 'darwin') {
        const library = kind === 'config' ? 'Application Support' : 'Caches';
        return home === undefined ? undefined : (0,external_node_path_.join)(home, 'Library', library);
    }
    const xdg = given(env[kind === 'config' ? 'XDG_CONFIG_HOME' : 'XDG_CACHE_HOME']);
    if (xdg !== undefined)
        return (0,external_node_path_.isAbsolute)(xdg) ? xdg : undefined;
    return home === undefined ? undefined : (0,external_node_path_.join)(home, kind === 'config' ? '.config' : '.cache');
}
function given(text) {
    return text === '' ? undefined : text;
}

// EXTERNAL MODULE: ./lib/ship/cache-step.js + 17 modules
var cache_step = __webpack_require__(5635);
;// CONCATENATED MODULE: ./lib/ship/cache-ahead.js




/**
 * Restores the caches while Go is being installed: the keys need only its version, and go's folders can be
 * told without go. Where go later says otherwise (a wrapper, a `go.env` of its own), a cache whose plan
 * differs is restored anew.
 */
function restoreAhead(settings, subject, runner) {
    let begun;
    return {
        begin: (goVersion) => {
            // Whatever goes wrong here goes wrong again later, where it is told.
            begun ??= start(settings, { ...subject, goVersion }, runner).catch(() => undefined);
        },
        take: async (plan) => {
            const started = await begun;
            if (started === undefined)
                return undefined;
            // Waited for in any case: two restores must not work in one folder.
            const report = await started.report;
            if ((0,external_node_util_.isDeepStrictEqual)(started.plan, plan))
                return report;
            const known = report.state.caches.map((record) => record.plan);
            const isKnown = (cache) => known.some((other) => (0,external_node_util_.isDeepStrictEqual)(other, cache));
            const others = plan.caches.filter((cache) => !isKnown(cache));
            const kept = withCaches(report, plan.caches.filter((cache) => isKnown(cache)));
            const more = await (0,cache_step/* runRestore */.YL)({ ...plan, caches: others }, runner);
            return joinReports(plan, kept, more);
        },
    };
}
function withCaches(report, plans) {
    const names = new Set(plans.map(({ name }) => name));
    return {
        ...report,
        caches: report.caches.filter(({ name }) => names.has(name)),
        state: {
            ...report.state,
            caches: report.state.caches.filter(({ plan }) => names.has(plan.name)),
        },
    };
}
/** One report of two that have different caches, in the order of the plan. */
function joinReports({ caches: order, write, sumFiles, warnings }, one, other) {
    const place = (name) => order.findIndex((cache) => cache.name === name);
    const records = [...one.state.caches, ...other.state.caches];
    return {
        caches: [...one.caches, ...other.caches].toSorted((a, b) => place(a.name) - place(b.name)),
        warnings,
        state: {
            ...other.state,
            caches: records.toSorted((a, b) => place(a.plan.name) - place(b.plan.name)),
            write,
            sumFiles,
        },
    };
}
async function start(settings, subject, runner) {
    const { env, host } = runner;
    const file = goEnvFile(env, host.platform.os);
    const text = file === undefined ? '' : await (0,promises_.readFile)(file, 'utf8').catch(() => '');
    const folders = expectGoFolders(env, text, host.platform.os);
    if (folders === undefined)
        return undefined;
    const plan = await (0,cache_step/* planGoCaches */.zC)(settings, { ...subject, ...folders }, runner);
    // It never throws.
    return { plan, report: (0,cache_step/* runRestore */.YL)(plan, runner) };
}


/***/ }),

/***/ 456:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  m: () => (/* binding */ provideGo)
});

// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(2088);
// EXTERNAL MODULE: ./lib/build/targets.js
var targets = __webpack_require__(9554);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/toolchain/go-env-run.js + 1 modules
var go_env_run = __webpack_require__(4089);
// EXTERNAL MODULE: ./lib/build/environment.js
var environment = __webpack_require__(9997);
// EXTERNAL MODULE: ./lib/build/run.js + 3 modules
var run = __webpack_require__(408);
// EXTERNAL MODULE: ./lib/project/git-environment.js
var git_environment = __webpack_require__(3441);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/ship/go-first.js

/**
 * The environment in which `toolchain` is the Go that runs: first on PATH, never replaced by another
 * version, and not misled by a GOROOT that belongs to another one.
 */
function goFirst(env, toolchain) {
    // Windows spells it Path, and has one variable whatever the case.
    const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
    const kept = Object.entries(env).filter(([name]) => name !== 'GOROOT');
    const folders = [external_node_path_.dirname(toolchain.goBinary), env[pathName] ?? ''];
    return {
        ...Object.fromEntries(kept),
        [pathName]: folders.filter((folder) => folder !== '').join(external_node_path_.delimiter),
        GOTOOLCHAIN: 'local',
    };
}

;// CONCATENATED MODULE: ./lib/ship/go-environment.js





/**
 * Asks the installed Go about itself and makes an environment in which nothing of the machine
 * changes what is built. Throws {@link ActionError} `go-env` when it does not answer.
 */
async function readGoFacts(toolchain, use, { env: ambient, host, log }) {
    const { goBinary } = toolchain;
    const first = withBuildCache(goFirst(ambient, toolchain), use.buildCache);
    const settings = await (0,run/* readGoSettings */.q)({ goBinary, cwd: use.cwd, env: first }, host);
    const neutral = (0,environment/* neutralEnvironment */.V6)(first, settings, { cgo: use.cgo });
    for (const notice of neutral.notices)
        log.notice(notice);
    const roots = use.repositoryRoot === undefined ? [] : [use.repositoryRoot];
    // Again: `go env -w` may name a GOCACHEPROG too.
    const env = (0,git_environment/* trustRepositories */.Z)(withBuildCache(neutral.env, use.buildCache), roots);
    if (use.buildCache !== undefined) {
        log.info(`This run publishes: everything is compiled anew in ${use.buildCache}, since nothing can verify a build cache (see cache-on-release)`);
    }
    const list = await host.processes.run(goBinary, ['tool', 'dist', 'list'], {
        cwd: use.cwd,
        env,
    });
    if (list.exitCode !== 0)
        throw doesNotAnswer('tool dist list', list.stderr);
    return {
        toolchain,
        env,
        goModCache: required(settings, 'GOMODCACHE'),
        goCache: required(settings, 'GOCACHE'),
        goPath: required(settings, 'GOPATH'),
        distList: list.stdout.split(/\r?\n/).filter((line) => line !== ''),
    };
}
/** A GOCACHEPROG goes: it would be asked instead of the folder. */
function withBuildCache(env, folder) {
    if (folder === undefined)
        return env;
    const replaced = new Set(['GOCACHE', 'GOCACHEPROG']);
    const kept = Object.entries(env).filter(([name]) => !replaced.has(name.toUpperCase()));
    return { ...Object.fromEntries(kept), GOCACHE: folder };
}
function required(settings, name) {
    const value = settings[name];
    if (value !== undefined && value !== '')
        return value;
    throw doesNotAnswer(`env ${name}`, 'the value is empty');
}
function doesNotAnswer(what, why) {
    return new errors/* ActionError */.l({
        code: 'go-env',
        message: `"go ${what}" failed: ${(0,errors/* describeError */.U)(why)}`,
        hint: 'Check the GOFLAGS, GOENV and HOME variables of the job.',
    });
}

// EXTERNAL MODULE: ./lib/ship/release-caches.js + 2 modules
var release_caches = __webpack_require__(285);
// EXTERNAL MODULE: ./lib/toolchain/version-spec.js
var version_spec = __webpack_require__(9435);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./lib/toolchain/advice.js


/**
 * What to say about a version that a file of the repository asks for, when newer ones are known: a later patch of
 * the same minor, or two later minors, after which Go gives no more fixes. Undefined when there is nothing to
 * say. `known` are semantic versions, `version` is Go's own spelling.
 * @see https://go.dev/doc/devel/release#policy
 */
function adviseNewerGo(version, file, known) {
    const current = semver.parse((0,version_spec/* semverFromGo */.HC)(version));
    if (current === null || current.prerelease.length > 0)
        return undefined;
    const newest = semver.maxSatisfying([...known], '*');
    if (newest !== null && semver.minor(newest) >= current.minor + 2) {
        return `Go ${version}, which ${file} asks for, gets no more security fixes: Go gives them to the two newest minors, and this runner has ${newest}.`;
    }
    const patch = semver.maxSatisfying([...known], `~${current.version}`);
    if (patch === null || semver.lte(patch, current))
        return undefined;
    return `Go ${version}, which ${file} asks for, is not the newest patch of its minor: this runner has ${patch}. Newer patches fix security problems.`;
}

// EXTERNAL MODULE: ./lib/toolchain/data-drive.js
var data_drive = __webpack_require__(8150);
// EXTERNAL MODULE: ./lib/toolchain/architecture.js
var toolchain_architecture = __webpack_require__(3480);
// EXTERNAL MODULE: ./lib/toolchain/plan.js
var plan = __webpack_require__(9640);
;// CONCATENATED MODULE: ./lib/toolchain/request-run.js






/** The source of a version that the workflow itself gives. */
const GO_VERSION_INPUT = 'the go-version input';
/**
 * Reads which Go is wanted: `go-version`, else `go-version-file`, else the module file. Undefined when
 * none says anything, so that the Go on PATH is meant.
 * Throws {@link ActionError}: `go-version-file-missing`, `no-version-in-file`, `bad-version-file`,
 * `unknown-go-version`, `unknown-architecture`.
 */
async function requestGo(settings, place, platform, log) {
    const wanted = await findWanted(settings, place, log);
    if (wanted === undefined)
        return undefined;
    const architecture = given(settings.architecture) ?? platform.arch;
    return (0,plan/* planRequest */.NX)(settings, (0,toolchain_architecture/* goPlatform */.G)(platform.os, architecture), wanted);
}
async function findWanted(settings, place, log) {
    const version = given(settings.goVersion);
    const file = given(settings.goVersionFile);
    if (version !== undefined) {
        if (file !== undefined) {
            log.warning('Both go-version and go-version-file inputs are specified, only go-version will be used');
        }
        const trap = (0,version_spec/* unquotedYamlWarning */.lR)(version);
        if (trap !== undefined)
            log.warning(trap);
        return { text: version, source: GO_VERSION_INPUT };
    }
    if (file === undefined && place.moduleFile === undefined)
        return undefined;
    const absolute = external_node_path_.resolve(place.directory, file ?? place.moduleFile ?? '');
    const text = await readVersionFile(file ?? absolute, absolute);
    // With its TOML reader, for those who name a file.
    const { parseVersionFile } = await Promise.all(/* import() */[__webpack_require__.e(292), __webpack_require__.e(573)]).then(__webpack_require__.bind(__webpack_require__, 3573));
    const options = { toolchainLine: place.toolchainLine ?? true };
    return { text: parseVersionFile(file ?? absolute, text, options), source: file ?? absolute };
}
async function readVersionFile(name, absolute) {
    try {
        return await (0,promises_.readFile)(absolute, 'utf8');
    }
    catch (cause) {
        throw new errors/* ActionError */.l({
            code: 'go-version-file-missing',
            message: `The specified go version file at: ${name} does not exist or cannot be read`,
            hint: `go-version-file is relative to the workspace; ${absolute} was looked for.`,
            cause,
        });
    }
}
function given(text) {
    const trimmed = text?.trim();
    return trimmed === '' ? undefined : trimmed;
}

// EXTERNAL MODULE: ./lib/toolchain/goroot-run.js
var goroot_run = __webpack_require__(3789);
// EXTERNAL MODULE: ./lib/toolchain/tool-cache-run.js
var tool_cache_run = __webpack_require__(4918);
;// CONCATENATED MODULE: ./lib/toolchain/resolve-run.js



/**
 * The exact version that a request means. A full version is taken as it is; a range is the highest match
 * in the tool cache, without network; else, and for `stable`, `oldstable` and check-latest, the version lists decide.
 * Throws {@link ActionError} `go-version-not-found`.
 */
async function resolveVersion(request, context, host) {
    const { spec, downloadBaseUrl } = request;
    if (spec.kind === 'exact')
        return { semver: spec.semver, from: 'as asked' };
    if (spec.kind === 'alias' && downloadBaseUrl !== undefined)
        throw noAlias(request);
    const installed = await (0,tool_cache_run/* listInstalled */.dc)(context.toolCacheDir, (0,plan/* toolName */.Uf)(downloadBaseUrl), request.platform);
    const cached = spec.kind === 'range' ? (0,plan/* highestMatch */.kf)(installed, spec) : undefined;
    const hit = cached === undefined ? undefined : { semver: cached, from: 'the tool cache' };
    if (request.checkLatest && downloadBaseUrl !== undefined) {
        host.log.info('check-latest is not supported with a custom download base URL. Using the provided version spec directly.');
    }
    if (hit !== undefined && (!request.checkLatest || downloadBaseUrl !== undefined))
        return hit;
    const { resolveInLists, resolveInMirror } = await Promise.all(/* import() */[__webpack_require__.e(206), __webpack_require__.e(463)]).then(__webpack_require__.bind(__webpack_require__, 1463));
    const listed = await (downloadBaseUrl === undefined
        ? resolveInLists(request, context, host)
        : resolveInMirror(request, downloadBaseUrl, host));
    if (!(0,plan/* isUnavailable */.Pd)(listed))
        return listed;
    if (hit === undefined)
        throw notFound(request, listed.unavailable);
    host.log.warning(`Cannot look for a newer Go than ${hit.semver} in the tool cache: ${listed.unavailable}`);
    return hit;
}
function noAlias({ text }) {
    return new errors/* ActionError */.l({
        code: 'go-version-not-found',
        message: `Version aliases '${text}' are not supported with a custom download base URL`,
        hint: 'Give a version (1.25.3), or a minor (1.25) for the newest patch that the mirror has.',
    });
}
function notFound(request, reason) {
    const { platform, text, source } = request;
    return new errors/* ActionError */.l({
        code: 'go-version-not-found',
        message: `Unable to find Go version '${text}' (from ${source}) for platform ${platform.goos} and architecture ${platform.goarch}: ${reason}`,
        hint: 'Check the version, or give a full one such as 1.25.3: it needs no list.',
    });
}

;// CONCATENATED MODULE: ./lib/toolchain/run.js





/**
 * Makes the requested Go available in the tool cache and returns it. The first source that has it serves:
 * the tool cache (no network), the module proxy, the release list; a mirror, where one is given, replaces the last two.
 * A source is passed over when it cannot be reached, never when what it sent could not be proved.
 * Throws {@link ActionError}: `go-version-not-found`, `go-unavailable`, `proof-failed`, `bad-archive`, `wrong-go-version`.
 */
async function installGo(request, context, host) {
    const startedMs = host.clock.now();
    const resolved = await resolveVersion(request, context, host);
    const { platform } = request;
    if (resolved.anyPatchOf === undefined) {
        context.onVersion?.((0,version_spec/* goFromSemver */.j0)(resolved.semver));
        const tool = (0,plan/* toolName */.Uf)(request.downloadBaseUrl);
        const place = (0,tool_cache_run/* toolCachePlace */._l)(context.toolCacheDir, tool, resolved.semver, platform);
        const cached = await (0,tool_cache_run/* installedVersion */.nU)(place, platform);
        if (cached !== undefined) {
            return toolchain({ request, place, startedMs }, cached, host, {
                origin: 'tool-cache',
                proof: `it is in the runner's tool cache (${place.folder})`,
            });
        }
    }
    const wanted = resolved.anyPatchOf ?? (0,version_spec/* goFromSemver */.j0)(resolved.semver);
    host.log.info(`Go ${wanted} for "${request.text}" from ${request.source} (found in: ${resolved.from}) is not in the tool cache`);
    // Loaded when something is missing: most runs find their Go in the tool cache.
    const { downloadGo } = await Promise.all(/* import() */[__webpack_require__.e(206), __webpack_require__.e(197)]).then(__webpack_require__.bind(__webpack_require__, 6197));
    const { place, ...provenance } = await downloadGo(request, resolved, context, host);
    const version = await (0,goroot_run/* treeVersion */.D)(place.folder, platform);
    return toolchain({ request, place, startedMs }, version ?? wanted, host, provenance);
}
function toolchain(found, version, host, provenance) {
    const goroot = found.place.folder;
    return {
        version,
        goroot,
        goBinary: (0,plan/* goBinaryIn */.$r)(goroot, found.request.platform),
        ...provenance,
        elapsedMs: host.clock.now() - found.startedMs,
    };
}

;// CONCATENATED MODULE: ./lib/ship/toolchain-step.js








/** Set for later steps by an earlier call of ours, so that its `GOTOOLCHAIN=local` is not taken for the user's. */
const OWN_GOTOOLCHAIN = 'SHIP_GO_GOTOOLCHAIN';
/**
 * Makes the Go available that the inputs or else `moduleFile` (go.work or go.mod) ask for. Undefined when nothing
 * asks for one. `onVersion` is told the version as soon as it is known, before it is there. Throws what resolving, downloading and proving throw.
 */
async function provideToolchain(settings, moduleFile, runner, onVersion) {
    const { context, env, host, log } = runner;
    const request = await requestGo(withMirrorOf(env, settings), {
        directory: context.workspace,
        ...(moduleFile === undefined ? {} : { moduleFile }),
        toolchainLine: honoursToolchainLine(env),
    }, host.platform, log);
    if (request === undefined)
        return undefined;
    const toolchain = await installGo(request, {
        toolCacheDir: context.toolCache,
        dataDrive: (0,data_drive/* dataDriveOf */._)({
            os: host.platform.os,
            runnerEnvironment: env['RUNNER_ENVIRONMENT'],
            toolCacheDir: context.toolCache,
            hasDrive: (drive) => (0,external_node_fs_.existsSync)(`${drive}\\`),
        }),
        tempDir: context.temp,
        cpus: host.platform.cpus,
        goConfiguration: async () => {
            const { goConfiguration } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 4089));
            return goConfiguration(host.processes, env, context.workspace);
        },
        apiUrl: context.apiUrl,
        ...(onVersion === undefined ? {} : { onVersion }),
    }, host);
    log.info(`Go ${toolchain.version} for "${request.text}" from ${request.source}: ${toolchain.proof} (${toolchain.elapsedMs} ms)`);
    if (request.source !== GO_VERSION_INPUT && request.downloadBaseUrl === undefined) {
        const known = await (0,tool_cache_run/* listInstalled */.dc)(context.toolCache, 'go', request.platform);
        const advice = adviseNewerGo(toolchain.version, request.source, known);
        if (advice !== undefined)
            log.notice(advice);
    }
    return toolchain;
}
/** The variable of actions/setup-go; the input wins. */
function withMirrorOf(env, settings) {
    const fromEnvironment = env['GO_DOWNLOAD_BASE_URL'] ?? '';
    if (settings.goDownloadBaseUrl !== undefined || fromEnvironment === '')
        return settings;
    return { ...settings, goDownloadBaseUrl: fromEnvironment };
}
function honoursToolchainLine(env) {
    return env['GOTOOLCHAIN'] !== 'local' || env[OWN_GOTOOLCHAIN] === 'local';
}
/**
 * Exports what actions/setup-go exports, so that later steps run the same Go: GOTOOLCHAIN=local, the go command and GOPATH/bin on
 * PATH (the latter first, and there), and the `go-version` output. A Go that is on PATH already is not added again.
 */
async function exportGo({ toolchain, goPath }, runner) {
    runner.setOutput('go-version', toolchain.version);
    runner.exportVariable('GOTOOLCHAIN', 'local');
    if (runner.env['GOTOOLCHAIN'] !== 'local')
        runner.exportVariable(OWN_GOTOOLCHAIN, 'local');
    if (toolchain.origin !== 'path')
        runner.addPath(external_node_path_.dirname(toolchain.goBinary));
    // GOPATH may be a list; go install uses its first folder.
    const [first = ''] = goPath.split(external_node_path_.delimiter);
    if (first === '')
        return;
    const bin = external_node_path_.join(first, 'bin');
    await (0,promises_.mkdir)(bin, { recursive: true }).catch((error) => {
        runner.log.info(`${bin} cannot be made: ${String(error)}`);
    });
    runner.addPath(bin);
}

;// CONCATENATED MODULE: ./lib/ship/go-step.js








/**
 * Makes the wanted Go available, puts it first for the rest of the job, and checks the targets
 * against it. `onVersion` is told the version before it is there, unless the Go on PATH is used.
 * Throws what resolving, downloading and proving throw, and `unknown-target`.
 */
async function provideGo(parts, runner, onVersion) {
    const { settings, project, subject } = parts;
    const moduleFile = namesGo(project) ? (project.goWorkPath ?? project.goModPath) : undefined;
    const toolchain = (await provideToolchain(settings.toolchain, moduleFile, runner, onVersion)) ??
        (await requireGoOnPath(project, runner));
    refuseOlderGo(toolchain, project);
    const go = await readGoFacts(toolchain, {
        cwd: project.root,
        repositoryRoot: subject.repositoryRoot,
        cgo: settings.build.cgo,
        buildCache: (0,release_caches/* releaseBuildCache */.i)(settings.cache, subject.intent.kind === 'release', runner.context.temp),
    }, runner);
    await exportGo(go, runner);
    (0,targets/* checkTargets */.VJ)(settings.targets, go.distList);
    return go;
}
/** The go command would refuse later, in words that name no input. */
function refuseOlderGo({ version }, project) {
    const wanted = (0,version_spec/* semverFromGo */.HC)(project.goDirective ?? '');
    const found = (0,version_spec/* semverFromGo */.HC)(version);
    if (wanted === undefined || found === undefined || !(0,semver.lt)(found, wanted))
        return;
    throw new errors/* ActionError */.l({
        code: 'go-too-old',
        message: `Go ${version} is older than the "go ${project.goDirective ?? ''}" line of ${project.goWorkPath ?? project.goModPath}`,
        hint: 'Leave "go-version" and "go-version-file" out to take what that file asks for, or set a newer version.',
    });
}
/** A go.mod need not say which Go it is for; then the runner's own is as good as any. */
function namesGo({ goDirective, toolchainDirective }) {
    return goDirective !== undefined || toolchainDirective !== undefined;
}
async function requireGoOnPath(project, runner) {
    const { env, host, context } = runner;
    const found = await (0,go_env_run/* goOnPath */.V)(host.processes, env, context.workspace, host.platform);
    if (found !== undefined)
        return found;
    throw new errors/* ActionError */.l({
        code: 'no-go-version',
        message: `${project.goModPath} names no Go version, and there is no Go on the runner`,
        hint: 'Set go-version, or add a go line to go.mod.',
    });
}


/***/ }),

/***/ 1006:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ hostTarget)
/* harmony export */ });
/* harmony import */ var _toolchain_architecture_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3480);

/** The target that `host` stands for: the machine of the runner. */
function hostTarget(platform) {
    const { goos, goarch } = (0,_toolchain_architecture_js__WEBPACK_IMPORTED_MODULE_0__/* .goPlatform */ .G)(platform.os, platform.arch);
    return { goos, goarch };
}


/***/ }),

/***/ 5952:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   No: () => (/* binding */ outputRevision),
/* harmony export */   XE: () => (/* binding */ outputCaches),
/* harmony export */   b$: () => (/* binding */ outputRelease),
/* harmony export */   f4: () => (/* binding */ outputArtifacts)
/* harmony export */ });
/* unused harmony export listArtifacts */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _domain_digest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2002);
/* harmony import */ var _domain_target_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8955);




/** Outputs larger than this stay in the file alone: GitHub takes 1 MB of outputs a job. */
const LARGEST_OUTPUT_BYTES = 256 * 1024;
/** The artifacts as users and `image/` read them. `urls` maps asset names to addresses. */
function listArtifacts(artifacts, urls) {
    return artifacts.map(({ name, path: file, kind, target, sizeBytes, digest }) => ({
        name,
        path: file,
        kind,
        goos: target?.goos ?? '',
        goarch: target?.goarch ?? '',
        variant: target?.variant ?? '',
        size: sizeBytes,
        sha256: (0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_2__/* .digestHex */ .s)(digest),
        url: urls.get(name) ?? '',
    }));
}
/** Sets what is known as soon as the revision is. `prerelease` is what the release will be marked as. */
function outputRevision(revision, prerelease, targets, runner) {
    runner.setOutput('version', revision.version);
    runner.setOutput('tag', revision.tag ?? '');
    runner.setOutput('commit', revision.commit);
    runner.setOutput('prerelease', String(prerelease));
    runner.setOutput('targets', targets.map(_domain_target_js__WEBPACK_IMPORTED_MODULE_3__/* .formatTarget */ .P4).join(','));
}
/** Sets how the caches were restored. */
function outputCaches({ caches }, runner) {
    const result = (name) => caches.find((cache) => cache.name === name)?.result ?? 'off';
    const [modules, build] = [result('modules'), result('build')];
    runner.setOutput('module-cache', modules);
    runner.setOutput('build-cache', build);
    const used = [modules, build].filter((one) => one !== 'off');
    runner.setOutput('cache-hit', String(used.length > 0 && used.every((one) => one === 'exact')));
}
/** Writes artifacts.json and sets the outputs that tell of it. */
async function outputArtifacts(artifacts, urls, outputDirectory, runner) {
    const text = JSON.stringify(listArtifacts(artifacts, urls), null, 2);
    const file = node_path__WEBPACK_IMPORTED_MODULE_1__.join(outputDirectory, 'artifacts.json');
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(outputDirectory, { recursive: true });
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(file, `${text}\n`);
    runner.setOutput('artifacts-file', file);
    runner.setOutput('output-directory', outputDirectory);
    const compact = JSON.stringify(JSON.parse(text));
    const fits = Buffer.byteLength(compact) <= LARGEST_OUTPUT_BYTES;
    runner.setOutput('artifacts', fits ? compact : '[]');
    if (!fits) {
        runner.log.notice('The list of artifacts is too long for an output: read artifacts-file instead.');
    }
}
/** Sets what became of the release; `outcome` is absent in a dry run. */
function outputRelease(outcome, checksums, runner) {
    runner.setOutput('checksums', outcome?.checksums ?? checksums);
    runner.setOutput('complete', String(outcome?.complete ?? false));
    runner.setOutput('missing', JSON.stringify(outcome?.missing ?? []));
    runner.setOutput('published', String(outcome?.published ?? false));
    runner.setOutput('already-released', String(outcome?.alreadyReleased ?? false));
    runner.setOutput('release-id', outcome?.releaseId === undefined ? '' : String(outcome.releaseId));
    runner.setOutput('release-url', outcome?.releaseUrl ?? '');
    runner.setOutput('upload-url', outcome?.uploadUrl ?? '');
}


/***/ }),

/***/ 4009:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  q: () => (/* binding */ reportAlreadyReleased),
  w: () => (/* binding */ reportShipped)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/package/checksums.js
var checksums = __webpack_require__(3856);
// EXTERNAL MODULE: ./lib/package/run.js + 6 modules
var run = __webpack_require__(1228);
// EXTERNAL MODULE: ./lib/release/versions.js
var versions = __webpack_require__(9824);
;// CONCATENATED MODULE: ./lib/release/previous-run.js

/**
 * The highest published version below `tag`, with the sizes of its assets: two lists are read.
 * Undefined when there is none, or it is out of sight. Throws `AnswerError`.
 */
async function readPreviousRelease({ tag, tagPrefix }, client) {
    const releases = await client.listReleases();
    const previous = (0,versions/* previousTag */.W8)(tag, tagPrefix, releases);
    const release = releases.find((one) => one.tag === previous && !one.draft);
    const assets = release === undefined ? undefined : await client.listAssets(release.id);
    if (release === undefined || assets === undefined)
        return undefined;
    const whole = assets.filter(({ state }) => state === 'uploaded');
    return {
        tag: release.tag,
        sizes: new Map(whole.map(({ name, sizeBytes }) => [name, sizeBytes])),
    };
}

// EXTERNAL MODULE: ./lib/domain/digest.js
var domain_digest = __webpack_require__(2002);
;// CONCATENATED MODULE: ./lib/release/summary.js

const STATES = {
    new: 'new',
    same: 'same',
    replaced: 'replaced',
    others: 'from another job',
};
/** The release part of the job summary as Markdown: title, assets, what is missing, how to verify. */
function renderReleaseSummary(report) {
    if (report.kind === 'dry-run') {
        const rows = report.artifacts.map((artifact) => ({ ...artifact, state: 'not uploaded' }));
        const title = `## Dry run of ${escapeMarkdown(report.version)}`;
        return sections([
            title,
            `Nothing was released: ${escapeMarkdown(report.reason)}.`,
            table(rows),
        ]);
    }
    const { outcome } = report;
    const published = !outcome.draft;
    const rows = outcome.assets.map(({ change, url, ...asset }) => ({
        ...asset,
        // A draft's addresses die when it is published.
        ...(published ? { url } : {}),
        state: STATES[change],
    }));
    return sections([
        `## ${title(outcome)}`,
        pageLine(outcome),
        table(rows),
        missingList(outcome.missing),
        published && outcome.complete ? verifyBlock(report) : '',
    ]);
}
function title(outcome) {
    const { tag, complete, alreadyReleased, draft, prerelease, missing, assets } = outcome;
    const name = escapeMarkdown(tag);
    if (!complete) {
        const planned = assets.filter((asset) => asset.name !== 'SHA256SUMS').length;
        return `${name}: ${planned} of ${planned + missing.length} assets uploaded, waiting for ${missing.length}`;
    }
    if (alreadyReleased)
        return `Already released: ${name}, ${assets.length} of ${assets.length} assets identical`;
    return draft
        ? `Draft of ${name} is complete`
        : `Released ${name}${prerelease ? ' (pre-release)' : ''}`;
}
function pageLine({ releaseUrl, draft }) {
    if (!/^https?:\/\/[^\s<>()]+$/.test(releaseUrl))
        return '';
    return draft ? `[The draft](${releaseUrl})` : `[Release page](${releaseUrl})`;
}
function table(rows) {
    if (rows.length === 0)
        return '';
    const lines = rows.map(({ name, sizeBytes, digest, url, state }) => {
        const label = `<code>${escapeMarkdown(name)}</code>`;
        const linked = url !== undefined && /^https?:\/\/[^\s<>()"|]+$/.test(url) ? `[${label}](${url})` : label;
        const hex = (0,domain_digest/* digestHex */.s)(digest).slice(0, 12);
        return `| ${linked} | ${formatBytes(sizeBytes)} | <code>${hex}</code> | ${state} |`;
    });
    return ['| asset | size | sha256 | state |', '| :-- | --: | :-- | :-- |', ...lines].join('\n');
}
function missingList(missing) {
    if (missing.length === 0)
        return '';
    const names = missing.map((name) => `- <code>${escapeMarkdown(name)}</code>`);
    return ['Not there yet:', '', ...names].join('\n');
}
function verifyBlock(report) {
    const repository = shellQuote(report.repository);
    const lines = [
        `gh release download ${shellQuote(report.outcome.tag)} --repo ${repository}`,
        'sha256sum -c --ignore-missing SHA256SUMS',
        ...(report.attested
            ? report.outcome.assets
                .slice(0, 1)
                .map(({ name }) => `gh attestation verify ${shellQuote(name)} --repo ${repository}`)
            : []),
    ];
    // Neither a tag nor an asset name can hold a tilde, so nothing ends this fence early.
    return ['Verify:', '', '~~~sh', ...lines, '~~~'].join('\n');
}
function shellQuote(text) {
    return /^[\w./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
/** Text from elsewhere as plain text, in a Markdown table as well as inside HTML. */
function escapeMarkdown(text) {
    return text
        .replace(/\s+/g, ' ')
        .replace(/[&<>"'`|*_[\](){}\\~#!]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
/** `12.3 MiB`; whole bytes below 1 KiB. */
function formatBytes(sizeBytes) {
    if (sizeBytes < 1024)
        return `${sizeBytes} B`;
    if (sizeBytes < 1024 ** 2)
        return `${(sizeBytes / 1024).toFixed(1)} KiB`;
    if (sizeBytes < 1024 ** 3)
        return `${(sizeBytes / 1024 ** 2).toFixed(1)} MiB`;
    return `${(sizeBytes / 1024 ** 3).toFixed(1)} GiB`;
}
function sections(parts) {
    return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

// EXTERNAL MODULE: ./lib/ship/outputs.js
var outputs = __webpack_require__(5952);
// EXTERNAL MODULE: ./lib/ship/release-step.js + 25 modules
var release_step = __webpack_require__(8787);
// EXTERNAL MODULE: ./lib/domain/target.js
var domain_target = __webpack_require__(8955);
;// CONCATENATED MODULE: ./lib/ship/sizes.js

/**
 * Sizes by target (`linux/arm/7`), beside those of the release before. An asset's counterpart there
 * has the other version in its name and is called the same besides.
 */
function sizesByTarget(artifacts, versions, previous) {
    const before = previous?.tag.slice(versions.tagPrefix.length).replace(/^v(?=\d)/, '') ?? '';
    const sizes = new Map();
    for (const { name, kind, target, sizeBytes } of artifacts) {
        if (target === undefined || (kind !== 'archive' && kind !== 'binary'))
            continue;
        const key = (0,domain_target/* formatTarget */.P4)(target);
        const sum = sizes.get(key) ?? { packedBytes: 0, previousBytes: 0 };
        const counterpart = previous?.sizes.get(name.replaceAll(versions.now, before));
        const isWhole = counterpart !== undefined && sum.previousBytes !== undefined;
        sizes.set(key, {
            packedBytes: sum.packedBytes + sizeBytes,
            ...(isWhole ? { previousBytes: sum.previousBytes + counterpart } : {}),
        });
    }
    return sizes;
}

;// CONCATENATED MODULE: ./lib/ship/summary.js


/** Characters of the longest bar: with target and size it fits a phone's screen. */
const BAR_WIDTH = 32;
/**
 * The build part of the job summary, as GitHub's markdown: what was built from what, how it was
 * proved, how large it became, what the caches gave. Every text from outside is escaped.
 */
function renderBuildSummary(summary) {
    const { name, revision, toolchain, targets } = summary;
    return [
        '### Build',
        '',
        `${count(targets.length, 'target')} of ${escapeMarkdown(name)} ${escapeMarkdown(revision.version)} from ` +
            `\`${revision.commit.slice(0, 12)}\` with Go ${toolchain.version} in ${seconds(summary.totalMs)}.`,
        '',
        ...targetTable(summary),
        '',
        ...sizeChart(summary),
        `Go: ${escapeMarkdown(toolchain.proof)}.`,
        ...provenanceLines(summary.provenance),
        '',
        '### Caches',
        '',
        ...cacheTable(summary.caches),
        '',
        cacheEffect(targets),
        '',
    ].join('\n');
}
function targetTable({ targets, sizes, previousTag }) {
    const compares = [...sizes.values()].some(({ previousBytes }) => previousBytes !== undefined);
    const change = compares ? [`since ${escapeMarkdown(previousTag ?? '')}`] : [];
    const head = ['target', 'binary', 'download', ...change, 'proof', 'compiled', 'time'];
    const right = ['binary', 'download', ...change, 'compiled', 'time'];
    return [
        row(head),
        row(head.map((title) => (right.includes(title) ? '---:' : '---'))),
        ...targets.map((report) => {
            const size = sizes.get((0,domain_target/* formatTarget */.P4)(report.target));
            return row([
                (0,domain_target/* formatTarget */.P4)(report.target),
                formatBytes(report.binaryBytes),
                size === undefined ? '' : formatBytes(size.packedBytes),
                ...(compares ? [size === undefined ? '' : changeOf(size)] : []),
                escapeMarkdown(report.linkage),
                report.compiledPackages === 0 ? 'nothing' : count(report.compiledPackages, 'package'),
                seconds(report.buildMs),
            ]);
        }),
    ];
}
function row(cells) {
    return `| ${cells.join(' | ')} |`;
}
/** `+12.0 KiB (+0.4 %)`, `same`, `new`. */
function changeOf({ packedBytes, previousBytes }) {
    if (previousBytes === undefined || previousBytes === 0)
        return 'new';
    const difference = packedBytes - previousBytes;
    if (difference === 0)
        return 'same';
    const sign = difference > 0 ? '+' : '−';
    const percent = ((Math.abs(difference) / previousBytes) * 100).toFixed(1);
    return `${sign}${formatBytes(Math.abs(difference))} (${sign}${percent} %)`;
}
/** The downloads as bars in plain text, which every viewer of the summary shows. */
function sizeChart({ targets, sizes }) {
    const bars = targets.flatMap(({ target }) => {
        const name = (0,domain_target/* formatTarget */.P4)(target);
        const size = sizes.get(name);
        return size === undefined ? [] : [{ name, bytes: size.packedBytes }];
    });
    if (bars.length < 2)
        return [];
    const largest = Math.max(...bars.map(({ bytes }) => bytes), 1);
    const width = Math.max(...bars.map(({ name }) => name.length));
    const lines = bars.map(({ name, bytes }) => {
        const length = Math.max(1, Math.round((bytes / largest) * BAR_WIDTH));
        return `${name.padEnd(width)}  ${'█'.repeat(length)} ${formatBytes(bytes)}`;
    });
    return ['~~~text', ...lines, '~~~', ''];
}
function provenanceLines(provenance) {
    if (!provenance.attested) {
        const { reason } = provenance;
        return reason === undefined ? [] : ['', `Build provenance: none. ${escapeMarkdown(reason)}`];
    }
    const { url } = provenance;
    const isLink = /^https?:\/\/[^\s<>()]+$/.test(url);
    return ['', `Build provenance: ${isLink ? `[attestation](${url})` : 'attested'}.`];
}
function cacheEffect(targets) {
    const compiled = targets.reduce((sum, { compiledPackages }) => sum + compiledPackages, 0);
    const untouched = targets.filter(({ compiledPackages }) => compiledPackages === 0).length;
    if (compiled === 0)
        return 'Every package came from the build cache.';
    const whole = untouched === 0 ? '' : `; ${count(untouched, 'target')} compiled nothing`;
    return `${count(compiled, 'package')} compiled, the others came from the build cache${whole}.`;
}
function count(number, thing) {
    return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
function cacheTable(caches) {
    return [
        '| cache | restored | key | size | time |',
        '| --- | --- | --- | ---: | ---: |',
        ...caches.map((cache) => {
            const size = cache.sizeBytes === undefined ? '' : formatBytes(cache.sizeBytes);
            const why = cache.reason === undefined ? '' : `: ${escapeMarkdown(cache.reason)}`;
            const key = cache.matchedKey === undefined ? '' : escapeMarkdown(cache.matchedKey);
            return `| ${cache.name} | ${cache.result}${why} | ${key} | ${size} | ${seconds(cache.ms)} |`;
        }),
    ];
}
/** `0.4 s`, `12.3 s`, `2 min 5 s`. */
function seconds(ms) {
    if (ms < 60_000)
        return `${(ms / 1000).toFixed(1)} s`;
    const whole = Math.round(ms / 1000);
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

;// CONCATENATED MODULE: ./lib/ship/report.js










/** Writes SHA256SUMS and artifacts.json, sets the outputs and the job summary of a run that built. */
async function reportShipped(report, runner) {
    const { settings, subject, go, caches, shipped, provenance, outcome, totalMs } = report;
    const { outputDirectory, intent, revision } = subject;
    const own = (0,checksums/* renderChecksums */.p)(shipped.artifacts);
    const text = outcome?.checksums ?? own;
    const sums = await (0,run/* writeText */.x3)({ name: checksums/* CHECKSUMS_NAME */.N, kind: 'checksums', text }, outputDirectory);
    const artifacts = [...shipped.artifacts, sums];
    await (0,outputs/* outputArtifacts */.f4)(artifacts, (0,release_step/* assetUrls */.pe)(outcome), outputDirectory, runner);
    (0,outputs/* outputRelease */.b$)(outcome, text, runner);
    const previous = outcome === undefined ? undefined : await previousRelease(report, runner);
    const versions = { now: revision.version, tagPrefix: settings.tagPrefix };
    const build = renderBuildSummary({
        name: settings.name,
        revision,
        toolchain: go.toolchain,
        caches: caches.caches,
        targets: shipped.targets,
        sizes: sizesByTarget(shipped.artifacts, versions, previous),
        ...(previous === undefined ? {} : { previousTag: previous.tag }),
        provenance,
        totalMs,
    });
    const release = renderReleaseSummary(outcome === undefined
        ? { kind: 'dry-run', reason: dryRunReason(intent), version: revision.version, artifacts }
        : releaseReport(outcome, settings, provenance.attested));
    await runner.addSummary(`${release.trimEnd()}\n\n${build}`);
    registerMatcher(settings, runner);
}
/** For a column of the summary: whatever keeps it from being read keeps only that column away. */
async function previousRelease({ settings, subject }, runner) {
    const { tag } = subject.revision;
    if (tag === undefined)
        return undefined;
    try {
        const client = await (0,release_step/* connectRelease */._p)(settings.release.repository, runner);
        return await readPreviousRelease({ tag, tagPrefix: settings.tagPrefix }, client);
    }
    catch (error) {
        runner.log.debug(`The previous release could not be read: ${(0,errors/* describeError */.U)(error)}`);
        return undefined;
    }
}
/** Sets the outputs and the job summary of a run that found everything released. */
async function reportAlreadyReleased(outcome, parts, runner) {
    const { settings, shipment, subject } = parts;
    const targets = new Map(shipment.release?.assets.map(({ name, target }) => [name, target]) ?? []);
    const artifacts = outcome.assets.map(({ name, sizeBytes, digest }) => {
        const target = targets.get(name);
        const kind = kindOf(name);
        return { name, path: '', kind, sizeBytes, digest, ...(target === undefined ? {} : { target }) };
    });
    await (0,outputs/* outputArtifacts */.f4)(artifacts, (0,release_step/* assetUrls */.pe)(outcome), subject.outputDirectory, runner);
    (0,outputs/* outputRelease */.b$)(outcome, outcome.checksums ?? '', runner);
    await runner.addSummary(renderReleaseSummary(releaseReport(outcome, settings, false)));
    registerMatcher(settings, runner);
}
/** For later steps only, hence last: the errors of our own build are annotated already. */
function registerMatcher({ problemMatcher }, runner) {
    if (problemMatcher)
        runner.addMatcher(external_node_path_.resolve(import.meta.dirname, '../../matchers.json'));
}
function releaseReport(outcome, { release }, attested) {
    return { kind: 'release', outcome, repository: release.repository, attested };
}
function dryRunReason(intent) {
    return intent.kind === 'dry-run' ? intent.reason : 'this run releases nothing';
}
function kindOf(name) {
    if (name === checksums/* CHECKSUMS_NAME */.N)
        return 'checksums';
    if (name.endsWith('.cdx.json'))
        return 'sbom';
    return /\.(tar\.gz|tar\.zst|zip)$/.test(name) ? 'archive' : 'binary';
}


/***/ }),

/***/ 102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  s: () => (/* binding */ readSettings)
});

// UNUSED EXPORTS: readReleaseSettings

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/build/plan.js
var plan = __webpack_require__(2629);
// EXTERNAL MODULE: ./lib/build/shards.js
var shards = __webpack_require__(4783);
// EXTERNAL MODULE: ./lib/build/targets.js
var build_targets = __webpack_require__(9554);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/package/names.js
var names = __webpack_require__(8532);
// EXTERNAL MODULE: ./lib/package/plan.js
var package_plan = __webpack_require__(189);
;// CONCATENATED MODULE: ./lib/ship/go-settings.js
/** Which Go is wanted and from where. Throws for a `check-latest` that is no boolean. */
function readToolchain(inputs) {
    return {
        checkLatest: inputs.flag('check-latest') ?? false,
        ...optional('goVersion', inputs.text('go-version')),
        ...optional('goVersionFile', inputs.text('go-version-file')),
        ...optional('architecture', inputs.text('architecture')),
        ...optional('token', inputs.text('token')),
        ...optional('goDownloadBaseUrl', inputs.text('go-download-base-url')),
    };
}
/** The cache inputs. Throws for a word that none of them takes. */
function readCache(inputs) {
    const mode = inputs.choice('cache', ['true', 'false', 'restore']) ?? 'true';
    return {
        mode: mode === 'restore' ? 'restore' : mode === 'true' ? 'on' : 'off',
        write: inputs.choice('cache-write', ['auto', 'always', 'never']) ?? 'auto',
        onRelease: inputs.choice('cache-on-release', ['modules', 'all', 'none']) ?? 'modules',
        prefix: inputs.text('cache-prefix') ?? '',
    };
}
/** A property that is there only when its value is: what exactOptionalPropertyTypes asks for. */
function optional(key, value) {
    const present = {};
    if (value !== undefined)
        present[key] = value;
    return present;
}

;// CONCATENATED MODULE: ./lib/ship/settings.js









/** Reads and checks every input. `host` is what the target `host` stands for. Throws {@link ActionError} for the first that is wrong. */
function readSettings(inputs, context, host) {
    const inWorkspace = (name) => {
        const given = inputs.text(name);
        return given === undefined ? undefined : external_node_path_.resolve(context.workspace, given);
    };
    const outputDirectory = inWorkspace('output-directory');
    const targets = (0,build_targets/* parseTargets */.Sx)(inputs.list('targets'), host);
    const shard = readShard(inputs);
    return {
        toolchain: readToolchain(inputs),
        cache: readCache(inputs),
        cacheDependencyPaths: inputs.lines('cache-dependency-path'),
        problemMatcher: inputs.flag('problem-matcher') ?? true,
        workingDirectory: inWorkspace('working-directory') ?? context.workspace,
        packages: inputs.list('packages'),
        targets,
        ownTargets: (0,shards/* targetsOfShard */.U5)(targets, shard),
        ...optional('shard', shard),
        name: inputs.text('name') ?? context.repository.split('/').at(-1) ?? context.repository,
        tagPrefix: inputs.text('tag-prefix') ?? '',
        build: readBuild(inputs),
        static: inputs.choice('static', ['require', 'warn', 'off']) ?? 'require',
        archive: inputs.choice('archive', ['auto', 'tar.gz', 'tar.zst', 'zip', 'none']) ?? 'auto',
        include: withDefault(inputs.list('include'), package_plan/* DEFAULT_INCLUDES */.Y),
        sbom: inputs.flag('sbom') ?? false,
        attest: inputs.choice('attest', ['auto', 'true', 'false']) ?? 'auto',
        release: readReleaseSettings(inputs, context),
        ...optional('binaryName', inputs.text('binary-name')),
        ...optional('version', inputs.text('version')?.replace(/^v(?=\d)/, '')),
        ...optional('archiveName', readArchiveName(inputs, host)),
        ...optional('outputDirectory', outputDirectory),
    };
}
function readShard(inputs) {
    return (0,shards/* parseShard */.uK)(inputs.text('shard'), {
        jobIndex: inputs.text('job-index') ?? '',
        jobTotal: inputs.text('job-total') ?? '',
    });
}
/** A template that cannot become a name is refused before anything is downloaded. */
function readArchiveName(inputs, host) {
    const template = inputs.text('archive-name');
    if (template === undefined)
        return undefined;
    const sample = { name: 'name', version: '1.0.0', tag: 'v1.0.0', target: host, binary: 'binary' };
    (0,names/* renderArchiveName */.S9)(template, sample);
    return template;
}
function readBuild(inputs) {
    return (0,plan/* parseBuildSettings */.di)({
        tags: inputs.list('tags'),
        buildFlags: inputs.raw('build-flags') ?? '',
        env: inputs.lines('env'),
        ldflags: inputs.raw('ldflags') ?? '',
        cgo: inputs.flag('cgo') ?? false,
    });
}
/** Reads and checks the inputs about the release itself, which the publish action has too. Throws {@link ActionError}. */
function readReleaseSettings(inputs, context) {
    const prerelease = inputs.choice('prerelease', ['auto', 'true', 'false']) ?? 'auto';
    return {
        mode: inputs.choice('release', ['auto', 'true', 'false']) ?? 'auto',
        repository: readRepository(inputs.text('repository') ?? context.repository),
        generateNotes: inputs.flag('generate-notes') ?? true,
        draft: inputs.flag('draft') ?? false,
        prerelease: prerelease === 'auto' ? 'auto' : prerelease === 'true',
        makeLatest: inputs.choice('make-latest', ['auto', 'true', 'false', 'legacy']) ?? 'auto',
        overwrite: inputs.flag('overwrite') ?? false,
        ...optional('tag', inputs.text('tag') ?? context.event.releaseTag),
        ...optional('name', inputs.text('release-name')),
        ...optional('notes', readNotes(inputs, context)),
        ...optional('discussionCategory', inputs.text('discussion-category')),
    };
}
function readRepository(repository) {
    if (/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/.test(repository))
        return repository;
    throw new errors/* ActionError */.l({
        code: 'bad-repository',
        message: `Input "repository" is "${repository}", which is not owner/name`,
        hint: 'Write it as in the address of its page, such as my-org/my-app.',
    });
}
function readNotes(inputs, context) {
    const notes = inputs.raw('notes');
    const file = inputs.text('notes-file');
    if (notes !== undefined && file !== undefined) {
        throw new errors/* ActionError */.l({
            code: 'notes-twice',
            message: `Both "notes" and "notes-file" (${file}) are given`,
            hint: 'Keep one of them.',
        });
    }
    return file === undefined ? notes : readNotesFile(external_node_path_.resolve(context.workspace, file), file);
}
function readNotesFile(absolute, file) {
    try {
        return (0,external_node_fs_.readFileSync)(absolute, 'utf8');
    }
    catch (cause) {
        throw new errors/* ActionError */.l({
            code: 'notes-file',
            message: `Cannot read notes-file "${file}" (${absolute})`,
            hint: 'It is relative to the workspace; check that it exists in this commit.',
            cause,
        });
    }
}
function withDefault(given, fallback) {
    return given.length === 0 ? fallback : given;
}


/***/ }),

/***/ 4911:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  O: () => (/* binding */ planShipment)
});

// UNUSED EXPORTS: plannedAssets

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/build/plan.js
var plan = __webpack_require__(2629);
// EXTERNAL MODULE: ./lib/build/shards.js
var shards = __webpack_require__(4783);
// EXTERNAL MODULE: ./lib/domain/target.js
var domain_target = __webpack_require__(8955);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
;// CONCATENATED MODULE: ./lib/package/include.js

/** The most globs that the braces of one line may stand for. */
const MAX_ALTERNATIVES = 100;
/**
 * Parses a line of `include`: `*` and `?` within a name, `[a-z]` and `[!a-z]`, `**` for any folders,
 * `{a,b}` for alternatives (one glob each). Case counts; `*` does not match a leading dot, as in a
 * shell. Throws {@link ActionError} `bad-include` for anything that could leave the project, a
 * backslash, and braces or brackets left open.
 */
function parseInclude(text) {
    if (text.includes('\\'))
        throw badInclude(text, 'has a backslash', 'Write / between folders.');
    if (text.startsWith('/') || /^[A-Za-z]:/.test(text)) {
        throw badInclude(text, 'is absolute', 'Write the path relative to working-directory.');
    }
    return expandBraces(text).map((alternative) => {
        const parts = alternative.split('/').filter((part) => part !== '' && part !== '.');
        if (parts.includes('..')) {
            throw badInclude(text, 'leaves the project', 'Only files below working-directory are packed.');
        }
        if (parts.length === 0)
            throw badInclude(text, 'names no file', 'Write `docs/**` for a folder.');
        // "docs/**" means the files at any depth, so it ends with a step that names them.
        const complete = parts.at(-1) === '**' ? [...parts, '*'] : parts;
        return { text, steps: complete.map((part) => parseStep(part, text)) };
    });
}
function expandBraces(text) {
    let pending = [text];
    for (;;) {
        const next = pending.flatMap(expandInnermost);
        if (next.length > MAX_ALTERNATIVES) {
            throw badInclude(text, `stands for over ${MAX_ALTERNATIVES} globs`, 'Write fewer braces.');
        }
        if (next.length === pending.length && next.every((one, index) => one === pending[index]))
            break;
        pending = next;
    }
    if (pending.some((one) => /[{}]/.test(one))) {
        throw badInclude(text, 'has a brace without its partner', 'Write alternatives as {a,b}.');
    }
    return [...new Set(pending)];
}
function expandInnermost(text) {
    const match = /\{([^{}]*)\}/.exec(text);
    if (match === null)
        return [text];
    const before = text.slice(0, match.index);
    const after = text.slice(match.index + match[0].length);
    return (match[1] ?? '').split(',').map((choice) => `${before}${choice}${after}`);
}
function parseStep(part, text) {
    if (part === '**')
        return { kind: 'folders' };
    if (!/[*?[\]]/.test(part))
        return { kind: 'literal', name: part };
    const pattern = compile(`^${translate(part, text)}$`, text);
    const mayHide = part.startsWith('.');
    return {
        kind: 'names',
        matches: (name) => (mayHide || !name.startsWith('.')) && pattern.test(name),
    };
}
function compile(source, text) {
    try {
        return new RegExp(source, 'u');
    }
    catch {
        // Everything but the inside of a set is escaped, so only a range can be at fault.
        throw badInclude(text, 'has a range that runs backwards', 'Write it as [a-z].');
    }
}
/** The regular expression for one name. Runs of `*` are one, so that matching cannot blow up needlessly. */
function translate(part, text) {
    return part.replace(/\*+|\?|\[[!^]?[^\]]+\]|[^*?]/gu, (token) => {
        if (token.startsWith('*'))
            return '.*';
        if (token === '?')
            return '.';
        if (token === '[' || token === ']') {
            throw badInclude(text, 'has a bracket without its partner', 'Write a set as [abc].');
        }
        if (!token.startsWith('['))
            return token.replace(/[$()+.^|]/u, '\\$&');
        const inverted = /^\[[!^]/.test(token);
        const members = token.slice(inverted ? 2 : 1, -1).replace(/[[^]/gu, '\\$&');
        return `[${inverted ? '^' : ''}${members}]`;
    });
}
function badInclude(text, fault, hint) {
    return new errors/* ActionError */.l({ code: 'bad-include', message: `include "${text}" ${fault}`, hint });
}

// EXTERNAL MODULE: ./lib/package/order.js
var order = __webpack_require__(5212);
;// CONCATENATED MODULE: ./lib/package/include-run.js





/** Far above any sensible archive; `**` in a folder with dependencies stops here. */
const MAX_FILES = 10_000;
/**
 * Finds the files for every archive. Globs are relative to `directory`, and so are the names in the
 * archive. Links to files are packed as files, if they end inside `boundary` (the checkout); linked
 * folders are not entered. A glob that finds nothing is reported, not refused.
 * Throws {@link ActionError} `bad-include`, `include-not-found` (a plain name that is not there or is
 * a folder), `include-outside` or `too-many-includes`.
 */
async function findIncludes(globs, { directory, boundary }) {
    const found = new Set();
    const unmatched = [];
    for (const text of globs) {
        const names = await findNames(parseInclude(text), directory);
        if (names.length === 0)
            unmatched.push(text);
        for (const name of names)
            found.add(name);
        if (found.size > MAX_FILES)
            throw tooMany(text);
    }
    const inside = await (0,promises_.realpath)(boundary);
    const sorted = [...found].sort(order/* bytewise */.Z);
    const files = [];
    for (const name of sorted)
        files.push(await resolveFile(name, directory, inside));
    return { files, unmatched };
}
async function findNames(globs, directory) {
    const names = [];
    for (const glob of globs) {
        const found = await descend(directory, '', glob.steps);
        const plain = glob.steps.every(({ kind }) => kind === 'literal');
        if (plain && found.length === 0)
            throw notFound(glob.text, directory);
        names.push(...found);
    }
    return names;
}
/** Names below `prefix` (empty, or a path that ends in a slash) that the remaining steps lead to. */
async function descend(directory, prefix, [step, ...rest]) {
    if (step === undefined)
        return [];
    const entries = await list((0,external_node_path_.join)(directory, prefix));
    const found = [];
    if (step.kind === 'folders')
        found.push(...(await descend(directory, prefix, rest)));
    for (const entry of entries) {
        if (!applies(step, entry))
            continue;
        const path = `${prefix}${entry.name}`;
        const next = step.kind === 'folders' ? [step, ...rest] : rest;
        if (next.length > 0) {
            if (entry.isDirectory())
                found.push(...(await descend(directory, `${path}/`, next)));
        }
        else if (await isFile((0,external_node_path_.join)(directory, path), entry)) {
            found.push(path);
        }
        if (found.length > MAX_FILES)
            throw tooMany(`${path} and more`);
    }
    return found;
}
function applies(step, entry) {
    switch (step.kind) {
        case 'folders':
            return !entry.name.startsWith('.');
        case 'literal':
            return entry.name === step.name;
        case 'names':
            return step.matches(entry.name);
    }
}
async function list(folder) {
    try {
        return await (0,promises_.readdir)(folder, { withFileTypes: true });
    }
    catch (error) {
        throw new errors/* ActionError */.l({
            code: 'include-not-found',
            message: `Cannot look for files to include in ${folder}: ${(0,errors/* describeError */.U)(error)}`,
            hint: 'Check working-directory and the permissions of the checkout.',
            cause: error,
        });
    }
}
async function isFile(path, entry) {
    if (!entry.isSymbolicLink())
        return entry.isFile();
    const status = await (0,promises_.stat)(path).catch(() => undefined);
    return status?.isFile() === true;
}
async function resolveFile(name, directory, boundary) {
    const path = await (0,promises_.realpath)((0,external_node_path_.join)(directory, name));
    const inside = (0,external_node_path_.relative)(boundary, path);
    if (inside === '..' || inside.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.isAbsolute)(inside)) {
        throw new errors/* ActionError */.l({
            code: 'include-outside',
            message: `include matched ${name}, a link to ${path} outside the checkout`,
            hint: 'Commit the file itself, or write a glob that leaves it out.',
        });
    }
    // A line break or backslash would mean something else in a checksum file or on another system.
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u001f\u007f\\]/.test(name)) {
        throw new errors/* ActionError */.l({
            code: 'bad-include',
            message: `include matched ${JSON.stringify(name)}, which is no file name on every system`,
            hint: 'Rename the file, or write a glob that leaves it out.',
        });
    }
    return { name, path };
}
function notFound(text, directory) {
    return new errors/* ActionError */.l({
        code: 'include-not-found',
        message: `include names "${text}", and there is no such file in ${directory}`,
        hint: `Correct the name, or write \`${text}/**\` if it is a folder and \`${text}*\` if it may be absent.`,
    });
}
function tooMany(text) {
    return new errors/* ActionError */.l({
        code: 'too-many-includes',
        message: `include "${text}" finds more than ${MAX_FILES} files`,
        hint: 'Name the folders that hold what an archive needs.',
    });
}

// EXTERNAL MODULE: ./lib/package/plan.js
var package_plan = __webpack_require__(189);
// EXTERNAL MODULE: ./lib/project/run.js + 3 modules
var run = __webpack_require__(1240);
// EXTERNAL MODULE: ./lib/release/plan.js + 2 modules
var release_plan = __webpack_require__(5961);
;// CONCATENATED MODULE: ./lib/ship/shipment.js









/**
 * Plans the whole shipment. Throws for no main package, names that collide or that
 * GitHub would change, files to include that are not there.
 */
async function planShipment(parts, runner) {
    const { settings, project, subject, go, host } = parts;
    const { log } = runner;
    const { revision, outputDirectory } = subject;
    const mains = await (0,run/* listMainPackages */.F)(project, {
        patterns: settings.packages,
        name: settings.name,
        ...(settings.binaryName === undefined ? {} : { binaryName: settings.binaryName }),
    }, { goBinary: go.toolchain.goBinary, env: go.env, tags: settings.build.tags }, runner.host);
    const build = (0,plan/* planBuild */.C7)(settings.build, {
        cwd: project.root,
        sourceRoot: spelledRoot(project.root, subject.repositoryRoot) ?? runner.context.workspace,
        recordsRevision: subject.repositoryRoot !== undefined,
        mains,
        targets: settings.targets,
        host,
        revision,
        name: settings.name,
        outputDirectory,
        env: go.env,
        relink: true,
    });
    const archives = await planPackages(parts, build, runner);
    const release = planAssets(parts, archives, runner);
    const own = ownPart(settings, build, archives);
    const shard = settings.shard === undefined ? '' : ` (shard ${(0,shards/* formatShard */._D)(settings.shard)})`;
    if (settings.ownTargets.length === 0) {
        log.notice(`There are fewer targets than shards, so this job${shard} has nothing to build.`);
    }
    log.info(`Building ${mains.map((main) => main.importPath).join(', ')} for ${settings.ownTargets.map(domain_target/* formatTarget */.P4).join(', ')}${shard}`);
    log.info(`Assets: ${own.archives.map((archive) => archive.name).join(', ')}`);
    return { ...own, ...(release === undefined ? {} : { release }) };
}
/** What this job builds and packs of the whole. The release plan always covers all of it. */
function ownPart({ ownTargets }, build, archives) {
    const own = new Set(ownTargets.map(domain_target/* formatTarget */.P4));
    return {
        build: { ...build, steps: build.steps.filter(({ target }) => own.has((0,domain_target/* formatTarget */.P4)(target))) },
        archives: archives.filter(({ target }) => own.has((0,domain_target/* formatTarget */.P4)(target))),
    };
}
/**
 * A module in a subfolder is under the licence at the top of its repository, unless it has one of
 * its own or the user says what to include.
 */
async function findRootLicence(settings, project, { repositoryRoot }, found) {
    const isDefault = settings.include.join() === package_plan/* DEFAULT_INCLUDES */.Y.join();
    const hasLicence = found.some(({ name }) => /^licen[sc]e/i.test(name));
    if (!isDefault || hasLicence || repositoryRoot === undefined)
        return [];
    if ((0,external_node_fs_.realpathSync)(project.root) === repositoryRoot)
        return [];
    const globs = package_plan/* DEFAULT_INCLUDES */.Y.filter((glob) => glob.startsWith('LICEN'));
    return (await findIncludes(globs, { directory: repositoryRoot, boundary: repositoryRoot })).files;
}
/**
 * The top of the checkout as the user spells it: git resolves links, but the compiler's messages and
 * the runner's workspace keep them.
 */
function spelledRoot(projectRoot, repositoryRoot) {
    if (repositoryRoot === undefined)
        return undefined;
    return external_node_path_.resolve(projectRoot, external_node_path_.relative((0,external_node_fs_.realpathSync)(projectRoot), repositoryRoot));
}
async function planPackages({ settings, project, subject }, build, { log, context }) {
    const { revision, repositoryRoot } = subject;
    const includes = await findIncludes(settings.include, {
        directory: project.root,
        boundary: repositoryRoot ?? context.workspace,
    });
    if (includes.unmatched.length > 0) {
        log.debug(`include: nothing matches ${includes.unmatched.join(', ')}`);
    }
    const licence = await findRootLicence(settings, project, subject, includes.files);
    return (0,package_plan/* planArchives */.Ph)({
        name: settings.name,
        version: revision.version,
        archive: settings.archive,
        modifiedEpochSeconds: revision.commitEpochSeconds,
        includes: [...includes.files, ...licence],
        ...(revision.tag === undefined ? {} : { tag: revision.tag }),
        ...(settings.archiveName === undefined ? {} : { archiveName: settings.archiveName }),
    }, build.steps.map(({ target, main, outputPath }) => ({
        target,
        name: main.binaryName,
        path: outputPath,
    })));
}
/** The assets that come of these archives: each with its bill of materials where one is asked for. */
function plannedAssets(archives, { sbom }) {
    return archives.flatMap(({ name, target }) => [
        { name, target },
        ...(sbom ? [{ name: (0,package_plan/* sbomName */.HK)(name), target }] : []),
    ]);
}
function planAssets({ settings, subject, go }, archives, { context }) {
    const { tag, commit } = subject.revision;
    const assets = plannedAssets(archives, settings);
    if (subject.intent.kind === 'dry-run' || tag === undefined) {
        // What a dry run lets pass, the release must be able to take.
        (0,release_plan/* checkPlannedAssets */.Uq)(assets);
        return undefined;
    }
    const desired = (0,release_plan/* desiredRelease */.Ek)(settings.release, {
        tag,
        tagPrefix: settings.tagPrefix,
        commit,
        serverUrl: context.serverUrl,
        sourceRepository: context.repository,
    });
    return (0,release_plan/* planRelease */.F3)(desired, `go${go.toolchain.version}`, assets);
}


/***/ }),

/***/ 404:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $: () => (/* binding */ readSubject)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/build/plan.js
var plan = __webpack_require__(2629);
// EXTERNAL MODULE: ./lib/project/git-environment.js
var git_environment = __webpack_require__(3441);
// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(2088);
// EXTERNAL MODULE: ./lib/domain/nearest.js
var nearest = __webpack_require__(5542);
;// CONCATENATED MODULE: ./lib/project/version.js



/** The fixed date where there is no commit: the first one that a zip file can hold. */
const NO_COMMIT_EPOCH_SECONDS = Date.UTC(1980, 0, 1) / 1000;
/**
 * Names the revision that is checked out. The tag is the `tag` input, else the ref's, else the
 * highest version among the tags on this commit. Without one the version is a snapshot.
 * Throws {@link ActionError} `tag-not-found`, `tag-not-checked-out`, `tag-prefix-mismatch`,
 * `no-tag` (releasing only) or `bad-version`.
 */
function chooseRevision(request, git) {
    const asked = requestedTag(request);
    if (asked !== undefined)
        checkTag(asked, request, git);
    const tag = asked ?? highestTag(tagsOn(git), request.tagPrefix);
    if (tag === undefined && request.releasing)
        throw noTag(request, git);
    const version = request.versionInput ?? versionOrSnapshot(tag, request.tagPrefix, git);
    return {
        ...revisionAt(git.commit, git.commitEpochSeconds, checkVersion(version, request)),
        ...(tag === undefined ? {} : { tag }),
        snapshot: tag === undefined && request.versionInput === undefined,
    };
}
/**
 * The revision of a folder that is in no git repository: the commit GitHub names (all zeros without
 * one), dated 1980-01-01, version `0.0.0-snapshot.<commit>` unless one was given. Only for runs that
 * publish nothing.
 */
function revisionWithoutGit(request) {
    const sha = request.sha ?? '';
    const version = request.versionInput ?? (sha === '' ? '0.0.0-snapshot' : snapshot(undefined, sha));
    return {
        ...revisionAt(sha === '' ? '0'.repeat(40) : sha, NO_COMMIT_EPOCH_SECONDS, checkVersion(version, request)),
        snapshot: request.versionInput === undefined,
    };
}
/** The tag that the run asks for by name: the `tag` input, else the ref's. */
function requestedTag({ tag, ref }) {
    const name = tag ?? (ref?.startsWith('refs/tags/') === true ? ref : undefined);
    return name?.replace(/^refs\/tags\//, '');
}
/** True when GitHub itself says that `tag` names the checked out commit, though the clone lacks the tag. */
function isTagOfRun(tag, request, commit) {
    return request.ref === `refs/tags/${tag}` && request.sha === commit;
}
/** The part of a tag that is a version: without `prefix`, and without a `v` before a digit. */
function versionOfTag(tag, prefix) {
    return tag.slice(prefix.length).replace(/^v(?=\d)/, '');
}
function revisionAt(commit, commitEpochSeconds, version) {
    return {
        commit,
        commitDate: new Date(commitEpochSeconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
        commitEpochSeconds,
        version,
        prerelease: ((0,semver.parse)(version)?.prerelease.length ?? 0) > 0,
    };
}
function checkTag(tag, request, git) {
    if (!tag.startsWith(request.tagPrefix))
        throw prefixMismatch(tag, request.tagPrefix);
    const found = git.tags.find((one) => one.name === tag);
    if (found === undefined) {
        if (!isTagOfRun(tag, request, git.commit))
            throw tagNotFound(tag, git);
    }
    else if (found.commit !== git.commit) {
        throw new errors/* ActionError */.l({
            code: 'tag-not-checked-out',
            message: `Tag "${tag}" names commit ${found.commit.slice(0, 12)}, but ${git.commit.slice(0, 12)} is checked out`,
            hint: `Check the tag out: give actions/checkout "ref: ${tag}".`,
        });
    }
}
function tagNotFound(tag, git) {
    const near = (0,nearest/* nearest */.p)(tag, git.tags.map((one) => one.name));
    const there = near.length > 0 ? `; near it: ${near.join(', ')}` : `; the clone has ${git.tags.length} tags`;
    return new errors/* ActionError */.l({
        code: 'tag-not-found',
        message: `Tag "${tag}" does not exist in this clone${there}`,
        hint: `Push the tag and check it out: give actions/checkout "ref: ${tag}" or "fetch-depth: 0".`,
    });
}
function prefixMismatch(tag, prefix) {
    return new errors/* ActionError */.l({
        code: 'tag-prefix-mismatch',
        message: `Tag "${tag}" does not start with the tag prefix "${prefix}"`,
        hint: `Run this workflow only for its own tags: on: { push: { tags: ['${prefix}v*'] } }.`,
    });
}
function noTag(request, git) {
    const ref = request.ref === undefined ? '' : ` (${request.ref})`;
    return new errors/* ActionError */.l({
        code: 'no-tag',
        message: `There is no tag to release: neither the run${ref} nor commit ${git.commit.slice(0, 12)} has one${request.tagPrefix === '' ? '' : ` that starts with "${request.tagPrefix}"`}`,
        hint: 'Push a tag such as v1.2.3, set "tag" to an existing one, or set "release: false".',
    });
}
function tagsOn(git) {
    return git.tags.filter((tag) => tag.commit === git.commit).map((tag) => tag.name);
}
/** Moving tags such as `v1` are no full version and never chosen. */
function highestTag(tags, prefix) {
    return tags
        .flatMap((name) => {
        const version = tagSemver(name, prefix);
        return version === undefined ? [] : [{ name, version }];
    })
        .sort((a, b) => (0,semver.compareBuild)(b.version, a.version) || (a.name < b.name ? 1 : -1))[0]?.name;
}
function tagSemver(tag, prefix) {
    if (!tag.startsWith(prefix) || !/^v?\d/.test(tag.slice(prefix.length)))
        return undefined;
    return (0,semver.parse)(versionOfTag(tag, prefix)) ?? undefined;
}
function versionOrSnapshot(tag, prefix, git) {
    if (tag !== undefined)
        return versionOfTag(tag, prefix);
    const last = highestTag(git.reachableTags, prefix);
    return snapshot(last === undefined ? undefined : versionOfTag(last, prefix), git.commit);
}
function snapshot(last, commit) {
    const base = last === undefined ? '0.0.0' : ((0,semver.inc)(last, 'patch') ?? '0.0.0');
    return `${base}-snapshot.${shortForSemver(commit)}`;
}
/** Seven digits, or as many as it takes: semver forbids a numeric identifier with a leading zero. */
function shortForSemver(commit) {
    let length = 7;
    while (length < commit.length && /^0\d*$/.test(commit.slice(0, length)))
        length += 1;
    return commit.slice(0, length);
}
/** A version is part of file names and of a linker flag. */
function checkVersion(version, request) {
    if (/^[0-9A-Za-z][0-9A-Za-z._+~-]*$/.test(version))
        return version;
    const tag = requestedTag(request);
    const slash = tag?.lastIndexOf('/') ?? -1;
    throw new errors/* ActionError */.l({
        code: 'bad-version',
        message: `"${version}" cannot be a version: it is part of file names`,
        hint: request.versionInput === undefined && slash > 0
            ? `Set "tag-prefix" to "${tag?.slice(0, slash + 1) ?? ''}".`
            : 'Use letters, digits and . _ + ~ - only, such as 1.2.3-rc.1.',
    });
}

;// CONCATENATED MODULE: ./lib/project/git-run.js





/**
 * The top of the git work tree that `directory` (absolute) lies in, links resolved: the nearest
 * folder with a `.git` (a folder, or a file in linked work trees and submodules). Undefined outside
 * git. Needs no git program.
 */
function findRepositoryRoot(directory) {
    let folder = (0,external_node_fs_.realpathSync)(directory);
    for (;;) {
        if ((0,external_node_fs_.statSync)(external_node_path_.join(folder, '.git'), { throwIfNoEntry: false }) !== undefined)
            return folder;
        const parent = external_node_path_.dirname(folder);
        if (parent === folder)
            return undefined;
        folder = parent;
    }
}
/**
 * Reads commit, tag and version of what is checked out at `request.root`. Outside a git repository
 * (or in one without a commit, or without a git program) a run that publishes nothing gets a made-up
 * revision and a notice. `env` is the runner's whole environment.
 * Throws {@link ActionError} `no-git-repository`, `git-failed` and what {@link chooseRevision} throws.
 */
async function readRevision(request, env, { processes }) {
    const repositoryRoot = findRepositoryRoot(request.root);
    if (repositoryRoot === undefined) {
        return withoutGit(request, `${request.root} lies in no git repository`);
    }
    const options = { cwd: repositoryRoot, env: gitEnvironment(env, repositoryRoot) };
    const git = (...args) => processes.capture('git', args, options);
    const commit = await readCommit(git, repositoryRoot);
    if (typeof commit === 'string')
        return withoutGit(request, commit);
    const facts = {
        ...commit,
        tags: await readTags(git),
        reachableTags: (await ask(git, 'tag', '--merged', 'HEAD')).split('\n').filter(Boolean),
    };
    const revision = chooseRevision(request, facts);
    const shallow = (await ask(git, 'rev-parse', '--is-shallow-repository')).trim() === 'true';
    return {
        revision,
        repositoryRoot,
        dirtyFiles: await readDirtyFiles(git),
        shallow,
        notices: notices(request, facts, revision.snapshot && shallow),
    };
}
/** True when git ignores everything below `directory` (absolute, need not exist). False outside git. */
async function isGitIgnored(directory, repositoryRoot, env, { processes }) {
    // A pattern such as "/dist/" or "/dist/*" matches a file below the folder, not the folder's bare name.
    const below = external_node_path_.join(directory, 'bin', 'file');
    const result = await processes.capture('git', ['check-ignore', '--quiet', '--', below], {
        cwd: repositoryRoot,
        env: gitEnvironment(env, repositoryRoot),
    });
    return result.exitCode === 0;
}
function gitEnvironment(env, repositoryRoot) {
    return {
        ...(0,git_environment/* trustRepositories */.Z)(env, [repositoryRoot]),
        // Messages are matched below; a query must neither ask for a password nor write to the index.
        LC_ALL: 'C',
        GIT_TERMINAL_PROMPT: '0',
        GIT_OPTIONAL_LOCKS: '0',
    };
}
/** HEAD and its date, or a sentence that says why there is none. */
async function readCommit(git, root) {
    let result;
    try {
        result = await git('-c', 'log.showSignature=false', 'log', '-1', '--format=%H %ct', 'HEAD');
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.l && error.code === 'command-not-found') {
            return `${root} is a git repository, but there is no git program on the runner`;
        }
        throw error;
    }
    const [, commit, seconds] = /^([0-9a-f]{40,64}) (\d+)\s*$/.exec(result.stdout) ?? [];
    if (result.exitCode === 0 && commit !== undefined) {
        return { commit, commitEpochSeconds: Number(seconds) };
    }
    if (/unknown revision|ambiguous argument|does not have any commits/.test(result.stderr)) {
        return `The git repository at ${root} has no commit`;
    }
    throw gitFailed('log', result, root);
}
/** Object ids of a tag and, for an annotated one, of what it leads to. */
const TAG_FORMAT = '%(refname:strip=2) %(objectname) %(*objectname)';
async function readTags(git) {
    const lines = (await ask(git, 'for-each-ref', `--format=${TAG_FORMAT}`, 'refs/tags')).split('\n');
    return lines.filter(Boolean).map((line) => {
        const [name = '', object = '', peeled = ''] = line.split(' ');
        return { name, commit: peeled === '' ? object : peeled };
    });
}
async function readDirtyFiles(git) {
    const fields = (await ask(git, 'status', '--porcelain=v1', '-z')).split('\0');
    const files = [];
    for (let index = 0; index < fields.length; index += 1) {
        const field = fields[index] ?? '';
        if (field === '')
            continue;
        files.push(field.slice(3));
        // A rename or copy is followed by the path it came from.
        if (/^[RC]|^.[RC]/.test(field))
            index += 1;
    }
    return files.sort();
}
async function ask(git, ...args) {
    const result = await git(...args);
    if (result.exitCode !== 0)
        throw gitFailed(args[0] ?? '', result, '');
    return result.stdout;
}
function gitFailed(command, result, root) {
    const dubious = result.stderr.includes('dubious ownership');
    return new errors/* ActionError */.l({
        code: 'git-failed',
        message: `"git ${command}" failed: ${result.stderr.trim().split('\n')[0] ?? ''}`,
        hint: dubious
            ? `The checkout belongs to another user and this git is too old to be told so for one command: run "git config --global --add safe.directory ${root}" before.`
            : 'Check that the checkout is complete: actions/checkout must have run in this job.',
    });
}
function withoutGit(request, why) {
    if (request.releasing) {
        throw new errors/* ActionError */.l({
            code: 'no-git-repository',
            message: `Cannot release: ${why}`,
            hint: 'Run actions/checkout before this step, with git installed in the job’s container.',
        });
    }
    const revision = revisionWithoutGit(request);
    const notice = `${why}: building version ${revision.version} without a recorded revision`;
    return { revision, dirtyFiles: [], shallow: false, notices: [notice] };
}
function notices(request, facts, historyCut) {
    const tag = requestedTag(request);
    const absent = tag !== undefined && facts.tags.every((one) => one.name !== tag);
    return [
        ...(absent && isTagOfRun(tag, request, facts.commit)
            ? [
                `The clone lacks tag "${tag}": Go records another module version than a clone that has it. Give actions/checkout "ref: ${tag}".`,
            ]
            : []),
        ...(historyCut && request.versionInput === undefined
            ? [
                'The clone is shallow, so earlier tags may be out of sight: the snapshot version may start too low. Give actions/checkout "fetch-depth: 0" for the real one.',
            ]
            : []),
    ];
}

// EXTERNAL MODULE: ./lib/release/plan.js + 2 modules
var release_plan = __webpack_require__(5961);
// EXTERNAL MODULE: ./lib/ship/outputs.js
var outputs = __webpack_require__(5952);
;// CONCATENATED MODULE: ./lib/ship/subject.js








/**
 * Decides whether this run releases, reads commit, tag and version, and prepares the output
 * directory. Throws what reading the revision throws, and `output-in-checkout`.
 */
async function readSubject(settings, project, runner) {
    const { context, env, host, log } = runner;
    const { tag, mode } = settings.release;
    const wanted = {
        root: settings.workingDirectory,
        tagPrefix: settings.tagPrefix,
        ref: context.ref,
        sha: context.sha,
        ...(tag === undefined ? {} : { tag }),
        ...(settings.version === undefined ? {} : { versionInput: settings.version }),
    };
    const trigger = {
        event: context.eventName,
        ...(context.event.action === undefined ? {} : { action: context.event.action }),
        tagRef: context.refType === 'tag',
        tagPrefix: settings.tagPrefix,
        forkPullRequest: context.event.fromFork,
    };
    const intent = (0,release_plan/* decideIntent */.$S)(mode, trigger, requestedTag({ ...wanted, releasing: false }));
    const releasing = intent.kind === 'release';
    const checkedOut = await readRevision({ ...wanted, releasing }, env, host);
    for (const notice of checkedOut.notices)
        log.notice(notice);
    const { revision } = checkedOut;
    const from = revision.tag === undefined ? '' : ` (tag ${revision.tag})`;
    log.info(`${project.modulePath} ${revision.version} from commit ${revision.commit}${from}`);
    const { prerelease } = settings.release;
    const isPrerelease = prerelease === 'auto' ? revision.prerelease : prerelease;
    // What is true until something is released, and stays true when the run fails before.
    (0,outputs/* outputRelease */.b$)(undefined, '', runner);
    (0,outputs/* outputRevision */.No)(revision, isPrerelease, settings.ownTargets, runner);
    log.info(releasing ? `Releasing to ${settings.release.repository}` : `Dry run: ${intent.reason}`);
    const outputDirectory = await prepareOutput(settings, checkedOut.repositoryRoot, runner);
    runner.setOutput('output-directory', outputDirectory);
    return { ...checkedOut, intent, outputDirectory };
}
async function prepareOutput(settings, repositoryRoot, { context, env, host }) {
    const asked = settings.outputDirectory;
    if (asked === undefined)
        return (0,external_node_fs_.mkdtempSync)(external_node_path_.join(context.temp, 'ship-go-'));
    // Checked before it is made: a refused run leaves nothing behind.
    const real = realParent(asked);
    const isIgnored = repositoryRoot !== undefined && (await isGitIgnored(real, repositoryRoot, env, host));
    (0,plan/* checkOutputDirectory */.xM)(real, repositoryRoot, isIgnored);
    try {
        (0,external_node_fs_.mkdirSync)(asked, { recursive: true });
    }
    catch (cause) {
        throw new errors/* ActionError */.l({
            code: 'output-directory',
            message: `The output directory ${asked} cannot be made: ${(0,errors/* describeError */.U)(cause)}`,
            hint: 'Set "output-directory" to a folder that this job may make and write to.',
            cause,
        });
    }
    return asked;
}
/** `folder` with the links of whatever part of it exists resolved. */
function realParent(folder) {
    const parent = external_node_path_.dirname(folder);
    try {
        return (0,external_node_fs_.realpathSync)(folder);
    }
    catch {
        return parent === folder ? folder : external_node_path_.join(realParent(parent), external_node_path_.basename(folder));
    }
}


/***/ }),

/***/ 970:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  j: () => (/* binding */ shipTargets)
});

;// CONCATENATED MODULE: ./lib/binary/linkage.js
/**
 * Systems whose kernel interface is private: Go calls into their base libraries even without cgo,
 * and no static form of these exists.
 * @see runtime/sys_openbsd.go, runtime/os3_solaris.go, runtime/sys_darwin.go and runtime/os_windows.go in Go's source
 */
const SYSTEM_LIBRARIES = {
    android: {
        pattern: /^lib(c|m|dl|log)\.so$/,
        reason: 'Android starts programs only through its own linker and C library',
    },
    darwin: {
        pattern: /^(\/usr\/lib\/|\/System\/Library\/)/,
        reason: 'macOS has no stable system-call interface and no static libSystem',
    },
    illumos: {
        pattern: /^lib(c|m|md|nsl|pthread|resolv|rt|sendfile|socket)\.so(\.\d+)?$/,
        reason: 'illumos offers its system calls only through libc',
    },
    ios: {
        pattern: /^(\/usr\/lib\/|\/System\/Library\/)/,
        reason: 'iOS has no stable system-call interface and no static libSystem',
    },
    openbsd: {
        pattern: /^lib(c|m|pthread)\.so(\.\d+)*$/,
        reason: 'OpenBSD accepts system calls only from libc',
    },
    solaris: {
        pattern: /^lib(c|m|md|nsl|pthread|resolv|rt|sendfile|socket)\.so(\.\d+)?$/,
        reason: 'Solaris offers its system calls only through libc',
    },
    windows: {
        // Present on every Windows that Go supports, servers without desktop included; the compilers' own
        // runtimes (libgcc, libwinpthread, vcruntime) are not.
        pattern: /^((api|ext)-ms-win-[a-z0-9-]+|advapi32|bcrypt|bcryptprimitives|cfgmgr32|combase|comctl32|comdlg32|credui|crypt32|cryptbase|dbghelp|dnsapi|fwpuclnt|gdi32|hid|imm32|iphlpapi|kernel32|kernelbase|mpr|msvcrt|mswsock|ncrypt|netapi32|ntdll|ole32|oleaut32|pdh|powrprof|propsys|psapi|rpcrt4|sechost|secur32|setupapi|shell32|shlwapi|sspicli|ucrtbase|user32|userenv|uxtheme|version|winhttp|wininet|winmm|winspool|wintrust|wldap32|ws2_32|wtsapi32)\.(dll|drv)$/i,
        reason: 'Windows offers its system calls only through its DLLs',
    },
};
/** What a program for `goos` needs to start. */
function classifyLinkage(facts, goos) {
    // A wasm module's imports are its host's functions, given at instantiation; nothing is looked up.
    if (facts.format === 'wasm')
        return { kind: 'static' };
    const { interpreter, neededLibraries } = facts;
    if (interpreter === undefined && neededLibraries.length === 0)
        return { kind: 'static' };
    const system = SYSTEM_LIBRARIES[goos];
    const foreign = neededLibraries.filter((library) => system?.pattern.test(library) !== true);
    if (system !== undefined && foreign.length === 0) {
        return { kind: 'system', libraries: neededLibraries, reason: system.reason };
    }
    return { kind: 'dynamic', interpreter, libraries: foreign };
}
/** The linkage in one line, for a log or a summary. */
function describeLinkage(linkage) {
    switch (linkage.kind) {
        case 'static':
            return 'static';
        case 'system':
            return `only the system's own libraries (${linkage.libraries.join(', ') || 'none by name'}): ${linkage.reason}`;
        case 'dynamic':
            return `dynamic: ${needs(linkage)}`;
    }
}
/** The finding for a program that needs more than itself and its system; none under `static: off`. */
function judgeLinkage(facts, expectation) {
    const linkage = classifyLinkage(facts, expectation.target.goos);
    if (linkage.kind !== 'dynamic' || expectation.static === 'off')
        return undefined;
    return {
        severity: expectation.static === 'require' ? 'error' : 'warning',
        code: 'not-static',
        message: `${expectation.name} is not static: it needs ${needs(linkage)}`,
        hint: remedy(facts, expectation),
    };
}
function needs({ interpreter, libraries, }) {
    const parts = [
        interpreter === undefined ? undefined : `the loader ${interpreter}`,
        libraries.length === 0 ? undefined : `the libraries ${libraries.join(', ')}`,
    ];
    return parts.filter((part) => part !== undefined).join(' and ');
}
function remedy(facts, { cgo, cgoPackages = [] }) {
    const culprits = cgoPackages.length > 0 ? ` (pulled in by ${cgoPackages.join(', ')})` : '';
    if (cgo) {
        return `Set \`cgo: false\`, or, where the C code${culprits} is needed, link it statically or accept the libraries with \`static: warn\`.`;
    }
    if (facts.buildInfo?.settings['CGO_ENABLED'] === '1') {
        return `cgo was on${culprits} although \`cgo: false\` is set: remove CGO_ENABLED from \`env\` and from the Go configuration.`;
    }
    if (facts.buildInfo?.settings['-buildmode'] === 'pie') {
        return 'Remove -buildmode=pie from `build-flags`: Go links position-independent programs against a loader.';
    }
    return 'Remove -linkmode=external and other linker options from `build-flags` and `ldflags`, or set `static: warn`.';
}

// EXTERNAL MODULE: ./lib/build/run.js + 3 modules
var run = __webpack_require__(408);
// EXTERNAL MODULE: ./lib/domain/target.js
var domain_target = __webpack_require__(8955);
// EXTERNAL MODULE: ./lib/package/plan.js
var package_plan = __webpack_require__(189);
// EXTERNAL MODULE: ./lib/package/run.js + 6 modules
var package_run = __webpack_require__(1228);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/domain/digest.js
var domain_digest = __webpack_require__(2002);
// EXTERNAL MODULE: ./lib/package/order.js
var order = __webpack_require__(5212);
;// CONCATENATED MODULE: ./lib/package/sbom.js



/**
 * A CycloneDX 1.6 document in JSON for one archive: its programs, the modules in them with their
 * replacements, and Go's standard library. Go records which modules went into a program but not
 * which needs which, so every program depends directly on all of its modules. No clock and no random
 * number go in: the same archive gives the same document.
 * @see https://cyclonedx.org/docs/1.6/json/
 */
function renderSbom(subject) {
    const programs = subject.programs.toSorted((left, right) => (0,order/* bytewise */.Z)(left.name, right.name));
    const archive = archiveComponent(subject);
    const relations = [
        { ref: archive['bom-ref'], dependsOn: programs.map(({ name }) => programRef(name)) },
    ];
    const libraries = new Map();
    for (const program of programs) {
        const used = librariesOf(program.buildInfo);
        for (const library of used)
            libraries.set(library['bom-ref'], library);
        const dependsOn = [...new Set(used.map((library) => library['bom-ref']))].sort(order/* bytewise */.Z);
        relations.push({ ref: programRef(program.name), dependsOn });
    }
    const components = [...libraries.values()].sort((left, right) => (0,order/* bytewise */.Z)(left['bom-ref'], right['bom-ref']));
    relations.push(...components.map((component) => ({ ref: component['bom-ref'], dependsOn: [] })));
    const document = {
        $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        serialNumber: `urn:uuid:${uuidOf(subject.digest)}`,
        version: 1,
        metadata: {
            timestamp: subject.commitDate,
            tools: { components: [{ type: 'application', name: 'ship-go' }] },
            component: archive,
        },
        components: [...programs.map(programComponent), ...components],
        dependencies: relations,
    };
    return `${JSON.stringify(document, undefined, 2)}\n`;
}
function archiveComponent({ name, version, archive, digest }) {
    return {
        type: 'application',
        'bom-ref': `archive:${archive}`,
        name,
        version,
        hashes: [{ alg: 'SHA-256', content: (0,domain_digest/* digestHex */.s)(digest) }],
        properties: [{ name: 'ship-go:archive', value: archive }],
    };
}
function programRef(name) {
    return `program:${name}`;
}
function programComponent({ name, digest, buildInfo }) {
    const { mainModule, path, settings } = buildInfo;
    const recorded = Object.entries(settings)
        .map(([key, value]) => ({ name: `go:build:${key}`, value }))
        .sort((left, right) => (0,order/* bytewise */.Z)(left.name, right.name));
    return {
        type: 'application',
        'bom-ref': programRef(name),
        name: path,
        ...(mainModule === undefined
            ? {}
            : { version: mainModule.version, purl: mainPurl(mainModule, path) }),
        hashes: [{ alg: 'SHA-256', content: (0,domain_digest/* digestHex */.s)(digest) }],
        properties: recorded,
    };
}
/** The module's package URL, with the main package's place in it as the subpath. */
function mainPurl(module, packagePath) {
    const inside = packagePath.startsWith(`${module.path}/`);
    const subpath = inside ? `#${encodePath(packagePath.slice(module.path.length + 1))}` : '';
    return `${purlOf(module)}${subpath}`;
}
function librariesOf({ goVersion, dependencies }) {
    const modules = dependencies.map(moduleComponent);
    return goVersion === undefined ? modules : [...modules, standardLibrary(goVersion)];
}
/** The component for the code that was really linked: the replacement, where there is one. */
function moduleComponent(dependency) {
    const linked = dependency.replace ?? dependency;
    const replaced = dependency.replace === undefined
        ? []
        : [{ name: 'go:replaces', value: `${dependency.path}@${dependency.version}` }];
    // An h1 sum is a hash over the module's file hashes, not of any file: it is no `hashes` entry.
    const sum = linked.sum === undefined ? [] : [{ name: 'go:sum', value: linked.sum }];
    const properties = [...replaced, ...sum];
    // A replacement by a folder has no version, and its path is no module anyone can look up.
    const isFolder = linked.version === '' || /^\.{0,2}\/|^[A-Za-z]:/.test(linked.path);
    const named = isFolder ? dependency : linked;
    return {
        type: 'library',
        'bom-ref': isFolder ? `folder:${linked.path}:${purlOf(named)}` : purlOf(named),
        name: named.path,
        version: named.version,
        ...(isFolder ? {} : { purl: purlOf(named) }),
        ...(properties.length === 0 ? {} : { properties }),
    };
}
function standardLibrary(goVersion) {
    const version = (goVersion.split(' ')[0] ?? goVersion).replace(/^go/, '');
    const purl = `pkg:golang/stdlib@${encodeURIComponent(version)}`;
    return { type: 'library', 'bom-ref': purl, name: 'stdlib', version, purl };
}
/** @see https://github.com/package-url/purl-spec/blob/main/types-doc/golang-definition.md */
function purlOf({ path, version }) {
    return `pkg:golang/${encodePath(path)}@${encodeURIComponent(version)}`;
}
function encodePath(path) {
    return path.split('/').map(encodeURIComponent).join('/');
}
/** A UUID of version 8 (RFC 9562, free use of its bits) made of the archive's digest. */
function uuidOf(digest) {
    const hash = (0,external_node_crypto_.createHash)('sha256').update(`ship-go sbom ${digest}`).digest();
    hash.writeUInt8(((hash[6] ?? 0) & 0x0f) | 0x80, 6);
    hash.writeUInt8(((hash[8] ?? 0) & 0x3f) | 0x80, 8);
    const hex = hash.subarray(0, 16).toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

;// CONCATENATED MODULE: ./lib/ship/pack.js



/** Writes one archive and, where asked for, its bill of materials, and uploads both. `proved` has every binary in it, by path. */
async function packArchive(plan, proved, { settings, subject, session }, { log }) {
    const archive = await (0,package_run/* writeArchive */._d)(plan, subject.outputDirectory);
    log.info(`${archive.name}: ${archive.sizeBytes} bytes, ${archive.digest}`);
    const sbom = settings.sbom
        ? [await writeSbom(plan, archive, proved, subject, settings.name)]
        : [];
    const artifacts = [archive, ...sbom];
    if (session !== undefined) {
        await Promise.all(artifacts.map((artifact) => session.upload(artifact)));
    }
    return artifacts;
}
async function writeSbom(plan, archive, proved, { revision, outputDirectory }, name) {
    const programs = [];
    for (const member of plan.members) {
        const buildInfo = proved.get(member.path)?.facts.buildInfo;
        if (buildInfo === undefined)
            continue;
        programs.push({ name: member.name, digest: await (0,package_run/* digestFile */.TM)(member.path), buildInfo });
    }
    const text = renderSbom({
        name,
        version: revision.version,
        archive: archive.name,
        digest: archive.digest,
        programs,
        commitDate: revision.commitDate,
    });
    const document = await (0,package_run/* writeText */.x3)({ name: (0,package_plan/* sbomName */.HK)(archive.name), kind: 'sbom', text }, outputDirectory);
    return { ...document, target: plan.target };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./lib/domain/errors.js
var domain_errors = __webpack_require__(9285);
;// CONCATENATED MODULE: ./lib/binary/go-quote.js
const SIMPLE_ESCAPES = {
    a: 7,
    b: 8,
    t: 9,
    n: 10,
    v: 11,
    f: 12,
    r: 13,
    '\\': 92,
    '"': 34,
};
/** An escape inside a double-quoted Go string, or a run of plain text. @see https://go.dev/ref/spec#String_literals */
const PIECE = /\\(?:x(?<byte>[0-9a-fA-F]{2})|(?<octal>[0-7]{3})|u(?<short>[0-9a-fA-F]{4})|U(?<long>[0-9a-fA-F]{8})|(?<simple>[abtnvfr\\"]))|(?<plain>[^\\"\n]+)/y;
/**
 * Reads the Go string literal (double quotes or backquotes) that `text` begins with.
 * Returns its value and the text behind it, or undefined when there is no well-formed literal.
 */
function cutGoString(text) {
    if (text.startsWith('`')) {
        const end = text.indexOf('`', 1);
        if (end < 0)
            return undefined;
        // Go drops carriage returns from raw strings.
        return { value: text.slice(1, end).replaceAll('\r', ''), rest: text.slice(end + 1) };
    }
    if (!text.startsWith('"'))
        return undefined;
    const pieces = [];
    const piece = new RegExp(PIECE);
    let position = 1;
    while (text[position] !== '"') {
        piece.lastIndex = position;
        const match = piece.exec(text);
        const bytes = match?.groups === undefined ? undefined : bytesOf(match.groups);
        if (bytes === undefined)
            return undefined;
        pieces.push(bytes);
        position = piece.lastIndex;
    }
    return { value: Buffer.concat(pieces).toString('utf8'), rest: text.slice(position + 1) };
}
function bytesOf(groups) {
    const { byte, octal, short, long, simple, plain } = groups;
    if (plain !== undefined)
        return Buffer.from(plain, 'utf8');
    if (byte !== undefined)
        return Buffer.from([parseInt(byte, 16)]);
    if (octal !== undefined)
        return Buffer.from([parseInt(octal, 8) & 0xff]);
    if (simple !== undefined)
        return Buffer.from([SIMPLE_ESCAPES[simple] ?? 0]);
    const point = parseInt(short ?? long ?? '', 16);
    return point <= 0x10ffff ? Buffer.from(String.fromCodePoint(point), 'utf8') : undefined;
}

;// CONCATENATED MODULE: ./lib/binary/build-info-text.js

/**
 * Parses the module text inside a Go binary: tab-separated lines `path`, `mod`, `dep`, `=>`, `build`.
 * Lines of other kinds are skipped, as Go does. @see https://pkg.go.dev/runtime/debug#ParseBuildInfo
 */
function parseBuildInfoText(text, goVersion) {
    const draft = {
        path: '',
        mainModule: undefined,
        dependencies: [],
        settings: [],
        replaceable: undefined,
    };
    for (const [index, line] of text.split('\n').entries()) {
        const damage = readLine(line, draft);
        if (damage !== undefined)
            return { damage: `line ${index + 1}: ${damage}` };
    }
    return {
        ...(goVersion === undefined ? {} : { goVersion }),
        path: draft.path,
        ...(draft.mainModule === undefined ? {} : { mainModule: draft.mainModule }),
        dependencies: draft.dependencies,
        settings: Object.fromEntries(draft.settings),
    };
}
function readLine(line, draft) {
    const tab = line.indexOf('\t');
    if (tab < 0)
        return undefined;
    const rest = line.slice(tab + 1);
    switch (line.slice(0, tab)) {
        case 'path':
            draft.path = rest;
            return undefined;
        case 'mod':
        case 'dep':
            return readModule(rest, line.startsWith('mod') ? 'main' : 'dependency', draft);
        case '=>':
            return readReplacement(rest, draft);
        case 'build':
            return readSetting(rest, draft);
        default:
            return undefined;
    }
}
function readModule(rest, role, draft) {
    const module = parseModule(rest);
    if (module === undefined)
        return 'a module without a version';
    if (role === 'main')
        draft.mainModule = module;
    else
        draft.dependencies.push(module);
    draft.replaceable = role;
    return undefined;
}
function readReplacement(rest, draft) {
    const replace = parseModule(rest);
    const { replaceable } = draft;
    draft.replaceable = undefined;
    if (replace === undefined || replaceable === undefined)
        return 'a replacement of nothing';
    // A main module is never replaced by its own go.mod; Go's text allows it, nothing here needs it.
    if (replaceable === 'main')
        return undefined;
    const last = draft.dependencies.pop();
    if (last !== undefined)
        draft.dependencies.push({ ...last, replace });
    return undefined;
}
function parseModule(rest) {
    const [path, version, sum, ...more] = rest.split('\t');
    if (path === undefined || version === undefined || more.length > 0)
        return undefined;
    return { path, version, ...(sum === undefined || sum === '' ? {} : { sum }) };
}
function readSetting(rest, draft) {
    const quotedKey = cutGoString(rest);
    const equals = rest.indexOf('=');
    const key = quotedKey?.value ?? rest.slice(0, Math.max(equals, 0));
    const afterKey = quotedKey?.rest ?? rest.slice(Math.max(equals, 0));
    if (key === '' || !afterKey.startsWith('='))
        return 'a build setting without a name';
    const raw = afterKey.slice(1);
    if (!/^["`]/.test(raw)) {
        draft.settings.push([key, raw]);
        return undefined;
    }
    const value = cutGoString(raw);
    if (value?.rest !== '')
        return `the setting ${key} is not quoted well`;
    draft.settings.push([key, value.value]);
    return undefined;
}

;// CONCATENATED MODULE: ./lib/binary/reading.js

/** The most that one range may ask for: a size taken from a hostile header allocates no more. */
const MAX_READ_BYTES = 4 * 1024 * 1024;
/** How far into a data area a search goes. The linker puts what is searched for near the start. */
const MAX_SEARCH_BYTES = 64 * 1024 * 1024;
const SEARCH_BLOCK_BYTES = 1024 * 1024;
/** The error for a file whose own headers contradict it; `detail` completes "cut short or damaged:". */
function malformed(detail) {
    return new domain_errors/* ActionError */.l({
        code: 'malformed-binary',
        message: `the file is cut short or damaged: ${detail}`,
        hint: 'Build it again, and let no later step rewrite or pack the file.',
    });
}
/** The bytes from `offset`, at most `length`, fewer at the end of the file. Throws `malformed-binary` for an absurd length. */
function* readUpTo(offset, length, what) {
    if (length > MAX_READ_BYTES)
        throw malformed(`${what} would be ${length} bytes long`);
    if (length === 0)
        return new Uint8Array(0);
    return yield { offset, length };
}
/** Exactly `length` bytes from `offset`. Throws `malformed-binary`, naming `what`, when the file ends before. */
function* readExactly(offset, length, what) {
    const bytes = yield* readUpTo(offset, length, what);
    if (bytes.length < length)
        throw malformed(`${what} lies beyond the end of the file`);
    return bytes;
}
/** Runs `reading` on the part of the file from `start`, `sizeBytes` long, as if it were a file of its own. */
function* within(reading, start, sizeBytes) {
    let step = reading.next();
    while (step.done !== true) {
        const { offset, length } = step.value;
        const available = Math.min(length, sizeBytes - offset);
        const bytes = available > 0 ? yield { offset: start + offset, length: available } : new Uint8Array(0);
        step = reading.next(bytes);
    }
    return step.value;
}
/** Throws `malformed-binary` when the range does not lie inside a file of `sizeBytes`. */
function requireInside(range, sizeBytes, what) {
    if (range.offset + range.sizeBytes > sizeBytes) {
        throw malformed(`${what} ends at byte ${range.offset + range.sizeBytes}, the file at ${sizeBytes}`);
    }
}
/** The file offset of `address`, with the bytes left in its range; undefined when nothing is mapped there. */
function locate(memory, address) {
    const range = memory.find((candidate) => candidate.address <= address && address < candidate.address + candidate.sizeBytes);
    if (range === undefined)
        return undefined;
    const distance = address - range.address;
    return { offset: range.offset + distance, remainingBytes: range.sizeBytes - distance };
}
/** The file offset of the first acceptable occurrence of `needle` in the area's first 64 MiB, if any. */
function* findBytes(needle, area) {
    const end = area.offset + Math.min(area.sizeBytes, MAX_SEARCH_BYTES);
    for (let start = area.offset; start < end; start += SEARCH_BLOCK_BYTES) {
        // Blocks overlap by the needle, so that none is missed across their border.
        const length = Math.min(SEARCH_BLOCK_BYTES + needle.length - 1, end - start);
        const block = Buffer.from(yield* readUpTo(start, length, 'a data block'));
        let found = block.indexOf(needle);
        while (found >= 0) {
            if (area.accept?.(start + found) !== false)
                return start + found;
            found = block.indexOf(needle, found + 1);
        }
        if (block.length < length)
            return undefined;
    }
    return undefined;
}
/** The text before the first NUL of `bytes`, or all of it. Bytes that are no UTF-8 become U+FFFD. */
function textUntilNul(bytes) {
    const end = bytes.indexOf(0);
    return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
}
/** A NUL-terminated string of at most `maxBytes` at `offset`. Throws `malformed-binary` when it does not end by then. */
function* readText(offset, maxBytes, what) {
    const bytes = yield* readUpTo(offset, maxBytes, what);
    if (!bytes.includes(0))
        throw malformed(`${what} does not end`);
    return textUntilNul(bytes);
}

;// CONCATENATED MODULE: ./lib/binary/fields.js

/** {@link Fields} over `bytes`. Every access outside throws `malformed-binary` that names `what`. */
function fieldsOf(bytes, littleEndian, what) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const checked = (at, length) => {
        if (at < 0 || at + length > bytes.length)
            throw malformed(`${what} is too short`);
        return at;
    };
    return {
        sizeBytes: bytes.length,
        u8: (at) => view.getUint8(checked(at, 1)),
        u16: (at) => view.getUint16(checked(at, 2), littleEndian),
        u32: (at) => view.getUint32(checked(at, 4), littleEndian),
        u64: (at) => {
            const value = view.getBigUint64(checked(at, 8), littleEndian);
            if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
                throw malformed(`${what} holds the impossible offset ${value.toString()}`);
            }
            return Number(value);
        },
        bytes: (at, length) => bytes.subarray(checked(at, length), at + length),
    };
}

;// CONCATENATED MODULE: ./lib/binary/build-info.js



const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const HEADER_BYTES = 32;
const ALIGNMENT = 16;
/** 16 bytes in front of and behind the module text, by which programs find it in memory. */
const FRAME_BYTES = 16;
const FRAME_START = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex');
const FRAME_END = Buffer.from('f932433186182072008242104116d8f2', 'hex');
const ABSENT = { buildInfoProblem: 'no Go build info in the file' };
/**
 * Finds and reads the build info blob: a 32-byte header at a 16-byte boundary, followed by the Go
 * version and the module text (Go 1.18 and newer), or holding pointers to both (Go 1.13 to 1.17).
 * Never throws for a blob that makes no sense. @see debug/buildinfo in Go's source
 */
function* readBuildInfo({ memory, area }) {
    if (area === undefined)
        return ABSENT;
    const start = locate(memory, area.address);
    if (start === undefined)
        return ABSENT;
    const offset = yield* findBytes(MAGIC, {
        offset: start.offset,
        sizeBytes: Math.min(area.sizeBytes, start.remainingBytes),
        accept: (found) => (area.address + found - start.offset) % ALIGNMENT === 0,
    });
    if (offset === undefined)
        return ABSENT;
    const address = area.address + offset - start.offset;
    const header = yield* readMapped(memory, address, HEADER_BYTES);
    if (header?.length !== HEADER_BYTES)
        return ABSENT;
    const inline = ((header[15] ?? 0) & 2) !== 0;
    const strings = inline
        ? yield* readInlineStrings(memory, address + HEADER_BYTES)
        : yield* readPointedStrings(memory, header);
    if (strings === undefined || strings.version.length === 0) {
        return { buildInfoProblem: 'the Go build info is damaged: its strings lie outside the file' };
    }
    return parseStrings(strings.version.toString('utf8'), unframe(strings.modules));
}
/**
 * The build info of a WebAssembly module, which has no header for it: the module text is found in
 * the data section by its frame. `goVersion` comes from the `producers` section, where there is one.
 */
function* readFramedBuildInfo(data, goVersion) {
    const start = yield* findBytes(FRAME_START, data);
    if (start === undefined)
        return ABSENT;
    const textAt = start + FRAME_BYTES;
    const sizeBytes = Math.min(data.offset + data.sizeBytes - textAt, MAX_READ_BYTES);
    const bytes = Buffer.from(yield* readUpTo(textAt, sizeBytes, 'the build info'));
    const end = bytes.indexOf(FRAME_END);
    if (end < 0)
        return { buildInfoProblem: 'the Go build info is damaged: it does not end' };
    return parseStrings(goVersion, bytes.subarray(0, end).toString('utf8'));
}
function parseStrings(goVersion, text) {
    const parsed = parseBuildInfoText(text, goVersion);
    if ('damage' in parsed) {
        return { buildInfoProblem: `the Go build info is damaged: ${parsed.damage}` };
    }
    return { buildInfo: parsed };
}
function* readInlineStrings(memory, address) {
    const version = yield* readPrefixed(memory, address);
    if (version === undefined)
        return undefined;
    const modules = yield* readPrefixed(memory, version.end);
    return modules === undefined ? undefined : { version: version.bytes, modules: modules.bytes };
}
/** A string behind its length as a varint. */
function* readPrefixed(memory, address) {
    const prefix = yield* readMapped(memory, address, 5);
    if (prefix === undefined)
        return undefined;
    let length = 0;
    for (const [index, byte] of prefix.entries()) {
        length += (byte & 0x7f) * 2 ** (7 * index);
        if (byte < 0x80) {
            const start = address + index + 1;
            const bytes = length === 0 ? Buffer.alloc(0) : yield* readMapped(memory, start, length);
            return bytes?.length === length ? { bytes, end: start + length } : undefined;
        }
    }
    return undefined;
}
function* readPointedStrings(memory, header) {
    const pointerBytes = header[14];
    if (pointerBytes !== 4 && pointerBytes !== 8)
        return undefined;
    const littleEndian = ((header[15] ?? 0) & 1) === 0;
    const pointers = fieldsOf(header, littleEndian, 'the build info header');
    const word = (at) => (pointerBytes === 4 ? pointers.u32(at) : pointers.u64(at));
    const readAt = (address) => readGoString(memory, { address, pointerBytes, littleEndian });
    const version = yield* readAt(word(16));
    const modules = yield* readAt(word(16 + pointerBytes));
    return version === undefined ? undefined : { version, modules: modules ?? Buffer.alloc(0) };
}
/** A Go string value: the address of its bytes and its length, one word each. */
function* readGoString(memory, place) {
    const { address, pointerBytes, littleEndian } = place;
    const value = yield* readMapped(memory, address, 2 * pointerBytes);
    if (value?.length !== 2 * pointerBytes)
        return undefined;
    const fields = fieldsOf(value, littleEndian, 'a string in the build info');
    const [start, length] = pointerBytes === 4 ? [fields.u32(0), fields.u32(4)] : [fields.u64(0), fields.u64(8)];
    const bytes = yield* readMapped(memory, start, length);
    return bytes?.length === length ? bytes : undefined;
}
/** Up to `length` bytes at an address, not beyond its range; undefined when nothing is there or too much is asked. */
function* readMapped(memory, address, length) {
    const place = locate(memory, address);
    if (place === undefined || length > MAX_READ_BYTES)
        return undefined;
    const available = Math.min(length, place.remainingBytes);
    return Buffer.from(yield* readUpTo(place.offset, available, 'the build info'));
}
function unframe(modules) {
    // Without modules (GOPATH mode, Go 1.17 and older) there is no frame and no text.
    if (modules.length < 2 * FRAME_BYTES + 1)
        return '';
    if (modules[modules.length - FRAME_BYTES - 1] !== 0x0a)
        return '';
    return modules.subarray(FRAME_BYTES, modules.length - FRAME_BYTES).toString('utf8');
}

;// CONCATENATED MODULE: ./lib/binary/elf-dynamic.js

const DT_NULL = 0;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_FLAGS_1 = 0x6ffffffb;
const DF_1_PIE = 0x08000000;
const MAX_LIBRARIES = 1000;
const MAX_NAME_BYTES = 4096;
/**
 * Reads the rows of a dynamic section up to its end; `memory` are the loaded segments. Throws
 * `malformed-binary` for more libraries than any program needs, or a name that is not in the file.
 * @see https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html
 */
function* readDynamic(rows, { bits, littleEndian }, memory) {
    // Tags are signed and values of other tags may be any number, so only the low half of a tag is compared.
    const tagOf = (row) => (bits === 64 && !littleEndian ? row.u32(4) : row.u32(0));
    const end = rows.findIndex((row) => tagOf(row) === DT_NULL);
    const live = end < 0 ? rows : rows.slice(0, end);
    const valuesOf = (tag) => live.filter((row) => tagOf(row) === tag).map((row) => (bits === 64 ? row.u64(8) : row.u32(4)));
    const nameOffsets = [...new Set(valuesOf(DT_NEEDED))];
    if (nameOffsets.length > MAX_LIBRARIES)
        throw malformed(`it needs ${nameOffsets.length} libraries`);
    const names = [];
    for (const nameOffset of nameOffsets) {
        const place = locate(memory, (valuesOf(DT_STRTAB)[0] ?? 0) + nameOffset);
        if (place === undefined)
            throw malformed('the name of a needed library is not in the file');
        const maxBytes = Math.min(place.remainingBytes, MAX_NAME_BYTES);
        names.push(yield* readText(place.offset, maxBytes, 'the name of a needed library'));
    }
    const flags = valuesOf(DT_FLAGS_1)[0] ?? 0;
    return {
        neededLibraries: [...new Set(names)],
        positionIndependent: Math.floor(flags / DF_1_PIE) % 2 === 1,
    };
}

;// CONCATENATED MODULE: ./lib/binary/elf.js




/** Machine numbers of the ELF header that Go builds for. @see debug/elf, type Machine */
const MACHINES = new Map([
    [3, 'x86'],
    [8, 'MIPS'],
    [21, 'PowerPC64'],
    [22, 's390'],
    [40, 'ARM'],
    [62, 'x86-64'],
    [183, 'AArch64'],
    [243, 'RISC-V'],
    [258, 'LoongArch'],
]);
/** GOARCH by machine, word size and byte order. */
const GOARCHES = {
    '3/32/little': '386',
    '8/32/big': 'mips',
    '8/32/little': 'mipsle',
    '8/64/big': 'mips64',
    '8/64/little': 'mips64le',
    '21/64/big': 'ppc64',
    '21/64/little': 'ppc64le',
    '22/64/big': 's390x',
    '40/32/little': 'arm',
    '62/64/little': 'amd64',
    '183/64/little': 'arm64',
    '243/64/little': 'riscv64',
    '258/64/little': 'loong64',
};
/** EI_OSABI values that name one system; 0 is used by Linux and several more. */
const SYSTEMS = new Map([
    [2, 'netbsd'],
    [9, 'freebsd'],
    [12, 'openbsd'],
]);
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const SHT_NULL = 0;
const SHT_NOBITS = 8;
const ET_EXEC = 2;
const ET_DYN = 3;
const WRITABLE_DATA = 2;
const elf_MAX_NAME_BYTES = 4096;
/**
 * Reads an ELF file of `sizeBytes`: machine, loader, needed libraries, build info. Every segment and
 * section must lie inside the file. Throws `malformed-binary`.
 * @see https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html
 */
function* readElf(sizeBytes) {
    const header = yield* readHeader(sizeBytes);
    const { bits, littleEndian, fields } = header;
    const segments = yield* readSegments(header);
    const sections = yield* readSections(header);
    const endianness = littleEndian ? 'little' : 'big';
    const machine = fields.u16(18);
    const type = fields.u16(16);
    const goos = SYSTEMS.get(fields.u8(7));
    const goarch = GOARCHES[`${machine}/${bits}/${endianness}`];
    const interpreter = yield* readInterpreter(segments);
    const memory = segments.filter(({ type: kind }) => kind === PT_LOAD);
    const dynamic = yield* readDynamic(yield* readDynamicRows(header, segments), header, memory);
    // A shared library has the same type; it asks for no loader and does not say that it is a program.
    const isProgram = interpreter !== undefined || dynamic.positionIndependent;
    return {
        format: 'elf',
        sizeBytes,
        machine: MACHINES.get(machine) ?? `ELF machine ${machine}`,
        ...(goos === undefined ? {} : { goos }),
        ...(goarch === undefined ? {} : { goarch }),
        bits,
        endianness,
        executable: type === ET_EXEC || (type === ET_DYN && isProgram),
        ...(interpreter === undefined ? {} : { interpreter }),
        neededLibraries: dynamic.neededLibraries,
        ...(yield* readBuildInfo(yield* buildInfoPlace(header, segments, sections))),
        ...((yield* isUpxPacked()) ? { packer: 'upx' } : {}),
        slices: [],
    };
}
function* readHeader(sizeBytes) {
    const ident = yield* readExactly(0, 16, 'the ELF header');
    const [fileClass, order] = [ident[4], ident[5]];
    if ((fileClass !== 1 && fileClass !== 2) || (order !== 1 && order !== 2)) {
        throw malformed('the ELF header names no word size or byte order');
    }
    const bits = fileClass === 1 ? 32 : 64;
    const littleEndian = order === 1;
    const bytes = yield* readExactly(0, bits === 32 ? 52 : 64, 'the ELF header');
    return { fields: fieldsOf(bytes, littleEndian, 'the ELF header'), bits, littleEndian, sizeBytes };
}
/** The rows of a header table. `entryBytes` is what the format fixes; a file that claims another size is refused. */
function* readTable(header, table, expectedRowBytes, what) {
    if (table.count === 0)
        return [];
    if (table.rowBytes !== expectedRowBytes)
        throw malformed(`${what} has rows of ${table.rowBytes} bytes`);
    const bytes = yield* readExactly(table.offset, table.count * table.rowBytes, what);
    return Array.from({ length: table.count }, (_, index) => fieldsOf(bytes.subarray(index * expectedRowBytes, (index + 1) * expectedRowBytes), header.littleEndian, what));
}
function* readSegments(header) {
    const { fields, bits } = header;
    const wide = bits === 64;
    const table = {
        offset: wide ? fields.u64(32) : fields.u32(28),
        count: fields.u16(wide ? 56 : 44),
        rowBytes: fields.u16(wide ? 54 : 42),
    };
    const rows = yield* readTable(header, table, wide ? 56 : 32, 'the program header table');
    const segments = rows.map((row) => ({
        type: row.u32(0),
        flags: row.u32(wide ? 4 : 24),
        offset: wide ? row.u64(8) : row.u32(4),
        address: wide ? row.u64(16) : row.u32(8),
        sizeBytes: wide ? row.u64(32) : row.u32(16),
    }));
    for (const segment of segments)
        requireInside(segment, header.sizeBytes, 'a segment');
    return segments;
}
function* readSections(header) {
    const { fields, bits } = header;
    const wide = bits === 64;
    const table = {
        offset: wide ? fields.u64(40) : fields.u32(32),
        count: fields.u16(wide ? 60 : 48),
        rowBytes: fields.u16(wide ? 58 : 46),
    };
    const rows = yield* readTable(header, table, wide ? 64 : 40, 'the section header table');
    const sections = rows.map((row) => ({
        nameOffset: row.u32(0),
        type: row.u32(4),
        address: wide ? row.u64(16) : row.u32(12),
        offset: wide ? row.u64(24) : row.u32(16),
        sizeBytes: wide ? row.u64(32) : row.u32(20),
    }));
    for (const section of sections) {
        if (section.type === SHT_NULL || section.type === SHT_NOBITS)
            continue;
        requireInside(section, header.sizeBytes, 'a section');
    }
    return sections;
}
function* readInterpreter(segments) {
    const segment = segments.find(({ type }) => type === PT_INTERP);
    if (segment === undefined)
        return undefined;
    const length = Math.min(segment.sizeBytes, elf_MAX_NAME_BYTES);
    return textUntilNul(yield* readExactly(segment.offset, length, 'the interpreter'));
}
function* readDynamicRows(header, segments) {
    const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
    if (dynamic === undefined)
        return [];
    const rowBytes = header.bits === 64 ? 16 : 8;
    const count = Math.floor(dynamic.sizeBytes / rowBytes);
    const table = { offset: dynamic.offset, count, rowBytes };
    return yield* readTable(header, table, rowBytes, 'the dynamic section');
}
function* buildInfoPlace(header, segments, sections) {
    const memory = segments.filter(({ type }) => type === PT_LOAD);
    const names = sections[header.fields.u16(header.bits === 64 ? 62 : 50)];
    const nameBytes = names === undefined
        ? new Uint8Array(0)
        : yield* readUpTo(names.offset, names.sizeBytes, 'the section names');
    const named = sections.find(({ nameOffset }) => textUntilNul(nameBytes.subarray(nameOffset, nameOffset + 16)) === '.go.buildinfo');
    // A stripped or very old file has no such section: then the blob is near the start of the writable data.
    return { memory, area: named ?? memory.find(({ flags }) => (flags & 3) === WRITABLE_DATA) };
}
function* isUpxPacked() {
    return Buffer.from(yield* readUpTo(0, 1024, 'the start of the file')).includes('UPX!');
}

;// CONCATENATED MODULE: ./lib/binary/macho.js



/** CPU types that Go builds for, now or once. @see debug/macho, type Cpu */
const PROCESSORS = new Map([
    [7, { machine: 'x86', goarch: '386' }],
    [0x01000007, { machine: 'x86-64', goarch: 'amd64' }],
    [12, { machine: 'ARM', goarch: 'arm' }],
    [0x0100000c, { machine: 'arm64', goarch: 'arm64' }],
]);
/** Platforms of LC_BUILD_VERSION: macOS, iOS and the simulator, which Go also calls ios. */
const PLATFORMS = new Map([
    [1, 'darwin'],
    [2, 'ios'],
    [7, 'ios'],
]);
const MH_EXECUTE = 2;
const LC_SEGMENT = 0x1;
const LC_LOAD_DYLINKER = 0xe;
const LC_SEGMENT_64 = 0x19;
const LC_VERSION_MIN_MACOSX = 0x24;
const LC_VERSION_MIN_IPHONEOS = 0x25;
const LC_BUILD_VERSION = 0x32;
/** LC_LOAD_DYLIB and its weak, re-exported, lazy and upward forms: each names a library dyld must find. */
const DYLIB_COMMANDS = new Set([
    0xc, 0x80000018, 0x8000001f, 0x20, 0x80000023,
]);
const READ_WRITE = 3;
/** More than any linker writes; the kernel refuses far fewer. */
const MAX_COMMANDS = 10_000;
const MAX_SLICES = 30;
/**
 * Reads a Mach-O file for one processor. Every segment must lie inside its `sizeBytes`.
 * Throws `malformed-binary`. @see mach-o/loader.h in Apple's xnu sources
 */
function* readMacho(sizeBytes) {
    const magic = yield* readExactly(0, 4, 'the Mach-O header');
    const littleEndian = magic[3] === 0xfe;
    const wide = (littleEndian ? magic[0] : magic[3]) === 0xcf;
    const headerBytes = wide ? 32 : 28;
    const header = fieldsOf(yield* readExactly(0, headerBytes, 'the Mach-O header'), littleEndian, 'the Mach-O header');
    const commands = yield* readCommands(header, headerBytes, littleEndian);
    const segments = commands
        .filter(({ type }) => type === LC_SEGMENT || type === LC_SEGMENT_64)
        .map(parseSegment);
    for (const segment of segments)
        requireInside(segment, sizeBytes, 'a segment');
    const cpu = header.u32(4);
    const processor = PROCESSORS.get(cpu);
    const goos = systemOf(commands);
    const interpreter = commands.filter(({ type }) => type === LC_LOAD_DYLINKER).map(nameIn)[0];
    const libraries = commands.filter(({ type }) => DYLIB_COMMANDS.has(type)).map(nameIn);
    return {
        format: 'macho',
        sizeBytes,
        machine: processor?.machine ?? `Mach-O CPU type ${cpu}`,
        ...(goos === undefined ? {} : { goos }),
        ...(processor === undefined ? {} : { goarch: processor.goarch }),
        bits: wide ? 64 : 32,
        endianness: littleEndian ? 'little' : 'big',
        executable: header.u32(12) === MH_EXECUTE,
        ...(interpreter === undefined ? {} : { interpreter }),
        neededLibraries: [...new Set(libraries)],
        ...(yield* readBuildInfo(macho_buildInfoPlace(segments))),
        slices: [],
    };
}
/**
 * Reads a universal (fat) Mach-O file: a big-endian table of files for one processor each.
 * Throws `malformed-binary` when a slice is not inside the file or is itself damaged.
 */
function* readUniversalMacho(sizeBytes) {
    const what = 'the universal header';
    const header = fieldsOf(yield* readExactly(0, 8, what), false, what);
    const wide = header.u32(0) === 0xcafebabf;
    const count = header.u32(4);
    if (count === 0 || count > MAX_SLICES)
        throw malformed(`${what} counts ${count} slices`);
    const rowBytes = wide ? 32 : 20;
    const table = fieldsOf(yield* readExactly(8, count * rowBytes, what), false, what);
    const slices = [];
    for (let row = 0; row < count * rowBytes; row += rowBytes) {
        const offset = wide ? table.u64(row + 8) : table.u32(row + 8);
        const length = wide ? table.u64(row + 16) : table.u32(row + 12);
        requireInside({ offset, sizeBytes: length }, sizeBytes, 'a slice');
        slices.push(yield* readSlice(offset, length));
    }
    return {
        format: 'macho-universal',
        sizeBytes,
        machine: slices.map(({ machine }) => machine).join(' and '),
        executable: slices.every(({ executable }) => executable),
        neededLibraries: [...new Set(slices.flatMap(({ neededLibraries }) => neededLibraries))],
        buildInfoProblem: 'a universal file has build info in each of its slices',
        slices,
    };
}
function* readSlice(offset, sizeBytes) {
    const magic = yield* readExactly(offset, 4, 'a slice');
    if (!isThinMacho(magic))
        throw malformed('a slice is no Mach-O file');
    return yield* within(readMacho(sizeBytes), offset, sizeBytes);
}
/** True when a file that begins with these bytes is a Mach-O file for one processor, of either byte order. */
function isThinMacho(start) {
    const magic = Buffer.from(start.subarray(0, 4)).toString('hex');
    return ['feedface', 'feedfacf', 'cefaedfe', 'cffaedfe'].includes(magic);
}
function* readCommands(header, headerBytes, littleEndian) {
    const count = header.u32(16);
    if (count > MAX_COMMANDS)
        throw malformed(`it counts ${count} load commands`);
    const bytes = yield* readExactly(headerBytes, header.u32(20), 'the load commands');
    const all = fieldsOf(bytes, littleEndian, 'the load commands');
    const commands = [];
    let at = 0;
    for (let index = 0; index < count; index++) {
        const length = all.u32(at + 4);
        if (length < 8)
            throw malformed('a load command has no length');
        const fields = fieldsOf(all.bytes(at, length), littleEndian, 'a load command');
        commands.push({ type: all.u32(at), fields });
        at += length;
    }
    return commands;
}
/** The path in a dylib or dylinker command: an offset from the command's start, then text up to NUL. */
function nameIn({ fields }) {
    const at = fields.u32(8);
    return textUntilNul(fields.bytes(at, Math.max(fields.sizeBytes - at, 0)));
}
function systemOf(commands) {
    for (const { type, fields } of commands) {
        if (type === LC_BUILD_VERSION)
            return PLATFORMS.get(fields.u32(8));
        if (type === LC_VERSION_MIN_MACOSX)
            return 'darwin';
        if (type === LC_VERSION_MIN_IPHONEOS)
            return 'ios';
    }
    return undefined;
}
function parseSegment({ type, fields }) {
    const wide = type === LC_SEGMENT_64;
    const range = wide
        ? { address: fields.u64(24), offset: fields.u64(40), sizeBytes: fields.u64(48) }
        : { address: fields.u32(24), offset: fields.u32(32), sizeBytes: fields.u32(36) };
    const protectionAt = wide ? 56 : 40;
    return {
        ...range,
        writableData: range.address !== 0 &&
            fields.u32(protectionAt) === READ_WRITE &&
            fields.u32(protectionAt + 4) === READ_WRITE,
        buildInfo: buildInfoSection(fields, wide),
    };
}
function buildInfoSection(fields, wide) {
    const [firstAt, rowBytes] = wide ? [72, 80] : [56, 68];
    // The count is not trusted: rows are read only as far as the command goes.
    const fitting = Math.floor((fields.sizeBytes - firstAt) / rowBytes);
    const count = Math.min(fields.u32(wide ? 64 : 48), fitting);
    for (let index = 0; index < count; index++) {
        const at = firstAt + index * rowBytes;
        if (textUntilNul(fields.bytes(at, 16)) !== '__go_buildinfo')
            continue;
        return wide
            ? { address: fields.u64(at + 32), sizeBytes: fields.u64(at + 40) }
            : { address: fields.u32(at + 32), sizeBytes: fields.u32(at + 36) };
    }
    return undefined;
}
function macho_buildInfoPlace(segments) {
    const memory = segments.filter(({ sizeBytes }) => sizeBytes > 0);
    const named = segments.find(({ buildInfo }) => buildInfo !== undefined)?.buildInfo;
    return { memory, area: named ?? memory.find(({ writableData }) => writableData) };
}

;// CONCATENATED MODULE: ./lib/binary/pe.js



/** @see https://learn.microsoft.com/en-us/windows/win32/debug/pe-format#machine-types */
const pe_MACHINES = new Map([
    [0x014c, { machine: 'x86', goarch: '386' }],
    [0x01c4, { machine: 'ARM', goarch: 'arm' }],
    [0x8664, { machine: 'x86-64', goarch: 'amd64' }],
    [0xaa64, { machine: 'arm64', goarch: 'arm64' }],
]);
const EXECUTABLE_IMAGE = 0x2;
const DLL = 0x2000;
const PE32 = 0x10b;
const PE32_PLUS = 0x20b;
const SYMBOL_BYTES = 18;
const SECTION_BYTES = 40;
const IMPORT_BYTES = 20;
const DELAYED_IMPORT_BYTES = 32;
const IMPORT_DIRECTORY = 1;
const CERTIFICATE_DIRECTORY = 4;
const DELAYED_IMPORT_DIRECTORY = 13;
/** Initialized data, readable, writable and nothing else but an alignment. */
const DATA_SECTION = 0xc0000040;
const SECTION_ALIGNMENT_BITS = 0x00f00000;
const MAX_DLLS = 1000;
const pe_MAX_NAME_BYTES = 512;
/** True when the file has the signature `PE\0\0` where its DOS header points; a plain DOS program has not. */
function* hasPeSignature() {
    const dos = yield { offset: 0, length: 64 };
    if (dos.length < 64)
        return false;
    const at = fieldsOf(dos, true, 'the DOS header').u32(60);
    const signature = yield { offset: at, length: 4 };
    return Buffer.from(signature).toString('latin1') === 'PE\0\0';
}
/**
 * Reads a Windows PE file: machine, imported DLLs (delayed ones too), build info. Sections, symbols
 * and the certificate must lie inside the file. Throws `malformed-binary`.
 * @see https://learn.microsoft.com/en-us/windows/win32/debug/pe-format
 */
function* readPe(sizeBytes) {
    const dos = fieldsOf(yield* readExactly(0, 64, 'the DOS header'), true, 'the DOS header');
    const coffAt = dos.u32(60) + 4;
    const what = 'the COFF header';
    const coff = fieldsOf(yield* readExactly(coffAt, 20, what), true, what);
    const image = yield* readImage(coff, coffAt);
    requireWhole(coff, image, sizeBytes);
    const known = pe_MACHINES.get(coff.u16(0));
    const characteristics = coff.u16(18);
    return {
        format: 'pe',
        sizeBytes,
        machine: known?.machine ?? `PE machine 0x${coff.u16(0).toString(16)}`,
        goos: 'windows',
        ...(known === undefined ? {} : { goarch: known.goarch }),
        bits: image.wide ? 64 : 32,
        endianness: 'little',
        executable: (characteristics & EXECUTABLE_IMAGE) !== 0 && (characteristics & DLL) === 0,
        neededLibraries: yield* readImports(image),
        ...(yield* readBuildInfo(pe_buildInfoPlace(image))),
        ...(image.sections.some(({ name }) => name === 'UPX0') ? { packer: 'upx' } : {}),
        slices: [],
    };
}
function* readImage(coff, coffAt) {
    const optionalBytes = coff.u16(16);
    const what = 'the optional header';
    const optional = fieldsOf(yield* readExactly(coffAt + 20, optionalBytes, what), true, what);
    const magic = optional.u16(0);
    if (magic !== PE32 && magic !== PE32_PLUS)
        throw malformed(`${what} is of no known kind`);
    const tableBytes = coff.u16(2) * SECTION_BYTES;
    const tableAt = coffAt + 20 + optionalBytes;
    const rows = yield* readExactly(tableAt, tableBytes, 'the section table');
    const table = fieldsOf(rows, true, 'the section table');
    const sections = [];
    for (let at = 0; at < tableBytes; at += SECTION_BYTES)
        sections.push(parseSection(table, at));
    return { optional, wide: magic === PE32_PLUS, sections };
}
function parseSection(table, at) {
    const flags = table.u32(at + 36);
    return {
        name: textUntilNul(table.bytes(at, 8)),
        address: table.u32(at + 12),
        offset: table.u32(at + 20),
        // No raw data at all is written as offset 0 by some linkers, with a size left over.
        sizeBytes: table.u32(at + 20) === 0 ? 0 : table.u32(at + 16),
        isData: (flags & ~SECTION_ALIGNMENT_BITS) >>> 0 === DATA_SECTION,
    };
}
function requireWhole(coff, image, sizeBytes) {
    for (const section of image.sections)
        requireInside(section, sizeBytes, 'a section');
    const symbols = { offset: coff.u32(8), sizeBytes: coff.u32(12) * SYMBOL_BYTES };
    if (symbols.offset !== 0)
        requireInside(symbols, sizeBytes, 'the symbol table');
    const certificate = directory(image, CERTIFICATE_DIRECTORY);
    // The one directory that holds a file offset instead of an address.
    if (certificate === undefined)
        return;
    requireInside({ offset: certificate.address, sizeBytes: certificate.sizeBytes }, sizeBytes, 'the certificate');
}
function directory({ optional, wide }, index) {
    const countAt = wide ? 108 : 92;
    if (index >= optional.u32(countAt))
        return undefined;
    const at = countAt + 4 + index * 8;
    const address = optional.u32(at);
    return address === 0 ? undefined : { address, sizeBytes: optional.u32(at + 4) };
}
function* readImports(image) {
    const direct = yield* readDllNames(image, IMPORT_DIRECTORY, IMPORT_BYTES, 12);
    const delayed = yield* readDllNames(image, DELAYED_IMPORT_DIRECTORY, DELAYED_IMPORT_BYTES, 4);
    return [...new Set([...direct, ...delayed])];
}
/** The names in a table of imports, which ends with a row that has none. `nameAt` is where a row has its name's address. */
function* readDllNames({ optional, sections, wide }, index, rowBytes, nameAt) {
    const place = directory({ optional, sections, wide }, index);
    if (place === undefined)
        return [];
    const names = [];
    for (let at = place.address; names.length < MAX_DLLS; at += rowBytes) {
        const row = locate(sections, at);
        if (row === undefined)
            throw malformed('the import table is not in the file');
        const bytes = yield* readExactly(row.offset, rowBytes, 'the import table');
        const nameAddress = fieldsOf(bytes, true, 'the import table').u32(nameAt);
        if (nameAddress === 0)
            return names;
        const name = locate(sections, nameAddress);
        if (name === undefined)
            throw malformed('the name of an imported DLL is not in the file');
        const maxBytes = Math.min(name.remainingBytes, pe_MAX_NAME_BYTES);
        names.push(yield* readText(name.offset, maxBytes, 'the name of an imported DLL'));
    }
    throw malformed(`it imports more than ${MAX_DLLS} DLLs`);
}
function pe_buildInfoPlace({ optional, wide, sections }) {
    const imageBase = wide ? optional.u64(24) : optional.u32(28);
    const memory = sections.map((section) => ({ ...section, address: section.address + imageBase }));
    return { memory, area: memory.find(({ isData, sizeBytes }) => isData && sizeBytes > 0) };
}

;// CONCATENATED MODULE: ./lib/binary/wasm-cursor.js

/** A cursor at the start of `bytes`. `what` names them in errors. */
function wasmCursor(bytes, what) {
    let at = 0;
    const byte = () => {
        const value = bytes[at];
        if (value === undefined)
            throw malformed(`${what} is too short`);
        at++;
        return value;
    };
    const number = () => {
        let value = 0;
        for (let shift = 0; shift < 35; shift += 7) {
            const next = byte();
            value += (next & 0x7f) * 2 ** shift;
            if (next < 0x80)
                return value;
        }
        throw malformed(`${what} holds a number that does not end`);
    };
    const text = () => {
        const length = number();
        if (at + length > bytes.length)
            throw malformed(`${what} is too short`);
        at += length;
        return Buffer.from(bytes.subarray(at - length, at)).toString('utf8');
    };
    return { byte, number, text, position: () => at };
}

;// CONCATENATED MODULE: ./lib/binary/wasm.js



const CUSTOM_SECTION = 0;
const IMPORT_SECTION = 2;
const wasm_DATA_SECTION = 11;
const MAX_SECTIONS = 10_000;
/** Modules that a Go program imports its system calls from, with the GOOS they stand for. */
const wasm_SYSTEMS = {
    gojs: 'js',
    // The name up to Go 1.20.
    go: 'js',
    wasi_snapshot_preview1: 'wasip1',
};
/**
 * Reads a WebAssembly module: the modules it imports from, the system they stand for, build info.
 * The sections must fill the file to its last byte. Throws `malformed-binary`.
 * @see https://webassembly.github.io/spec/core/binary/modules.html
 */
function* readWasm(sizeBytes) {
    const sections = yield* wasm_readSections(sizeBytes);
    const imports = yield* wasm_readImports(sections);
    const goos = imports.map((module) => wasm_SYSTEMS[module]).find((system) => system !== undefined);
    return {
        format: 'wasm',
        sizeBytes,
        machine: 'WebAssembly',
        ...(goos === undefined ? {} : { goos }),
        goarch: 'wasm',
        bits: 32,
        endianness: 'little',
        executable: true,
        neededLibraries: imports,
        ...(yield* readInfo(sections)),
        slices: [],
    };
}
function* wasm_readSections(sizeBytes) {
    const sections = [];
    let at = 8;
    while (at < sizeBytes) {
        if (sections.length === MAX_SECTIONS)
            throw malformed(`it has more than ${MAX_SECTIONS} sections`);
        // An id and a length of at most five bytes.
        const cursor = wasmCursor(yield* readUpTo(at, 6, 'a section'), 'a section');
        const id = cursor.byte();
        const length = cursor.number();
        const section = { id, offset: at + cursor.position(), sizeBytes: length };
        requireInside(section, sizeBytes, 'a section');
        sections.push(section);
        at = section.offset + length;
    }
    return sections;
}
function* wasm_readImports(sections) {
    const section = sections.find(({ id }) => id === IMPORT_SECTION);
    if (section === undefined)
        return [];
    const bytes = yield* readExactly(section.offset, section.sizeBytes, 'the import section');
    const cursor = wasmCursor(bytes, 'the import section');
    const modules = new Set();
    // Each import takes at least four bytes, so a count that lies runs out of section soon.
    for (let left = cursor.number(); left > 0; left--) {
        modules.add(cursor.text());
        cursor.text();
        skipImportType(cursor);
    }
    return [...modules];
}
function skipImportType(cursor) {
    const kind = cursor.byte();
    switch (kind) {
        case 0: // function: a type index
            cursor.number();
            return;
        case 1: // table: an element type, then limits
            cursor.byte();
            skipLimits(cursor);
            return;
        case 2: // memory
            skipLimits(cursor);
            return;
        case 3: // global: a value type and whether it can change
        case 4: // tag: an attribute and a type index
            cursor.byte();
            cursor.number();
            return;
        default:
            throw malformed(`it imports something of the unknown kind ${kind}`);
    }
}
function skipLimits(cursor) {
    const flags = cursor.byte();
    cursor.number();
    if ((flags & 1) !== 0)
        cursor.number();
}
function* readInfo(sections) {
    const data = sections.find(({ id }) => id === wasm_DATA_SECTION);
    if (data === undefined)
        return { buildInfoProblem: 'no Go build info in the file' };
    return yield* readFramedBuildInfo(data, yield* readProducer(sections));
}
/**
 * The Go version in the `producers` section, which `-s` drops.
 * @see https://github.com/WebAssembly/tool-conventions/blob/main/ProducersSection.md
 */
function* readProducer(sections) {
    for (const section of sections.filter(({ id }) => id === CUSTOM_SECTION)) {
        const length = Math.min(section.sizeBytes, 4096);
        const bytes = yield* readExactly(section.offset, length, 'a custom section');
        const start = Buffer.from(bytes).subarray(0, 10).toString('latin1');
        if (start === '\x09producers')
            return goVersionIn(wasmCursor(bytes, 'the producers section'));
    }
    return undefined;
}
function goVersionIn(cursor) {
    cursor.text();
    for (let fields = cursor.number(); fields > 0; fields--) {
        const field = cursor.text();
        for (let values = cursor.number(); values > 0; values--) {
            const [name, version] = [cursor.text(), cursor.text()];
            if (field === 'language' && name === 'Go')
                return version;
        }
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/binary/format.js




/** Java class files share the magic of universal Mach-O; their version, from 45 up, stands where the slice count does. */
const MAX_UNIVERSAL_SLICES = 44;
/** First bytes of the formats that are told apart but not read. @see internal/xcoff and debug/plan9obj in Go's source */
const UNREAD_FORMATS = [
    ['01df', 'xcoff'],
    ['01f7', 'xcoff'],
    ['000001eb', 'plan9'],
    ['00008a97', 'plan9'],
    ['00000647', 'plan9'],
];
/**
 * Reads any executable file of `sizeBytes`. A file of no known format yields facts that say so;
 * one that contradicts its own headers throws `malformed-binary`.
 */
function* readBinary(sizeBytes) {
    const start = yield { offset: 0, length: 8 };
    const magic = Buffer.from(start).toString('hex');
    if (magic.startsWith('7f454c46'))
        return yield* readElf(sizeBytes);
    if (magic === '0061736d01000000')
        return yield* readWasm(sizeBytes);
    if (isThinMacho(start))
        return yield* readMacho(sizeBytes);
    if (isUniversal(magic))
        return yield* readUniversalMacho(sizeBytes);
    if (magic.startsWith('4d5a') && (yield* hasPeSignature()))
        return yield* readPe(sizeBytes);
    const unread = UNREAD_FORMATS.find(([prefix]) => magic.startsWith(prefix));
    return unreadFacts(unread?.[1] ?? 'unknown', sizeBytes);
}
function isUniversal(magic) {
    return /^cafebab[ef]/.test(magic) && parseInt(magic.slice(8), 16) <= MAX_UNIVERSAL_SLICES;
}
function unreadFacts(format, sizeBytes) {
    return {
        format,
        sizeBytes,
        machine: 'unknown',
        executable: false,
        neededLibraries: [],
        buildInfoProblem: 'files of this format are not read',
        slices: [],
    };
}

;// CONCATENATED MODULE: ./lib/binary/run.js



/** Small reads cluster; one system call serves those that fall into the same window. */
const WINDOW_BYTES = 64 * 1024;
/**
 * What the executable at `path` says about itself, by positioned reads of its headers: a file of
 * any size takes a few megabytes of memory at most, and is never run.
 * Throws {@link ActionError} `unreadable-file` (absent, a folder, no permission) or
 * `malformed-binary` (cut short, or headers that contradict the file).
 */
async function inspectBinary(path) {
    const file = await openFile(path);
    try {
        const status = await file.stat();
        if (!status.isFile())
            throw unreadable(path, 'it is not a regular file');
        return await serve(readBinary(status.size), file, status.size);
    }
    catch (error) {
        if (error instanceof domain_errors/* ActionError */.l && error.code === 'malformed-binary') {
            throw withPath(error, path);
        }
        throw error;
    }
    finally {
        await file.close();
    }
}
async function openFile(path) {
    try {
        return await (0,promises_.open)(path, 'r');
    }
    catch (error) {
        throw unreadable(path, (0,domain_errors/* describeError */.U)(error), error);
    }
}
async function serve(reading, file, sizeBytes) {
    let window = { offset: 0, bytes: new Uint8Array(0) };
    let step = reading.next();
    while (step.done !== true) {
        const { offset, length } = step.value;
        if (offset >= sizeBytes) {
            step = reading.next(new Uint8Array(0));
            continue;
        }
        if (!covers(window, step.value)) {
            const wanted = { offset, length: Math.max(length, WINDOW_BYTES) };
            window = { offset, bytes: await readRange(file, wanted) };
        }
        const from = offset - window.offset;
        step = reading.next(window.bytes.subarray(from, from + length));
    }
    return step.value;
}
function covers(window, range) {
    const end = window.offset + window.bytes.length;
    return window.offset <= range.offset && range.offset + range.length <= end;
}
/** The bytes of `range` that exist. One `read` may return less than is there. */
async function readRange(file, range) {
    const buffer = new Uint8Array(range.length);
    let filled = 0;
    while (filled < range.length) {
        const { bytesRead } = await file.read(buffer, filled, range.length - filled, range.offset + filled);
        if (bytesRead === 0)
            break;
        filled += bytesRead;
    }
    return buffer.subarray(0, filled);
}
function unreadable(path, reason, cause) {
    return new domain_errors/* ActionError */.l({
        code: 'unreadable-file',
        message: `Cannot read ${path}: ${reason}`,
        hint: 'The build should have written a program there; look at its output above.',
        cause,
    });
}
function withPath(error, path) {
    return new domain_errors/* ActionError */.l({
        code: error.code,
        message: `Cannot read ${path}: ${error.message}`,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error,
    });
}

;// CONCATENATED MODULE: ./lib/binary/build-info-verdict.js

/** The variable that holds an architecture's micro-level, by GOARCH. @see https://go.dev/wiki/MinimumRequirements#architectures */
const VARIANT_VARIABLES = {
    '386': 'GO386',
    amd64: 'GOAMD64',
    arm: 'GOARM',
    arm64: 'GOARM64',
    mips: 'GOMIPS',
    mipsle: 'GOMIPS',
    mips64: 'GOMIPS64',
    mips64le: 'GOMIPS64',
    ppc64: 'GOPPC64',
    ppc64le: 'GOPPC64',
    riscv64: 'GORISCV64',
    wasm: 'GOWASM',
};
const FLAG_HINT = 'Look in `env`, `build-flags`, GOFLAGS and `go env -w` for what overrides the build.';
/** The most changed files that one message names. */
const NAMED_FILES = 5;
/** What the recorded build contradicts: Go version, target, flags, cgo, commit. In that order. */
function judgeBuildInfo(facts, expectation) {
    const { buildInfo } = facts;
    if (buildInfo === undefined)
        return [noBuildInfo(facts, expectation)];
    const findings = [judgeGoVersion(buildInfo, expectation)];
    if (Object.keys(buildInfo.settings).length === 0) {
        findings.push(noSettings(expectation));
    }
    else {
        findings.push(...judgeTarget(buildInfo, expectation), ...judgeFlags(buildInfo, expectation), judgeCommit(buildInfo, expectation));
    }
    return findings.filter((finding) => finding !== undefined);
}
function noBuildInfo(facts, { name }) {
    const packed = facts.packer === undefined ? '' : `; it was packed with ${facts.packer}`;
    return {
        severity: 'error',
        code: 'no-build-info',
        message: `${name}: ${facts.buildInfoProblem ?? 'no Go build info'}${packed}`,
        hint: 'Without it nothing proves what the file was built from: ship the file as `go build` wrote it, unpacked.',
    };
}
function noSettings({ name }) {
    return {
        severity: 'warning',
        code: 'build-info-too-old',
        message: `${name} records no build settings: flags, target and commit are not checked`,
        hint: 'Build with Go 1.18 or newer.',
    };
}
function judgeGoVersion(info, { name, goVersion }) {
    const asked = goVersion.startsWith('go') ? goVersion : `go${goVersion}`;
    if (info.goVersion === undefined) {
        return {
            severity: 'notice',
            code: 'go-version-unreadable',
            message: `${name} does not record its Go version: a wasm module linked with -s has no place for it`,
            hint: 'Nothing to do; the rest of the build info is checked.',
        };
    }
    // Experiments follow the version after a space: "go1.26.8 X:jsonv2".
    if (info.goVersion.split(' ')[0] === asked)
        return undefined;
    return {
        severity: 'error',
        code: 'wrong-go-version',
        message: `${name} was built by ${info.goVersion}, not by ${asked}`,
        hint: 'Look for GOTOOLCHAIN or another Go on PATH; every target must come from the installed one.',
    };
}
function judgeTarget({ settings }, { name, target }) {
    const asked = new Map([
        ['GOOS', target.goos],
        ['GOARCH', target.goarch],
    ]);
    const variable = VARIANT_VARIABLES[target.goarch];
    if (variable !== undefined && target.variant !== undefined)
        asked.set(variable, target.variant);
    return [...asked]
        .filter(([key, value]) => !sameLevel(settings[key] ?? '', value))
        .map(([key, value]) => ({
        severity: 'error',
        code: key === variable ? 'wrong-variant' : 'wrong-target',
        message: `${name} for ${(0,domain_target/* formatTarget */.P4)(target)} was built with ${key}=${settings[key] ?? '(unset)'}, not ${value}`,
        hint: FLAG_HINT,
    }));
}
/**
 * True when a recorded level is the asked one. Options after a comma are a set (`GOWASM`, `GOARM64`),
 * and `GOARM=7` stands for either float mode unless one is asked for.
 */
function sameLevel(recorded, asked) {
    const found = new Set(recorded.split(','));
    const wanted = asked.split(',');
    const implied = new Set(['hardfloat', 'softfloat']);
    const extra = [...found].filter((part) => !wanted.includes(part) && !implied.has(part));
    return wanted.every((part) => found.has(part)) && extra.length === 0;
}
function judgeFlags({ settings }, { name, cgo, trimpath }) {
    const findings = [];
    if (trimpath && settings['-trimpath'] !== 'true') {
        findings.push({
            severity: 'error',
            code: 'not-trimmed',
            message: `${name} was built without -trimpath: it holds paths of this machine and differs on every other`,
            hint: FLAG_HINT,
        });
    }
    if (!cgo && settings['CGO_ENABLED'] === '1') {
        findings.push({
            severity: 'error',
            code: 'cgo-enabled',
            message: `${name} was built with CGO_ENABLED=1 although \`cgo\` is false`,
            hint: 'Remove CGO_ENABLED from `env` and from the Go configuration (`go env -u CGO_ENABLED`).',
        });
    }
    return findings;
}
function judgeCommit(info, expectation) {
    const { name, commit } = expectation;
    if (commit === undefined)
        return undefined;
    const revision = info.settings['vcs.revision'];
    if (revision === undefined) {
        return {
            severity: 'error',
            code: 'no-revision',
            message: `${name} does not record the commit it was built from`,
            hint: 'Remove -buildvcs=false from `build-flags` and GOFLAGS, and build inside the git checkout with git on PATH.',
        };
    }
    if (revision !== commit) {
        return {
            severity: 'error',
            code: 'wrong-revision',
            message: `${name} was built from commit ${revision}, not from ${commit}`,
            hint: 'Check the tag out in this job and let no step change the checkout before the build.',
        };
    }
    return info.settings['vcs.modified'] === 'true' ? dirty(expectation) : undefined;
}
function dirty({ name, changedFiles = [] }) {
    const named = changedFiles.slice(0, NAMED_FILES).join(', ');
    const more = changedFiles.length > NAMED_FILES ? ` and ${changedFiles.length - NAMED_FILES} more` : '';
    return {
        severity: 'error',
        code: 'modified-checkout',
        message: `${name} was built from a checkout that differs from its commit${named === '' ? '' : `: ${named}${more}`}`,
        hint: 'Usual causes: an earlier step wrote files into the checkout (go generate, go mod tidy, downloaded tools, build output). Commit them, git-ignore them, or write elsewhere; `git status --porcelain` lists them.',
    };
}

;// CONCATENATED MODULE: ./lib/binary/image-verdict.js

/** Word size and byte order of every GOARCH. @see `go tool dist list`, internal/goarch in Go's source */
const ARCHITECTURES = {
    '386': { bits: 32, endianness: 'little' },
    amd64: { bits: 64, endianness: 'little' },
    arm: { bits: 32, endianness: 'little' },
    arm64: { bits: 64, endianness: 'little' },
    loong64: { bits: 64, endianness: 'little' },
    mips: { bits: 32, endianness: 'big' },
    mipsle: { bits: 32, endianness: 'little' },
    mips64: { bits: 64, endianness: 'big' },
    mips64le: { bits: 64, endianness: 'little' },
    ppc64: { bits: 64, endianness: 'big' },
    ppc64le: { bits: 64, endianness: 'little' },
    riscv64: { bits: 64, endianness: 'little' },
    s390x: { bits: 64, endianness: 'big' },
    wasm: { bits: 32, endianness: 'little' },
};
const FORMATS = {
    aix: 'xcoff',
    darwin: 'macho',
    ios: 'macho',
    js: 'wasm',
    plan9: 'plan9',
    wasip1: 'wasm',
    windows: 'pe',
};
const FORMAT_NAMES = {
    elf: 'an ELF file',
    macho: 'a Mach-O file',
    'macho-universal': 'a universal Mach-O file',
    pe: 'a Windows PE file',
    wasm: 'a WebAssembly module',
    xcoff: 'an XCOFF file',
    plan9: 'a Plan 9 executable',
    unknown: 'no executable of any known format',
};
const REBUILD = 'Look for a build flag, an `env` line or a wrapper that changes GOOS, GOARCH or -buildmode, or for a step that replaces the file.';
/** The executable format Go writes for an operating system; ELF where nothing else is known. */
function formatOf(target) {
    return FORMATS[target.goos] ?? 'elf';
}
/** The finding that makes all others pointless: the file is not a program for this target. */
function judgeImage(facts, { name, target }) {
    const asked = (0,domain_target/* formatTarget */.P4)(target);
    const wrong = (code, message) => ({
        severity: 'error',
        code,
        message,
        hint: REBUILD,
    });
    if (facts.sizeBytes === 0)
        return wrong('not-executable', `${name} is empty`);
    const expected = formatOf(target);
    const format = facts.format === 'macho-universal' ? 'macho' : facts.format;
    if (format !== expected) {
        const found = FORMAT_NAMES[facts.format];
        return wrong('wrong-format', `${name} is ${found}, but ${asked} needs ${FORMAT_NAMES[expected]}`);
    }
    if (format === 'xcoff' || format === 'plan9')
        return unread(name, facts.format);
    if (!facts.executable) {
        return wrong('not-executable', `${name} is a library or an object file for ${facts.machine}, not a program`);
    }
    const candidates = facts.slices.length > 0 ? facts.slices : [facts];
    if (candidates.some((candidate) => isFor(candidate, target)))
        return undefined;
    return wrong('wrong-machine', `${name} is for ${describe(facts)}, not for ${asked}`);
}
function isFor(facts, target) {
    const architecture = ARCHITECTURES[target.goarch];
    return (facts.goarch === target.goarch &&
        (facts.goos ?? target.goos) === target.goos &&
        (architecture === undefined ||
            (facts.bits === architecture.bits && facts.endianness === architecture.endianness)));
}
function describe(facts) {
    const { bits, endianness, goos, machine } = facts;
    const words = [goos, machine, bits === undefined ? undefined : `${bits}-bit ${endianness ?? ''}`];
    return words.filter((word) => word !== undefined).join(', ');
}
function unread(name, format) {
    return {
        severity: 'notice',
        code: 'not-readable',
        message: `${name} is ${FORMAT_NAMES[format]}: its machine, libraries and build info are not checked`,
        hint: 'Check it by hand with `go version -m` if that matters to you.',
    };
}

;// CONCATENATED MODULE: ./lib/binary/verdict.js



/**
 * Compares what a binary says of itself with what was asked for. An empty list means: as expected
 * in every respect. When the file is no program for the target at all, that is the only finding.
 */
function judgeBinary(facts, expectation) {
    const wrongImage = judgeImage(facts, expectation);
    if (wrongImage !== undefined)
        return [wrongImage];
    // A universal file ships all its slices, so each must be sound; the build is proved by the target's own.
    const slices = facts.slices.length > 0 ? facts.slices : [facts];
    const own = slices.find((slice) => slice.goarch === expectation.target.goarch) ?? facts;
    const linkage = slices.map((slice) => judgeLinkage(slice, expectation));
    return [
        ...linkage.filter((finding) => finding !== undefined),
        ...judgeBuildInfo(own, expectation),
    ];
}

;// CONCATENATED MODULE: ./lib/build/cgo-run.js
/** Words of a `go build` that `go list` does not take, or that change nothing about packages. */
const BUILD_ONLY = /^-(v|o=|ldflags=|buildvcs=)/;
const FORMAT = '{{if .CgoFiles}}{{if .Standard}}standard{{else}}own{{end}} {{.ImportPath}}{{end}}';
/**
 * The packages whose cgo files go into a program, as import paths: those outside the standard
 * library, or where there are none the standard ones. Empty when go cannot tell.
 */
async function listCgoPackages(step, go, { processes }) {
    const words = step.argv.slice(1).filter((word) => !BUILD_ONLY.test(word));
    const args = ['list', '-deps', `-f=${FORMAT}`, ...words];
    const result = await processes.run(go.goBinary, args, { cwd: go.cwd, env: step.env });
    if (result.exitCode !== 0)
        return [];
    const found = result.stdout.split(/\r?\n/).filter((line) => line !== '');
    const named = (kind) => found.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
    const own = named('own');
    return own.length > 0 ? own : named('standard').map((path) => `${path} of the standard library`);
}

;// CONCATENATED MODULE: ./lib/ship/prove.js






/**
 * Reads a binary and holds it against what was asked. Throws {@link ActionError} for the first thing
 * that is wrong, with the rest in the log.
 */
async function proveBinary(built, parts, runner) {
    const { log } = runner;
    const facts = await inspectBinary(built.path);
    const findings = await judge(built, facts, parts, runner);
    const errors = findings.filter(({ severity }) => severity === 'error');
    for (const { severity, message, hint } of findings) {
        if (severity === 'warning')
            log.warning(`${message}. ${hint}`);
        if (severity === 'notice')
            log.notice(`${message}. ${hint}`);
    }
    const [first, ...others] = errors;
    for (const { message, hint } of others)
        log.info(`${message}. ${hint}`);
    if (first !== undefined)
        throw new domain_errors/* ActionError */.l(first);
    log.info(`${(0,domain_target/* formatTarget */.P4)(built.target)}: ${describeLinkage(classifyLinkage(facts, built.target.goos))}`);
    return { built, facts };
}
async function judge(built, facts, { settings, subject, go, shipment }, { host }) {
    const isStamped = subject.repositoryRoot !== undefined;
    const expectation = {
        name: `${built.main.binaryName} (${(0,domain_target/* formatTarget */.P4)(built.target)})`,
        target: built.target,
        goVersion: go.toolchain.version,
        cgo: settings.build.cgo,
        static: settings.static,
        trimpath: true,
        changedFiles: subject.dirtyFiles,
        ...(isStamped ? { commit: subject.revision.commit } : {}),
    };
    const findings = judgeBinary(facts, expectation);
    const isCgo = facts.buildInfo?.settings['CGO_ENABLED'] === '1';
    const step = shipment.build.steps.find(({ outputPath }) => outputPath === built.path);
    if (!isCgo || step === undefined || findings.every(({ code }) => code !== 'not-static')) {
        return findings;
    }
    // Which packages are to blame is asked only when there is something to blame them for.
    const where = { goBinary: go.toolchain.goBinary, cwd: shipment.build.cwd };
    const cgoPackages = await listCgoPackages(step, where, host);
    return judgeBinary(facts, { ...expectation, cgoPackages });
}

;// CONCATENATED MODULE: ./lib/binary/contains-run.js

const contains_run_WINDOW_BYTES = 1024 * 1024;
/** True when the file at `path` holds the ASCII `text`, which is shorter than a mebibyte. Memory does not grow with the file. Throws what reading it throws. */
async function fileContains(path, text) {
    const needle = Buffer.from(text, 'latin1');
    const window = Buffer.alloc(contains_run_WINDOW_BYTES + needle.length);
    const file = await (0,promises_.open)(path, 'r');
    try {
        for (let position = 0;;) {
            const { bytesRead } = await file.read(window, 0, window.length, position);
            if (window.subarray(0, bytesRead).includes(needle))
                return true;
            if (bytesRead < window.length)
                return false;
            // What begins at the end of one window lies whole in the next.
            position += contains_run_WINDOW_BYTES;
        }
    }
    finally {
        await file.close();
    }
}

// EXTERNAL MODULE: ./lib/build/ldflags.js
var build_ldflags = __webpack_require__(1035);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/project/variables.js
const COMMENT_OR_TEXT = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'/g;
const BLOCK = /\{[^{}]*\}/g;
/** Parentheses that are no `var (…)` group. */
const PARENTHESES = /(?<!\bvar\s*)\([^()]*\)/g;
const NAMES = /^\s*((?:[\p{L}_][\p{L}\p{Nd}_]*\s*,\s*)*[\p{L}_][\p{L}\p{Nd}_]*)/u;
/**
 * The names of the variables that a Go file declares at package level, groups included: what `-X` of
 * the linker can set. Errs on the side of too many: a name in the middle of a declaration over several
 * lines may be among them. A file that is no Go is no error.
 * @see https://go.dev/ref/spec#Variable_declarations
 */
function packageVariables(source) {
    const bare = source.replace(COMMENT_OR_TEXT, (found) => found.startsWith('/') ? (found.includes('\n') ? '\n' : ' ') : '""');
    const top = untilStable(untilStable(bare, BLOCK), PARENTHESES);
    const groups = [...top.matchAll(/\bvar\s*\(([^()]*)\)/g)].map(([, body]) => body ?? '');
    const singles = [...top.matchAll(/\bvar[ \t]+([^\n(]+)/g)].map(([, body]) => body ?? '');
    const lines = [...groups, ...singles].flatMap((body) => body.split(/[\n;]/));
    return new Set(lines.flatMap((line) => NAMES.exec(line)?.[1]
        ?.split(',')
        .map((name) => name.trim()) ?? []));
}
function untilStable(text, pattern) {
    for (let before = text;; before = text) {
        text = text.replace(pattern, '');
        if (text === before)
            return text;
    }
}

;// CONCATENATED MODULE: ./lib/project/variables-run.js



/**
 * The package-level variables of the Go package in `dir` (absolute), those in files for any target
 * included, tests excluded. Throws what reading the folder throws.
 */
async function readPackageVariables(dir) {
    const names = await (0,promises_.readdir)(dir);
    const sources = names.filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'));
    const found = await Promise.all(sources.map(async (name) => packageVariables(await (0,promises_.readFile)(external_node_path_.join(dir, name), 'utf8'))));
    return new Set(found.flatMap((variables) => [...variables]));
}

;// CONCATENATED MODULE: ./lib/ship/stamp-check.js



/** Stays in the function table of every program that asks for its own build info, stripped or not. */
const READS_BUILD_INFO = 'runtime/debug.ReadBuildInfo';
/**
 * A notice where nothing in a program can know its version: `-X` names variables of package main that
 * are not there, none of another package, and the program does not read its build info. The linker
 * says nothing about it. Undefined when all is well. `ldflags` are the parsed words.
 */
async function noticeUnstamped({ main, path }, ldflags) {
    const stamped = (0,build_ldflags/* stampedVariables */._R)(ldflags);
    const names = stamped.flatMap((name) => /^main\.([^.]+)$/.exec(name)?.[1] ?? []);
    if (names.length < stamped.length)
        return undefined;
    const declared = await readPackageVariables(main.dir);
    if (names.some((name) => declared.has(name)))
        return undefined;
    if (await fileContains(path, READS_BUILD_INFO))
        return undefined;
    return (`${main.binaryName} cannot tell its version: ${main.importPath} has none of the variables that -X sets (${names.join(', ')}), and the program does not read its build info. ` +
        'Declare "var version string" in that package, or name the variable that you use in "ldflags", such as -X example.com/app/internal/cli.Version={version}.');
}

;// CONCATENATED MODULE: ./lib/ship/target-flow.js






/**
 * Carries every target from build to upload: each binary is proved as soon as it is built, each
 * archive written when its binaries are proved, and uploaded while other targets still build.
 * Throws what building, proving, packing and uploading throw; running builds end first.
 */
async function shipTargets(parts, runner) {
    const { settings, shipment, go } = parts;
    const stampsLookedAt = new Set();
    const proved = new Map();
    const artifacts = new Map();
    const built = await (0,run/* buildTargets */.T)(shipment.build, go.toolchain, runner.host, {
        onBuilt: async (binary) => {
            proved.set(binary.path, await proveBinary(binary, parts, runner));
            // Every target of a program is stamped alike: the first tells for all.
            if (!stampsLookedAt.has(binary.main.importPath)) {
                stampsLookedAt.add(binary.main.importPath);
                const notice = await noticeUnstamped(binary, settings.build.ldflags);
                if (notice !== undefined)
                    runner.log.notice(notice);
            }
            for (const archive of shipment.archives) {
                const isOurs = archive.members.some((member) => member.path === binary.path);
                if (!isOurs || !isReady(archive, shipment, proved))
                    continue;
                artifacts.set(archive.name, await packArchive(archive, proved, parts, runner));
            }
        },
    });
    return {
        artifacts: shipment.archives.flatMap((archive) => artifacts.get(archive.name) ?? []),
        targets: reportTargets(built, proved),
    };
}
function isReady(archive, shipment, proved) {
    const binaries = new Set(shipment.build.steps.map((step) => step.outputPath));
    return archive.members.every(({ path }) => !binaries.has(path) || proved.has(path));
}
function reportTargets(built, proved) {
    const byTarget = new Map();
    for (const binary of built) {
        const one = proved.get(binary.path);
        if (one === undefined)
            continue;
        const key = (0,domain_target/* formatTarget */.P4)(binary.target);
        const other = byTarget.get(key);
        byTarget.set(key, {
            target: binary.target,
            binaryBytes: one.facts.sizeBytes + (other?.binaryBytes ?? 0),
            compiledPackages: binary.compiledPackages + (other?.compiledPackages ?? 0),
            buildMs: binary.durationMs + (other?.buildMs ?? 0),
            linkage: PROOFS[classifyLinkage(one.facts, binary.target.goos).kind],
        });
    }
    return [...byTarget.values()];
}
/** The proof in a word or three, for the summary; the log has the libraries and the reason. */
const PROOFS = {
    static: 'static',
    system: "the system's own libraries only",
    dynamic: 'not static',
};


/***/ }),

/***/ 3480:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ goPlatform)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);

/** GOARCH and Node's word, by every spelling people use. */
const SPELLINGS = [
    ['amd64', 'x64', 'x64 amd64 x86_64 x86-64'],
    ['386', 'ia32', 'x86 386 ia32 x32 i386 i686'],
    ['arm64', 'arm64', 'arm64 aarch64'],
    ['arm', 'arm', 'arm armv6l armv6 armv7l armv7 armhf'],
    ['loong64', 'loong64', 'loong64 loongarch64'],
    ['ppc64', 'ppc64be', 'ppc64be'],
    ['ppc64le', 'ppc64', 'ppc64 ppc64le'],
    ['riscv64', 'riscv64', 'riscv64'],
    ['s390x', 's390x', 's390x'],
    ['mips', 'mips', 'mips'],
    ['mipsle', 'mipsel', 'mipsle mipsel'],
    ['mips64', 'mips64', 'mips64'],
    ['mips64le', 'mips64el', 'mips64le mips64el'],
];
const GOOS_BY_NODE = {
    win32: 'windows',
    sunos: 'solaris',
};
/**
 * The platform to install Go for. `os` is Node's word for the system; `architecture` any usual
 * spelling (Node's, Go's, `uname -m`'s; case is ignored). Node says `ppc64` for both byte orders;
 * little-endian is meant, as no big-endian system runs Node today.
 * Throws {@link ActionError} `unknown-architecture`.
 */
function goPlatform(os, architecture) {
    const wanted = architecture.trim().toLowerCase();
    const row = SPELLINGS.find(([, , spellings]) => spellings.split(' ').includes(wanted));
    if (row === undefined) {
        const known = SPELLINGS.map(([, , spellings]) => spellings.split(' ')[0]).join(', ');
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
            code: 'unknown-architecture',
            message: `Unknown architecture "${architecture}"`,
            hint: `Set architecture to one of ${known}, or leave it empty for the runner's own.`,
        });
    }
    const [goarch, node] = row;
    return {
        goos: GOOS_BY_NODE[os] ?? os,
        goarch,
        releaseArch: goarch === 'arm' ? 'armv6l' : goarch,
        toolCacheArch: node,
    };
}


/***/ }),

/***/ 8150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ dataDriveOf),
/* harmony export */   i: () => (/* binding */ onDataDrive)
/* harmony export */ });
/**
 * GitHub's Windows machines have a slow system drive C: and a fast one D:. Go is kept on D: there, with links
 * on C: where everyone looks for it. Undefined anywhere else: on a self-hosted runner the owner
 * decides where things are. Follows `cacheWindowsDir` of actions/setup-go.
 */
function dataDriveOf(facts) {
    const { os, runnerEnvironment, toolCacheDir, hasDrive } = facts;
    if (os !== 'win32' || runnerEnvironment !== 'github-hosted')
        return undefined;
    if (!/^c:/i.test(toolCacheDir))
        return undefined;
    return hasDrive('C:') && hasDrive('D:') ? { system: 'C:', data: 'D:' } : undefined;
}
/** The same path on the data drive; undefined for one that is not on the system drive. */
function onDataDrive(file, drive) {
    const { system, data } = drive;
    const head = file.slice(0, system.length);
    if (head.toLowerCase() !== system.toLowerCase())
        return undefined;
    return `${data}${file.slice(system.length)}`;
}


/***/ }),

/***/ 4089:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  goConfiguration: () => (/* binding */ goConfiguration),
  V: () => (/* binding */ goOnPath)
});

// UNUSED EXPORTS: wholeGoEnv

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/toolchain/architecture.js
var architecture = __webpack_require__(3480);
// EXTERNAL MODULE: ./lib/toolchain/plan.js
var plan = __webpack_require__(9640);
;// CONCATENATED MODULE: ./lib/toolchain/go-env.js


/**
 * Reads what `go env` prints without `-json`, which Go has since 1.9: `NAME="value"`, since 1.21 with
 * single quotes, on Windows `set NAME=value`.
 */
function go_env_parseGoEnvText(text) {
    const pairs = text.split(/\r?\n/).flatMap((line) => {
        const [, name, value] = /^(?:set )?([A-Z_][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
        if (name === undefined || value === undefined)
            return [];
        const [, , inner] = /^(["'])(.*)\1$/.exec(value) ?? [];
        return [[name, inner ?? value]];
    });
    return Object.fromEntries(pairs);
}
/** The lines of `go env` as Go itself writes them for the system, sorted by name. */
function renderGoEnv(values, os) {
    return Object.entries(values)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => os === 'win32' ? `set ${name}=${value}` : `${name}='${value.replaceAll("'", `'"'"'`)}'`)
        .join('\n');
}
/** The line that `go version` prints. Go before 1.16 does not tell its version in `go env`; `version` then stands in. */
function goVersionLine(values, version) {
    const { GOVERSION, GOHOSTOS, GOHOSTARCH } = values;
    const named = GOVERSION === undefined || GOVERSION === '' ? `go${version}` : GOVERSION;
    return `go version ${named} ${GOHOSTOS ?? ''}/${GOHOSTARCH ?? ''}`;
}
/** The Go that answered with `values`. Undefined when it named neither its version nor its root. */
function foundToolchain(values, platform) {
    const goroot = values?.['GOROOT'] ?? '';
    const named = values?.['GOVERSION'] ?? '';
    // A Go built from source is "devel go1.27-0a1b2c3 …".
    const version = (0,plan/* versionFromFile */.R2)(named) ?? /go(\d\S*)/.exec(named)?.[1];
    if (goroot === '' || version === undefined)
        return undefined;
    return {
        version,
        goroot,
        goBinary: (0,plan/* goBinaryIn */.$r)(goroot, (0,architecture/* goPlatform */.G)(platform.os, platform.arch)),
        origin: 'path',
        proof: 'it is the Go that the runner has on PATH',
        elapsedMs: 0,
    };
}

;// CONCATENATED MODULE: ./lib/toolchain/go-env-run.js


const CONFIGURATION = ['GOPROXY', 'GOSUMDB', 'GONOPROXY', 'GONOSUMDB', 'GOFLAGS'];
/**
 * The go command's settings: as a Go on PATH reports them, which includes the environment, `go env -w` and its
 * own defaults; with no Go there, as far as the environment sets them.
 */
async function goConfiguration(processes, env, directory) {
    const values = (await goEnv(processes, env, directory, CONFIGURATION)) ?? {
        ...env,
        GONOPROXY: env['GONOPROXY'] ?? env['GOPRIVATE'] ?? '',
        GONOSUMDB: env['GONOSUMDB'] ?? env['GOPRIVATE'] ?? '',
    };
    const text = (name) => values[name]?.trim() ?? '';
    const entries = {
        goProxy: text('GOPROXY'),
        goSumDb: text('GOSUMDB'),
        goNoProxy: text('GONOPROXY'),
        goNoSumDb: text('GONOSUMDB'),
        goFlags: text('GOFLAGS'),
    };
    return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ''));
}
/** The Go on PATH as it is, for a job that asks for no version. Undefined when there is none. */
async function goOnPath(processes, env, directory, platform) {
    return foundToolchain(await goEnv(processes, env, directory, ['GOVERSION', 'GOROOT']), platform);
}
/**
 * Everything that `go env` says. A Go that does not tell its version there (before 1.16) is asked for it, and one that
 * knows no `-json` (before 1.9) is read as text. Undefined when the command is not there or fails.
 */
async function wholeGoEnv(processes, { command, env, cwd, }) {
    const ask = async (...args) => {
        try {
            const { exitCode, stdout } = await processes.run(command, args, { cwd, env });
            return exitCode === 0 ? stdout : undefined;
        }
        catch (error) {
            if (error instanceof ActionError && error.code === 'command-not-found')
                return undefined;
            throw error;
        }
    };
    const json = await ask('env', '-json');
    const text = json ?? (await ask('env'));
    if (text === undefined)
        return undefined;
    const values = json === undefined ? parseGoEnvText(text) : stringValues(JSON.parse(json));
    if ((values['GOVERSION'] ?? '') !== '')
        return values;
    const said = (await ask('version')) ?? '';
    const version = /^go version (.+) \S+\/\S+\s*$/.exec(said)?.[1];
    return version === undefined ? values : { ...values, GOVERSION: version };
}
/** Values of `go env -json`; undefined when there is no Go or it does not answer. */
async function goEnv(processes, env, directory, names) {
    // A go.mod nearby must not make this Go fetch another one just to be asked.
    const options = { cwd: directory, env: { ...env, GOTOOLCHAIN: 'local' } };
    try {
        const { exitCode, stdout } = await processes.run('go', ['env', '-json', ...names], options);
        return exitCode === 0 ? stringValues(JSON.parse(stdout)) : undefined;
    }
    catch (error) {
        if (error instanceof SyntaxError)
            return undefined;
        if (error instanceof errors/* ActionError */.l && error.code === 'command-not-found')
            return undefined;
        throw error;
    }
}
function stringValues(json) {
    if (typeof json !== 'object' || json === null)
        return {};
    return Object.fromEntries(Object.entries(json).filter((pair) => typeof pair[1] === 'string'));
}


/***/ }),

/***/ 3789:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ treeVersion),
/* harmony export */   e: () => (/* binding */ expectVersion)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9285);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9640);




/** The version in a GOROOT that also holds the go command. Undefined when it is no whole GOROOT. */
async function treeVersion(goroot, platform) {
    try {
        const [text] = await Promise.all([
            (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(node_path__WEBPACK_IMPORTED_MODULE_1__.join(goroot, 'VERSION'), 'utf8'),
            (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)((0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .goBinaryIn */ .$r)(goroot, platform)),
        ]);
        return (0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .versionFromFile */ .R2)(text);
    }
    catch {
        return undefined;
    }
}
/**
 * Checks that a tree's VERSION file names the version that was asked for; a distribution's suffix
 * (`1.25.3-acme`) is fine. `1.25.x` takes every patch of the minor. Throws {@link ActionError} `wrong-go-version`.
 */
async function expectVersion(folder, goVersion, from) {
    const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(node_path__WEBPACK_IMPORTED_MODULE_1__.join(folder, 'VERSION'), 'utf8').catch(() => '');
    const inside = (0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .versionFromFile */ .R2)(text);
    const minor = goVersion.endsWith('.x') ? goVersion.slice(0, -1) : undefined;
    if (minor !== undefined && inside?.startsWith(minor) === true)
        return;
    if (inside === goVersion || inside?.startsWith(`${goVersion}-`) === true)
        return;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .l({
        code: 'wrong-go-version',
        message: `The archive for Go ${goVersion} from ${from} holds ${inside === undefined ? 'no VERSION file of Go' : `Go ${inside}`}`,
        hint: 'Nothing was installed. Check the mirror or proxy that serves it.',
    });
}


/***/ }),

/***/ 9640:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $r: () => (/* binding */ goBinaryIn),
/* harmony export */   NX: () => (/* binding */ planRequest),
/* harmony export */   Pd: () => (/* binding */ isUnavailable),
/* harmony export */   R2: () => (/* binding */ versionFromFile),
/* harmony export */   Uf: () => (/* binding */ toolName),
/* harmony export */   kf: () => (/* binding */ highestMatch)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2088);
/* harmony import */ var _version_spec_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9435);




/** True when a source had nothing to give. */
function isUnavailable(outcome) {
    return 'unavailable' in outcome;
}
/** The request for a version text. Throws what {@link parseVersionSpec} throws. */
function planRequest(settings, platform, wanted) {
    const baseUrl = settings.goDownloadBaseUrl?.trim().replace(/\/+$/, '');
    return {
        spec: (0,_version_spec_js__WEBPACK_IMPORTED_MODULE_3__/* .parseVersionSpec */ .ZD)(wanted.text),
        text: wanted.text.trim(),
        source: wanted.source,
        platform,
        checkLatest: settings.checkLatest,
        ...(baseUrl === undefined || baseUrl === '' ? {} : { downloadBaseUrl: baseUrl }),
        ...(settings.token === undefined ? {} : { token: settings.token }),
    };
}
/**
 * Folder in the tool cache: `go`, and for a mirror `go-` with 8 hex digits of its address, as its builds
 * may differ from Go's own (the names of actions/setup-go).
 */
function toolName(downloadBaseUrl) {
    if (downloadBaseUrl === undefined)
        return 'go';
    return `go-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(downloadBaseUrl).digest('hex').slice(0, 8)}`;
}
/**
 * The version that a spec means among `available` semantic versions: the highest one that fits.
 * Ranges and aliases take no pre-release unless the range itself names one. `oldstable` is the highest of the
 * minor before the newest. Undefined when none fits.
 */
function highestMatch(available, spec) {
    if (spec.kind === 'exact')
        return available.find((version) => version === spec.semver);
    if (spec.kind === 'range')
        return semver__WEBPACK_IMPORTED_MODULE_2__.maxSatisfying([...available], spec.range) ?? undefined;
    const newest = semver__WEBPACK_IMPORTED_MODULE_2__.maxSatisfying([...available], '*');
    if (newest === null || spec.alias === 'stable')
        return newest ?? undefined;
    return (semver__WEBPACK_IMPORTED_MODULE_2__.maxSatisfying([...available], `<${semver__WEBPACK_IMPORTED_MODULE_2__.major(newest)}.${semver__WEBPACK_IMPORTED_MODULE_2__.minor(newest)}.0`) ??
        undefined);
}
/** The go command below a GOROOT. */
function goBinaryIn(goroot, platform) {
    return node_path__WEBPACK_IMPORTED_MODULE_1__.join(goroot, 'bin', platform.goos === 'windows' ? 'go.exe' : 'go');
}
/** The version in a GOROOT's VERSION file, without `go`. Undefined when it names none. */
function versionFromFile(text) {
    return /^go(\d\S*)/.exec(text)?.[1];
}


/***/ }),

/***/ 4918:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _l: () => (/* binding */ toolCachePlace),
/* harmony export */   a9: () => (/* binding */ installInto),
/* harmony export */   dc: () => (/* binding */ listInstalled),
/* harmony export */   nU: () => (/* binding */ installedVersion)
/* harmony export */ });
/* unused harmony export removeTree */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2088);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9285);
/* harmony import */ var _data_drive_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8150);
/* harmony import */ var _goroot_run_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3789);






/** Another job that has just put its tree in place needs a moment to write the marker. */
const MARKER_WAIT_MS = 2_000;
const POLL_MS = 50;
const MOST_PLACE_ATTEMPTS = 10;
const OCCUPIED = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'EBUSY', 'ENOTDIR']);
/** Where a version belongs. */
function toolCachePlace(toolCacheDir, tool, version, platform) {
    const folder = node_path__WEBPACK_IMPORTED_MODULE_1__.join(toolCacheDir, tool, version, platform.toolCacheArch);
    return { folder, marker: `${folder}.complete` };
}
/**
 * The version, without `go`, of the Go at a place. Undefined when there is none that is whole: a
 * missing marker, command or VERSION file all mean that it must not be used.
 */
async function installedVersion(place, platform) {
    if (!(await exists(place.marker)))
        return undefined;
    return (0,_goroot_run_js__WEBPACK_IMPORTED_MODULE_4__/* .treeVersion */ .D)(place.folder, platform);
}
/** Semantic versions of a tool that are marked as whole for the platform. */
async function listInstalled(toolCacheDir, tool, platform) {
    const names = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(node_path__WEBPACK_IMPORTED_MODULE_1__.join(toolCacheDir, tool)).catch(() => []);
    const versions = names.filter((name) => semver__WEBPACK_IMPORTED_MODULE_2__.valid(name) === name);
    const whole = await Promise.all(versions.map((version) => exists(toolCachePlace(toolCacheDir, tool, version, platform).marker)));
    return versions.filter((_, index) => whole[index]);
}
/**
 * Installs a tree and returns its place: `fill` gets an empty folder on the volume of the place, `place`
 * may depend on what is in it then. Only what is whole is renamed into place and marked: a failure or
 * a crash leaves nothing that looks installed. When another job was faster, its tree is kept and ours dropped.
 */
async function installInto(place, { parent, platform, dataDrive }, clock, fill) {
    const moved = (file) => (dataDrive === undefined ? undefined : (0,_data_drive_js__WEBPACK_IMPORTED_MODULE_5__/* .onDataDrive */ .i)(file, dataDrive)) ?? file;
    const above = typeof place === 'function' ? parent : node_path__WEBPACK_IMPORTED_MODULE_1__.dirname(place.folder);
    const staging = besides(node_path__WEBPACK_IMPORTED_MODULE_1__.join(moved(above), platform.toolCacheArch), clock);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(node_path__WEBPACK_IMPORTED_MODULE_1__.dirname(staging), { recursive: true });
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(staging);
    try {
        await fill(staging);
        const final = typeof place === 'function' ? await place(staging) : place;
        const stored = { folder: moved(final.folder), marker: moved(final.marker) };
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(node_path__WEBPACK_IMPORTED_MODULE_1__.dirname(stored.folder), { recursive: true });
        await moveIntoPlace(staging, stored, platform, clock);
        if (stored.folder !== final.folder)
            await linkPlace(final, stored, platform, clock);
        return final;
    }
    finally {
        await removeTree(staging);
    }
}
/** Makes a place lead to a tree on another drive. Junctions need no privilege; links to files do. */
async function linkPlace(place, stored, platform, clock) {
    if ((await installedVersion(place, platform)) !== undefined)
        return;
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(node_path__WEBPACK_IMPORTED_MODULE_1__.dirname(place.folder), { recursive: true });
    const leftover = besides(place.folder, clock);
    if ((await tryRename(place.folder, leftover)) === undefined)
        await removeTree(leftover);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(place.marker, { force: true });
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.symlink)(stored.folder, place.folder, 'junction');
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.symlink)(stored.marker, place.marker, 'file').catch(() => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(place.marker, ''));
}
/** A name that no one looks up: it begins with a dot, and tool-cache folders are architectures. */
function besides(folder, clock) {
    const suffix = Math.floor(clock.random() * 2 ** 40).toString(36);
    return node_path__WEBPACK_IMPORTED_MODULE_1__.join(node_path__WEBPACK_IMPORTED_MODULE_1__.dirname(folder), `.${node_path__WEBPACK_IMPORTED_MODULE_1__.basename(folder)}-${suffix}`);
}
async function moveIntoPlace(staging, place, platform, clock) {
    let failure;
    for (let attempt = 1; attempt <= MOST_PLACE_ATTEMPTS; attempt += 1) {
        failure = await tryRename(staging, place.folder);
        if (failure === undefined) {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(place.marker, '');
            return;
        }
        if (await becomesWhole(place, platform, clock))
            return;
        // Whatever lies there without marker or command is what a crashed job left behind.
        const leftover = besides(place.folder, clock);
        if ((await tryRename(place.folder, leftover)) === undefined)
            await removeTree(leftover);
    }
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .l({
        code: 'tool-cache-busy',
        message: `Cannot put Go into ${place.folder}: something else keeps it occupied`,
        hint: 'Remove that folder from the tool cache, or wait for the job that uses it.',
        cause: failure,
    });
}
/** Undefined when it worked; the error when the target is occupied or gone; throws any other. */
async function tryRename(from, to) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rename)(from, to);
        return undefined;
    }
    catch (error) {
        const known = typeof error === 'object' && error !== null && 'code' in error;
        const code = known ? String(error.code) : '';
        if (OCCUPIED.has(code) || (code === 'ENOENT' && (await exists(node_path__WEBPACK_IMPORTED_MODULE_1__.dirname(to)))))
            return error;
        throw error;
    }
}
async function becomesWhole(place, platform, clock) {
    for (let waitedMs = 0; waitedMs <= MARKER_WAIT_MS; waitedMs += POLL_MS) {
        if ((await installedVersion(place, platform)) !== undefined)
            return true;
        await clock.sleep(POLL_MS);
    }
    return false;
}
/** Removes a folder and all in it; gone already is fine. */
async function removeTree(folder) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(folder, { recursive: true, force: true, maxRetries: 3 });
}
async function exists(file) {
    return (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(file).then(() => true, () => false);
}


/***/ }),

/***/ 9435:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HC: () => (/* binding */ semverFromGo),
/* harmony export */   Xk: () => (/* binding */ folderVersion),
/* harmony export */   ZD: () => (/* binding */ parseVersionSpec),
/* harmony export */   j0: () => (/* binding */ goFromSemver),
/* harmony export */   lR: () => (/* binding */ unquotedYamlWarning)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9285);


const ALLOWED_FORMS = 'Use a version (1.25.3), a minor (1.25), a range (1.25.x, ^1.24.1, ">=1.24 <1.26"), a pre-release (1.26rc1), stable or oldstable.';
const GO_VERSION = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:(alpha|beta|rc)(\d+))?$/;
const PRE_RELEASE = /(\d+)\.(\d+)(?:\.(\d+))?-?(alpha|beta|rc)\.?(\d+)/g;
/**
 * Parses the text of `go-version` or of a version file: `1.25.3`, `v1.25.3`, `go1.25.3`, `1.25`,
 * `1.25.x`, `^1.24`, `>=1.24 <1.26`, `1.25rc1`, `1.25.0-rc.1`, `stable`, `oldstable`.
 * A version of three numbers is exact, everything shorter a range.
 * Throws {@link ActionError} `unknown-go-version` with the allowed forms.
 * @see https://github.com/actions/setup-go#supported-version-syntax
 */
function parseVersionSpec(text) {
    const word = text.trim();
    if (word === 'stable' || word === 'oldstable')
        return { kind: 'alias', alias: word };
    const normalized = word
        .replace(/(^|[\s<>=~^|])(?:go|v)(?=\d)/g, '$1')
        .replace(PRE_RELEASE, (_, major, minor, patch, kind, n) => `${major}.${minor}.${patch ?? '0'}-${kind}.${n}`);
    const exact = semver__WEBPACK_IMPORTED_MODULE_0__.valid(normalized);
    if (exact !== null)
        return { kind: 'exact', semver: exact };
    const range = normalized === '' ? null : semver__WEBPACK_IMPORTED_MODULE_0__.validRange(normalized);
    // validRange gives the canonical form, where "1.25" has become ">=1.25.0 <1.26.0-0".
    if (range !== null)
        return { kind: 'range', range };
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .l({
        code: 'unknown-go-version',
        message: `"${word}" is not a Go version`,
        hint: ALLOWED_FORMS,
    });
}
/**
 * Says so when a version looks like `1.20` that YAML read as the number 1.2. Undefined when it does not.
 * Only for values that came through YAML: a version file is text.
 */
function unquotedYamlWarning(text) {
    const match = /^1\.([1-9])$/.exec(text.trim());
    if (match === null)
        return undefined;
    const version = `1.${match[1] ?? ''}`;
    return `go-version is ${version}. If ${version}0 was meant, put it in quotes ('${version}0'): YAML reads an unquoted ${version}0 as the number ${version}.`;
}
/**
 * The semantic version of a Go version without its `go` prefix: `1.25.3` → `1.25.3`, `1.20` → `1.20.0`,
 * `1.25rc1` → `1.25.0-rc.1`. Undefined when it is no Go release (`1.25.3-custom`, `devel`).
 * @see https://go.dev/doc/toolchain#version
 */
function semverFromGo(version) {
    const match = GO_VERSION.exec(version);
    if (match === null)
        return undefined;
    const [, major = '', minor = '0', patch = '0', kind, number] = match;
    const release = `${major}.${minor}.${patch}`;
    const text = kind === undefined ? release : `${release}-${kind}.${number ?? ''}`;
    return semver__WEBPACK_IMPORTED_MODULE_0__.valid(text) ?? undefined;
}
/**
 * The Go version, without `go`, of a semantic version: the inverse of {@link semverFromGo}.
 * Before 1.21 the first release of a minor has no `.0` (`1.20`); pre-releases of a minor never have one.
 * A pre-release part that is not Go's is kept as it is, as some distributions' versions have one.
 */
function goFromSemver(version) {
    const { major, minor, patch, prerelease } = semver__WEBPACK_IMPORTED_MODULE_0__.parse(version, {}, true);
    const [kind, number] = prerelease;
    const short = minor === 0 && patch === 0 ? `${major}` : `${major}.${minor}`;
    const numbers = patch === 0 ? short : `${major}.${minor}.${patch}`;
    if (kind === undefined) {
        return patch === 0 && semver__WEBPACK_IMPORTED_MODULE_0__.gte(version, '1.21.0') ? `${major}.${minor}.0` : numbers;
    }
    const own = /^(?:alpha|beta|rc)$/.test(String(kind)) && typeof number === 'number';
    return own && prerelease.length === 2 ? `${numbers}${kind}${number}` : version;
}
/**
 * The tool cache's folder name for the version in a VERSION file: the semantic version, with a builder's
 * suffix kept (`1.25.3-1`, `1.25.3-microsoft`).
 */
function folderVersion(version) {
    const suffixed = /^([^-]+)-(.+)$/.exec(version);
    const own = semverFromGo(version);
    if (own !== undefined || suffixed === null)
        return own ?? version;
    const [, release = '', suffix = ''] = suffixed;
    return semver__WEBPACK_IMPORTED_MODULE_0__.valid(`${semverFromGo(release) ?? release}-${suffix}`) ?? version;
}


/***/ })

};
