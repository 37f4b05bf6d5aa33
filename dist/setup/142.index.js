export const id = 142;
export const ids = [142];
export const modules = {

/***/ 7142:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _runner_entry_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4610);
/* harmony import */ var _runner_phase_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1861);
/* harmony import */ var _ship_setup_go_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4534);
/* harmony import */ var _ship_setup_outputs_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3752);
/* harmony import */ var _ship_setup_settings_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8960);
/* harmony import */ var _ship_toolchain_step_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7101);






// The main step of setup/: Go and the caches, nothing else. What a run without caches does not need is loaded later.
await (0,_runner_entry_js__WEBPACK_IMPORTED_MODULE_0__/* .runEntry */ .C)('fail-job', async (runner) => {
    runner.saveState(_runner_phase_js__WEBPACK_IMPORTED_MODULE_4__/* .PHASE_STATE */ .i$, _runner_phase_js__WEBPACK_IMPORTED_MODULE_4__/* .IDLE_PHASE */ .fs);
    const settings = (0,_ship_setup_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .readSetupSettings */ .B)(runner.inputs);
    const go = await runner.step('Set up Go', async () => {
        const toolchain = await (0,_ship_toolchain_step_js__WEBPACK_IMPORTED_MODULE_3__/* .provideToolchain */ .n)(settings.toolchain, undefined, runner);
        const found = await (0,_ship_setup_go_js__WEBPACK_IMPORTED_MODULE_1__/* .readSetupGo */ .my)(toolchain, runner);
        await (0,_ship_toolchain_step_js__WEBPACK_IMPORTED_MODULE_3__/* .exportGo */ .Z)(found, runner);
        return found;
    });
    (0,_ship_setup_outputs_js__WEBPACK_IMPORTED_MODULE_5__/* .outputJobCaches */ .a)(undefined, runner);
    if (settings.cache.mode !== 'off') {
        const { keepJobCaches } = await Promise.all(/* import() */[__webpack_require__.e(168), __webpack_require__.e(279)]).then(__webpack_require__.bind(__webpack_require__, 1279));
        await runner.step('Restore the caches', () => keepJobCaches(settings, go, runner));
    }
    if (settings.problemMatcher)
        runner.addMatcher(settings.matcherFile);
    await (0,_ship_setup_go_js__WEBPACK_IMPORTED_MODULE_1__/* .noticeOlderGo */ .jK)(go, runner);
    await (0,_ship_setup_go_js__WEBPACK_IMPORTED_MODULE_1__/* .tellGo */ .Mx)(go, runner);
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 4534:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  jK: () => (/* binding */ noticeOlderGo),
  my: () => (/* binding */ readSetupGo),
  Mx: () => (/* binding */ tellGo)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(2088);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/toolchain/go-env-run.js
var go_env_run = __webpack_require__(4175);
// EXTERNAL MODULE: ./lib/toolchain/go-env.js
var go_env = __webpack_require__(71);
// EXTERNAL MODULE: ./lib/toolchain/version-spec.js
var version_spec = __webpack_require__(9435);
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

;// CONCATENATED MODULE: ./lib/ship/setup-go.js








/**
 * Asks the Go about itself: the installed one, or where none was asked for the one on PATH. A GOROOT of another
 * Go is put out of action. Throws {@link ActionError} `no-go-version` or `go-env`.
 */
async function readSetupGo(installed, runner) {
    const { env } = runner;
    if (installed === undefined) {
        runner.log.info('[warning]go-version input was not specified. The action will try to use pre-installed version.');
        return readGoOnPath(runner);
    }
    const values = await ask(installed.goBinary, goFirst(env, installed), runner);
    if (values === undefined) {
        throw new errors/* ActionError */.l({
            code: 'go-env',
            message: `"${installed.goBinary} env" failed`,
            hint: 'Check the GOFLAGS, GOENV and HOME variables of the job, and whether this Go is for this machine (architecture).',
        });
    }
    setGoRoot(installed, runner);
    return describe(installed, goFirst(env, installed), values);
}
async function readGoOnPath(runner) {
    const { env, host, log } = runner;
    const local = { ...env, GOTOOLCHAIN: 'local' };
    const values = await ask('go', local, runner);
    const toolchain = (0,go_env/* foundToolchain */.oW)(values, host.platform);
    if (values !== undefined && toolchain !== undefined)
        return describe(toolchain, local, values);
    const stale = env['GOROOT'] ?? '';
    if (stale !== '') {
        const without = Object.fromEntries(Object.entries(local).filter(([name]) => name !== 'GOROOT'));
        const retried = await ask('go', without, runner);
        const found = (0,go_env/* foundToolchain */.oW)(retried, host.platform);
        if (retried !== undefined && found !== undefined) {
            log.notice(`GOROOT is ${stale}, where no Go is; it is unset for the rest of the job.`);
            runner.exportVariable('GOROOT', '');
            return describe(found, without, retried);
        }
    }
    throw new errors/* ActionError */.l({
        code: 'no-go-version',
        message: 'Neither go-version nor go-version-file is given, and there is no Go on PATH that works',
        hint: 'Set go-version, or go-version-file: go.mod.',
    });
}
function ask(command, env, { host, context }) {
    return (0,go_env_run/* wholeGoEnv */.X)(host.processes, { command, env, cwd: context.workspace });
}
/** Go finds its own GOROOT since 1.9; one that is set misleads every other Go. */
function setGoRoot({ version, goroot }, runner) {
    const { env, log } = runner;
    const current = (0,version_spec/* semverFromGo */.HC)(version);
    if (current !== undefined && semver.lt(current, '1.9.0')) {
        runner.exportVariable('GOROOT', goroot);
        return;
    }
    const given = env['GOROOT'] ?? '';
    if (given === '' || external_node_path_.resolve(given) === external_node_path_.resolve(goroot))
        return;
    log.notice(`GOROOT is ${given}, which belongs to another Go; it is unset for the rest of the job, and Go ${version} finds its own.`);
    runner.exportVariable('GOROOT', '');
}
function describe(toolchain, env, values) {
    const goPath = values['GOPATH'] ?? '';
    const [first = ''] = goPath.split(external_node_path_.delimiter);
    return {
        toolchain,
        env,
        values,
        goPath,
        // Go knows the variable since 1.15.
        goModCache: values['GOMODCACHE'] ?? external_node_path_.join(first, 'pkg', 'mod'),
        goCache: values['GOCACHE'] ?? '',
    };
}
/** Says so when the module at the root asks for a newer Go than the job gets: its commands would refuse, as GOTOOLCHAIN is local. */
async function noticeOlderGo({ toolchain }, runner) {
    const file = external_node_path_.join(runner.context.workspace, 'go.mod');
    const text = await (0,promises_.readFile)(file, 'utf8').catch(() => '');
    const line = /^go[ \t]+(\d[\w.]*)/m.exec(text)?.[1] ?? '';
    const wanted = (0,version_spec/* semverFromGo */.HC)(line);
    const found = (0,version_spec/* semverFromGo */.HC)(toolchain.version);
    if (wanted === undefined || found === undefined || !semver.lt(found, wanted))
        return;
    runner.log.notice(`${file} asks for go ${line}, but this job gets Go ${toolchain.version} and GOTOOLCHAIN is local, so the go command will refuse that module. Set go-version-file: go.mod, or a newer go-version.`);
}
/** Prints what actions/setup-go prints last: `go version`, and `go env` in a group. */
async function tellGo({ values, toolchain }, runner) {
    runner.log.info((0,go_env/* goVersionLine */.$G)(values, toolchain.version));
    await runner.log.group('go env', () => {
        runner.log.info((0,go_env/* renderGoEnv */.Ew)(values, runner.host.platform.os));
        return Promise.resolve();
    });
}


/***/ }),

/***/ 3752:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ outputJobCaches)
/* harmony export */ });
/**
 * Sets how the caches were restored; undefined: both are off. `cache-hit` stays unset where no cache
 * took part, as with actions/setup-go.
 */
function outputJobCaches(report, runner) {
    const result = (name) => report?.caches.find((cache) => cache.name === name)?.result ?? 'off';
    const [modules, build] = [result('modules'), result('build')];
    runner.setOutput('module-cache', modules);
    runner.setOutput('build-cache', build);
    const used = [modules, build].filter((one) => one !== 'off');
    if (used.length === 0)
        return;
    runner.setOutput('cache-hit', String(used.every((one) => one === 'exact')));
}


/***/ }),

/***/ 8960:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  B: () => (/* binding */ readSetupSettings)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
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

;// CONCATENATED MODULE: ./lib/ship/setup-settings.js


/** Reads and checks every input of setup/. Throws for the first that is wrong. */
function readSetupSettings(inputs) {
    return {
        toolchain: readToolchain(inputs),
        cache: readCache(inputs),
        cacheDependencyPaths: inputs.lines('cache-dependency-path'),
        problemMatcher: inputs.flag('problem-matcher') ?? true,
        // Beside dist/, two folders above the bundle.
        matcherFile: external_node_path_.resolve(import.meta.dirname, '../../matchers.json'),
        jobIndex: inputs.text('job-index') ?? '0',
    };
}


/***/ }),

/***/ 7101:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Z: () => (/* binding */ exportGo),
  n: () => (/* binding */ provideToolchain)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(2088);
// EXTERNAL MODULE: ./lib/toolchain/version-spec.js
var version_spec = __webpack_require__(9435);
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
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
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
            const { goConfiguration } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 4175));
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

/***/ 4175:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ wholeGoEnv),
/* harmony export */   goConfiguration: () => (/* binding */ goConfiguration)
/* harmony export */ });
/* unused harmony export goOnPath */
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _go_env_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(71);


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
            if (error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l && error.code === 'command-not-found')
                return undefined;
            throw error;
        }
    };
    const json = await ask('env', '-json');
    const text = json ?? (await ask('env'));
    if (text === undefined)
        return undefined;
    const values = json === undefined ? (0,_go_env_js__WEBPACK_IMPORTED_MODULE_1__/* .parseGoEnvText */ .qR)(text) : stringValues(JSON.parse(json));
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
        if (error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l && error.code === 'command-not-found')
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

/***/ 71:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $G: () => (/* binding */ goVersionLine),
/* harmony export */   Ew: () => (/* binding */ renderGoEnv),
/* harmony export */   oW: () => (/* binding */ foundToolchain),
/* harmony export */   qR: () => (/* binding */ parseGoEnvText)
/* harmony export */ });
/* harmony import */ var _architecture_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3480);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9640);


/**
 * Reads what `go env` prints without `-json`, which Go has since 1.9: `NAME="value"`, since 1.21 with
 * single quotes, on Windows `set NAME=value`.
 */
function parseGoEnvText(text) {
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
    const version = (0,_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .versionFromFile */ .R2)(named) ?? /go(\d\S*)/.exec(named)?.[1];
    if (goroot === '' || version === undefined)
        return undefined;
    return {
        version,
        goroot,
        goBinary: (0,_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .goBinaryIn */ .$r)(goroot, (0,_architecture_js__WEBPACK_IMPORTED_MODULE_0__/* .goPlatform */ .G)(platform.os, platform.arch)),
        origin: 'path',
        proof: 'it is the Go that the runner has on PATH',
        elapsedMs: 0,
    };
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
