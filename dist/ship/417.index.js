export const id = 417;
export const ids = [417];
export const modules = {

/***/ 9540:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Po: () => (/* binding */ parseBuildFlags),
/* harmony export */   e$: () => (/* binding */ joinForGo),
/* harmony export */   yM: () => (/* binding */ splitWords)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);

/**
 * Splits text into words by the quoting rules of a POSIX shell, and does nothing else a shell would:
 * `$`, globs, `;` and backquotes are plain characters. Blanks and line ends separate; `'…'` is
 * literal; in `"…"` a backslash escapes `"`, `\`, `$`, a backquote and a line end; outside quotes it
 * escapes any character. `input` only names the input in errors.
 * Throws {@link ActionError} `unbalanced-quotes`.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
function splitWords(text, input) {
    const words = [];
    let word;
    let rest = text;
    while (rest !== '') {
        const [piece, kind] = nextPiece(rest, input);
        rest = rest.slice(piece.length);
        if (kind === 'blank') {
            if (word !== undefined)
                words.push(word);
            word = undefined;
        }
        else {
            word = (word ?? '') + unquote(piece, kind);
        }
    }
    return word === undefined ? words : [...words, word];
}
const PIECES = [
    ['blank', /^\s+/],
    ['single', /^'[^']*'/],
    ['double', /^"(?:[^"\\]|\\[^])*"/],
    ['escape', /^\\[^]/],
    ['plain', /^[^\s'"\\]+/],
];
function nextPiece(rest, input) {
    for (const [kind, pattern] of PIECES) {
        const piece = pattern.exec(rest)?.[0];
        if (piece !== undefined)
            return [piece, kind];
    }
    const at = rest.length > 40 ? `${rest.slice(0, 40)}…` : rest;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'unbalanced-quotes',
        message: `Input "${input}" has ${rest.startsWith('\\') ? 'a backslash with nothing after it' : 'a quote that is never closed'}: ${at.replace(/\s+/g, ' ')}`,
        hint: 'Close the quote; write a literal quote as \\" outside quotes or inside the other kind.',
    });
}
function unquote(piece, kind) {
    if (kind === 'single')
        return piece.slice(1, -1);
    if (kind === 'double') {
        return piece
            .slice(1, -1)
            .replace(/\\(["\\$`\n])/g, (_, escaped) => (escaped === '\n' ? '' : escaped));
    }
    if (kind === 'escape')
        return piece === '\\\n' ? '' : piece.slice(1);
    return piece;
}
/**
 * Joins words into one value of `-ldflags` and its like, which the go command splits again: by
 * blanks, with whole words in single or double quotes and no escapes.
 * Throws {@link ActionError} `unquotable` for a word that needs quotes and has both kinds in it.
 * @see cmd/internal/quoted in Go's source
 */
function joinForGo(words, input) {
    return words
        .map((word) => {
        if (word !== '' && !/[\s'"]/.test(word))
            return word;
        if (!word.includes("'"))
            return `'${word}'`;
        if (!word.includes('"'))
            return `"${word}"`;
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
            code: 'unquotable',
            message: `Input "${input}": the go command cannot take ${word}: it has both kinds of quotes`,
            hint: 'Use one kind of quotes inside the value.',
        });
    })
        .join(' ');
}
/** Build flags that stand alone; every other one takes a value. */
const SWITCHES = new Set([
    'a',
    'asan',
    'cover',
    'linkshared',
    'modcacherw',
    'msan',
    'race',
    'work',
    'x',
]);
const VALUED = new Set([
    'asmflags',
    'buildmode',
    'compiler',
    'covermode',
    'coverpkg',
    'gccgoflags',
    'gcflags',
    'installsuffix',
    'mod',
    'modfile',
    'overlay',
    'pgo',
    'pkgdir',
    'toolexec',
]);
/** Flags that ship-go sets itself or that would stop it from building, and what to use instead. */
const REFUSED = new Map([
    ['o', 'The place of a binary follows from "output-directory" and "binary-name".'],
    ['C', 'Use the input "working-directory".'],
    ['ldflags', 'Use the input "ldflags".'],
    ['tags', 'Use the input "tags".'],
    ['p', 'How many compilers run at once follows from the machine and the number of targets.'],
    ['trimpath', 'It is always on: without it a binary depends on the folder it was built in.'],
    ['buildvcs', 'It is always on: the recorded revision proves what a binary was built from.'],
    ['v', 'It is always on: it tells how much came from the cache.'],
    ['n', 'Use "release: false" for a dry run: it builds everything and publishes nothing.'],
    ['json', 'Compiler errors are read from the plain output and shown as annotations.'],
]);
/**
 * Parses the `build-flags` input into `-name` and `-name=value` words, in order.
 * Throws {@link ActionError} `build-flag-conflict`, `unknown-build-flag` or `bad-build-flag`, and
 * what {@link splitWords} throws.
 * @see https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies
 */
function parseBuildFlags(text) {
    const words = splitWords(text, 'build-flags');
    const flags = [];
    for (let index = 0; index < words.length; index += 1) {
        const word = words[index] ?? '';
        const [, name, assigned] = /^--?([A-Za-z0-9]+)(?:=([^]*))?$/.exec(word) ?? [];
        if (name === undefined)
            throw badFlag(`"${word}" is no flag`, 'Packages go into "packages".');
        checkFlag(name);
        if (SWITCHES.has(name)) {
            flags.push(assigned === undefined ? `-${name}` : `-${name}=${assigned}`);
            continue;
        }
        const value = assigned ?? words[(index += 1)];
        if (value === undefined)
            throw badFlag(`-${name} lacks its value`, `Write -${name}=value.`);
        checkValue(name, value);
        flags.push(`-${name}=${value}`);
    }
    return flags;
}
function checkFlag(name) {
    const instead = REFUSED.get(name);
    if (instead !== undefined) {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
            code: 'build-flag-conflict',
            message: `Input "build-flags" does not take -${name}`,
            hint: instead,
        });
    }
    if (SWITCHES.has(name) || VALUED.has(name))
        return;
    const allowed = [...SWITCHES, ...VALUED].sort().map((one) => `-${one}`);
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'unknown-build-flag',
        message: `Input "build-flags" does not take -${name}: "go build" has no such flag`,
        hint: `Use ${allowed.join(', ')}.`,
    });
}
/** Modes whose result is not a program that can be run. */
const PROGRAM_MODES = ['default', 'exe', 'pie'];
function checkValue(name, value) {
    if (name === 'mod' && value === 'mod') {
        throw badFlag('-mod=mod would change go.mod during the build, and the binary would be marked as modified', 'Run "go mod tidy" and commit the result.');
    }
    if (name === 'buildmode' && !PROGRAM_MODES.includes(value)) {
        throw badFlag(`-buildmode=${value} builds no program`, `Use ${PROGRAM_MODES.join(', ')}.`);
    }
}
function badFlag(what, hint) {
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'bad-build-flag',
        message: `Input "build-flags": ${what}`,
        hint,
    });
}


/***/ }),

/***/ 9997:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V6: () => (/* binding */ neutralEnvironment),
/* harmony export */   ci: () => (/* binding */ parseEnvLines),
/* harmony export */   nP: () => (/* binding */ SETTINGS_TO_READ)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _variants_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5956);


/**
 * Settings of `go env` that decide where modules and caches are and how they are fetched, never what
 * is built. Their values are kept when `go env -w` is put out of action.
 */
const KEPT_SETTINGS = [
    'GOAUTH',
    'GOCACHE',
    'GOCACHEPROG',
    'GOINSECURE',
    'GOMODCACHE',
    'GONOPROXY',
    'GONOSUMDB',
    'GOPATH',
    'GOPRIVATE',
    'GOPROXY',
    'GOSUMDB',
    'GOTMPDIR',
    'GOVCS',
    'GOWORK',
];
/** Settings for the C compiler: kept where cgo is on. */
const CGO_SETTINGS = [
    'AR',
    'CC',
    'CXX',
    'FC',
    'PKG_CONFIG',
    'CGO_CFLAGS',
    'CGO_CPPFLAGS',
    'CGO_CXXFLAGS',
    'CGO_FFLAGS',
    'CGO_LDFLAGS',
];
/** Settings that change what is built. The environment's are dropped, and the user is told. */
const REPORTED_SETTINGS = ['GOFLAGS', 'GOEXPERIMENT', 'GOFIPS140'];
/** Variables that change what is built or which Go runs; they never reach a build. */
const DROPPED = new Set([
    ...REPORTED_SETTINGS,
    ..._variants_js__WEBPACK_IMPORTED_MODULE_1__/* .VARIANT_VARIABLES */ .Yl,
    'CGO_ENABLED',
    'GCCGO',
    'GO111MODULE',
    'GOARCH',
    'GOBIN',
    'GOENV',
    'GOOS',
    'GOROOT',
    'GOTOOLCHAIN',
    'GOTOOLDIR',
    'GO_EXTLINK_ENABLED',
    'SOURCE_DATE_EPOCH',
]);
/** What an `env` line would break, and what to use instead. */
const REFUSED = new Map([
    ...['GOOS', 'GOARCH', ..._variants_js__WEBPACK_IMPORTED_MODULE_1__/* .VARIANT_VARIABLES */ .Yl].map((name) => [
        name,
        'Use "targets", such as linux/arm/7.',
    ]),
    ['CGO_ENABLED', 'Use the input "cgo".'],
    ['GOFLAGS', 'Use the input "build-flags".'],
    ['GOTOOLCHAIN', 'Use the input "go-version".'],
    ['GOROOT', 'Use the input "go-version".'],
    ['GOENV', 'Set the variable itself; "go env -w" never changes a build here.'],
    ['GOCACHE', 'Set it in the "env" of the job, so that the caches are restored there.'],
    ['GOMODCACHE', 'Set it in the "env" of the job, so that the caches are restored there.'],
    ['GO111MODULE', 'Builds are always in module mode.'],
    ['SOURCE_DATE_EPOCH', 'It is always the time of the commit.'],
    ['GIT_CONFIG_COUNT', 'Set it in the "env" of the step or job.'],
]);
/** The names to ask `go env -json` for, before {@link neutralEnvironment}. */
const SETTINGS_TO_READ = [
    ...KEPT_SETTINGS,
    ...CGO_SETTINGS,
    ...REPORTED_SETTINGS,
];
/**
 * The environment for every Go command of a build: `ambient` without whatever would change the
 * result. `settings` is what `go env` says for {@link SETTINGS_TO_READ}, the `go env -w` file
 * included: that file is switched off, and what of it only says where things are is kept.
 */
function neutralEnvironment(ambient, settings, options) {
    const kept = Object.entries(ambient).filter(([name]) => !DROPPED.has(name.toUpperCase()));
    const wanted = options.cgo ? [...KEPT_SETTINGS, ...CGO_SETTINGS] : KEPT_SETTINGS;
    const fixed = wanted.flatMap((name) => {
        const value = settings[name] ?? '';
        return value === '' ? [] : [[name, value]];
    });
    return {
        env: {
            ...Object.fromEntries([...kept, ...fixed]),
            GOENV: 'off',
            // An empty GOFLAGS would fall back to the settings of the Go installation itself.
            GOFLAGS: '-trimpath',
            GOTOOLCHAIN: 'local',
            CGO_ENABLED: options.cgo ? '1' : '0',
        },
        notices: REPORTED_SETTINGS.flatMap((name) => noticeFor(name, settings[name] ?? '')),
    };
}
function noticeFor(name, value) {
    if (value === '' || (name === 'GOFIPS140' && value === 'off'))
        return [];
    if (name === 'GOFLAGS') {
        return value === '-trimpath'
            ? []
            : [
                `GOFLAGS="${value}" of this machine has no effect on the build. Use the input "build-flags" for what it should have.`,
            ];
    }
    return [
        `${name}="${value}" of this machine has no effect on the build. Put it into the input "env" if it should have.`,
    ];
}
/**
 * Parses the `env` input: `KEY=VALUE`, one a line; the value is taken as it stands.
 * Throws {@link ActionError} `bad-env-line` or `env-conflict`.
 */
function parseEnvLines(lines) {
    const parsed = new Map();
    for (const line of lines) {
        const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/.exec(line) ?? [];
        if (name === undefined || value === undefined) {
            throw badLine(`does not take "${line}"`, 'Write KEY=VALUE, one a line.');
        }
        const instead = REFUSED.get(name.toUpperCase());
        if (instead !== undefined) {
            throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
                code: 'env-conflict',
                message: `Input "env" does not take ${name}`,
                hint: instead,
            });
        }
        if (parsed.has(name))
            throw badLine(`sets ${name} twice`, 'Remove one of the two lines.');
        parsed.set(name, value);
    }
    return Object.fromEntries(parsed);
}
function badLine(what, hint) {
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({ code: 'bad-env-line', message: `Input "env" ${what}`, hint });
}


/***/ }),

/***/ 1035:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MT: () => (/* binding */ renderLdflags),
/* harmony export */   _R: () => (/* binding */ stampedVariables),
/* harmony export */   rs: () => (/* binding */ parseLdflags)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_nearest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5542);
/* harmony import */ var _arguments_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9540);



/** Smaller files, and the version where most projects look for it. Never the wall clock. */
const DEFAULT_LDFLAGS = [
    '-s',
    '-w',
    '-X',
    'main.version={version}',
    '-X',
    'main.commit={commit}',
    '-X',
    'main.date={commit-date}',
];
/** The variables, each with what it stands for. `{tag}` is empty for a snapshot. */
const VARIABLES = new Map([
    ['version', ({ revision }) => revision.version],
    ['tag', ({ revision }) => revision.tag ?? ''],
    ['commit', ({ revision }) => revision.commit],
    ['short-commit', ({ revision }) => revision.commit.slice(0, 7)],
    ['commit-date', ({ revision }) => revision.commitDate],
    ['name', ({ name }) => name],
    ['goos', ({ target }) => target.goos],
    ['goarch', ({ target }) => target.goarch],
]);
/**
 * Parses the `ldflags` input into words that still hold variables; the defaults come first.
 * Throws {@link ActionError} `unknown-variable`, `bad-ldflags`, and what {@link splitWords} throws.
 */
function parseLdflags(text) {
    const words = (0,_arguments_js__WEBPACK_IMPORTED_MODULE_1__/* .splitWords */ .yM)(text, 'ldflags');
    const [first] = words;
    if (first !== undefined && !first.startsWith('-')) {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
            code: 'bad-ldflags',
            message: `Input "ldflags" starts with "${first}", which is no flag`,
            hint: 'Write linker flags only, such as -X main.edition=pro; a package pattern before them is not supported.',
        });
    }
    for (const word of words)
        checkVariables(word);
    return [...DEFAULT_LDFLAGS, ...words];
}
/** The variables that the words set by `-X`, as `importpath.name`, in order; `main` is the package that is built. */
function stampedVariables(words) {
    return words.flatMap((word, index) => {
        const given = /^--?X(?:=([^]*))?$/.exec(word);
        const definition = given === null ? undefined : (given[1] ?? words[index + 1]);
        const name = definition?.split('=')[0];
        return name === undefined || name === '' ? [] : [name];
    });
}
/** The value of `-ldflags` for one target: variables replaced, quoted as the go command splits it. */
function renderLdflags(words, subject) {
    const filled = words.map((word) => word.replace(VARIABLE, (whole, name) => VARIABLES.get(name)?.(subject) ?? whole));
    return (0,_arguments_js__WEBPACK_IMPORTED_MODULE_1__/* .joinForGo */ .e$)(filled, 'ldflags');
}
const VARIABLE = /\{([A-Za-z][A-Za-z0-9_-]*)\}/g;
function checkVariables(word) {
    const template = /\{\{.*?\}\}/.exec(word)?.[0];
    const unknown = [...word.matchAll(VARIABLE)].map((match) => match[1] ?? '');
    const bad = template ?? unknown.filter((name) => !VARIABLES.has(name)).map((name) => `{${name}}`)[0];
    if (bad === undefined)
        return;
    const names = [...VARIABLES.keys()];
    const near = (0,_domain_nearest_js__WEBPACK_IMPORTED_MODULE_2__/* .nearest */ .p)(bad.replace(/[{}.\s]/g, ''), names)[0];
    const all = names.map((name) => `{${name}}`).join(' ');
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'unknown-variable',
        message: `Input "ldflags" has no variable ${bad}`,
        hint: `${near === undefined ? '' : `Did you mean {${near}}? `}Use ${all}.`,
    });
}


/***/ }),

/***/ 2629:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C7: () => (/* binding */ planBuild),
/* harmony export */   bj: () => (/* binding */ buildIdentity),
/* harmony export */   di: () => (/* binding */ parseBuildSettings),
/* harmony export */   xM: () => (/* binding */ checkOutputDirectory)
/* harmony export */ });
/* unused harmony export binaryPath */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9285);
/* harmony import */ var _domain_target_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8955);
/* harmony import */ var _arguments_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9540);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9997);
/* harmony import */ var _ldflags_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1035);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9554);







/**
 * Parses the build inputs. Throws {@link ActionError} for a bad tag (`bad-build-tag`) and what
 * parsing flags, ldflags and env lines throws.
 */
function parseBuildSettings(inputs) {
    for (const tag of inputs.tags) {
        if (/^[\p{L}\p{Nd}_.]+$/u.test(tag))
            continue;
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .l({
            code: 'bad-build-tag',
            message: `Input "tags" does not take "${tag}"`,
            hint: 'List build tags, one a line or comma-separated; a tag is letters, digits, _ and . only.',
        });
    }
    return {
        tags: [...new Set(inputs.tags)],
        buildFlags: (0,_arguments_js__WEBPACK_IMPORTED_MODULE_2__/* .parseBuildFlags */ .Po)(inputs.buildFlags),
        env: (0,_environment_js__WEBPACK_IMPORTED_MODULE_3__/* .parseEnvLines */ .ci)(inputs.env),
        ldflags: (0,_ldflags_js__WEBPACK_IMPORTED_MODULE_4__/* .parseLdflags */ .rs)(inputs.ldflags),
        cgo: inputs.cgo,
    };
}
/**
 * What makes compiled packages differ, for the build cache's key: targets, tags, flags, environment,
 * cgo. Linker flags are not part of it: they decide about no compiled package. Sorted.
 */
function buildIdentity(settings, targets) {
    return [
        ...targets.map(_domain_target_js__WEBPACK_IMPORTED_MODULE_6__/* .formatTarget */ .P4),
        ...settings.tags.map((tag) => `tag ${tag}`),
        ...settings.buildFlags.map((flag) => `flag ${flag}`),
        ...Object.entries(settings.env).map(([name, value]) => `env ${name}=${value}`),
        `cgo ${String(settings.cgo)}`,
    ].sort();
}
/**
 * Plans every `go build`.
 * Throws {@link ActionError} `cgo-cross-build` when cgo is on and a target is not the machine's own.
 */
function planBuild(settings, subject) {
    if (settings.cgo)
        refuseCrossBuild(subject);
    const steps = subject.targets.flatMap((target) => subject.mains.map((main) => {
        const outputPath = binaryPath(subject.outputDirectory, target, main.binaryName);
        return {
            target,
            main,
            outputPath,
            argv: buildArguments(settings, subject, { target, main, outputPath }),
            env: {
                ...subject.env,
                ...settings.env,
                ...(0,_targets_js__WEBPACK_IMPORTED_MODULE_5__/* .targetEnv */ .Dm)(target),
                SOURCE_DATE_EPOCH: String(subject.revision.commitEpochSeconds),
                // The go command trusts it, and then spells paths in messages as we do.
                PWD: subject.cwd,
            },
        };
    }));
    const { cwd, sourceRoot, relink } = subject;
    return { cwd, sourceRoot, relink, steps };
}
/** `<outputDirectory>/bin/<goos>_<goarch>[_variant]/<binary>[.exe]`: where a binary goes. */
function binaryPath(outputDirectory, target, binaryName) {
    const file = binaryName + (0,_domain_target_js__WEBPACK_IMPORTED_MODULE_6__/* .executableSuffix */ .Yx)(target);
    return node_path__WEBPACK_IMPORTED_MODULE_0__.join(outputDirectory, 'bin', (0,_domain_target_js__WEBPACK_IMPORTED_MODULE_6__/* .targetSlug */ .fo)(target), file);
}
/**
 * Refuses an output directory that git would see: a stray file marks every binary built after it as
 * modified. All paths absolute and with links resolved; `repositoryRoot` is undefined outside git.
 * Throws {@link ActionError} `output-in-checkout`.
 */
function checkOutputDirectory(directory, repositoryRoot, gitIgnored) {
    if (repositoryRoot === undefined || gitIgnored)
        return;
    const relative = node_path__WEBPACK_IMPORTED_MODULE_0__.relative(repositoryRoot, directory);
    const isOutside = relative === '..' || relative.startsWith(`..${node_path__WEBPACK_IMPORTED_MODULE_0__.sep}`) || node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute(relative);
    if (isOutside)
        return;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .l({
        code: 'output-in-checkout',
        message: `The output directory ${directory} lies in the checkout and is not git-ignored: files in it would make the build dirty`,
        hint: `Leave "output-directory" out, or add "/${relative.split(node_path__WEBPACK_IMPORTED_MODULE_0__.sep).join('/')}${relative === '' ? 'dist' : ''}/" to .gitignore${relative === '' ? ' and use that folder' : ''}.`,
    });
}
function buildArguments(settings, subject, step) {
    const { revision, name } = subject;
    const ldflags = (0,_ldflags_js__WEBPACK_IMPORTED_MODULE_4__/* .renderLdflags */ .MT)(settings.ldflags, { revision, name, target: step.target });
    return [
        'build',
        '-v',
        '-trimpath',
        `-buildvcs=${String(subject.recordsRevision)}`,
        ...(settings.tags.length > 0 ? [`-tags=${settings.tags.join(',')}`] : []),
        ...settings.buildFlags,
        `-ldflags=${ldflags}`,
        `-o=${step.outputPath}`,
        '--',
        step.main.importPath,
    ];
}
function refuseCrossBuild({ targets, host }) {
    const foreign = targets.filter(
    // The variant is up to the compiler's flags; the machine must be the same.
    (target) => !(0,_targets_js__WEBPACK_IMPORTED_MODULE_5__/* .isSameTarget */ .mv)({ goos: target.goos, goarch: target.goarch }, { goos: host.goos, goarch: host.goarch }));
    if (foreign.length === 0)
        return;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .l({
        code: 'cgo-cross-build',
        message: `Cannot build ${foreign.map(_domain_target_js__WEBPACK_IMPORTED_MODULE_6__/* .formatTarget */ .P4).join(', ')} with cgo on a ${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_6__/* .formatTarget */ .P4)(host)} machine: its C compiler makes programs for ${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_6__/* .formatTarget */ .P4)(host)} only`,
        hint: 'Set "targets: host" and run one job per kind of machine, or set "cgo: false".',
    });
}


/***/ }),

/***/ 9554:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dm: () => (/* binding */ targetEnv),
/* harmony export */   Sx: () => (/* binding */ parseTargets),
/* harmony export */   VJ: () => (/* binding */ checkTargets),
/* harmony export */   mv: () => (/* binding */ isSameTarget)
/* harmony export */ });
/* unused harmony export DEFAULT_TARGETS */
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_nearest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5542);
/* harmony import */ var _domain_target_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8955);
/* harmony import */ var _variants_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5956);




/** The `targets` input's default, in the order in which they are built and shown. */
const DEFAULT_TARGETS = ['linux', 'darwin', 'windows'].flatMap((goos) => ['amd64', 'arm64'].map((goarch) => ({ goos, goarch })));
/**
 * Parses the items of the `targets` input: `goos/goarch[/variant]` or `host`, in any number. An item
 * that is only a feature, such as the `softfloat` that splitting `linux/arm/6,softfloat` at commas
 * leaves behind, belongs to the item before it. Keeps the order; an empty list means the six defaults.
 * Throws {@link ActionError} `bad-target`, `unknown-variant` or `duplicate-target`; whether this Go
 * knows the system and processor is {@link checkTargets}' to say.
 */
function parseTargets(items, host) {
    if (items.length === 0)
        return DEFAULT_TARGETS;
    const targets = joinFeatures(items).map((item) => parseTarget(item, host));
    refuseDuplicates(targets);
    return targets;
}
/**
 * Refuses targets that the Go at hand cannot build. `distList` is what `go tool dist list` prints,
 * one `goos/goarch` an element. Throws {@link ActionError} `unknown-target`.
 */
function checkTargets(targets, distList) {
    for (const target of targets) {
        const pair = `${target.goos}/${target.goarch}`;
        if (distList.includes(pair))
            continue;
        const proposals = alternatives(target, distList);
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
            code: 'unknown-target',
            message: `Cannot build "${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTarget */ .P4)(target)}": this Go has no port to ${pair}`,
            hint: proposals.length > 0
                ? `Did you mean ${proposals.join(', ')}? "go tool dist list" shows them all.`
                : '"go tool dist list" shows every target there is.',
        });
    }
}
/** Ports that were probably meant: names that look alike, else those of the same system, else of the same processor. */
function alternatives({ goos, goarch }, distList) {
    const near = (0,_domain_nearest_js__WEBPACK_IMPORTED_MODULE_3__/* .nearest */ .p)(`${goos}/${goarch}`, distList);
    if (near.length > 0)
        return near;
    const sameSystem = distList.filter((one) => one.startsWith(`${goos}/`));
    return sameSystem.length > 0 ? sameSystem : distList.filter((one) => one.endsWith(`/${goarch}`));
}
/**
 * The variables that select a target. The processor's variant is always among them, so that none of
 * the environment or of `go env -w` gets in.
 */
function targetEnv(target) {
    const variant = (0,_variants_js__WEBPACK_IMPORTED_MODULE_1__/* .variantVariable */ .uB)(target.goarch);
    return {
        GOOS: target.goos,
        GOARCH: target.goarch,
        ...(variant === undefined ? {} : { [variant.name]: target.variant ?? variant.fallback }),
    };
}
/** True when both build the same program: `linux/arm` and `linux/arm/7` do. */
function isSameTarget(a, b) {
    return buildKey(a) === buildKey(b);
}
function buildKey({ goos, goarch, variant }) {
    return [goos, goarch, (0,_variants_js__WEBPACK_IMPORTED_MODULE_1__/* .canonicalVariant */ .Eg)(goarch, variant)].join('/');
}
function joinFeatures(items) {
    const joined = [];
    for (const item of items.map((one) => one.trim())) {
        const previous = joined.at(-1);
        if (previous?.includes('/') === true && item.split(',').every(_variants_js__WEBPACK_IMPORTED_MODULE_1__/* .isFeature */ .lQ)) {
            joined[joined.length - 1] = `${previous},${item}`;
        }
        else {
            joined.push(item);
        }
    }
    return joined;
}
function parseTarget(item, host) {
    if (item === 'host')
        return host;
    const [, goos, goarch, variant] = /^([a-z0-9]+)\/([a-z0-9]+)(?:\/(.+))?$/.exec(item) ?? [];
    if (goos === undefined || goarch === undefined) {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
            code: 'bad-target',
            message: `Input "targets" does not take "${item}"`,
            hint: 'A target is goos/goarch or goos/goarch/variant in lower case, such as linux/amd64 or linux/arm/7, or "host".',
        });
    }
    refuseUnknownWord(item, goos, KNOWN_GOOS);
    refuseUnknownWord(item, goarch, KNOWN_GOARCH);
    if (variant === undefined)
        return { goos, goarch };
    const problem = (0,_variants_js__WEBPACK_IMPORTED_MODULE_1__/* .variantProblem */ .nx)(goarch, variant);
    if (problem === undefined)
        return { goos, goarch, variant };
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'unknown-variant',
        message: `Cannot build "${item}": ${problem}`,
        hint: `Change the variant "${variant}", or leave it out for Go's default.`,
    });
}
/**
 * The words of `go tool dist list` of Go 1.26. A misspelt target is refused by them before any Go is
 * downloaded; which words go together is for the Go that builds to say ({@link checkTargets}).
 */
const KNOWN_GOOS = 'aix android darwin dragonfly freebsd illumos ios js linux netbsd openbsd plan9 solaris wasip1 windows'.split(' ');
const KNOWN_GOARCH = '386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x wasm'.split(' ');
function refuseUnknownWord(item, word, known) {
    if (known.includes(word))
        return;
    const near = (0,_domain_nearest_js__WEBPACK_IMPORTED_MODULE_3__/* .nearest */ .p)(word, known);
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'unknown-target',
        message: `Cannot build "${item}": Go knows no "${word}"`,
        hint: near.length > 0
            ? `Did you mean ${near.map((one) => item.replace(word, one)).join(', ')}?`
            : `A target is goos/goarch: ${known.join(', ')} are known there.`,
    });
}
function refuseDuplicates(targets) {
    const seen = new Map();
    for (const target of targets) {
        const key = buildKey(target);
        const other = seen.get(key);
        if (other !== undefined) {
            const [first, second] = [(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTarget */ .P4)(other), (0,_domain_target_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTarget */ .P4)(target)];
            throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
                code: 'duplicate-target',
                message: first === second
                    ? `Target "${first}" is listed twice`
                    : `Targets "${first}" and "${second}" are the same program`,
                hint: 'List each target once in "targets" ("host" is the machine that builds).',
            });
        }
        seen.set(key, target);
    }
}


/***/ }),

/***/ 5956:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Eg: () => (/* binding */ canonicalVariant),
/* harmony export */   Yl: () => (/* binding */ VARIANT_VARIABLES),
/* harmony export */   lQ: () => (/* binding */ isFeature),
/* harmony export */   nx: () => (/* binding */ variantProblem),
/* harmony export */   uB: () => (/* binding */ variantVariable)
/* harmony export */ });
const ARM64_LEVELS = [
    ...Array.from({ length: 10 }, (_, minor) => `v8.${minor}`),
    ...Array.from({ length: 6 }, (_, minor) => `v9.${minor}`),
];
const FLOATS = ['hardfloat', 'softfloat'];
function levels(variable, names, fallback) {
    return { variable, levels: names, features: [], fallback };
}
/** @see https://go.dev/wiki/MinimumRequirements#microarchitecture-support and internal/buildcfg/cfg.go of Go */
const VARIANTS = new Map([
    ['386', levels('GO386', ['sse2', 'softfloat'], 'sse2')],
    ['amd64', levels('GOAMD64', ['v1', 'v2', 'v3', 'v4'], 'v1')],
    ['arm', { variable: 'GOARM', levels: ['5', '6', '7'], features: FLOATS, fallback: '7' }],
    [
        'arm64',
        { variable: 'GOARM64', levels: ARM64_LEVELS, features: ['lse', 'crypto'], fallback: 'v8.0' },
    ],
    ['mips', levels('GOMIPS', FLOATS, 'hardfloat')],
    ['mipsle', levels('GOMIPS', FLOATS, 'hardfloat')],
    ['mips64', levels('GOMIPS64', FLOATS, 'hardfloat')],
    ['mips64le', levels('GOMIPS64', FLOATS, 'hardfloat')],
    ['ppc64', levels('GOPPC64', ['power8', 'power9', 'power10'], 'power8')],
    ['ppc64le', levels('GOPPC64', ['power8', 'power9', 'power10'], 'power8')],
    ['riscv64', levels('GORISCV64', ['rva20u64', 'rva22u64', 'rva23u64'], 'rva20u64')],
    ['wasm', { variable: 'GOWASM', levels: [], features: ['satconv', 'signext'], fallback: '' }],
]);
/** Every variable that names a variant, sorted: none of them may reach a build from the environment. */
const VARIANT_VARIABLES = [
    ...new Set([...VARIANTS.values()].map((one) => one.variable)),
].sort();
/** True for a word that only ever follows a comma: `softfloat` in `linux/arm/6,softfloat`. */
function isFeature(word) {
    return [...VARIANTS.values()].some((one) => one.features.includes(word));
}
/** The variable for `goarch`, and what a build without a named variant sets it to. Undefined where there are no variants. */
function variantVariable(goarch) {
    const found = VARIANTS.get(goarch);
    return found === undefined ? undefined : { name: found.variable, fallback: found.fallback };
}
/** What is wrong with `variant` for `goarch`, as the second half of a sentence; undefined when it is allowed. */
function variantProblem(goarch, variant) {
    const known = VARIANTS.get(goarch);
    if (known === undefined)
        return `${goarch} has no variants`;
    const { level, features } = split(known, variant);
    const badFeature = features.find((one) => !known.features.includes(one));
    const levelIsGood = known.levels.length === 0 ? level === '' : known.levels.includes(level);
    const isEmpty = level === '' && features.length === 0;
    const isConflict = features.includes('softfloat') && features.includes('hardfloat');
    if (levelIsGood && badFeature === undefined && !isEmpty && !isConflict)
        return undefined;
    return `${known.variable} accepts ${allowedText(known)}`;
}
/**
 * The one spelling of all variants of `goarch` that build the same program: no variant and its
 * default, `7` and `7,hardfloat`, `v8.1` and `v8.1,lse`. For finding duplicates.
 */
function canonicalVariant(goarch, variant) {
    const known = VARIANTS.get(goarch);
    if (known === undefined)
        return variant ?? '';
    const { level, features } = split(known, variant ?? known.fallback);
    return [level, ...new Set([...features, ...impliedFeatures(goarch, level, features)])]
        .sort()
        .join(',');
}
function impliedFeatures(goarch, level, features) {
    // LSE is mandatory from ARMv8.1 on; ARMv5 has no floating point unit by default.
    if (goarch === 'arm64')
        return level === 'v8.0' ? [] : ['lse'];
    if (goarch !== 'arm' || features.length > 0)
        return [];
    return [level === '5' ? 'softfloat' : 'hardfloat'];
}
function split(known, variant) {
    const words = variant.split(',');
    if (known.levels.length === 0)
        return { level: '', features: words.filter((one) => one !== '') };
    return { level: words[0] ?? '', features: words.slice(1) };
}
function allowedText(known) {
    const features = known.features.join(' or ');
    if (known.levels.length === 0)
        return known.features.join(' and ');
    const allowed = `${known.levels.slice(0, -1).join(', ')} or ${known.levels.at(-1) ?? ''}`;
    return features === '' ? allowed : `${allowed}, with ,${known.features.join(' or ,')} behind it`;
}


/***/ }),

/***/ 9803:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ mapInParallel)
/* harmony export */ });
/**
 * Runs `work` on every element, at most `limit` at a time, and gives the results in the order of
 * the elements. When some of it fails, the rest is still tried; then the first failure is thrown.
 */
async function mapInParallel(elements, limit, work) {
    const results = [];
    const queue = elements.entries();
    async function drain() {
        for (const [index, element] of queue)
            results[index] = await work(element);
    }
    const ended = await Promise.allSettled(Array.from({ length: limit }, drain));
    for (const end of ended)
        if (end.status === 'rejected')
            throw end.reason;
    return results;
}


/***/ }),

/***/ 5084:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ch: () => (/* binding */ digestKeyFile),
/* harmony export */   Nm: () => (/* binding */ moduleKeys),
/* harmony export */   T_: () => (/* binding */ buildKeys),
/* harmony export */   gG: () => (/* binding */ ARCHIVE_VERSION),
/* harmony export */   pv: () => (/* binding */ moduleSaveKey)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _domain_digest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2002);


/** Part of every key. Raise it when the layout of the archives changes. */
const FORMAT = 'v1';
/**
 * What the service calls the version of an entry: only entries of the same one are found. Other clients
 * hash paths and the compressor into it; archives of ours are the same whatever the folder and the tools.
 */
const ARCHIVE_VERSION = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update('ship-go|tar|zstd|1').digest('hex');
const LONGEST_PREFIX = 128;
const LONGEST_FIELD = 40;
const LONGEST_COMMIT = 64;
/**
 * Keys of the module cache: the newest for the same key files, else the newest of this system and
 * processor, which holds most of what a changed go.sum asks for. The primary key is a prefix: what is
 * saved goes under {@link moduleSaveKey}.
 */
function moduleKeys(prefix, facts) {
    const stem = keyStem(prefix, 'modules', [facts.os, facts.arch]);
    const primaryKey = `${stem}${hashFiles(facts)}-`;
    return { primaryKey, restoreKeys: [stem], saveSuffix: keyField(facts.commit, LONGEST_COMMIT) };
}
/**
 * The key under which these downloads are saved. One go.sum serves jobs that need different parts of it
 * (targets, tools): the set in the key lets each add what it misses, and jobs with the same set
 * share one entry. The commit lets a set come back when a smaller one was saved after it.
 */
function moduleSaveKey(keys, names) {
    return `${keys.primaryKey}${shortHash([...names].sort()).slice(0, 8)}-${keys.saveSuffix}`;
}
/**
 * Keys of the build cache. The commit makes each key new, so that the cache never freezes under an
 * old one; the first restore key finds the newest commit with the same dependencies, the second
 * the newest of all. Another system, image, Go or build identity never matches.
 */
function buildKeys(prefix, facts) {
    const { os, arch, imageOs, goVersion } = facts;
    const identity = shortHash([...facts.buildIdentity].sort());
    const stem = keyStem(prefix, 'build', [os, arch, imageOs ?? 'any', goVersion, identity]);
    const withFiles = `${stem}${hashFiles(facts)}-`;
    return {
        primaryKey: withFiles + keyField(facts.commit, LONGEST_COMMIT),
        restoreKeys: [withFiles, stem],
    };
}
/** The digest of a key file's bytes, for `keyFiles`. */
function digestKeyFile(content) {
    return (0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256Digest */ .$)((0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(content).digest('hex'));
}
function keyStem(prefix, name, fields) {
    const given = prefix === '' ? [] : [keyField(prefix, LONGEST_PREFIX)];
    const parts = [...given, 'ship-go', name, FORMAT, ...fields.map((field) => keyField(field))];
    return `${parts.join('-')}-`;
}
/** Paths stay out of the hash: they differ between runners, and the digests say all. */
function hashFiles(facts) {
    return shortHash(facts.keyFiles.map((file) => file.digest).sort());
}
function shortHash(parts) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
/**
 * A field as it may stand in a key: commas, blanks and whatever is not printable ASCII as `%XX`,
 * and an overlong one cut, with a hash of the whole so that two of them stay apart.
 */
function keyField(field, longest = LONGEST_FIELD) {
    const written = Buffer.from(field)
        .toString('latin1')
        .replace(/[^!-+\--~]|%/g, (char) => {
        return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
    });
    if (written.length <= longest)
        return written;
    const hash = shortHash([field]).slice(0, 16);
    return `${written.slice(0, longest - hash.length - 1)}~${hash}`;
}


/***/ }),

/***/ 3871:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Xo: () => (/* binding */ saveKey),
/* harmony export */   Zm: () => (/* binding */ needsVerifiedCaches),
/* harmony export */   cy: () => (/* binding */ mayUseCaches),
/* harmony export */   dC: () => (/* binding */ planCaches),
/* harmony export */   nh: () => (/* binding */ isExactMatch)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var _keys_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5084);


/** True when `matchedKey` was saved for the same key files (and for a build cache, the same commit). */
function isExactMatch(cache, matchedKey) {
    // The service matches the primary key as a prefix, too, so a hit alone does not mean this key.
    return cache.name === 'modules'
        ? matchedKey.startsWith(cache.primaryKey)
        : matchedKey === cache.primaryKey;
}
/** The key under which the named files of this cache are saved. */
function saveKey(cache, names) {
    return cache.name === 'modules' ? (0,_keys_js__WEBPACK_IMPORTED_MODULE_1__/* .moduleSaveKey */ .pv)(cache, names) : cache.primaryKey;
}
/** True when any cache can be on, as far as the settings and the kind of run tell. */
function mayUseCaches(settings, publishes) {
    return whyAllOff(settings, { publishes }) === undefined;
}
/**
 * True when this run must build from nothing but what can be verified: it publishes, and the user has
 * not allowed more. That holds for what is already on the disk too, with `cache: false` as well.
 */
function needsVerifiedCaches(settings, publishes) {
    return publishes && settings.onRelease !== 'all';
}
/** Decides which caches are on, under which keys, and when they may be saved. Throws nothing. */
function planCaches(settings, facts) {
    const caches = [planModules(settings, facts), planBuild(settings, facts)];
    const unverified = facts.publishes && caches.some((cache) => cache.name === 'build' && cache.on);
    return {
        caches,
        write: planWrite(settings, facts),
        sumFiles: facts.sumFiles,
        warnings: unverified
            ? ['cache-on-release is "all": this release uses a build cache, which nothing can verify']
            : [],
    };
}
function planModules(settings, facts) {
    const reason = whyAllOff(settings, facts) ??
        (facts.vendored ? 'the dependencies are vendored' : undefined) ??
        (facts.sumFiles.length > 0
            ? undefined
            : 'no go.sum was found, so there is no download to keep') ??
        ((0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(facts.goModCache) ? undefined : `GOMODCACHE is "${facts.goModCache}"`);
    if (reason !== undefined)
        return { name: 'modules', on: false, reason };
    return {
        name: 'modules',
        on: true,
        folder: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(facts.goModCache, 'cache', 'download'),
        workFolder: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(facts.goModCache, 'cache', '.ship-go'),
        ...(0,_keys_js__WEBPACK_IMPORTED_MODULE_1__/* .moduleKeys */ .Nm)(settings.prefix, facts),
    };
}
function planBuild(settings, facts) {
    const reason = whyAllOff(settings, facts) ??
        (facts.publishes && settings.onRelease === 'modules'
            ? 'this run publishes, and nothing can verify a build cache (cache-on-release: modules); everything is compiled anew'
            : undefined) ??
        ((0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(facts.goCache) ? undefined : `GOCACHE is "${facts.goCache}"`);
    if (reason !== undefined)
        return { name: 'build', on: false, reason };
    return {
        name: 'build',
        on: true,
        folder: facts.goCache,
        workFolder: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(facts.goCache, '.ship-go'),
        saveSuffix: '',
        ...(0,_keys_js__WEBPACK_IMPORTED_MODULE_1__/* .buildKeys */ .T_)(settings.prefix, facts),
    };
}
function whyAllOff(settings, facts) {
    if (settings.mode === 'off')
        return 'cache is false';
    if (facts.publishes && settings.onRelease === 'none')
        return 'this run publishes and cache-on-release is "none"';
    return undefined;
}
/**
 * The `cache-write` rule. What a pull request saves is seen by that pull request only, so it is worth
 * little. A fork's code could write what it likes into a cache that the repository's own runs read
 * (`pull_request_target` runs in the name of the default branch), so it never saves.
 */
function planWrite(settings, facts) {
    if (settings.mode === 'restore')
        return { when: 'never', reason: 'cache is "restore"' };
    if (settings.write === 'never')
        return { when: 'never', reason: 'cache-write is "never"' };
    if (facts.origin === 'fork')
        return {
            when: 'never',
            reason: "a fork's pull request saves no cache, whatever cache-write says: its code could put anything into it",
        };
    if (settings.write === 'always')
        return { when: 'always', reason: 'cache-write is "always"' };
    if (facts.origin === 'tag')
        return { when: 'never', reason: 'a tag saves no cache' };
    if (facts.origin === 'foreign-event')
        return {
            when: 'never',
            reason: "this event runs in the name of a branch, maybe on somebody else's code, so cache-write auto saves nothing",
        };
    if (facts.origin === 'default-branch')
        return { when: 'always', reason: 'this is the default branch' };
    return {
        when: 'if-nothing-restored',
        reason: 'outside the default branch a cache is saved only when none could be restored',
    };
}


/***/ }),

/***/ 3236:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Hj: () => (/* binding */ listBelieved),
  Wf: () => (/* binding */ listDownloads),
  nz: () => (/* binding */ readBuildEntries),
  SV: () => (/* binding */ readMainOutputs),
  Bh: () => (/* binding */ readNamedDownloads)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/cache/go-sum.js
/**
 * The downloads that `go.sum` and `go.work.sum` texts name. Each line is `module version hash`, the
 * version ending in `/go.mod` where the hash is that of the go.mod file alone. Lines of another
 * form, or whose path would leave the folder, name nothing.
 * @see https://go.dev/ref/mod#go-sum-files
 */
function parseNamedDownloads(sums) {
    const zips = new Set();
    const mods = new Set();
    for (const line of sums.flatMap((text) => text.split('\n'))) {
        const [module, version, hash, ...rest] = line.trim().split(/\s+/);
        if (module === undefined || version === undefined || hash === undefined)
            continue;
        if (rest.length > 0 || leavesFolder(module) || leavesFolder(version))
            continue;
        if (version.endsWith('/go.mod')) {
            mods.add(downloadPath(module, version.slice(0, -'/go.mod'.length), 'mod'));
        }
        else {
            zips.add(downloadPath(module, version, 'zip'));
        }
    }
    return { zips, mods };
}
/**
 * Where go keeps one download. Capitals are written as `!` and the small letter, since some file
 * systems do not tell them apart. @see https://go.dev/ref/mod#goproxy-protocol
 */
function downloadPath(module, version, extension) {
    return `${escapeCapitals(module)}/@v/${escapeCapitals(version)}.${extension}`;
}
function escapeCapitals(text) {
    return text.replace(/[A-Z]/g, (capital) => `!${capital.toLowerCase()}`);
}
// go.sum is a file of the repository, which a pull request may write as it likes.
function leavesFolder(path) {
    if (path.includes('\\') || path.includes(':'))
        return true;
    return path.split('/').some((part) => part === '' || part === '.' || part === '..');
}

// EXTERNAL MODULE: ./lib/cache/in-parallel.js
var in_parallel = __webpack_require__(9803);
// EXTERNAL MODULE: ./lib/cache/prune.js
var prune = __webpack_require__(6254);
;// CONCATENATED MODULE: ./lib/cache/prune-run.js





/** Enough to keep a disk busy without running out of file descriptors. */
const FILES_AT_ONCE = 32;
/** More than the header of a compiled package takes. */
const HEAD_BYTES = 512;
/** Every entry of a GOCACHE folder; none when the folder is missing. Foreign files are not listed. */
async function readBuildEntries(folder) {
    const shards = (await namesIn(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
    const names = await (0,in_parallel/* mapInParallel */.H)(shards, FILES_AT_ONCE, async (shard) => (await namesIn((0,external_node_path_.join)(folder, shard))).map((name) => `${shard}/${name}`));
    const entries = await (0,in_parallel/* mapInParallel */.H)(names.flat().filter(prune/* isBuildEntry */.nN), FILES_AT_ONCE, (name) => readBuildEntry(folder, name));
    return entries.filter((entry) => entry !== undefined);
}
/** The downloads that the given sum files name. A file that cannot be read names nothing. */
async function readNamedDownloads(sumFiles) {
    const texts = sumFiles.map((path) => (0,promises_.readFile)(path, 'utf8').catch(() => ''));
    return parseNamedDownloads(await Promise.all(texts));
}
/** Those of the named downloads that are in `folder`, sorted by name. */
async function listDownloads(folder, names) {
    const found = await (0,in_parallel/* mapInParallel */.H)([...names].sort(), FILES_AT_ONCE, async (name) => {
        const stats = await (0,promises_.lstat)((0,external_node_path_.join)(folder, name)).catch(() => undefined);
        return stats?.isFile() === true ? { name, sizeBytes: stats.size } : undefined;
    });
    return found.filter((download) => download !== undefined);
}
/**
 * Those of the named zips with a `.ziphash` in `folder`. Go believes it instead of reading what it
 * stands for: the zip, or the folder unpacked from it.
 * @see Go's src/cmd/go/internal/modfetch, DownloadZip and DownloadDir
 */
async function listBelieved(folder, zips) {
    const found = await (0,in_parallel/* mapInParallel */.H)([...zips], FILES_AT_ONCE, (zip) => (0,promises_.lstat)((0,external_node_path_.join)(folder, `${zip}hash`)).then(() => zip, () => undefined));
    return new Set(found.filter((zip) => zip !== undefined));
}
/** Names of those outputs among `entries` that are compiled main packages. */
async function readMainOutputs(folder, entries) {
    const outputs = [
        ...new Set(entries.flatMap(({ index }) => (index === undefined ? [] : [index.output]))),
    ];
    const mains = await (0,in_parallel/* mapInParallel */.H)(outputs, FILES_AT_ONCE, async (name) => (0,prune/* isMainPackage */._o)(await readHead((0,external_node_path_.join)(folder, name))) ? [name] : []);
    return new Set(mains.flat());
}
async function readHead(path) {
    const file = await (0,promises_.open)(path).catch(() => undefined);
    if (file === undefined)
        return '';
    try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
        return buffer.toString('latin1', 0, bytesRead);
    }
    catch {
        // A folder, for one.
        return '';
    }
    finally {
        await file.close();
    }
}
async function readBuildEntry(folder, name) {
    const path = (0,external_node_path_.join)(folder, name);
    // Another process may trim the cache at this moment.
    const stats = await (0,promises_.lstat)(path).catch(() => undefined);
    if (stats === undefined || stats.isSymbolicLink())
        return undefined;
    const sizeBytes = stats.isDirectory() ? await treeSize(path) : stats.size;
    const entry = { name, sizeBytes, usedAtMs: stats.mtimeMs };
    if (!name.endsWith('-a') || !stats.isFile())
        return entry;
    const index = (0,prune/* parseIndexEntry */.Ce)(await (0,promises_.readFile)(path, 'latin1').catch(() => ''));
    return index === undefined ? entry : { ...entry, index };
}
async function treeSize(path) {
    const names = await (0,promises_.readdir)(path, { recursive: true });
    const stats = await Promise.all(names.map((name) => (0,promises_.lstat)((0,external_node_path_.join)(path, name))));
    return stats.reduce((total, file) => total + (file.isFile() ? file.size : 0), 0);
}
async function namesIn(folder) {
    return (0,promises_.readdir)(folder).catch(() => []);
}


/***/ }),

/***/ 6254:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ce: () => (/* binding */ parseIndexEntry),
/* harmony export */   XN: () => (/* binding */ selectBuildEntries),
/* harmony export */   _o: () => (/* binding */ isMainPackage),
/* harmony export */   nN: () => (/* binding */ isBuildEntry)
/* harmony export */ });
/** True for a path of GOCACHE that is a cache entry, in the folder that its hash belongs to. */
function isBuildEntry(name) {
    return /^([0-9a-f]{2})\/\1[0-9a-f]{62}-[ad]$/.test(name);
}
/**
 * Reads an `-a` file: `v1 <action> <output> <size> <nanoseconds since 1970>`, hashes in hex, numbers
 * padded with blanks. Undefined for anything else, which go itself treats as a miss.
 * @see Go's src/cmd/go/internal/cache/cache.go, DiskCache.get
 */
function parseIndexEntry(text) {
    const match = /^v1 [0-9a-f]{64} ([0-9a-f]{64}) +(\d+) +(\d+)\n$/.exec(text);
    const [, output, size, nanoseconds] = match ?? [];
    if (output === undefined || size === undefined)
        return undefined;
    return {
        output: `${output.slice(0, 2)}/${output}-d`,
        outputSizeBytes: Number(size),
        madeAtMs: Number(nanoseconds) / 1e6,
    };
}
/**
 * True when the first bytes of an output are those of a compiled main package: an archive whose first
 * member describes the object, with a line `main` for that package alone.
 * @see Go's src/cmd/compile/internal/gc/obj.go, printObjHeader
 */
function isMainPackage(head) {
    return head.startsWith('!<arch>\n__.PKGDEF ') && /^build id "[^"]*"\nmain\n/m.test(head);
}
/**
 * Keeps what was made or used since `sinceMs`. An output stays as long as a kept action names it,
 * whatever its own time: go does not touch an output again that a new action merely shares.
 */
function selectBuildEntries(entries, rule) {
    const { sinceMs, keepUnused, restored } = rule;
    const isUsed = (entry) => keepUnused || entry.usedAtMs >= sinceMs;
    const used = entries.filter((entry) => entry.index !== undefined && isUsed(entry));
    const actions = [...used, ...unlinkedMains(entries, used, rule)];
    const named = new Set(actions.map((entry) => entry.index?.output));
    const outputs = entries.filter((entry) => entry.name.endsWith('-d') && (named.has(entry.name) || isUsed(entry)));
    const kept = [...actions, ...outputs].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const added = actions.filter((entry) => !restored.has(entry.name));
    return {
        kept,
        keptBytes: sum(kept.map((entry) => entry.sizeBytes)),
        pruned: entries.length - kept.length,
        used: actions.length - added.length,
        added: added.length,
        addedBytes: sum(added.map((entry) => entry.index?.outputSizeBytes ?? 0)),
    };
}
/**
 * Compiled main packages that look unused and are not: where the program is there already and up to
 * date, go skips the link and never asks for them, yet the next job has an empty folder. As many stay,
 * newest first, as were restored and found neither a use nor a successor, so their number never grows.
 * @see Go's src/cmd/go/internal/work/buildid.go, useCache
 */
function unlinkedMains(entries, used, { mains, restored }) {
    const isMain = ({ index }) => index !== undefined && mains.has(index.output);
    const all = entries.filter(isMain);
    const before = all.filter((entry) => restored.has(entry.name)).length;
    const isUsed = new Set(used);
    const missing = before - used.filter(isMain).length;
    return all
        .filter((entry) => !isUsed.has(entry))
        .toSorted((a, b) => (b.index?.madeAtMs ?? 0) - (a.index?.madeAtMs ?? 0))
        .slice(0, Math.max(missing, 0));
}
function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
}


/***/ }),

/***/ 2002:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ sha256Digest),
/* harmony export */   s: () => (/* binding */ digestHex)
/* harmony export */ });
/** The digest for 64 hex digits (any case). Throws a plain error when `hex` is anything else: a bug, not input. */
function sha256Digest(hex) {
    if (!/^[0-9a-f]{64}$/i.test(hex))
        throw new Error(`not a SHA-256 in hex: ${hex}`);
    return `sha256:${hex.toLowerCase()}`;
}
/** The 64 hex digits of a digest, as `sha256sum` prints them. */
function digestHex(digest) {
    return digest.slice('sha256:'.length);
}


/***/ }),

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

/***/ 5542:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ nearest)
/* harmony export */ });
/**
 * The candidates that look most like `word`, best first and at most `limit` (default 3): those
 * within a third of its length in edits, or that contain it. For "did you mean" in error hints.
 */
function nearest(word, candidates, limit = 3) {
    const wanted = word.toLowerCase();
    const tolerance = Math.max(1, Math.ceil(wanted.length / 3));
    return candidates
        .map((candidate) => ({ candidate, distance: likeness(wanted, candidate.toLowerCase()) }))
        .filter(({ distance }) => distance <= tolerance)
        .sort((a, b) => a.distance - b.distance)
        .slice(0, limit)
        .map(({ candidate }) => candidate);
}
function likeness(wanted, candidate) {
    if (wanted !== '' && (candidate.includes(wanted) || wanted.includes(candidate)))
        return 1;
    return editDistance(wanted, candidate);
}
/** Levenshtein distance, one row at a time. */
function editDistance(a, b) {
    let row = Array.from({ length: b.length + 1 }, (_, column) => column);
    for (let i = 1; i <= a.length; i += 1) {
        const next = [i];
        for (let j = 1; j <= b.length; j += 1) {
            const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
        }
        row = next;
    }
    return row[b.length] ?? 0;
}


/***/ }),

/***/ 8955:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P4: () => (/* binding */ formatTarget),
/* harmony export */   Yx: () => (/* binding */ executableSuffix),
/* harmony export */   fo: () => (/* binding */ targetSlug)
/* harmony export */ });
/** `linux/arm/7`: the form of the `targets` input. */
function formatTarget(target) {
    const { goos, goarch, variant } = target;
    return variant === undefined ? `${goos}/${goarch}` : `${goos}/${goarch}/${variant}`;
}
/** `linux_arm_7`: the folder of a target's binaries below `bin/` in the output directory. */
function targetSlug(target) {
    return formatTarget(target).replaceAll('/', '_').replaceAll(',', '-');
}
/** `.exe` for windows, `.wasm` for wasm, else nothing: what `go build` itself appends or users expect. */
function executableSuffix(target) {
    if (target.goos === 'windows')
        return '.exe';
    return target.goarch === 'wasm' ? '.wasm' : '';
}


/***/ }),

/***/ 5961:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  NX: () => (/* binding */ CHECKSUMS_NAME),
  IC: () => (/* binding */ MAX_ASSET_BYTES),
  Uq: () => (/* binding */ checkPlannedAssets),
  Xo: () => (/* binding */ compareBytes),
  $S: () => (/* binding */ decideIntent),
  Ek: () => (/* binding */ desiredRelease),
  F3: () => (/* binding */ planRelease),
  HJ: () => (/* binding */ resolvePrerelease)
});

// UNUSED EXPORTS: MAX_ASSETS, planFinish

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/target.js
var domain_target = __webpack_require__(8955);
;// CONCATENATED MODULE: ./lib/release/asset-names.js

/**
 * The name GitHub would give an asset uploaded as `name`. GitHub does not document its rule; this is
 * the one its own command line imitates: accents dropped, runs of other characters become one dot,
 * no dot at either end, a bare extension gets a stem.
 * @see https://github.com/cli/cli/blob/trunk/pkg/cmd/release/upload/upload.go `sanitizeFileName`
 */
function githubAssetName(name) {
    const plain = name.normalize('NFD').replace(/\p{Mn}/gu, '');
    const stemmed = plain.startsWith('.') ? `default${plain}` : plain;
    const dotted = stemmed
        .replace(/[^A-Za-z0-9\-_+@]+/g, '.')
        .replace(/^\.+/, '')
        .replace(/\.+$/, '');
    return dotted !== name && !dotted.includes('.') ? `default.${dotted}` : dotted;
}
/**
 * Accepts names that GitHub keeps as they are and that differ in more than case. Throws
 * {@link ActionError} `asset-name` that names the first offender: after an upload under another
 * name, neither a re-run nor an install script would find the file.
 */
function checkAssetNames(names) {
    const seen = new Map();
    for (const name of names) {
        const kept = githubAssetName(name);
        if (kept !== name)
            throw rewritten(name, kept);
        const folded = name.toLowerCase();
        const other = seen.get(folded);
        if (other !== undefined)
            throw collision(name, other);
        seen.set(folded, name);
    }
}
function rewritten(name, kept) {
    return new errors/* ActionError */.l({
        code: 'asset-name',
        message: `GitHub would rename the asset "${name}" to "${kept}"`,
        hint: 'Use letters, digits and - _ + @ with single dots between them in name, version and archive-name.',
    });
}
function collision(name, other) {
    const how = name === other
        ? `Two assets are named "${name}"`
        : `"${name}" and "${other}" differ only in case`;
    return new errors/* ActionError */.l({
        code: 'asset-name',
        message: `${how}; a release holds each name once`,
        hint: 'Make archive-name differ for every target (and every {binary}); SHA256SUMS is taken.',
    });
}

// EXTERNAL MODULE: ./lib/release/versions.js
var versions = __webpack_require__(9824);
;// CONCATENATED MODULE: ./lib/release/trigger.js

/**
 * The actions of a `release` event that mean a release came to be or became public. The others
 * (`edited`, `deleted`, `unpublished`) come after that, or take it back.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#release
 */
const RELEASING_ACTIONS = ['published', 'released', 'prereleased', 'created'];
/**
 * Why a run that nobody told to release does not, as a part of a sentence; undefined when it does.
 * `tag` is the tag it would release, if any.
 */
function whyNotAutomatic(trigger, tag) {
    const { event, action, tagRef, tagPrefix = '' } = trigger;
    if (event === 'release') {
        // A person made a release of this tag, whatever the tag looks like.
        if (action === undefined || RELEASING_ACTIONS.includes(action))
            return undefined;
        return `a release that was "${action}" is no new one`;
    }
    if (!tagRef)
        return `"${event}" on a ref that is not a tag`;
    // A tag of another project is a mistake in the workflow, which the version's reader explains.
    if (!tag?.startsWith(tagPrefix))
        return undefined;
    if ((0,versions/* tagVersion */.RQ)(tag, tagPrefix) !== undefined)
        return undefined;
    // Moving tags such as v1 are pushed with every release; each would overwrite or repeat the last.
    return `the tag "${tag}" is not a full version such as "${tagPrefix}v1.2.3" ("release: true" releases it anyway)`;
}

;// CONCATENATED MODULE: ./lib/release/plan.js






/** Name of the asset that lists every planned asset's digest: the release's commit record. */
const CHECKSUMS_NAME = 'SHA256SUMS';
/** GitHub takes files below 2 GiB. @see https://docs.github.com/en/repositories/releasing-projects-on-github/about-releases */
const MAX_ASSET_BYTES = 2 * 1024 ** 3 - 1;
/** GitHub takes 1000 assets a release. Same page as {@link MAX_ASSET_BYTES}. */
const MAX_ASSETS = 1000;
/**
 * Decides whether this run publishes. `tag` is the tag this run would release, if any. Throws
 * {@link ActionError} `release-without-tag` when `release: true` meets no tag.
 */
function decideIntent(mode, trigger, tag) {
    if (mode === 'false')
        return { kind: 'dry-run', reason: 'release is false' };
    if (trigger.forkPullRequest) {
        return { kind: 'dry-run', reason: 'a pull request from a fork cannot publish' };
    }
    const reason = mode === 'auto' ? whyNotAutomatic(trigger, tag) : undefined;
    if (reason !== undefined)
        return { kind: 'dry-run', reason };
    if (tag === undefined) {
        throw new errors/* ActionError */.l({
            code: 'release-without-tag',
            message: `Cannot release: this run (event "${trigger.event}") has no tag`,
            hint: 'Set the input tag to an existing tag, or run the workflow on a tag.',
        });
    }
    return { kind: 'release' };
}
/** Fills the settings' gaps: the release exactly as it shall be. */
function desiredRelease(settings, subject) {
    const { repository, discussionCategory } = settings;
    return {
        repository,
        serverUrl: subject.serverUrl.replace(/\/+$/, ''),
        tag: subject.tag,
        tagPrefix: subject.tagPrefix,
        commit: subject.commit,
        name: settings.name ?? subject.tag,
        notes: settings.notes ?? '',
        generateNotes: settings.generateNotes,
        draft: settings.draft,
        prerelease: settings.prerelease,
        makeLatest: settings.makeLatest,
        ...(discussionCategory === undefined ? {} : { discussionCategory }),
        overwrite: settings.overwrite,
        // GitHub's owner and repository names are case-insensitive.
        sameRepository: repository.toLowerCase() === subject.sourceRepository.toLowerCase(),
    };
}
/**
 * The plan of one release. Its id is the SHA-256 of canonical JSON over tag, commit, exact Go
 * version, targets and asset names, so that two jobs with equal ids promise the same assets; the
 * order of `assets` does not matter. Throws {@link ActionError} `asset-name` for names that GitHub
 * would change or that collide, and `too-many-assets` beyond GitHub's limit.
 */
function planRelease(desired, goVersion, assets) {
    checkPlannedAssets(assets);
    const sorted = [...assets].sort((a, b) => compareBytes(a.name, b.name));
    return {
        planId: planId(desired, goVersion, sorted),
        desired,
        accepts: desired.draft ? 'build' : 'plan',
        goVersion,
        assets: sorted,
    };
}
/**
 * The plan of a run that builds nothing and finishes what other jobs uploaded: `expected` are the
 * names that must be there. Throws as {@link planRelease}.
 */
function planFinish(desired, expected) {
    const assets = expected.map((name) => ({ name }));
    return { ...planRelease(desired, '', assets), accepts: 'commit' };
}
/**
 * Accepts what a release can hold beside its checksums; for a dry run too, so that it finds what the
 * release would stumble over. Throws as {@link planRelease}.
 */
function checkPlannedAssets(assets) {
    checkAssetNames([...assets.map((asset) => asset.name), CHECKSUMS_NAME]);
    if (assets.length + 1 <= MAX_ASSETS)
        return;
    throw new errors/* ActionError */.l({
        code: 'too-many-assets',
        message: `The plan has ${assets.length} assets and ${CHECKSUMS_NAME}; GitHub takes ${MAX_ASSETS} a release`,
        hint: 'Build fewer targets, or pack several binaries into one archive.',
    });
}
/**
 * Whether the release is marked as a pre-release. With `auto`: by semantic version, or because a
 * person ticked the box on the draft that is being filled.
 */
function resolvePrerelease(desired, draftIsPrerelease) {
    if (desired.prerelease !== 'auto')
        return desired.prerelease;
    return draftIsPrerelease || (0,versions/* isPrereleaseTag */.FG)(desired.tag, desired.tagPrefix);
}
/** Order of two names by their UTF-8 bytes: negative, zero or positive. Independent of any locale. */
function compareBytes(a, b) {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
function planId(desired, goVersion, sorted) {
    const targets = new Set(sorted.flatMap(({ target }) => (target === undefined ? [] : [(0,domain_target/* formatTarget */.P4)(target)])));
    // Canonical: an array has one order of members, and every list in it is sorted.
    const canonical = JSON.stringify([
        'ship-go plan 1',
        desired.tag,
        desired.commit,
        goVersion,
        [...targets].sort(compareBytes),
        sorted.map((asset) => [
            asset.name,
            asset.target === undefined ? '' : (0,domain_target/* formatTarget */.P4)(asset.target),
        ]),
    ]);
    return (0,external_node_crypto_.createHash)('sha256').update(canonical).digest('hex');
}


/***/ }),

/***/ 9824:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FG: () => (/* binding */ isPrereleaseTag),
/* harmony export */   I2: () => (/* binding */ resolveMakeLatest),
/* harmony export */   RQ: () => (/* binding */ tagVersion),
/* harmony export */   W8: () => (/* binding */ previousTag)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);

/** The semantic version a tag names below its prefix, leading `v` optional; undefined when it names none. */
function tagVersion(tag, prefix) {
    if (!tag.startsWith(prefix))
        return undefined;
    const text = tag.slice(prefix.length);
    // semver itself would also take "=v1.2.3" and blanks, which no Go tag means.
    return /^v?\d/.test(text) ? ((0,semver__WEBPACK_IMPORTED_MODULE_0__.parse)(text) ?? undefined) : undefined;
}
/** True when the tag is a semantic version with a pre-release part. */
function isPrereleaseTag(tag, prefix) {
    return (tagVersion(tag, prefix)?.prerelease.length ?? 0) > 0;
}
/**
 * The tag that generated notes start from: the highest published version below `tag`. A stable
 * version looks past pre-releases, whose changes belong in its notes too. Undefined when `tag` is no
 * semantic version or nothing lower is published: then GitHub chooses.
 */
function previousTag(tag, prefix, releases) {
    const version = tagVersion(tag, prefix);
    if (version === undefined)
        return undefined;
    const stableOnly = version.prerelease.length === 0;
    const lower = published(prefix, releases).filter((other) => other.version.compare(version) < 0 && !(stableOnly && other.version.prerelease.length > 0));
    return lower.sort((a, b) => (0,semver__WEBPACK_IMPORTED_MODULE_0__.rcompare)(a.version, b.version))[0]?.tag;
}
/**
 * The `make_latest` to send when publishing. With `auto`: a pre-release or a backport (a higher
 * stable version is published under the same prefix) is not the latest, any other semantic version
 * is; a tag that is no semantic version leaves it to GitHub (`legacy`). GitHub's own default is
 * `true`, which lets a backport take "latest" from a higher version.
 */
function resolveMakeLatest(asked, release, releases) {
    if (asked !== 'auto')
        return asked;
    if (release.prerelease)
        return 'false';
    const version = tagVersion(release.tag, release.prefix);
    if (version === undefined)
        return 'legacy';
    const higher = published(release.prefix, releases).some((other) => !other.prerelease && other.version.compare(version) > 0);
    return higher ? 'false' : 'true';
}
function published(prefix, releases) {
    return releases.flatMap((release) => {
        const version = tagVersion(release.tag, prefix);
        if (release.draft || version === undefined)
            return [];
        const prerelease = release.prerelease || version.prerelease.length > 0;
        return [{ tag: release.tag, version, prerelease }];
    });
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
        const { summary } = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(942), __webpack_require__.e(955), __webpack_require__.e(58)]).then(__webpack_require__.bind(__webpack_require__, 6058));
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


/***/ }),

/***/ 5635:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  D4: () => (/* binding */ cacheSubject),
  zC: () => (/* binding */ planGoCaches),
  Md: () => (/* binding */ restoreGoCaches),
  YL: () => (/* binding */ runRestore),
  XT: () => (/* binding */ saveGoCaches)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/build/plan.js
var plan = __webpack_require__(2629);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
;// CONCATENATED MODULE: ./lib/cache/exchange.js
/** Waiting longer than a cold build takes would gain nothing. */
const CACHE_DEADLINES = {
    tryMs: 5_000,
    callMs: 10_000,
    idleMs: 10_000,
    restoreMs: 60_000,
    uploadMs: 90_000,
};
/** The reason where there is nothing to ask, as on a GitHub Enterprise Server without a cache. */
const NO_SERVICE = 'this runner offers no cache service';

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./lib/cache/bounded-client.js

const MOST_TRIES = 3;
const FIRST_WAIT_MS = 250;
/**
 * Sends a request until it is answered, within `bounds` whatever happens: a cache that is slow to answer
 * is worth less than no cache. Tried again are network errors and 5xx; a rate limit (429) is not, since
 * the waits that services ask for are longer than the bound. A try in which no byte moves for `idleMs`
 * has failed. Never throws.
 */
async function askWithin(request, bounds, { http, clock }, idleMs = bounds.tryMs) {
    const endMs = clock.now() + bounds.totalMs;
    for (let attempt = 1;; attempt += 1) {
        const leftMs = Math.max(endMs - clock.now(), 1);
        const tryMs = Math.min(bounds.tryMs, leftMs);
        const answered = await http
            .text({ ...request, attempts: 1, deadlineMs: tryMs, idleTimeoutMs: Math.min(idleMs, tryMs) })
            .then((response) => ({ kind: 'answer', ...response }))
            .catch((error) => ({ kind: 'failed', reason: (0,errors/* describeError */.U)(error) }));
        const isFinal = answered.kind === 'answer' && answered.status < 500;
        const waitMs = FIRST_WAIT_MS * 2 ** (attempt - 1);
        if (isFinal || attempt >= MOST_TRIES || clock.now() + waitMs >= endMs)
            return answered;
        await clock.sleep(waitMs);
    }
}
/** The fields of a JSON object; none where the text is something else. */
function jsonFields(text) {
    try {
        const value = JSON.parse(text);
        return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
    }
    catch {
        return new Map();
    }
}
/** The first of the fields that is a text; empty when none is. */
function textField(fields, ...names) {
    for (const name of names) {
        const value = fields.get(name);
        if (typeof value === 'string')
            return value;
    }
    return '';
}
/** What a status and the service's own words say, on one line. */
function explainStatus(status, words) {
    const limited = status === 429 ? ', a rate limit' : '';
    const said = words === '' ? 'the cache service refused' : (0,errors/* describeError */.U)(words);
    return `${said} (HTTP ${status}${limited})`;
}

// EXTERNAL MODULE: ./lib/cache/in-parallel.js
var in_parallel = __webpack_require__(9803);
;// CONCATENATED MODULE: ./lib/cache/blob-client.js



/** Up to here one request is enough. */
const SINGLE_BYTES = 64 * 1024 * 1024;
const BLOCK_BYTES = 32 * 1024 * 1024;
const BLOCKS_AT_ONCE = 4;
/** A version that knows blocks of this size; an address with a signature may say another. */
const STORAGE_VERSION = '2021-12-02';
/**
 * Uploads a file to a signed address of Azure's blob storage: Put Blob, or Put Block and Put Block List
 * for a large one. Returns why it failed, undefined when it worked.
 * @see https://learn.microsoft.com/en-us/rest/api/storageservices/put-block-list
 */
async function uploadBlob(url, archive, bounds, parts) {
    const endMs = parts.clock.now() + bounds.totalMs;
    const put = async (query, body) => {
        const target = new URL(url);
        for (const [name, value] of Object.entries(query))
            target.searchParams.set(name, value);
        const leftMs = Math.max(endMs - parts.clock.now(), 1);
        const answer = await askWithin({
            method: 'PUT',
            url: target.href,
            headers: {
                'content-type': 'application/octet-stream',
                'x-ms-version': STORAGE_VERSION,
                ...(query['comp'] === undefined ? { 'x-ms-blob-type': 'BlockBlob' } : {}),
            },
            body: typeof body === 'string' ? body : filePartBody(archive.path, body),
        }, { totalMs: leftMs, tryMs: leftMs }, parts, bounds.idleMs);
        return whyNotStored(answer);
    };
    if (archive.sizeBytes <= SINGLE_BYTES)
        return put({}, { start: 0, sizeBytes: archive.sizeBytes });
    const blocks = splitIntoParts(archive.sizeBytes, BLOCK_BYTES).map((part, index) => ({
        part,
        // All ids of a blob have the same length.
        id: Buffer.from(index.toString().padStart(8, '0')).toString('base64'),
    }));
    const failures = await (0,in_parallel/* mapInParallel */.H)(blocks, BLOCKS_AT_ONCE, ({ part, id }) => put({ comp: 'block', blockid: id }, part));
    const failure = failures.find((reason) => reason !== undefined);
    if (failure !== undefined)
        return failure;
    const list = blocks.map(({ id }) => `<Latest>${id}</Latest>`).join('');
    return put({ comp: 'blocklist' }, `<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`);
}
/** The stretches of at most `partBytes` that make up `sizeBytes`, in order. */
function splitIntoParts(sizeBytes, partBytes) {
    return Array.from({ length: Math.ceil(sizeBytes / partBytes) }, (_, index) => {
        const start = index * partBytes;
        return { start, sizeBytes: Math.min(partBytes, sizeBytes - start) };
    });
}
/** The body of a request that sends a stretch of a file. */
function filePartBody(path, { start, sizeBytes }) {
    const end = start + sizeBytes - 1;
    return { sizeBytes, open: () => (0,external_node_fs_.createReadStream)(path, { start, end, highWaterMark: 1 << 20 }) };
}
function whyNotStored(answer) {
    if (answer.kind === 'failed')
        return answer.reason;
    if (answer.status >= 200 && answer.status < 300)
        return undefined;
    const code = answer.headers['x-ms-error-code'];
    const words = code === undefined ? '' : ` ${code}`;
    return `the storage of the cache service answered HTTP ${answer.status}${words}`;
}

// EXTERNAL MODULE: ./lib/cache/keys.js
var cache_keys = __webpack_require__(5084);
;// CONCATENATED MODULE: ./lib/cache/service-v1-client.js




const CHUNK_BYTES = 32 * 1024 * 1024;
const CHUNKS_AT_ONCE = 4;
/**
 * Version 1 of the cache service, as GitHub Enterprise Server and many runners of other makers have it.
 * @see actions/toolkit, packages/cache/src/internal/cacheHttpClient.ts
 */
function createServiceV1(service, parts, { tryMs, callMs, uploadMs, idleMs }) {
    const resource = (path) => `${service.baseUrl}_apis/artifactcache/${path}`;
    const headers = {
        authorization: `Bearer ${service.token}`,
        accept: 'application/json;api-version=6.0-preview.1',
    };
    const call = (method, path, message) => askWithin({
        method,
        url: resource(path),
        headers: { ...headers, 'content-type': 'application/json' },
        ...(message === undefined ? {} : { body: JSON.stringify(message) }),
    }, { tryMs, totalMs: callMs }, parts);
    async function upload(id, archive) {
        const endMs = parts.clock.now() + uploadMs;
        const chunks = splitIntoParts(archive.sizeBytes, CHUNK_BYTES);
        const failures = await (0,in_parallel/* mapInParallel */.H)(chunks, CHUNKS_AT_ONCE, async (chunk) => {
            const leftMs = Math.max(endMs - parts.clock.now(), 1);
            const last = chunk.start + chunk.sizeBytes - 1;
            const answer = await askWithin({
                method: 'PATCH',
                url: resource(`caches/${id}`),
                headers: {
                    ...headers,
                    'content-type': 'application/octet-stream',
                    'content-range': `bytes ${chunk.start}-${last}/*`,
                },
                body: filePartBody(archive.path, chunk),
            }, { totalMs: leftMs, tryMs: leftMs }, parts, idleMs);
            return whyRefused(answer);
        });
        return failures.find((reason) => reason !== undefined);
    }
    return {
        async find({ primaryKey, restoreKeys }) {
            const keys = encodeURIComponent([primaryKey, ...restoreKeys].join(','));
            return readFound(await call('GET', `cache?keys=${keys}&version=${cache_keys/* ARCHIVE_VERSION */.gG}`));
        },
        async save(key, archive) {
            const { sizeBytes } = archive;
            const message = { key, version: cache_keys/* ARCHIVE_VERSION */.gG, cacheSize: sizeBytes };
            const reserved = readReserved(await call('POST', 'caches', message));
            if (reserved.kind !== 'reserved')
                return reserved;
            const reason = (await upload(reserved.id, archive)) ??
                whyRefused(await call('POST', `caches/${reserved.id}`, { size: sizeBytes }));
            return reason === undefined ? { kind: 'saved' } : { kind: 'failed', reason };
        },
    };
}
function readFound(answer) {
    if (answer.kind === 'failed')
        return answer;
    if (answer.status === 204)
        return { kind: 'miss' };
    const fields = jsonFields(answer.body);
    const url = textField(fields, 'archiveLocation');
    if (answer.status === 200 && URL.canParse(url))
        return { kind: 'hit', matchedKey: textField(fields, 'cacheKey'), url };
    return { kind: 'failed', reason: whyRefused(answer) ?? 'the cache service gave no address' };
}
function readReserved(answer) {
    if (answer.kind === 'failed')
        return answer;
    if (answer.status === 409)
        return { kind: 'exists' };
    const id = jsonFields(answer.body).get('cacheId');
    const reason = whyRefused(answer);
    if (reason !== undefined) {
        return /already.?exists/i.test(reason) ? { kind: 'exists' } : { kind: 'failed', reason };
    }
    if (typeof id === 'number')
        return { kind: 'reserved', id: id.toString() };
    return { kind: 'failed', reason: 'the cache service gave no id to upload under' };
}
function whyRefused(answer) {
    if (answer.kind === 'failed')
        return answer.reason;
    if (answer.status >= 200 && answer.status < 300)
        return undefined;
    return explainStatus(answer.status, textField(jsonFields(answer.body), 'message'));
}

;// CONCATENATED MODULE: ./lib/cache/service-v2-client.js



const METHODS = 'twirp/github.actions.results.api.v1.CacheService';
/**
 * Version 2 of the cache service: three Twirp calls in JSON, and Azure's blob storage behind signed
 * addresses. @see actions/toolkit, packages/cache/src/generated/results/api/v1/cache.ts
 */
function createServiceV2(service, parts, { tryMs, callMs, uploadMs, idleMs }) {
    const call = (method, message) => askWithin({
        method: 'POST',
        url: new URL(`${METHODS}/${method}`, service.baseUrl).href,
        headers: {
            authorization: `Bearer ${service.token}`,
            'content-type': 'application/json',
        },
        body: JSON.stringify({ ...message, version: cache_keys/* ARCHIVE_VERSION */.gG }),
    }, { tryMs, totalMs: callMs }, parts);
    return {
        async find({ primaryKey, restoreKeys }) {
            const message = { key: primaryKey, restore_keys: restoreKeys };
            return service_v2_client_readFound(await call('GetCacheEntryDownloadURL', message));
        },
        async save(key, archive) {
            const reserved = service_v2_client_readReserved(await call('CreateCacheEntry', { key }));
            if (reserved.kind !== 'reserved')
                return reserved;
            const failure = await uploadBlob(reserved.url, archive, { totalMs: uploadMs, idleMs }, parts);
            if (failure !== undefined)
                return { kind: 'failed', reason: failure };
            const message = { key, size_bytes: archive.sizeBytes.toString() };
            return readFinalized(await call('FinalizeCacheEntryUpload', message));
        },
    };
}
function service_v2_client_readFound(answer) {
    if (answer.kind === 'failed')
        return answer;
    const fields = jsonFields(answer.body);
    if (answer.status !== 200)
        return refused(answer.status, fields);
    if (fields.get('ok') !== true)
        return { kind: 'miss' };
    const url = textField(fields, 'signed_download_url', 'signedDownloadUrl');
    const matchedKey = textField(fields, 'matched_key', 'matchedKey');
    if (URL.canParse(url))
        return { kind: 'hit', matchedKey, url };
    return { kind: 'failed', reason: 'the cache service gave no address to download from' };
}
/** GitHub refuses a taken key with 409; other servers say `ok: false` without a word. */
function service_v2_client_readReserved(answer) {
    if (answer.kind === 'failed')
        return answer;
    const fields = jsonFields(answer.body);
    const words = textField(fields, 'message', 'msg');
    if (answer.status === 409 || /already.?exists/i.test(words))
        return { kind: 'exists' };
    if (answer.status !== 200)
        return refused(answer.status, fields);
    if (fields.get('ok') !== true)
        return words === '' ? { kind: 'exists' } : { kind: 'failed', reason: words };
    const url = textField(fields, 'signed_upload_url', 'signedUploadUrl');
    if (URL.canParse(url))
        return { kind: 'reserved', url };
    return { kind: 'failed', reason: 'the cache service gave no address to upload to' };
}
function readFinalized(answer) {
    if (answer.kind === 'failed')
        return answer;
    const fields = jsonFields(answer.body);
    if (answer.status !== 200)
        return refused(answer.status, fields);
    if (fields.get('ok') === true)
        return { kind: 'saved' };
    const words = textField(fields, 'message', 'msg');
    return { kind: 'failed', reason: words === '' ? 'the upload was not accepted' : words };
}
function refused(status, fields) {
    return { kind: 'failed', reason: explainStatus(status, textField(fields, 'msg', 'message')) };
}

;// CONCATENATED MODULE: ./lib/cache/cache-client.js




const DOWNLOAD_TRIES = 2;
/** A client of `service`, which is undefined where the runner names none. */
function createCacheClient(service, parts, deadlines = CACHE_DEADLINES) {
    const absent = { kind: 'failed', reason: NO_SERVICE };
    const create = service?.api === 1 ? createServiceV1 : createServiceV2;
    const client = service === undefined ? undefined : create(service, parts, deadlines);
    return {
        refusal(action) {
            if (service === undefined)
                return NO_SERVICE;
            const may = action === 'restore' ? service.mayRead : service.mayWrite;
            return may ? undefined : `the workflow's cache mode "${service.mode}" forbids it`;
        },
        find: (request) => client?.find(request) ?? Promise.resolve(absent),
        save: (key, archive) => client?.save(key, archive) ?? Promise.resolve(absent),
        download: (url, toFile, withinMs) => download({ url, toFile, withinMs }, parts, deadlines),
    };
}
async function download({ url, toFile, withinMs, }, { http, clock }, { idleMs }) {
    const endMs = clock.now() + withinMs;
    let reason = 'there was no time left for it';
    for (let attempt = 1; attempt <= DOWNLOAD_TRIES && clock.now() < endMs; attempt += 1) {
        const leftMs = endMs - clock.now();
        try {
            const { status, sizeBytes } = await http.download({
                method: 'GET',
                url,
                toFile,
                attempts: 1,
                deadlineMs: leftMs,
                idleTimeoutMs: Math.min(idleMs, leftMs),
            });
            if (status === 200)
                return { kind: 'done', sizeBytes };
            reason = `the storage of the cache service answered HTTP ${status}`;
            if (status < 500)
                break;
        }
        catch (error) {
            reason = (0,errors/* describeError */.U)(error);
            // A full disk will not have emptied.
            if (isSystemError(error))
                break;
        }
    }
    return { kind: 'failed', reason };
}
function isSystemError(error) {
    return error instanceof Error && 'syscall' in error && 'path' in error;
}

;// CONCATENATED MODULE: ./lib/cache/origin.js
/** Events whose branch is also where the code comes from. */
const OWN_CODE_EVENTS = new Set([
    'push',
    'schedule',
    'workflow_dispatch',
    'repository_dispatch',
    'merge_group',
]);
/**
 * The origin of a run. `pull_request_target`, `workflow_run`, `issue_comment` and their like run on a
 * branch of the repository and often check out a pull request: the branch alone says nothing there.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
function cacheOrigin(facts) {
    const { eventName, refType, refName, defaultBranch, fromFork } = facts;
    if (fromFork)
        return 'fork';
    if (refType === 'tag')
        return 'tag';
    if (refType === 'other')
        return 'side';
    if (!OWN_CODE_EVENTS.has(eventName))
        return 'foreign-event';
    // GitHub runs a schedule on the default branch only.
    return eventName === 'schedule' || refName === defaultBranch ? 'default-branch' : 'side';
}

// EXTERNAL MODULE: ./lib/cache/plan.js
var cache_plan = __webpack_require__(3871);
;// CONCATENATED MODULE: ./lib/cache/report.js
const NAMES = {
    modules: 'module cache',
    build: 'build cache',
};
/** One line per cache and one per warning. A service that does not answer is a notice: the job goes on without. */
function describeRestore(report) {
    const warnings = report.warnings.map((text) => ({ level: 'warning', text }));
    return [...warnings, ...report.caches.map(describeRestoredCache)];
}
/** One line per cache that took part, and what the next run can expect of it. */
function describeSave(report, state) {
    return report.caches.map((cache) => describeSavedCache(cache, state));
}
/** The saves as markdown for the job summary; undefined when no cache was on. */
function summariseSave(report, state) {
    const rows = report.caches.flatMap((cache) => recordOf(cache, state)?.plan.on === true ? [summaryRow(cache, state)] : []);
    if (rows.length === 0)
        return undefined;
    const head = [
        '### Caches for the next run',
        '',
        '| cache | saved | archive | entries | used | new | left out | next run |',
        '| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |',
    ];
    return [...head, ...rows, ''].join('\n');
}
function summaryRow(cache, state) {
    const count = (value) => value?.toString() ?? '';
    const why = cache.reason === undefined ? '' : `: ${cache.reason.replace(/[|`<>\r\n\\]/g, ' ')}`;
    const size = cache.archiveBytes === undefined ? '' : formatSize(cache.archiveBytes);
    const cells = [cache.name, cache.outcome + why, size, count(cache.files), count(cache.used)];
    return `| ${[...cells, count(cache.added), count(cache.pruned), expectation(cache, state)].join(' | ')} |`;
}
function recordOf(cache, state) {
    return state.caches.find((record) => record.plan.name === cache.name);
}
/** What the next run finds, as far as this one knows; caches of other jobs are not ours to promise. */
function expectation(cache, state) {
    const record = recordOf(cache, state);
    if (record?.plan.on !== true || record.result === 'off')
        return '';
    const nothing = cache.name === 'modules' ? 'downloads every module' : 'compiles every package';
    const something = cache.name === 'modules' ? 'downloads what go.sum gained' : 'compiles what changed';
    if (cache.outcome === 'saved' || cache.outcome === 'exists')
        return something;
    return record.result === 'exact' || record.result === 'partial' ? something : nothing;
}
/** The larger of kB and MB that shows at least one unit: `31.8 MB`, `212 MB`, `14 kB`. */
function formatSize(bytes) {
    if (bytes < 999_500)
        return `${Math.max(Math.round(bytes / 1000), Math.sign(bytes))} kB`;
    const megabytes = bytes / 1_000_000;
    return `${megabytes.toFixed(megabytes < 99.95 ? 1 : 0)} MB`;
}
function describeRestoredCache(cache) {
    const name = NAMES[cache.name];
    const size = formatSize(cache.sizeBytes ?? 0);
    const seconds = formatSeconds(cache.ms);
    switch (cache.result) {
        case 'exact':
        case 'partial': {
            const kind = cache.result === 'exact' ? 'exact match' : 'prefix match';
            const archive = `${formatSize(cache.archiveBytes ?? 0)} unpacked to ${size}`;
            const text = `restored ${name}, ${archive} in ${cache.files ?? 0} files, ${kind} of ${cache.matchedKey ?? ''} in ${seconds}`;
            return { level: 'info', text };
        }
        case 'miss':
            return { level: 'info', text: `no ${name} to restore (looked for ${seconds})` };
        case 'off':
            return { level: 'info', text: `${name} not restored: ${cache.reason ?? ''}` };
        case 'unavailable': {
            const text = `${name} unavailable, going on without it: ${cache.reason ?? ''} (${seconds})`;
            return { level: 'notice', text };
        }
    }
}
function describeSavedCache(cache, state) {
    const expected = expectation(cache, state);
    const next = expected === '' ? '' : `; the next run ${expected}`;
    const name = NAMES[cache.name];
    const seconds = formatSeconds(cache.ms);
    switch (cache.outcome) {
        case 'saved': {
            const counts = cache.pruned === undefined
                ? `${cache.files ?? 0} files, ${cache.added ?? 0} new`
                : `${cache.files ?? 0} entries: ${cache.used ?? 0} compilations used, ${cache.added ?? 0} new, ${cache.pruned} unused entries left out`;
            const size = `${formatSize(cache.sizeBytes ?? 0)} packed to ${formatSize(cache.archiveBytes ?? 0)}`;
            const text = `saved ${name}, ${size} (${counts}) as ${cache.key ?? ''} in ${seconds}${next}`;
            return { level: 'info', text };
        }
        case 'exists':
            return {
                level: 'info',
                text: `${name} not saved: ${cache.key ?? ''} was saved by another run${next}`,
            };
        case 'skipped':
            return { level: 'info', text: `${name} not saved: ${cache.reason ?? ''}${next}` };
        case 'empty':
            return { level: 'info', text: `no ${name} to save: ${cache.reason ?? ''}` };
        case 'failed':
            return {
                level: 'notice',
                text: `${name} not saved: ${cache.reason ?? ''} (${seconds})${next}`,
            };
    }
}
function formatSeconds(ms) {
    return `${(ms / 1000).toFixed(1)} s`;
}

// EXTERNAL MODULE: ./lib/cache/prune-run.js + 1 modules
var prune_run = __webpack_require__(3236);
;// CONCATENATED MODULE: ./lib/cache/adopt-run.js




const FILES_AT_ONCE = 32;
const HOUR_MS = 3_600_000;
/**
 * Moves from `staging` into `folder` what go can prove by itself: the zip and mod files that go.sum
 * names. Nothing else of the archive is used: no `.ziphash` (go would believe it instead of reading
 * the zip), no unpacked source, no `.info`, no link, no module outside go.sum. A file that is
 * already there stays. A zip is left out where a `.ziphash` of it lies in `folder`, for the same reason.
 * @see Go's src/cmd/go/internal/modfetch/fetch.go, checkModSum and DownloadZip
 */
async function adoptModules(staging, folder, named) {
    const downloads = await (0,prune_run/* listDownloads */.Wf)(staging, [...named.zips, ...named.mods]);
    const believed = await (0,prune_run/* listBelieved */.Hj)(folder, named.zips);
    const adopted = downloads.filter(({ name }) => !believed.has(name));
    const names = adopted.map((download) => download.name);
    await (0,in_parallel/* mapInParallel */.H)(names, FILES_AT_ONCE, (name) => moveTree((0,external_node_path_.join)(staging, name), (0,external_node_path_.join)(folder, name)));
    return { files: names.length, sizeBytes: totalSize(adopted), names };
}
/**
 * Moves the entries of a build cache from `staging` into `folder` and dates them two hours back: old
 * enough that go marks each one it uses (it does so after one hour), young enough that its trim
 * (after five days) spares those it has not used yet. A younger entry that was there before is
 * dated the same, so that its use shows too; an older one keeps its time, or a runner that keeps
 * its cache would never trim it.
 * @see Go's src/cmd/go/internal/cache/cache.go, markUsed and Trim
 */
async function adoptBuild(staging, folder, nowMs) {
    const backdate = new Date(nowMs - 2 * HOUR_MS);
    const entries = await (0,prune_run/* readBuildEntries */.nz)(staging);
    await (0,in_parallel/* mapInParallel */.H)(entries, FILES_AT_ONCE, (entry) => (0,promises_.utimes)((0,external_node_path_.join)(staging, entry.name), backdate, backdate));
    await (0,in_parallel/* mapInParallel */.H)(entries, FILES_AT_ONCE, (entry) => moveTree((0,external_node_path_.join)(staging, entry.name), (0,external_node_path_.join)(folder, entry.name)));
    await stampTrim(folder, nowMs);
    return {
        files: entries.length,
        sizeBytes: totalSize(entries),
        names: entries.map((entry) => entry.name),
    };
}
/** Dates the entries that are already in a GOCACHE folder as {@link adoptBuild} says. */
async function backdateBuild(folder, nowMs) {
    const backdateMs = nowMs - 2 * HOUR_MS;
    const young = (await (0,prune_run/* readBuildEntries */.nz)(folder)).filter((entry) => entry.usedAtMs > backdateMs);
    const backdate = new Date(backdateMs);
    await (0,in_parallel/* mapInParallel */.H)(young, FILES_AT_ONCE, (entry) => 
    // Another process may trim the cache at this moment.
    (0,promises_.utimes)((0,external_node_path_.join)(folder, entry.name), backdate, backdate).catch(() => undefined));
}
/** Removes a folder whatever is in it. Gives up silently: what is left is not in go's way. */
async function removeFolder(path) {
    await (0,promises_.rm)(path, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
}
/** Tells go that it trimmed just now, where it does not know: a scan would find nothing old. */
async function stampTrim(folder, nowMs) {
    const seconds = Math.floor(nowMs / 1000).toString();
    await (0,promises_.writeFile)((0,external_node_path_.join)(folder, 'trim.txt'), seconds, { flag: 'wx' }).catch(() => undefined);
}
async function moveTree(from, to) {
    const there = await (0,promises_.lstat)(to).catch(() => undefined);
    if (there?.isDirectory() === true) {
        for (const name of await (0,promises_.readdir)(from))
            await moveTree((0,external_node_path_.join)(from, name), (0,external_node_path_.join)(to, name));
        return;
    }
    if (there !== undefined)
        return;
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(to), { recursive: true });
    // The folder may be mounted from elsewhere.
    await (0,promises_.rename)(from, to).catch(() => copyTree(from, to));
}
/** A half of a file must not stay where go looks: the disk may be full. */
async function copyTree(from, to) {
    try {
        await (0,promises_.cp)(from, to, { recursive: true, preserveTimestamps: true });
    }
    catch (error) {
        await removeFolder(to);
        throw error;
    }
}
function totalSize(files) {
    return files.reduce((total, file) => total + file.sizeBytes, 0);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./lib/cache/prune.js
var prune = __webpack_require__(6254);
;// CONCATENATED MODULE: ./lib/cache/archive-names.js

/**
 * True for a name that an archive of this cache may hold, relative to the cache's folder. Everything
 * else is a sign that somebody made the archive to do harm: no path leaves the folder, no unpacked
 * source and no `.ziphash` comes in, nothing lands where go looks for settings.
 */
function mayHold(cache, name) {
    return cache === 'modules' ? isModuleDownload(name) : isBuildFile(name);
}
/** `<module>/@v/<version>.zip` or `.mod`, as go names them below `cache/download`. */
function isModuleDownload(name) {
    const parts = name.split('/');
    const file = parts.at(-1) ?? '';
    return (parts.length >= 3 &&
        parts.at(-2) === '@v' &&
        /^v.+\.(zip|mod)$/.test(file) &&
        parts.every((part) => isPlainPart(part)));
}
/** An entry, or the one program inside an entry that is a folder (what `go run` and tools keep). */
function isBuildFile(name) {
    if ((0,prune/* isBuildEntry */.nN)(name))
        return true;
    const [shard = '', entry = '', program, ...rest] = name.split('/');
    if (program === undefined || rest.length > 0 || !entry.endsWith('-d'))
        return false;
    return (0,prune/* isBuildEntry */.nN)(`${shard}/${entry}`) && isPlainPart(program);
}
/** Letters go's own escape does not produce are left out too: Windows reads `:` and `\` as more than names. */
function isPlainPart(part) {
    return part !== '' && part !== '.' && part !== '..' && !/[\p{Cc}\\:*?"<>|]/u.test(part);
}

;// CONCATENATED MODULE: ./lib/cache/tar-format.js
const TAR_BLOCK_BYTES = 512;
/**
 * Name of an archive's last member: the SHA-256, in hex, of everything in front of it. Node's zstd does not
 * always read the checksum at the end of a frame, and a cut at a file's end would else go unnoticed.
 */
const TAR_SEAL = '.ship-go-sha256';
const NAME_BYTES = 100;
/** The largest size in eleven octal digits. */
const LARGEST_BYTES = 0o77777777777;
/** Bytes after a member's content up to the next block. */
function tarPaddingBytes(sizeBytes) {
    return (TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
}
/**
 * The header of a file in POSIX ustar form, with a pax header in front where the name is too long.
 * It holds no time and no owner: nothing that reads these archives may depend on them. Undefined for a
 * file of 8 GiB or more.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
 */
function writeTarHeader(member) {
    if (member.sizeBytes > LARGEST_BYTES)
        return undefined;
    const name = Buffer.from(member.name);
    if (name.length <= NAME_BYTES)
        return headerBlock(name, member, '0');
    const record = paxRecord('path', member.name);
    const extension = { sizeBytes: record.length, executable: false };
    return Buffer.concat([
        headerBlock(Buffer.from('pax-header'), extension, 'x'),
        record,
        Buffer.alloc(tarPaddingBytes(record.length)),
        headerBlock(name.subarray(0, NAME_BYTES), member, '0'),
    ]);
}
/** Reads one header block; `path` is what a pax header in front of it said, if anything. */
function readTarHeader(block, path) {
    if (block.every((byte) => byte === 0))
        return { kind: 'end' };
    if (readOctal(block, 148, 8) !== checksum(block))
        return { kind: 'damaged' };
    const prefix = readText(block, 345, 155);
    const own = readText(block, 0, NAME_BYTES);
    const name = path ?? (prefix === '' ? own : `${prefix}/${own}`);
    const sizeBytes = readOctal(block, 124, 12);
    const type = String.fromCharCode(block[156] ?? 0);
    if (type !== '0' && type !== '\0' && type !== 'x')
        return { kind: 'other', name };
    if (sizeBytes === undefined)
        return { kind: 'damaged' };
    if (type === 'x')
        return { kind: 'extension', sizeBytes };
    const executable = ((readOctal(block, 100, 8) ?? 0) & 0o100) !== 0;
    return { kind: 'file', name, sizeBytes, executable };
}
/** The `path` among pax records; undefined when there is none or the records make no sense. */
function readPaxPath(records) {
    let path;
    for (let at = 0; at < records.length;) {
        const blank = records.indexOf(0x20, at);
        const length = Number(records.toString('latin1', at, Math.max(blank, at)));
        if (blank < 0 || !Number.isSafeInteger(length) || length <= blank - at)
            return undefined;
        const [, key, value] = /^([^=]+)=(.*)\n$/s.exec(records.toString('utf8', blank + 1, at + length)) ?? [];
        if (key === 'path')
            path = value;
        at += length;
    }
    return path;
}
function headerBlock(name, file, type) {
    const block = Buffer.alloc(TAR_BLOCK_BYTES);
    name.copy(block, 0);
    writeOctal(block, 100, 8, file.executable ? 0o755 : 0o644);
    writeOctal(block, 108, 8, 0);
    writeOctal(block, 116, 8, 0);
    writeOctal(block, 124, 12, file.sizeBytes);
    writeOctal(block, 136, 12, 0);
    block.write(type, 156, 'latin1');
    block.write('ustar\u000000', 257, 'latin1');
    block.write(`${checksum(block).toString(8).padStart(6, '0')}\u0000 `, 148, 'latin1');
    return block;
}
/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function paxRecord(key, value) {
    const rest = Buffer.from(` ${key}=${value}\n`);
    let length = rest.length + 1;
    while (length.toString().length + rest.length !== length)
        length = length.toString().length + rest.length;
    return Buffer.concat([Buffer.from(length.toString()), rest]);
}
/** The sum counts its own field as blanks. */
function checksum(block) {
    return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}
function writeOctal(block, at, fieldBytes, value) {
    block.write(value.toString(8).padStart(fieldBytes - 1, '0'), at, 'latin1');
}
function readOctal(block, at, fieldBytes) {
    const digits = block
        .toString('latin1', at, at + fieldBytes)
        .replace(/[\0 ]+$/, '')
        .trimStart();
    return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}
function readText(block, at, fieldBytes) {
    const field = block.subarray(at, at + fieldBytes);
    const end = field.indexOf(0);
    return field.toString('utf8', 0, end < 0 ? fieldBytes : end);
}

;// CONCATENATED MODULE: ./lib/cache/unpack-run.js







const PIECE_BYTES = 1024 * 1024;
const WRITES_AT_ONCE = 32;
const WRITE_WHOLE_BYTES = PIECE_BYTES;
/** A name is at most a few hundred bytes; more records than this are no name. */
const LARGEST_EXTENSION_BYTES = 64 * 1024;
/**
 * Unpacks an archive into `folder`, which must be new and empty. Only files that this cache can hold are
 * written, and only inside `folder`: the first member of another kind or name ends it, as do a wrong
 * hash at its end, a cut, and `signal`. Throws then, leaving what it wrote to the caller.
 */
async function unpackArchive(cache, archive, folder, signal) {
    const source = (0,external_node_fs_.createReadStream)(archive, { highWaterMark: PIECE_BYTES });
    const input = (0,external_node_zlib_.createZstdDecompress)({ chunkSize: PIECE_BYTES });
    source.on('error', (error) => input.destroy(error)).pipe(input);
    const abort = () => void input.destroy(new Error('unpacking took too long'));
    signal.addEventListener('abort', abort);
    const writes = createWrites();
    try {
        if (signal.aborted)
            abort();
        await unpackMembers(cache, createReader(input), folder, writes);
    }
    finally {
        signal.removeEventListener('abort', abort);
        await writes.end();
        source.destroy();
        input.destroy();
    }
    writes.check();
}
async function unpackMembers(cache, reader, folder, writes) {
    const made = new Set();
    let path;
    for (;;) {
        writes.check();
        const seal = reader.digest();
        const header = readTarHeader(await reader.take(TAR_BLOCK_BYTES), path);
        path = undefined;
        switch (header.kind) {
            case 'file': {
                if (header.name === TAR_SEAL) {
                    const said = await reader.take(Math.min(header.sizeBytes, seal().length));
                    if (said.toString('latin1') !== seal())
                        throw damaged();
                    return;
                }
                if (!mayHold(cache, header.name))
                    throw foreign(header.name);
                const target = (0,external_node_path_.join)(folder, header.name);
                if (!made.has((0,external_node_path_.dirname)(target)))
                    await (0,promises_.mkdir)((0,external_node_path_.dirname)(target), { recursive: true });
                made.add((0,external_node_path_.dirname)(target));
                await writeMember(reader, target, header, writes);
                await reader.take(tarPaddingBytes(header.sizeBytes));
                break;
            }
            case 'extension':
                if (header.sizeBytes > LARGEST_EXTENSION_BYTES)
                    throw damaged();
                path = readPaxPath(await reader.take(header.sizeBytes));
                await reader.take(tarPaddingBytes(header.sizeBytes));
                break;
            case 'other':
                throw foreign(header.name);
            case 'end':
            case 'damaged':
                throw damaged();
        }
    }
}
async function writeMember(reader, target, { sizeBytes, executable }, writes) {
    // A second member of one name is refused, too: nothing is ever overwritten.
    const options = { flag: 'wx', mode: executable ? 0o755 : 0o644 };
    if (sizeBytes <= WRITE_WHOLE_BYTES) {
        const content = await reader.take(sizeBytes);
        await writes.add(() => (0,promises_.writeFile)(target, content, options));
        return;
    }
    const file = await (0,promises_.open)(target, options.flag, options.mode);
    try {
        for (let left = sizeBytes; left > 0;) {
            const piece = await reader.take(Math.min(left, PIECE_BYTES));
            await file.writeFile(piece);
            left -= piece.length;
        }
    }
    finally {
        await file.close();
    }
}
function foreign(name) {
    return new Error(`the archive holds ${JSON.stringify(name.slice(0, 200))}, which no cache of this kind has; nothing of it is used`);
}
function damaged() {
    return new Error('the archive is damaged; nothing of it is used');
}
function createReader(input) {
    const pieces = input[Symbol.asyncIterator]();
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let rest = Buffer.alloc(0);
    const more = async () => {
        const next = await pieces.next();
        if (next.done === true)
            return false;
        rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
        return true;
    };
    return {
        async take(bytes) {
            while (rest.length < bytes)
                if (!(await more()))
                    throw damaged();
            const taken = rest.subarray(0, bytes);
            hash.update(taken);
            rest = rest.subarray(bytes);
            return taken;
        },
        digest() {
            const here = hash.copy();
            let text;
            return () => (text ??= here.digest('hex'));
        },
    };
}
/** Several small files at a time keep a disk busy; the number bounds open files and memory. */
function createWrites() {
    const running = new Set();
    const failures = [];
    return {
        async add(write) {
            if (running.size >= WRITES_AT_ONCE)
                await Promise.race(running);
            const task = write()
                .catch((error) => void failures.push(error))
                .finally(() => running.delete(task));
            running.add(task);
        },
        check() {
            if (failures.length > 0)
                throw failures[0];
        },
        async end() {
            await Promise.all(running);
        },
    };
}

;// CONCATENATED MODULE: ./lib/cache/restore-run.js







/**
 * Restores every cache of the plan, both at the same time. Never throws: whatever goes wrong is the
 * cache's result and reason, and leaves the folders as they were.
 */
async function restoreCaches(plan, parts) {
    const outcomes = await Promise.all(plan.caches.map(async (cache) => {
        const startedAtMs = parts.clock.now();
        const outcome = await restoreCache(cache, plan, parts).catch((error) => ({
            told: { result: 'unavailable', reason: (0,errors/* describeError */.U)(error) },
        }));
        return { cache, outcome, ms: parts.clock.now() - startedAtMs };
    }));
    const caches = outcomes.map(({ cache, outcome, ms }) => {
        return { name: cache.name, ...outcome.told, ms };
    });
    const records = outcomes.map(({ cache, outcome: { told, restoredList } }) => ({
        plan: cache,
        result: told.result,
        ...(restoredList === undefined ? {} : { restoredList }),
    }));
    const restoredAtMs = parts.clock.now();
    const { write, sumFiles, warnings } = plan;
    return { caches, warnings, state: { caches: records, write, sumFiles, restoredAtMs } };
}
async function restoreCache(cache, plan, parts) {
    if (!cache.on)
        return { told: { result: 'off', reason: cache.reason } };
    const deadlineMs = parts.clock.now() + parts.deadlines.restoreMs;
    const refusal = parts.client.refusal('restore');
    if (refusal !== undefined)
        return { told: { result: 'unavailable', reason: refusal } };
    if (cache.name === 'modules') {
        const filled = await describeFilled(cache, plan.sumFiles);
        if (filled !== undefined)
            return { told: { result: 'off', reason: filled } };
    }
    else {
        await backdateBuild(cache.folder, parts.clock.now());
    }
    const found = await parts.client.find(cache);
    if (found.kind === 'miss')
        return { told: { result: 'miss' } };
    if (found.kind === 'failed')
        return { told: { result: 'unavailable', reason: found.reason } };
    const temporary = (0,external_node_path_.join)(parts.tempFolder, `ship-go-${cache.name}-${process.pid}`);
    const archive = `${temporary}.tar.zst`;
    const { matchedKey } = found;
    try {
        await (0,promises_.mkdir)(parts.tempFolder, { recursive: true });
        const leftMs = deadlineMs - parts.clock.now();
        const downloaded = await parts.client.download(found.url, archive, leftMs);
        if (downloaded.kind === 'failed')
            return { told: { result: 'unavailable', matchedKey, reason: downloaded.reason } };
        const signal = AbortSignal.timeout(Math.max(deadlineMs - parts.clock.now(), 1));
        const adopted = await unpackAndAdopt(cache, plan, { archive, signal, clock: parts.clock });
        const restoredList = `${temporary}.txt`;
        await (0,promises_.writeFile)(restoredList, adopted.names.join('\n'));
        const told = { ...judge(cache, matchedKey, adopted), archiveBytes: downloaded.sizeBytes };
        return { told, restoredList };
    }
    catch (error) {
        return { told: { result: 'unavailable', matchedKey, reason: (0,errors/* describeError */.U)(error) } };
    }
    finally {
        await (0,promises_.rm)(archive, { force: true });
    }
}
async function unpackAndAdopt(cache, { sumFiles }, parts) {
    await removeFolder(cache.workFolder);
    await (0,promises_.mkdir)(cache.workFolder, { recursive: true });
    try {
        await unpackArchive(cache.name, parts.archive, cache.workFolder, parts.signal);
        return await (cache.name === 'modules'
            ? adoptModules(cache.workFolder, cache.folder, await (0,prune_run/* readNamedDownloads */.Bh)(sumFiles))
            : adoptBuild(cache.workFolder, cache.folder, parts.clock.now()));
    }
    finally {
        await removeFolder(cache.workFolder);
    }
}
function judge(cache, matchedKey, adopted) {
    const { files, sizeBytes } = adopted;
    const result = (0,cache_plan/* isExactMatch */.nh)(cache, matchedKey) ? 'exact' : 'partial';
    if (files > 0)
        return { result, matchedKey, files, sizeBytes };
    // Another go.sum may well name none of what an older one named.
    if (cache.name === 'modules' && result === 'partial')
        return { result: 'miss' };
    return { result: 'unavailable', matchedKey, reason: 'the archive held nothing of use' };
}
/**
 * Why modules need no restore: the folder has every one of them, from an earlier step or a kept disk.
 * Where only some are there, the others are worth a restore.
 */
async function describeFilled(cache, sumFiles) {
    const { zips } = await (0,prune_run/* readNamedDownloads */.Bh)(sumFiles);
    const present = await (0,prune_run/* listDownloads */.Wf)(cache.folder, zips);
    if (zips.size === 0 || present.length < zips.size)
        return undefined;
    return `the folder has every module of go.sum already (${zips.size})`;
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
;// CONCATENATED MODULE: ./lib/cache/pack-run.js









/** Files are read ahead in groups: most of a build cache is small files. */
const pack_run_FILES_AT_ONCE = 32;
const pack_run_PIECE_BYTES = 1024 * 1024;
const READ_WHOLE_BYTES = pack_run_PIECE_BYTES;
/**
 * Writes the named files (or folders of files) of `folder` into a new tar archive that ends in its own
 * hash, compressed with zstd level 3. A file that has gone meanwhile is left out. Returns the archive's
 * size; on failure no archive is left.
 */
async function packFiles(folder, names, archive) {
    const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag } = external_node_zlib_.constants;
    const params = { [ZSTD_c_compressionLevel]: 3, [ZSTD_c_checksumFlag]: 1 };
    try {
        await (0,external_node_stream_promises_.pipeline)(external_node_stream_.Readable.from(sealedTar(folder, names), { objectMode: false }), (0,external_node_zlib_.createZstdCompress)({ params, chunkSize: pack_run_PIECE_BYTES }), (0,external_node_fs_.createWriteStream)(archive, { mode: 0o600 }));
    }
    catch (error) {
        await (0,promises_.rm)(archive, { force: true });
        throw error;
    }
    return { sizeBytes: (await (0,promises_.stat)(archive)).size };
}
async function* sealedTar(folder, names) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    for await (const bytes of tarBytes(folder, names)) {
        hash.update(bytes);
        yield bytes;
    }
    const seal = Buffer.from(hash.digest('hex'));
    yield headerOf(TAR_SEAL, seal.length, false);
    yield seal;
    yield Buffer.alloc(tarPaddingBytes(seal.length) + 2 * TAR_BLOCK_BYTES);
}
async function* tarBytes(folder, names) {
    for (let from = 0; from < names.length; from += pack_run_FILES_AT_ONCE) {
        const group = names.slice(from, from + pack_run_FILES_AT_ONCE);
        const members = await (0,in_parallel/* mapInParallel */.H)(group, pack_run_FILES_AT_ONCE, (name) => readMembers(folder, name));
        for (const member of members.flat())
            yield* memberBytes(folder, member);
    }
}
async function readMembers(folder, name) {
    const path = (0,external_node_path_.join)(folder, name);
    const stats = await (0,promises_.lstat)(path).catch(() => undefined);
    if (stats?.isDirectory() === true) {
        const inside = await (0,promises_.readdir)(path).catch(() => []);
        const members = await Promise.all(inside.map((child) => readMembers(folder, `${name}/${child}`)));
        return members.flat();
    }
    if (stats?.isFile() !== true)
        return [];
    const executable = (stats.mode & 0o100) !== 0;
    if (stats.size > READ_WHOLE_BYTES)
        return [{ name, executable, content: 'large' }];
    const content = await readWhole(path);
    return content === undefined ? [] : [{ name, executable, content }];
}
async function readWhole(path) {
    const file = await (0,promises_.open)(path).catch(() => undefined);
    if (file === undefined)
        return undefined;
    try {
        return await file.readFile();
    }
    finally {
        await file.close();
    }
}
async function* memberBytes(folder, member) {
    const { name, executable, content } = member;
    if (content !== 'large') {
        yield headerOf(name, content.length, executable);
        yield content;
        yield Buffer.alloc(tarPaddingBytes(content.length));
        return;
    }
    const file = await (0,promises_.open)((0,external_node_path_.join)(folder, name)).catch(() => undefined);
    if (file === undefined)
        return;
    try {
        const { size } = await file.stat();
        yield headerOf(name, size, executable);
        for (let left = size; left > 0;) {
            const piece = Buffer.allocUnsafe(Math.min(pack_run_PIECE_BYTES, left));
            const { bytesRead } = await file.read(piece, 0, piece.length);
            if (bytesRead === 0)
                throw new Error(`${name} was cut while it was packed`);
            left -= bytesRead;
            yield piece.subarray(0, bytesRead);
        }
        yield Buffer.alloc(tarPaddingBytes(size));
    }
    finally {
        await file.close();
    }
}
function headerOf(name, sizeBytes, executable) {
    const header = writeTarHeader({ name, sizeBytes, executable });
    if (header === undefined)
        throw new Error(`${name} is too large for an archive`);
    return header;
}

;// CONCATENATED MODULE: ./lib/cache/save-rule.js
/**
 * The share of new bytes from which a build cache is saved again. What is left unsaved adds up
 * against the same restored archive, so it reaches the share sooner or later: nothing freezes.
 */
const WORTH_SAVING_SHARE = 0.01;
/** Why a cache is not saved, as far as it can be told before looking at the disk. */
function whyNotSaved(record, state) {
    if (!record.plan.on)
        return record.plan.reason;
    if (record.plan.name === 'build' && record.result === 'exact')
        return 'the same key was restored';
    if (record.result === 'off')
        return 'it was not restored, since the folder was filled before';
    if (state.write.when === 'never')
        return state.write.reason;
    if (state.write.when === 'if-nothing-restored' && !nothingRestored(state))
        return state.write.reason;
    return undefined;
}
/**
 * What to do instead of saving this selection; undefined when it shall be saved. Modules are saved
 * again under the same go.sum when this job needed some that the archive lacked: the first to save may
 * have needed fewer.
 */
function judgeSelection(selection, result) {
    if (selection.kind === 'modules') {
        if (selection.names.length === 0)
            return { outcome: 'empty', reason: 'no module was downloaded' };
        if (result === 'exact' && selection.added === 0)
            return { outcome: 'skipped', reason: 'the restored archive has every module of this job' };
        return undefined;
    }
    if (selection.names.length === 0)
        return { outcome: 'empty', reason: 'nothing was compiled' };
    const share = selection.keptBytes === 0 ? 0 : selection.addedBytes / selection.keptBytes;
    if (result === 'partial' && share < WORTH_SAVING_SHARE)
        return { outcome: 'skipped', reason: 'less than 1 % of it is new' };
    return undefined;
}
/** A service that failed is no proof that there is nothing. */
function nothingRestored(state) {
    const asked = state.caches.filter((cache) => cache.plan.on && cache.result !== 'off');
    return asked.every((cache) => cache.result === 'miss');
}

;// CONCATENATED MODULE: ./lib/cache/save-run.js








const save_run_HOUR_MS = 3_600_000;
/**
 * Saves what the run used or made, one cache after the other. Never throws: whatever goes wrong is
 * the cache's outcome and reason. The folders of go are left as they are. A service that did not answer
 * for the first cache is not waited for again.
 */
async function saveCaches(state, parts) {
    const caches = [];
    for (const record of state.caches) {
        const startedAtMs = parts.clock.now();
        const failed = caches.find((cache) => cache.outcome === 'failed');
        const outcome = await saveCache(record, state, parts, failed).catch((error) => ({ outcome: 'failed', reason: (0,errors/* describeError */.U)(error) }));
        caches.push({ name: record.plan.name, ...outcome, ms: parts.clock.now() - startedAtMs });
    }
    return { caches };
}
async function saveCache(record, state, parts, failed) {
    const { plan: cache } = record;
    const reason = whyNotSaved(record, state) ?? parts.client.refusal('save');
    if (reason !== undefined || !cache.on)
        return { outcome: 'skipped', reason: reason ?? 'off' };
    if (failed !== undefined)
        return { outcome: 'skipped', reason: `saving the ${failed.name} has failed` };
    const selection = await save_run_select(cache, record, state, parts.buildSucceeded);
    const key = (0,cache_plan/* saveKey */.Xo)(cache, selection.names);
    const counts = countsOf(selection);
    const verdict = judgeSelection(selection, record.result);
    if (verdict !== undefined)
        return { ...verdict, key, ...counts };
    // Packing takes seconds of processor time: whoever would lose the race need not start.
    if (parts.client.refusal('restore') === undefined) {
        const found = await parts.client.find({ primaryKey: key, restoreKeys: [] });
        if (found.kind === 'failed')
            return { outcome: 'failed', key, reason: found.reason };
        if (found.kind === 'hit' && found.matchedKey === key)
            return { outcome: 'exists', key };
    }
    return { key, ...counts, ...(await packAndSave(cache, key, selection, parts)) };
}
async function packAndSave(cache, key, selection, { client, tempFolder }) {
    const path = (0,external_node_path_.join)(tempFolder, `ship-go-${cache.name}-${process.pid}.tar.zst`);
    try {
        await (0,promises_.mkdir)(tempFolder, { recursive: true });
        const { sizeBytes } = await packFiles(cache.folder, selection.names, path);
        const answer = await client.save(key, { path, sizeBytes });
        if (answer.kind === 'failed')
            return { outcome: 'failed', reason: answer.reason };
        return { outcome: answer.kind, archiveBytes: sizeBytes };
    }
    finally {
        await (0,promises_.rm)(path, { force: true });
    }
}
async function save_run_select(cache, record, state, buildSucceeded) {
    const listed = await (0,promises_.readFile)(record.restoredList ?? '', 'utf8').catch(() => '');
    const restored = new Set(listed.split('\n'));
    if (cache.name === 'modules')
        return selectModules(cache, state, restored);
    const entries = await (0,prune_run/* readBuildEntries */.nz)(cache.folder);
    const selection = (0,prune/* selectBuildEntries */.XN)(entries, {
        // Everything unused is dated at least two hours before the restore; the hour between forgives
        // file systems whose clock differs from ours.
        sinceMs: state.restoredAtMs - save_run_HOUR_MS,
        keepUnused: !buildSucceeded,
        restored,
        mains: buildSucceeded ? await (0,prune_run/* readMainOutputs */.SV)(cache.folder, entries) : new Set(),
    });
    const { kept, ...counts } = selection;
    return { kind: 'build', names: kept.map((entry) => entry.name), ...counts };
}
async function selectModules(cache, state, restored) {
    const named = await (0,prune_run/* readNamedDownloads */.Bh)(state.sumFiles);
    const files = await (0,prune_run/* listDownloads */.Wf)(cache.folder, [...named.zips, ...named.mods]);
    const names = files.map((file) => file.name);
    return {
        kind: 'modules',
        names,
        keptBytes: files.reduce((total, file) => total + file.sizeBytes, 0),
        added: names.filter((name) => !restored.has(name)).length,
    };
}
function countsOf(selection) {
    const { keptBytes, names, added } = selection;
    const counts = { sizeBytes: keptBytes, files: names.length, added };
    return selection.kind === 'modules'
        ? counts
        : { ...counts, pruned: selection.pruned, used: selection.used };
}

;// CONCATENATED MODULE: ./lib/cache/service.js
const MODES = new Map([
    ['none', { mayRead: false, mayWrite: false }],
    ['read', { mayRead: true, mayWrite: false }],
    ['write', { mayRead: true, mayWrite: true }],
    ['write-only', { mayRead: false, mayWrite: true }],
]);
/**
 * The cache service that the runner's variables name; undefined when they name none. A mode that is
 * not known forbids nothing.
 * @see actions/toolkit, packages/cache/src/internal/config.ts: the variables and what they mean
 */
function findCacheService(env) {
    const api = isEnterpriseServer(env) || given(env, 'ACTIONS_CACHE_SERVICE_V2') === '' ? 1 : 2;
    const url = given(env, api === 2 ? 'ACTIONS_RESULTS_URL' : 'ACTIONS_CACHE_URL');
    const token = given(env, 'ACTIONS_RUNTIME_TOKEN');
    if (!URL.canParse(url) || token === '')
        return undefined;
    const mode = given(env, 'ACTIONS_CACHE_MODE').trim().toLowerCase();
    const rights = MODES.get(mode) ?? { mayRead: true, mayWrite: true };
    return { api, baseUrl: url.replace(/\/*$/, '/'), token, mode, ...rights };
}
/** Enterprise servers never offer version 2, whatever else is set. */
function isEnterpriseServer(env) {
    const server = given(env, 'GITHUB_SERVER_URL');
    if (!URL.canParse(server))
        return false;
    const host = new URL(server).hostname.toLowerCase();
    return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost');
}
function given(env, name) {
    return env[name] ?? '';
}

// EXTERNAL MODULE: ./lib/ship/release-caches.js + 2 modules
var release_caches = __webpack_require__(285);
;// CONCATENATED MODULE: ./lib/ship/cache-step.js













/** Gathers what the caches of the root action depend on; Go is added when it is there. */
function cacheSubject(parts) {
    const { settings, project, subject } = parts;
    return {
        project,
        buildIdentity: (0,plan/* buildIdentity */.bj)(settings.build, settings.ownTargets),
        publishes: subject.intent.kind === 'release',
        commit: subject.revision.commit,
        dependencyPaths: settings.cacheDependencyPaths,
    };
}
/**
 * Restores both caches and says how it went; takes over what `ahead` has begun. Never throws for trouble
 * with a cache; where the run publishes, throws `modules-modified` or `modules-unverified` for modules that
 * were there before.
 */
async function restoreGoCaches(settings, subject, runner, ahead) {
    const { toolchain, goModCache, goCache } = subject.go;
    const plan = await planGoCaches(settings, { ...subject, goVersion: toolchain.version, goModCache, goCache }, runner);
    const report = (await ahead?.take(plan)) ?? (await runRestore(plan, runner));
    tell(describeRestore(report), runner);
    // After the restore, which may be under way already: it brings in nothing that go would believe unseen.
    await (0,release_caches/* checkReleaseModules */.Z)(settings, subject, runner);
    return report;
}
/** Decides keys, folders and rules of both caches. Throws when a file that keys them cannot be read. */
async function planGoCaches(settings, subject, { context, host }) {
    const { project, goVersion, goModCache, goCache, buildIdentity, publishes, commit } = subject;
    const keys = (0,cache_plan/* mayUseCaches */.cy)(settings, publishes) ? await readKeyFiles(subject) : NO_KEYS;
    const plan = (0,cache_plan/* planCaches */.dC)(settings, {
        os: host.platform.os,
        arch: host.platform.arch,
        ...(context.imageOs === undefined ? {} : { imageOs: context.imageOs }),
        goVersion,
        goModCache,
        goCache,
        sumFiles: project.sumFiles,
        keyFiles: keys.files,
        buildIdentity,
        publishes,
        origin: cacheOrigin({ ...context, ...context.event }),
        vendored: project.vendored,
        commit,
    });
    return { ...plan, warnings: [...plan.warnings, ...keys.warnings] };
}
/** Restores by a plan and says nothing. Never throws. */
function runRestore(plan, runner) {
    return restoreCaches(plan, {
        client: cacheClient(runner),
        clock: runner.host.clock,
        tempFolder: runner.context.temp,
        deadlines: CACHE_DEADLINES,
    });
}
/** Saves what main's run is worth keeping, and adds it to the job summary. Never throws for trouble with a cache. */
async function saveGoCaches(state, buildSucceeded, runner) {
    const { host, context } = runner;
    const report = await saveCaches(state, {
        client: cacheClient(runner),
        clock: host.clock,
        tempFolder: context.temp,
        buildSucceeded,
    });
    tell(describeSave(report, state), runner);
    const summary = summariseSave(report, state);
    if (summary !== undefined)
        await runner.addSummary(summary);
}
function cacheClient({ host, env }) {
    return createCacheClient(findCacheService(env), { http: host.http, clock: host.clock });
}
function tell(lines, { log }) {
    for (const { level, text } of lines)
        log[level](text);
}
const NO_KEYS = { files: [], warnings: [] };
async function readKeyFiles({ project, dependencyPaths, }) {
    const own = project.sumFiles.length > 0 ? project.sumFiles : [project.goModPath];
    const found = dependencyPaths.length > 0 ? await findFiles(dependencyPaths) : own;
    const paths = found.length > 0 ? found : own;
    const files = paths.map(async (file) => ({ digest: (0,cache_keys/* digestKeyFile */.Ch)(await (0,promises_.readFile)(file)) }));
    const names = own.map((file) => external_node_path_.basename(file)).join(', ');
    const warning = `cache-dependency-path matches no file (${dependencyPaths.join(', ')}): the project's own ${names} keys the caches`;
    return { files: await Promise.all(files), warnings: found.length > 0 ? [] : [warning] };
}
async function findFiles(patterns) {
    const glob = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(942), __webpack_require__.e(955), __webpack_require__.e(58), __webpack_require__.e(377)]).then(__webpack_require__.bind(__webpack_require__, 2377));
    const globber = await glob.create(patterns.join('\n'), { matchDirectories: false });
    return (await globber.glob()).sort();
}


/***/ }),

/***/ 285:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Z: () => (/* binding */ checkReleaseModules),
  i: () => (/* binding */ releaseBuildCache)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/cache/plan.js
var plan = __webpack_require__(3871);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/cache/prune-run.js + 1 modules
var prune_run = __webpack_require__(3236);
;// CONCATENATED MODULE: ./lib/cache/verify.js
/**
 * Reads how `go mod verify` ended. It prints one line per module at fault, `path version: what`, after
 * it has read the whole module graph; any other failure comes before. A missing `.ziphash` is no
 * fault: go then unpacks the module anew, and checks its zip against go.sum first.
 * @see Go's src/cmd/go/internal/modcmd/verify.go, and DownloadDir in modfetch/cache.go
 */
function readVerification(exitCode, output) {
    if (exitCode === 0)
        return { kind: 'unmodified' };
    const lines = output.split(/\r?\n/).filter((line) => line.trim() !== '');
    const faults = lines.flatMap((line) => {
        const [, module, what] = /^(\S+ v\S+): (.+)$/.exec(line) ?? [];
        return module === undefined || what === undefined ? [] : [{ module, what }];
    });
    if (faults.length === 0)
        return { kind: 'failed', reason: lines.join(' ').trim() };
    const modified = faults.filter(({ what }) => !what.startsWith('missing ziphash: '));
    if (modified.length === 0)
        return { kind: 'unmodified' };
    // The rest of the line is a path.
    const modules = modified.map(({ module, what }) => `${module} (${what.replace(/ \(.*$/, '')})`);
    return { kind: 'modified', modules };
}

;// CONCATENATED MODULE: ./lib/cache/verify-run.js




/**
 * Makes sure that modules which are already in GOMODCACHE are what go.sum says: go itself checks no
 * more than the `.ziphash` beside an unpacked module, never its files. `absent` when none of the
 * project's modules is there in a form that go would believe; that costs a few file lookups.
 * Throws {@link ActionError} `modules-modified` or `modules-unverified`.
 * @see https://go.dev/ref/mod#go-mod-verify
 */
async function verifyModules(folder, { processes }) {
    const { goBinary, cwd, env, goModCache, sumFiles } = folder;
    const { zips } = await (0,prune_run/* readNamedDownloads */.Bh)(sumFiles);
    const believed = await (0,prune_run/* listBelieved */.Hj)((0,external_node_path_.join)(goModCache, 'cache', 'download'), zips);
    if (believed.size === 0)
        return 'absent';
    const result = await processes.run(goBinary, ['mod', 'verify'], { cwd, env });
    const found = readVerification(result.exitCode, `${result.stdout}\n${result.stderr}`);
    if (found.kind === 'unmodified')
        return found.kind;
    if (found.kind === 'modified') {
        throw new errors/* ActionError */.l({
            code: 'modules-modified',
            message: `This run publishes, and modules in ${goModCache} are not what was downloaded: ${found.modules.join(', ')}`,
            hint: 'Clear GOMODCACHE with "go clean -modcache", and look at what filled it before this step.',
        });
    }
    throw new errors/* ActionError */.l({
        code: 'modules-unverified',
        message: `This run publishes, and "go mod verify" could not check the modules in ${goModCache}: ${(0,errors/* describeError */.U)(found.reason)}`,
        hint: 'Clear GOMODCACHE with "go clean -modcache", or correct what go reports.',
    });
}

;// CONCATENATED MODULE: ./lib/ship/release-caches.js




/**
 * The GOCACHE of a run that publishes: a new empty folder below `temp` (absolute), since nothing can
 * verify what an earlier step, another cache action or a kept disk left in the usual one. Undefined
 * where the usual one may be used. Throws when `temp` cannot be written.
 */
function releaseBuildCache(settings, publishes, temp) {
    if (!(0,plan/* needsVerifiedCaches */.Zm)(settings, publishes))
        return undefined;
    return (0,external_node_fs_.mkdtempSync)(external_node_path_.join(temp, 'ship-go-build-cache-'));
}
/**
 * Checks the modules that are there before anything is restored, where the run publishes.
 * GOMODCACHE itself stays where it is: its path is part of the cache's version. Throws what
 * {@link verifyModules} throws.
 */
async function checkReleaseModules(settings, parts, { host, log }) {
    const { project, go, publishes } = parts;
    // A vendored build reads no module cache.
    if (!(0,plan/* needsVerifiedCaches */.Zm)(settings, publishes) || project.vendored)
        return;
    const { goModCache, env, toolchain } = go;
    const found = await verifyModules({
        goModCache,
        sumFiles: project.sumFiles,
        goBinary: toolchain.goBinary,
        cwd: project.root,
        env,
    }, host);
    if (found === 'absent')
        return;
    log.info(`This run publishes: the modules that were already in ${goModCache} are as downloaded (go mod verify)`);
}


/***/ }),

/***/ 8787:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  pe: () => (/* binding */ assetUrls),
  _p: () => (/* binding */ connectRelease),
  Tq: () => (/* binding */ finishInPost),
  Ar: () => (/* binding */ lookAtRelease)
});

// UNUSED EXPORTS: tellOutcome

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/digest.js
var domain_digest = __webpack_require__(2002);
;// CONCATENATED MODULE: ./lib/release/answer.js

/** A failed answer as an error: its words are for the user, its `answer` for who can do something about it. */
class AnswerError extends errors/* ActionError */.l {
    answer;
    constructor(answer, parts) {
        super(parts);
        this.answer = answer;
    }
}
/** The kind of a failed answer. */
function failureKind(answer) {
    const { status } = answer;
    if (isRateLimit(answer))
        return 'rate-limited';
    if (status === undefined || status === 408 || status >= 500)
        return 'unclear';
    switch (status) {
        case 401:
            return 'unauthorized';
        case 403:
            return 'forbidden';
        case 404:
            return 'absent';
        case 422:
            return 'refused';
        default:
            return 'other';
    }
}
/** The kind of any thrown value; undefined when it is no failed answer. */
function kindOf(error) {
    return error instanceof AnswerError ? failureKind(error.answer) : undefined;
}
/** True when the token is not accepted or may not do what was asked. */
function isTokenTooWeak(error) {
    const kind = kindOf(error);
    return kind === 'unauthorized' || kind === 'forbidden';
}
/** True when a 422 says that the name (of an asset) or tag (of a published release) is taken. */
function isAlreadyThere(error) {
    return (error instanceof AnswerError &&
        error.answer.status === 422 &&
        error.answer.errors.some((each) => each.code === 'already_exists'));
}
/**
 * The primary limit answers 403 or 429 with no requests left, the secondary one with `retry-after`
 * or only with its words.
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
function isRateLimit({ status, headers, message }) {
    if (status === 429)
        return true;
    if (status !== 403)
        return false;
    return (headers['retry-after'] !== undefined ||
        headers['x-ratelimit-remaining'] === '0' ||
        /rate limit|abuse detection/i.test(message));
}
/** What a failed answer's status, headers and body say. A body that is no JSON is quoted, shortened. */
function parseFailure(answer) {
    const { status, headers, body } = answer;
    const json = parseObject(body);
    const message = json?.['message'];
    const listed = json?.['errors'];
    return {
        status,
        headers,
        message: oneLine(typeof message === 'string' ? message : body) || 'no message',
        errors: Array.isArray(listed) ? listed.map((each) => fieldError(each)) : [],
    };
}
function fieldError(entry) {
    if (typeof entry !== 'object' || entry === null) {
        return { field: '', code: 'custom', message: oneLine(String(entry)) };
    }
    const { field, code, message } = { ...entry };
    const asText = (value) => (typeof value === 'string' ? oneLine(value) : '');
    return { field: asText(field), code: asText(code), message: asText(message) };
}
function parseObject(body) {
    try {
        const json = JSON.parse(body);
        return typeof json === 'object' && json !== null ? { ...json } : undefined;
    }
    catch {
        return undefined;
    }
}
function oneLine(text) {
    return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}

;// CONCATENATED MODULE: ./lib/release/observed.js
/** A release from the API's JSON. Throws a plain error naming the field that is not as documented. */
function parseRelease(json) {
    const fields = record(json, 'release');
    return {
        id: integer(fields, 'id'),
        tag: observed_text(fields, 'tag_name'),
        name: optionalText(fields, 'name'),
        body: optionalText(fields, 'body'),
        draft: fields['draft'] === true,
        prerelease: fields['prerelease'] === true,
        immutable: fields['immutable'] === true,
        htmlUrl: optionalText(fields, 'html_url'),
        uploadUrl: observed_text(fields, 'upload_url'),
    };
}
/** An asset from the API's JSON. Throws as {@link parseRelease}. */
function parseAsset(json) {
    const fields = record(json, 'asset');
    return {
        id: integer(fields, 'id'),
        name: observed_text(fields, 'name'),
        state: observed_text(fields, 'state'),
        sizeBytes: integer(fields, 'size'),
        digest: parseDigest(fields['digest']),
        downloadUrl: optionalText(fields, 'browser_download_url'),
    };
}
/** The elements of a JSON list, each parsed. Throws when it is no list. */
function parseList(json, parse) {
    if (!Array.isArray(json))
        throw new Error('GitHub answered something other than a list');
    return json.map((element) => parse(element));
}
/** An object's members. Throws a plain error that calls it `what` when it is no object. */
function record(json, what) {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
        throw new Error(`GitHub answered a ${what} that is not an object`);
    }
    return { ...json };
}
/** A member that must be text. Throws a plain error naming it otherwise. */
function observed_text(fields, name) {
    const value = fields[name];
    if (typeof value !== 'string')
        throw new Error(`GitHub answered a "${name}" that is not text`);
    return value;
}
function optionalText(fields, name) {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
}
function integer(fields, name) {
    const value = fields[name];
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
        throw new Error(`GitHub answered a "${name}" that is not a whole number`);
    }
    return value;
}
/** Another algorithm than SHA-256 proves nothing to us, so it counts as absent. */
function parseDigest(value) {
    if (value === null || value === undefined)
        return value;
    if (typeof value !== 'string' || !isDigest(value))
        return undefined;
    return value;
}
function isDigest(value) {
    return /^sha256:[0-9a-f]{64}$/.test(value);
}

;// CONCATENATED MODULE: ./lib/release/errors.js

/** The two lines of a workflow that allow its token to release, as they are written on one line. */
const PERMISSION_LINES = 'permissions: { contents: write }';
/** A failed answer with words for the user: what failed, why as far as it is known, what to do. */
function explainAnswer(answer, context) {
    return new AnswerError(answer, partsFor(answer, context));
}
function partsFor(answer, context) {
    switch (failureKind(answer)) {
        case 'unauthorized':
            return {
                code: 'release-token-rejected',
                message: `GitHub does not accept the token for ${context.repository} (401: ${answer.message})`,
                hint: `Pass a valid token; the default one needs ${PERMISSION_LINES} in the job.`,
            };
        case 'forbidden':
            return forbidden(answer, context);
        case 'absent':
            return absent(answer, context);
        case 'refused':
            return refused(answer, context);
        case 'rate-limited':
            return {
                code: 'release-rate-limited',
                message: `GitHub's rate limit stops ${answer.request} (${statusText(answer)}), and the time to wait for it is used up`,
                hint: 'Re-run the job later; it goes on where it stopped.',
            };
        case 'unclear':
            return {
                code: 'release-unavailable',
                message: `GitHub gave no usable answer to ${answer.request} (${statusText(answer)})`,
                hint: 'Re-run the job; it goes on where it stopped.',
            };
        case 'other':
            return {
                code: 'release-failed',
                message: `GitHub refused ${answer.request} (${statusText(answer)})`,
                hint: 'Re-run the job with step debugging on to see the exchange.',
            };
    }
}
function forbidden(answer, { repository }) {
    const accepted = answer.headers['x-accepted-github-permissions'];
    const wanted = accepted === undefined || accepted === '' ? 'contents=write' : accepted;
    const workflows = /workflow/i.test(`${accepted ?? ''} ${answer.message}`);
    return {
        code: 'release-permission',
        message: `The token may not release to ${repository}: ${answer.request} needs the permission ${wanted} (${statusText(answer)})`,
        hint: workflows
            ? `${WORKFLOW_CAUSE} Otherwise add ${PERMISSION_LINES} to the job.`
            : `Add ${PERMISSION_LINES} to the job. A token for another repository must be passed in with write access to its contents.`,
    };
}
const WORKFLOW_CAUSE = 'a commit that changes .github/workflows against the default branch needs the "workflows" permission, which the job token ' +
    'cannot have: merge it first, or pass a personal or App token.';
function absent(answer, context) {
    const { repository, discussionCategory } = context;
    if (answer.operation === 'create' || answer.operation === 'update') {
        // An unknown discussion category, missing write access and the workflows rule all answer 404 here.
        const category = discussionCategory === undefined
            ? ''
            : `the discussion category "${discussionCategory}" does not exist there, or `;
        return {
            code: discussionCategory === undefined ? 'release-permission' : 'release-discussion-category',
            message: `GitHub answered 404 to ${answer.request}: ${category}the token may not write to ${repository}`,
            hint: `Check discussion-category, and add ${PERMISSION_LINES} to the job. If both are right: ${WORKFLOW_CAUSE}`,
        };
    }
    return {
        code: 'release-gone',
        message: `GitHub answered 404 to ${answer.request}: it was deleted meanwhile, or the token may not see ${repository}`,
        hint: `Re-run the job. A token for a private or other repository needs access to it; the job needs ${PERMISSION_LINES}.`,
    };
}
function refused(answer, context) {
    const tag = context.tag ?? 'the tag';
    const said = [
        answer.message,
        ...answer.errors.map((each) => `${each.field} ${each.code} ${each.message}`),
    ].join('; ');
    if (/used by an immutable release/i.test(said)) {
        return {
            code: 'release-tag-used',
            message: `${tag} belonged to an immutable release, so GitHub never takes it again, not even after that release was deleted`,
            hint: 'Choose a new version.',
        };
    }
    if (/pre_receive|creations being restricted/i.test(said)) {
        return {
            code: 'release-ruleset',
            message: `A tag ruleset of ${context.repository} refuses ${tag} (${said})`,
            hint: 'Push the tag with an account that the ruleset lets through and re-run, or add the token to its bypass list. The draft is kept.',
        };
    }
    if (/immutable/i.test(said)) {
        return {
            code: 'release-immutable',
            message: `${tag} is published and immutable: GitHub refused ${answer.request} (${said})`,
            hint: 'Use a new version; the assets of an immutable release never change.',
        };
    }
    if (answer.errors.some((each) => each.code === 'already_exists' && each.field === 'tag_name')) {
        return {
            code: 'release-exists',
            message: `Another release of ${tag} is published already`,
            hint: 'Re-run the job: it compares with what is there. Delete the spare draft, if one is left.',
        };
    }
    if (answer.errors.some((each) => each.field === 'target_commitish')) {
        return {
            code: 'release-target',
            message: `GitHub does not accept the commit of ${tag} as a release's target (${said})`,
            hint: 'Make sure that the tag and its commit are pushed to the repository.',
        };
    }
    return {
        code: 'release-refused',
        message: `GitHub refused the values of ${answer.request} (422: ${said})`,
        hint: 'Check release-name, notes, tag and asset names against the message.',
    };
}
function statusText({ status, message }) {
    return status === undefined ? message : `${status}: ${message}`;
}

;// CONCATENATED MODULE: ./lib/release/retry.js

/** Tries in all for a call that may be repeated. */
const MAX_TRIES = 5;
/** How long one run waits for rate limits in all, before it gives up. */
const RATE_LIMIT_BUDGET_MS = 10 * 60_000;
/**
 * How many milliseconds to wait before the same call is made again; undefined for never. A rate
 * limit means that nothing was done, so any call may wait for it, within the budget. An unclear
 * failure is repeated only where that is harmless. Nothing else is ever repeated.
 */
function retryDelayMs(facts) {
    const { answer, tries, repeatable, waitedMs } = facts;
    switch (failureKind(answer)) {
        case 'rate-limited': {
            const delay = rateLimitDelayMs(facts);
            return waitedMs + delay <= RATE_LIMIT_BUDGET_MS ? delay : undefined;
        }
        case 'unclear':
            return repeatable && tries < MAX_TRIES ? backoffMs(tries, facts.random) : undefined;
        default:
            return undefined;
    }
}
/** 1, 2, 4, 8 s with up to a quarter more, so that parallel jobs do not come back together. `tries` counts from 1. */
function backoffMs(tries, random) {
    return Math.round(1000 * 2 ** Math.min(tries - 1, 3) * (1 + random / 4));
}
/** In GitHub's order: `retry-after`, then the reset time of a used-up limit, then at least a minute. */
function rateLimitDelayMs({ answer, tries, nowMs, random }) {
    const { headers } = answer;
    const jitter = Math.round(random * 1000);
    const retryAfter = headers['retry-after'];
    if (retryAfter !== undefined) {
        const seconds = Number(retryAfter);
        const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(retryAfter) - nowMs;
        if (waitMs >= 0)
            return waitMs + jitter;
    }
    const resetSeconds = Number(headers['x-ratelimit-reset']);
    if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(resetSeconds)) {
        // The reset is given in whole seconds; one more makes sure that it has passed.
        return Math.max(0, resetSeconds * 1000 - nowMs) + 1000 + jitter;
    }
    return 60_000 * 2 ** Math.min(tries - 1, 3) + jitter;
}

;// CONCATENATED MODULE: ./lib/release/caller-client.js




const ID_QUERY = 'query($owner: String!, $name: String!, $tag: String!) { repository(owner: $owner, name: $name) { release(tagName: $tag) { databaseId } } }';
/** A caller over `transport`. */
function createCaller(options, transport) {
    const apiUrl = options.apiUrl.replace(/\/+$/, '');
    const retrying = createRetrying(options);
    return {
        api: (call, parse) => retrying(call, async () => {
            const { route, body } = call;
            const answer = await transport.json(route, body).catch(throwUnanswered);
            const { status, headers, data } = answer;
            if (status >= 400) {
                const text = typeof data === 'string' ? data : JSON.stringify(data ?? {});
                throw new CallFailure(parseFailure({ status, headers, body: text }));
            }
            return { value: readAnswer(() => parse(data)), headers };
        }),
        upload: (call, parse) => retrying({ operation: 'upload', route: `POST ${call.url}`, about: call.about }, async () => {
            const { url, contentType, source } = call;
            const answer = await transport.post(url, contentType, source).catch(throwUnanswered);
            if (answer.status !== 201)
                throw new CallFailure(parseFailure(answer));
            return readAnswer(() => parse(JSON.parse(answer.body)));
        }),
        async releaseIdByTag(tag) {
            const [owner = '', name = ''] = options.repository.split('/');
            try {
                return parseGraphqlId(await transport.graphql(ID_QUERY, { owner, name, tag }));
            }
            catch (error) {
                options.log.debug(`GraphQL does not answer: ${(0,errors/* describeError */.U)(error)}`);
                return undefined;
            }
        },
        text: (path) => retrying({ operation: 'download', route: `GET ${path}` }, async () => {
            const answer = await transport.text(`${apiUrl}${path}`).catch(throwUnanswered);
            if (answer.status === 200)
                return answer.body;
            throw new CallFailure(parseFailure(answer));
        }),
        hash: (path) => retrying({ operation: 'download', route: `GET ${path}` }, async () => {
            const outcome = await transport.hash(`${apiUrl}${path}`).catch(throwUnanswered);
            if (outcome.kind === 'hashed')
                return outcome.sha256;
            throw new CallFailure(parseFailure(outcome.answer));
        }),
    };
}
/** One failed try, on its way to the decision about the next. */
class CallFailure extends Error {
    facts;
    constructor(facts) {
        super(facts.message);
        this.facts = facts;
    }
}
function throwUnanswered(error) {
    throw new CallFailure(unanswered(error));
}
function unanswered(error) {
    return { status: undefined, message: (0,errors/* describeError */.U)(error), errors: [], headers: {} };
}
/** A success that cannot be read was cut off on its way: what it was about may have happened or not. */
function readAnswer(parse) {
    try {
        return parse();
    }
    catch (error) {
        throw new CallFailure(unanswered(error));
    }
}
function parseGraphqlId(data) {
    const repository = member(data, 'repository');
    const id = member(member(repository, 'release'), 'databaseId');
    return typeof id === 'number' ? id : undefined;
}
function member(value, name) {
    if (typeof value !== 'object' || value === null)
        return undefined;
    const fields = { ...value };
    return fields[name];
}
/** Repeats what may be repeated; the waits for rate limits of one client share one budget. */
function createRetrying({ repository, clock, log }) {
    let waitedMs = 0;
    return async (call, attempt) => {
        const repeatable = call.repeatable ?? call.route.startsWith('GET ');
        const request = call.route.replace(/\?.*$/, '');
        for (let tries = 1;; tries += 1) {
            try {
                return await attempt();
            }
            catch (error) {
                if (!(error instanceof CallFailure))
                    throw error;
                const answer = { operation: call.operation, request, ...error.facts };
                const now = { nowMs: clock.now(), waitedMs, random: clock.random() };
                const delayMs = retryDelayMs({ answer, tries, repeatable, ...now });
                if (delayMs === undefined)
                    throw explainAnswer(answer, { repository, ...call.about });
                const isLimit = answer.status === 403 || answer.status === 429;
                if (isLimit)
                    waitedMs += delayMs;
                const left = Math.max(0, RATE_LIMIT_BUDGET_MS - waitedMs) / 1000;
                const budget = isLimit
                    ? `; after that, this job waits ${left.toFixed(0)} s more for rate limits at most`
                    : '';
                log.info(`${request}: try ${tries} failed (${answer.status ?? 'no answer'}: ${answer.message}); next in ${(delayMs / 1000).toFixed(1)} s${budget}`);
                await clock.sleep(delayMs);
            }
        }
    };
}

;// CONCATENATED MODULE: ./lib/release/octokit-client.js
const CALL_TIMEOUT_MS = 60_000;
const USER_AGENT = 'ship-go';
const API_VERSION = { 'x-github-api-version': '2022-11-28' };
/** Octokit for JSON, plain streams for asset bytes. The libraries are loaded here: they cost start-up time. */
async function openTransport({ token, apiUrl, log }) {
    const [{ getOctokit }, { createAssetTransfers }] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(758)]).then(__webpack_require__.bind(__webpack_require__, 1758)),
        Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(942), __webpack_require__.e(717)]).then(__webpack_require__.bind(__webpack_require__, 8717)),
    ]);
    const debug = (message) => {
        log.debug(message);
    };
    const octokit = getOctokit(token, {
        baseUrl: apiUrl,
        userAgent: USER_AGENT,
        log: { debug, info: debug, warn: debug, error: debug },
    });
    const withDeadline = () => ({ signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
    return {
        ...createAssetTransfers(token, USER_AGENT),
        json: async (route, body) => {
            const options = { ...body, headers: API_VERSION, request: withDeadline() };
            try {
                const answer = await octokit.request(route, options);
                return { ...answer, headers: textHeaders(answer.headers) };
            }
            catch (error) {
                return answerIn(error);
            }
        },
        graphql: (query, variables) => octokit.graphql(query, { ...variables, request: withDeadline() }),
    };
}
/** Octokit throws refusals: one has a response only when the server answered; without one its status is made up. */
function answerIn(error) {
    if (!(error instanceof Error) || !('response' in error))
        throw error;
    const { response } = error;
    if (typeof response !== 'object' || response === null)
        throw error;
    const { status, headers, data } = { ...response };
    if (typeof status !== 'number')
        throw error;
    return { status, headers: textHeaders(headers), data };
}
function textHeaders(headers) {
    if (typeof headers !== 'object' || headers === null)
        return {};
    const pairs = Object.entries(headers).flatMap(([name, value]) => typeof value === 'string' || typeof value === 'number'
        ? [[name.toLowerCase(), String(value)]]
        : []);
    return Object.fromEntries(pairs);
}

;// CONCATENATED MODULE: ./lib/release/github-client.js





const PAGE_SIZE = 100;
// Drafts and new releases come first; GitHub lists no more than some thousand at all.
const RELEASE_PAGES = 3;
const ASSET_PAGES = 11;
/** A client for one repository. The octokit library is loaded here, not when this file is: it costs start-up time. */
async function createReleaseClient(options) {
    const apiUrl = options.apiUrl.replace(/\/+$/, '');
    return clientOver(await openTransport({ ...options, apiUrl }), options);
}
/** A client whose requests go through `transport`. */
function clientOver(transport, options) {
    const caller = createCaller(options, transport);
    const repo = `/repos/${options.repository.split('/').map(encodeURIComponent).join('/')}`;
    return {
        repository: options.repository,
        ...reads(caller, repo),
        ...releaseWrites(caller, repo),
        ...assetCalls(caller, repo),
    };
}
function reads(caller, repo) {
    const read = async (path, parse) => {
        const call = { operation: 'read', route: `GET ${repo}${path}` };
        return (await orAbsent(caller.api(call, parse)))?.value;
    };
    const pages = async (path, limit, parse) => {
        const all = [];
        for (let page = 1; page <= limit; page += 1) {
            const route = `GET ${repo}${path}?per_page=${PAGE_SIZE}&page=${page}`;
            const answer = await caller.api({ operation: 'read', route }, (json) => parseList(json, parse));
            all.push(...answer.value);
            if (!hasNextPage(answer.headers['link'], answer.value.length))
                break;
        }
        return all;
    };
    return {
        repositoryVisible: async () => (await read('', () => true)) ?? false,
        tag: async (name) => {
            const object = await read(`/git/ref/tags/${escapePath(name)}`, parseRefObject);
            if (object === undefined)
                return undefined;
            if (object.type !== 'tag')
                return { commit: object.type === 'commit' ? object.sha : undefined };
            const annotated = await read(`/git/tags/${object.sha}`, parseAnnotatedTag);
            return annotated ?? { commit: undefined };
        },
        publishedRelease: (tag) => read(`/releases/tags/${encodeURIComponent(tag)}`, parseRelease),
        latestRelease: () => read('/releases/latest', parseRelease),
        release: (id) => read(`/releases/${id}`, parseRelease),
        releaseByGraphql: async (tag) => {
            const id = await caller.releaseIdByTag(tag);
            return id === undefined ? undefined : read(`/releases/${id}`, parseRelease);
        },
        listReleases: async () => (await orAbsent(pages('/releases', RELEASE_PAGES, parseRelease))) ?? [],
        listAssets: (id) => orAbsent(pages(`/releases/${id}/assets`, ASSET_PAGES, parseAsset)),
        asset: (id) => read(`/releases/assets/${id}`, parseAsset),
    };
}
function releaseWrites(caller, repo) {
    return {
        async generateNotes(tag, previousTag) {
            const previous = previousTag === undefined ? {} : { previous_tag_name: previousTag };
            const call = {
                operation: 'generate-notes',
                route: `POST ${repo}/releases/generate-notes`,
                body: { tag_name: tag, ...previous },
                repeatable: true,
            };
            return (await caller.api(call, (json) => observed_text(record(json, 'note'), 'body'))).value;
        },
        async createDraft({ tag, name, body, prerelease }) {
            const call = {
                operation: 'create',
                route: `POST ${repo}/releases`,
                // No target_commitish: the tag exists, and naming a target can need the "workflows" permission.
                body: { tag_name: tag, name, body, prerelease, draft: true },
                about: { tag },
            };
            return (await caller.api(call, parseRelease)).value;
        },
        async updateRelease(id, fields) {
            const { tag, discussionCategory } = fields;
            const call = {
                operation: 'update',
                route: `PATCH ${repo}/releases/${id}`,
                body: updateBody(fields),
                about: { tag, ...(discussionCategory === undefined ? {} : { discussionCategory }) },
            };
            return (await caller.api(call, parseRelease)).value;
        },
        async deleteRelease(id) {
            const route = `DELETE ${repo}/releases/${id}`;
            await orAbsent(caller.api({ operation: 'delete', route, repeatable: true }, () => undefined));
        },
    };
}
function assetCalls(caller, repo) {
    return {
        async uploadAsset(release, name, source) {
            const url = new URL(release.uploadUrl.replace(/\{[^}]*\}$/, ''));
            url.searchParams.set('name', name);
            const about = { tag: release.tag };
            return caller.upload({ url: url.href, contentType: contentType(name), source, about }, parseAsset);
        },
        async renameAsset(id, name) {
            const route = `PATCH ${repo}/releases/assets/${id}`;
            const call = { operation: 'rename-asset', route, body: { name }, repeatable: true };
            return (await orAbsent(caller.api(call, parseAsset)))?.value;
        },
        async deleteAsset(id) {
            const route = `DELETE ${repo}/releases/assets/${id}`;
            await orAbsent(caller.api({ operation: 'delete-asset', route, repeatable: true }, () => undefined));
        },
        assetText: (id) => orAbsent(caller.text(`${repo}/releases/assets/${id}`)),
        async hashAsset(id) {
            const hex = await orAbsent(caller.hash(`${repo}/releases/assets/${id}`));
            return hex === undefined ? undefined : (0,domain_digest/* sha256Digest */.$)(hex);
        },
    };
}
/** 404 as undefined; every other failure stays one. */
async function orAbsent(call) {
    try {
        return await call;
    }
    catch (error) {
        if (error instanceof AnswerError && error.answer.status === 404)
            return undefined;
        throw error;
    }
}
function updateBody(fields) {
    const body = {
        tag_name: fields.tag,
        name: fields.name,
        body: fields.body,
        draft: fields.draft,
        prerelease: fields.prerelease,
        make_latest: fields.makeLatest,
        discussion_category_name: fields.discussionCategory,
    };
    return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
function parseRefObject(json) {
    const object = record(record(json, 'ref')['object'], 'ref object');
    return { type: observed_text(object, 'type'), sha: observed_text(object, 'sha') };
}
function parseAnnotatedTag(json) {
    const target = parseRefObject(json);
    const { message } = record(json, 'tag');
    const words = typeof message === 'string' ? message : '';
    const unsigned = words.replace(/^-----BEGIN [A-Z ]*SIGNATURE-----[^]*$/m, '').trim();
    return {
        commit: target.type === 'commit' ? target.sha : undefined,
        ...(unsigned === '' ? {} : { message: unsigned }),
    };
}
/** By the `Link` header; a server that sends none has more only after a full page. */
function hasNextPage(link, found) {
    return link === undefined ? found === PAGE_SIZE : link.includes('rel="next"');
}
/** Escapes all but the slashes, which the API takes literally inside a ref. */
function escapePath(ref) {
    return ref.split('/').map(encodeURIComponent).join('/');
}
function contentType(name) {
    if (/\.(?:tar\.gz|tgz)$/.test(name))
        return 'application/gzip';
    if (name.endsWith('.zip'))
        return 'application/zip';
    if (name.endsWith('.tar.zst'))
        return 'application/zstd';
    if (name.endsWith('.json'))
        return 'application/json';
    return name === 'SHA256SUMS' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

;// CONCATENATED MODULE: ./lib/release/body.js
/** GitHub takes 125 000 characters; longer bodies are refused with 422. */
const MAX_BODY_CHARACTERS = 125_000;
/**
 * The marker of a plan's release: comments that GitHub renders as nothing. The first carries what is
 * compared, the second what a message about a difference can name.
 */
function renderMarker(plan) {
    const compared = `<!-- ship-go plan=${plan.planId} sha=${plan.desired.commit} -->`;
    return plan.goVersion === '' ? compared : `${compared}\n<!-- ship-go go=${plan.goVersion} -->`;
}
/** The marker in a release's body, the last one where there are several; undefined when there is none. */
function parseMarker(body) {
    return parseMarkers(body).at(-1);
}
/** Every marker in a body: `overwrite` leaves that of a plan whose assets are there still. One line names the Go of all. */
function parseMarkers(body) {
    const goVersion = [...body.matchAll(/<!-- ship-go go=(\S{1,40}) -->/g)].at(-1)?.[1];
    const found = body.matchAll(/<!-- ship-go plan=([0-9a-f]{64}) sha=([0-9a-f]{40,64}) -->/g);
    return [...found].flatMap(([, planId, commit]) => {
        if (planId === undefined || commit === undefined)
            return [];
        return [{ planId, commit, ...(goVersion === undefined ? {} : { goVersion }) }];
    });
}
/** True when the release with this body is filled under `plan`, or under one that `plan` accepts. */
function bodyMatchesPlan(body, plan) {
    return parseMarkers(body).some((marker) => {
        if (marker.commit !== plan.desired.commit)
            return false;
        if (marker.planId === plan.planId || plan.accepts === 'commit')
            return true;
        return plan.accepts === 'build' && marker.goVersion === plan.goVersion;
    });
}
/** A body without the markers: what people read. */
function readableBody(body) {
    return body.replace(/<!-- ship-go (?:plan|go)=[^>]* -->\n?/g, '').trimEnd();
}
/**
 * `body` with `plan`'s marker. Those of the same commit and Go stay: the same build gives the same
 * bytes, so what they promised is there still. Others go.
 */
function remarkBody(plan, body) {
    const kept = parseMarkers(body)
        .filter(({ commit, goVersion }) => {
        return commit === plan.desired.commit && goVersion === plan.goVersion;
    })
        .map(({ planId, commit }) => `<!-- ship-go plan=${planId} sha=${commit} -->`);
    return fitBody(readableBody(body), [...kept, renderMarker(plan)].join('\n'), commitsLink(plan));
}
/**
 * The body of a new release: the given notes, then the generated ones, then the marker, within
 * GitHub's limit.
 */
function renderBody(plan, generatedNotes) {
    const texts = [plan.desired.notes, generatedNotes ?? ''].map((text) => text.trim());
    const whole = texts.filter((text) => text !== '').join('\n\n');
    return fitBody(whole, renderMarker(plan), commitsLink(plan));
}
/** The body of an adopted draft: its own text untouched as far as it fits, with the marker at the end. */
function adoptBody(plan, body) {
    return fitBody(body.trimEnd(), renderMarker(plan), commitsLink(plan));
}
/** The body of a draft with `notes` before its own text, and its own markers at the end. */
function withNotes(plan, body, notes) {
    const texts = [...notes, readableBody(body)].map((text) => text.trim());
    const markers = [...body.matchAll(/<!-- ship-go (?:plan|go)=[^>]* -->/g)].map(([text]) => text);
    const marker = markers.length === 0 ? renderMarker(plan) : markers.join('\n');
    return fitBody(texts.filter((text) => text !== '').join('\n\n'), marker, commitsLink(plan));
}
function commitsLink({ desired }) {
    const { serverUrl, repository, tag } = desired;
    return `${serverUrl}/${repository}/commits/${encodeURIComponent(tag)}`;
}
/** `notes` and `marker` in at most {@link MAX_BODY_CHARACTERS} UTF-16 units; long notes end after a whole line, with a link. */
function fitBody(notes, marker, link) {
    if (notes === '')
        return marker;
    const whole = `${notes}\n\n${marker}`;
    if (whole.length <= MAX_BODY_CHARACTERS)
        return whole;
    const tail = `\n\n[Cut here: too long for a release page. All commits](${link})\n\n${marker}`;
    const room = MAX_BODY_CHARACTERS - tail.length;
    const lineEnd = notes.lastIndexOf('\n', room);
    return notes.slice(0, lineEnd > 0 ? lineEnd : room).trimEnd() + tail;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/release/plan.js + 2 modules
var release_plan = __webpack_require__(5961);
;// CONCATENATED MODULE: ./lib/release/checksums.js



/**
 * The text of `SHA256SUMS`: one line per asset as `sha256sum` prints it, sorted bytewise by name, so
 * that every job of a plan writes the same bytes.
 */
function renderChecksums(assets) {
    return [...assets]
        .sort((a, b) => (0,release_plan/* compareBytes */.Xo)(a.name, b.name))
        .map(({ name, digest }) => `${(0,domain_digest/* digestHex */.s)(digest)}  ${name}\n`)
        .join('');
}
/**
 * The assets that a `SHA256SUMS` lists, whoever wrote it, in its order. Lines in another form than
 * `<64 hex digits> <blank or *><name>` are passed over.
 * @see https://www.gnu.org/software/coreutils/manual/html_node/cksum-output-modes.html
 */
function parseChecksums(text) {
    return text.split(/\r?\n/).flatMap((line) => {
        const [, hex, name] = /^([0-9a-f]{64}) [ *](.+)$/i.exec(line) ?? [];
        return hex === undefined || name === undefined
            ? []
            : [{ name, digest: (0,domain_digest/* sha256Digest */.$)(hex.toLowerCase()) }];
    });
}
/**
 * Of the lines of an earlier `SHA256SUMS` those that a new one must keep, so that every file it
 * vouched for can still be verified: of assets outside the plan that are on the release, whole and
 * with that very digest. `known` as in {@link plannedDigests}.
 */
function keptLines(listed, assets, plan, known = new Map()) {
    const ours = new Set([...plan.assets.map(({ name }) => name), release_plan/* CHECKSUMS_NAME */.NX]);
    return assets.flatMap((asset) => {
        const digest = asset.digest ?? known.get(asset.id);
        if (asset.state !== 'uploaded' || digest === undefined || ours.has(asset.name))
            return [];
        const isListed = listed.some((line) => line.name === asset.name && line.digest === digest);
        return isListed ? [{ name: asset.name, digest }] : [];
    });
}
/** The digest of {@link renderChecksums}'s bytes. */
function checksumsDigest(assets) {
    return (0,domain_digest/* sha256Digest */.$)((0,external_node_crypto_.createHash)('sha256').update(renderChecksums(assets)).digest('hex'));
}
/**
 * What a release holds of the plan: assets that are whole and whose digest is known, and the names
 * of the rest. `known` adds digests by asset id where the server gives none.
 */
function plannedDigests(assets, plan, known = new Map()) {
    const byName = new Map(assets.map((asset) => [asset.name, asset]));
    const present = [];
    const missing = [];
    for (const { name } of plan.assets) {
        const asset = byName.get(name);
        const digest = asset?.digest ?? (asset === undefined ? undefined : known.get(asset.id));
        if (asset?.state === 'uploaded' && digest !== undefined)
            present.push({ name, digest });
        else
            missing.push(name);
    }
    return { present, missing };
}
/**
 * Digests by asset id of what the server gives no digest for, as the release's own `SHA256SUMS` lists
 * them. Good enough only where nobody can have changed an asset since: on an immutable release.
 */
function recordedDigests(assets, listed) {
    const byName = new Map(listed.map(({ name, digest }) => [name, digest]));
    if (listed.length > 0)
        byName.set(release_plan/* CHECKSUMS_NAME */.NX, checksumsDigest(listed));
    const unknown = assets.filter(({ digest }) => (digest ?? undefined) === undefined);
    return new Map(unknown.flatMap(({ id, name }) => {
        const digest = byName.get(name);
        return digest === undefined ? [] : [[id, digest]];
    }));
}

;// CONCATENATED MODULE: ./lib/release/election.js




/**
 * The draft that every job of the plan fills, and the others that exist beside it. Drafts are not
 * unique per tag: two jobs can both have created one. The lowest id wins everywhere. A draft whose
 * tag was lost (`untagged-…`) still counts when its marker is ours.
 */
function electDraft(releases, plan) {
    const drafts = releases
        .filter((release) => release.draft && belongsToTag(release, plan))
        .sort((a, b) => a.id - b.id)
        .filter((release, at, sorted) => sorted[at - 1]?.id !== release.id);
    const [elected, ...others] = drafts;
    return elected === undefined ? { others } : { elected, others };
}
function belongsToTag(release, plan) {
    if (release.tag === plan.desired.tag)
        return true;
    return release.tag.startsWith('untagged-') && bodyMatchesPlan(release.body, plan);
}
/**
 * Refuses a release that another plan filled: {@link ActionError} `release-plan-differs`. A release
 * without our marker is someone's own and passes.
 */
function checkMarker(release, plan) {
    const marker = parseMarker(release.body);
    if (marker === undefined || bodyMatchesPlan(release.body, plan))
        return;
    const { tag, commit } = plan.desired;
    const kind = release.draft ? 'draft' : 'release';
    throw new errors/* ActionError */.l({
        code: 'release-plan-differs',
        message: `The ${kind} of ${tag} was filled by another plan: ${planDifference(marker, plan)}`,
        hint: release.draft
            ? `Delete the draft ${release.htmlUrl} to start over from commit ${commit.slice(0, 12)}, or re-run what began it.`
            : 'Use a new version; to replace its assets on purpose set overwrite: true.',
    });
}
function planDifference(marker, plan) {
    const { commit } = plan.desired;
    if (marker.commit !== commit) {
        return `its commit is ${marker.commit.slice(0, 12)}, this run builds ${commit.slice(0, 12)}`;
    }
    if (marker.goVersion !== undefined && marker.goVersion !== plan.goVersion) {
        return `it was built with ${marker.goVersion}, this run uses ${plan.goVersion}`;
    }
    return 'its targets or asset names are others than this run plans';
}
/**
 * Judges the published release of the plan's tag, before a build. Throws {@link ActionError}
 * `release-immutable` when it can take no assets any more, `release-plan-differs` when another plan
 * filled it and replacing was not asked for.
 */
function judgePublished(release, assets, plan, known = {}) {
    const { overwrite } = plan.desired;
    const whole = bodyMatchesPlan(release.body, plan) && holdsWholePlan(assets, plan, known);
    // With overwrite the user wants this build's bytes, which only a build can tell from the present
    // ones: asset names say neither commit nor version of Go, so whole assets under the planned names
    // that SHA256SUMS lists may be another plan's. When the build is done, equal bytes are recognised
    // and nothing is written. A published body is never touched, so it keeps the first plan's marker.
    if (whole && (release.immutable || !overwrite))
        return { kind: 'already-released' };
    if (release.immutable)
        throw immutableRelease(plan);
    if (!overwrite)
        checkMarker(release, plan);
    return { kind: 'fill' };
}
/**
 * True when every planned asset is uploaded and `SHA256SUMS` is exactly the text that follows from
 * them and from what else it rightly lists.
 */
function holdsWholePlan(assets, plan, { listed = [], digests } = {}) {
    const { present, missing } = plannedDigests(assets, plan, digests);
    if (missing.length > 0)
        return false;
    const kept = keptLines(listed, assets, plan, digests);
    const sums = assets.find((asset) => asset.name === release_plan/* CHECKSUMS_NAME */.NX);
    const sumsDigest = sums?.digest ?? digests?.get(sums?.id ?? 0);
    return sums?.state === 'uploaded' && sumsDigest === checksumsDigest([...present, ...kept]);
}
/** The error for a published release that GitHub has closed for good. */
function immutableRelease(plan) {
    const { tag } = plan.desired;
    return new errors/* ActionError */.l({
        code: 'release-immutable',
        message: `${tag} is already published and immutable, so GitHub refuses new assets`,
        hint: "Push the tag and let ship-go create the release (on: { push: { tags: ['v*'] } }), or create it as a draft and start " +
            'this workflow by workflow_dispatch. Published assets cannot be added later; use a new version.',
    });
}

;// CONCATENATED MODULE: ./lib/release/ignored.js

/**
 * The inputs that were set, have no effect on a release that is published already, and ask for
 * something else than it shows. What a run of this plan gave the release is not among them.
 */
function ignoredInputs(plan, release) {
    const { tag, name, notes, draft, prerelease, makeLatest, discussionCategory } = plan.desired;
    const isOurs = bodyMatchesPlan(release.body, plan);
    const ignored = [
        ['release-name', name !== tag && name !== release.name],
        ['notes', notes.trim() !== '' && !showsNotes(release.body, notes)],
        ['draft', draft],
        ['prerelease', prerelease !== 'auto' && prerelease !== release.prerelease],
        // What a release was published with cannot be read from it.
        ['make-latest', makeLatest !== 'auto' && !isOurs],
        ['discussion-category', discussionCategory !== undefined && !isOurs],
    ];
    return ignored.flatMap(([input, isIgnored]) => (isIgnored ? [input] : []));
}
/** Whether a body shows these notes. The beginning is enough: the end may have been cut off to fit, see `renderBody`. */
function showsNotes(body, notes) {
    const plain = (text) => text.replaceAll('\r\n', '\n');
    return plain(body).includes(plain(notes).trim().slice(0, 1000));
}

;// CONCATENATED MODULE: ./lib/release/listed-run.js


/** No release has so many assets that a list of them is longer; a download is cut there anyway. */
const MAX_CHECKSUMS_BYTES = 1024 * 1024;
/** What a `SHA256SUMS` asset lists; nothing when it is broken, gone or no list. Throws `AnswerError`. */
async function readChecksums(client, sums) {
    if (sums?.state !== 'uploaded' || sums.sizeBytes > MAX_CHECKSUMS_BYTES)
        return [];
    return parseChecksums((await client.assetText(sums.id)) ?? '');
}
/**
 * Remembers what the release's `SHA256SUMS` lists now. A job that replaces it deletes it first, so
 * what it said must not only be on the server at that moment. Each file is read once.
 */
async function rememberListed(filling) {
    const sums = filling.assets.get(release_plan/* CHECKSUMS_NAME */.NX);
    if (sums === undefined || filling.readSums.has(sums.id))
        return;
    for (const line of await readChecksums(filling.deps.client, sums)) {
        const lines = filling.listed.filter(({ name }) => name !== line.name);
        filling.listed = [...lines, line];
    }
    filling.readSums.add(sums.id);
}

;// CONCATENATED MODULE: ./lib/release/outcome.js


/** Tells an outcome from what was observed last. */
function describeOutcome(facts) {
    const { plan, release, assets, digests, complete } = facts;
    const { present, missing } = plannedDigests(assets, plan, digests);
    return {
        tag: plan.desired.tag,
        releaseId: release?.id,
        releaseUrl: release?.htmlUrl ?? '',
        uploadUrl: release?.uploadUrl ?? '',
        draft: release?.draft ?? true,
        prerelease: release?.prerelease ?? false,
        complete,
        published: facts.published ?? false,
        alreadyReleased: facts.alreadyReleased ?? false,
        missing,
        checksums: complete ? renderChecksums([...present, ...(facts.kept ?? [])]) : undefined,
        assets: [...present.map(({ name }) => name), release_plan/* CHECKSUMS_NAME */.NX].flatMap((name) => releasedAsset(name, facts)),
    };
}
function releasedAsset(name, { assets, digests, changes }) {
    const asset = assets.find((each) => each.name === name);
    const digest = asset?.digest ?? (asset === undefined ? undefined : digests?.get(asset.id));
    if (asset?.state !== 'uploaded' || digest === undefined)
        return [];
    const { sizeBytes, downloadUrl } = asset;
    const change = changes?.get(name) ?? 'others';
    return [{ name, sizeBytes, digest, url: downloadUrl, change }];
}

// EXTERNAL MODULE: ./lib/release/versions.js
var versions = __webpack_require__(9824);
;// CONCATENATED MODULE: ./lib/release/preflight-run.js










/**
 * Finds out, within seconds and without writing, whether releasing can work. Throws `ActionError`:
 * `release-tag-missing`, `release-repository-missing`, `release-immutable`, `release-plan-differs`,
 * `release-permission`, `release-token-rejected`, or what else GitHub answers.
 */
async function preflightRelease(plan, client, log) {
    const { tag } = plan.desired;
    const [observedTag, published, releases] = await Promise.all([
        client.tag(tag),
        client.publishedRelease(tag),
        client.listReleases(),
    ]);
    await checkTag(plan, observedTag, client, log);
    if (published !== undefined) {
        noticeIgnored(plan, published, log);
        const outcome = await alreadyReleased(plan, published, client);
        if (outcome !== undefined)
            return { kind: 'already-released', outcome };
    }
    const { elected } = electDraft(releases, plan);
    if (published === undefined && elected !== undefined)
        checkMarker(elected, plan);
    await checkPermission(plan, releases, client, log);
    if (published !== undefined) {
        log.warning(`${tag} is published already: users see each asset as soon as it is uploaded`);
        return { kind: 'ready', into: 'published' };
    }
    return { kind: 'ready', into: elected === undefined ? 'new-draft' : 'draft' };
}
async function checkTag(plan, observed, client, log) {
    const { tag, commit, repository, sameRepository } = plan.desired;
    if (observed === undefined) {
        throw (await client.repositoryVisible()) ? tagMissing(plan) : repositoryMissing(repository);
    }
    if (sameRepository && observed.commit !== undefined && observed.commit !== commit) {
        log.warning(`${tag} names the commit ${observed.commit.slice(0, 12)} in ${repository}, but this run builds ${commit.slice(0, 12)}`);
    }
}
function tagMissing(plan) {
    const { tag, repository } = plan.desired;
    return new errors/* ActionError */.l({
        code: 'release-tag-missing',
        message: `The tag "${tag}" does not exist in ${repository}`,
        hint: `Push it first (git push origin ${tag}), or correct the input tag.`,
    });
}
function repositoryMissing(repository) {
    return new errors/* ActionError */.l({
        code: 'release-repository-missing',
        message: `There is no repository ${repository}, or the token may not see it`,
        hint: 'Check the input repository (owner/name); another repository needs a token with access to it.',
    });
}
async function alreadyReleased(plan, release, client) {
    const assets = (await client.listAssets(release.id)) ?? [];
    const listed = await listedBeyond(plan, release, assets, client);
    const digests = release.immutable ? recordedDigests(assets, listed) : new Map();
    const verdict = judgePublished(release, assets, plan, { listed, digests });
    if (verdict.kind === 'fill')
        return undefined;
    const names = [...plan.assets.map(({ name }) => name), release_plan/* CHECKSUMS_NAME */.NX];
    const changes = new Map(names.map((name) => [name, 'same']));
    const kept = keptLines(listed, assets, plan, digests);
    const facts = { plan, release, assets, changes, kept, digests };
    return describeOutcome({ ...facts, complete: true, alreadyReleased: true });
}
/** What `SHA256SUMS` lists, where the plan alone does not explain its bytes. */
async function listedBeyond(plan, release, assets, client) {
    if (!bodyMatchesPlan(release.body, plan) || holdsWholePlan(assets, plan))
        return [];
    const sums = assets.find(({ name }) => name === release_plan/* CHECKSUMS_NAME */.NX);
    return readChecksums(client, sums);
}
function noticeIgnored(plan, published, log) {
    const ignored = ignoredInputs(plan, published);
    if (ignored.length === 0)
        return;
    log.notice(`${plan.desired.tag} is published already and only its assets are touched, so these inputs have no effect: ${ignored.join(', ')}`);
}
/** Asking for notes needs write permission and writes nothing: the one way to try a token without a trace. */
async function checkPermission(plan, releases, client, log) {
    const { tag, tagPrefix } = plan.desired;
    try {
        await client.generateNotes(tag, (0,versions/* previousTag */.W8)(tag, tagPrefix, releases));
    }
    catch (error) {
        if (!(error instanceof AnswerError) || isTokenTooWeak(error))
            throw error;
        log.debug(`The token's permission stays unproven: ${error.message}`);
    }
}

;// CONCATENATED MODULE: ./lib/release/asset-decision.js




/**
 * Decides about one asset: equal bytes stay, broken uploads and (in a draft) other bytes are
 * replaced. Throws {@link ActionError} `asset-differs` when a published release holds other bytes
 * and replacing was not asked for, `release-immutable` when the release takes nothing any more.
 */
function decideAsset(facts, plan) {
    const { artifact, release, existing, existingDigest } = facts;
    const closed = !release.draft && release.immutable;
    if (existing?.state !== 'uploaded') {
        if (closed)
            throw immutableRelease(plan);
        return existing === undefined
            ? { kind: 'upload' }
            : { kind: 'replace', because: 'broken-upload' };
    }
    if (existing.sizeBytes === artifact.sizeBytes) {
        if (existingDigest === undefined)
            return { kind: 'compare' };
        if (existingDigest === artifact.digest)
            return { kind: 'skip' };
    }
    if (!release.draft && (closed || !plan.desired.overwrite)) {
        throw differs(facts, plan, closed);
    }
    return { kind: 'replace', because: 'other-bytes' };
}
function differs(facts, plan, closed) {
    const { artifact, existing, existingDigest } = facts;
    const old = existingDigest === undefined
        ? `${existing?.sizeBytes ?? 0} bytes`
        : (0,domain_digest/* digestHex */.s)(existingDigest).slice(0, 12);
    const fresh = existingDigest === undefined
        ? `${artifact.sizeBytes} bytes`
        : (0,domain_digest/* digestHex */.s)(artifact.digest).slice(0, 12);
    return new errors/* ActionError */.l({
        code: 'asset-differs',
        message: `${plan.desired.tag} is published with other bytes for ${artifact.name}: it has ${old}, this run built ${fresh}`,
        hint: closed
            ? 'The release is immutable; use a new version.'
            : 'Use a new version, or set overwrite: true to replace published assets.',
    });
}
/** Throws {@link ActionError} `asset-too-large` for a file that GitHub would refuse after the whole transfer. */
function checkAssetSize(artifact) {
    if (artifact.sizeBytes <= release_plan/* MAX_ASSET_BYTES */.IC)
        return;
    throw new errors/* ActionError */.l({
        code: 'asset-too-large',
        message: `${artifact.name} has ${artifact.sizeBytes} bytes; GitHub takes release assets below 2 GiB`,
        hint: 'Leave large files out of include, or use archive: tar.zst.',
    });
}
/** True when every asset in `held` is broken or stands in `others` with the same name and digest. */
function holdsOnly(held, others) {
    return held.every(({ state, name, digest }) => state !== 'uploaded' ||
        others.some((other) => other.name === name && Boolean(digest) && other.digest === digest));
}

;// CONCATENATED MODULE: ./lib/release/asset-digest-run.js
/** Waits between looks at a digest that the server still computes: some 15 s in all. */
const DIGEST_WAITS_MS = [1000, 2000, 4000, 8000];
/**
 * An asset's digest: GitHub's own where it has one, else of the downloaded bytes, for size alone
 * proves nothing. Undefined when the asset vanished.
 */
async function findDigest({ deps, digests }, asset) {
    const { client, clock, log } = deps;
    let seen = asset;
    const known = seen.digest ?? digests.get(asset.id);
    if (known !== undefined)
        return known;
    // Null means "not yet"; a server that leaves the field out never computes it.
    for (const waitMs of seen.digest === null ? DIGEST_WAITS_MS : []) {
        await clock.sleep(waitMs);
        seen = await client.asset(asset.id);
        if (seen === undefined)
            return undefined;
        if (seen.digest)
            return remember(digests, asset.id, seen.digest);
    }
    log.debug(`${asset.name}: no digest from GitHub, hashing a download`);
    const hashed = await client.hashAsset(asset.id);
    return hashed === undefined ? undefined : remember(digests, asset.id, hashed);
}
function remember(digests, id, digest) {
    digests.set(id, digest);
    return digest;
}

;// CONCATENATED MODULE: ./lib/release/further-notes-run.js


/**
 * What a release says beside the given notes: GitHub's own since the previous version; where those
 * are not wanted and nothing is given, the message of an annotated tag. None when GitHub cannot make
 * them, which is no reason to stop.
 */
async function furtherNotes(filling, releases) {
    const { plan, deps } = filling;
    const { tag, tagPrefix, generateNotes, notes } = plan.desired;
    if (!generateNotes) {
        return notes.trim() === '' ? (await deps.client.tag(tag))?.message : undefined;
    }
    try {
        return await deps.client.generateNotes(tag, (0,versions/* previousTag */.W8)(tag, tagPrefix, releases));
    }
    catch (error) {
        if (!(error instanceof AnswerError) || isTokenTooWeak(error))
            throw error;
        deps.log.warning(`The release gets no generated notes: ${error.message}`);
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/release/draft-run.js







/** Waits between looks at a list that may lag. A fresh draft has been seen to stay hidden for 15 s (cli/cli#6599). */
const LIST_WAITS_MS = [0, 1000, 2000, 4000, 8000];
/**
 * The release that this job's assets belong on, found or made just before the first upload, with its
 * assets in `filling.assets`. Parallel callers share one search. Throws `ActionError` when the tag's
 * release is not ours to fill.
 */
async function openRelease(filling) {
    if (filling.release !== undefined)
        return filling.release;
    filling.opening ??= findOrCreate(filling).finally(() => {
        filling.opening = undefined;
    });
    return filling.opening;
}
/** Reads the release's assets again. When the release is gone, it is forgotten and false is returned. */
async function refreshAssets(filling) {
    const { release } = filling;
    const isThere = release !== undefined && (await readAssets(filling, release.id));
    if (!isThere)
        filling.release = undefined;
    return isThere;
}
async function readAssets(filling, id) {
    const assets = await filling.deps.client.listAssets(id);
    filling.assets = new Map((assets ?? []).map((asset) => [asset.name, asset]));
    return assets !== undefined;
}
/** Makes `release` the one that is filled. */
async function settleOn(filling, release) {
    // Its assets first: as soon as the release is set, parallel uploads take both as known.
    const isThere = await readAssets(filling, release.id);
    filling.release = isThere ? release : undefined;
    // Only with overwrite can a sibling delete the file before this job comes to write its own.
    if (!release.draft && filling.plan.desired.overwrite)
        await rememberListed(filling);
    return release;
}
async function findOrCreate(filling) {
    const { plan, deps } = filling;
    const { tag, overwrite } = plan.desired;
    const published = await deps.client.publishedRelease(tag);
    if (published !== undefined) {
        // A draft beside a published release is legal, and never what anyone wants: none is made.
        if (!bodyMatchesPlan(published.body, plan)) {
            if (published.immutable)
                throw immutableRelease(plan);
            if (!overwrite)
                checkMarker(published, plan);
        }
        return settleOn(filling, published);
    }
    const releases = await deps.client.listReleases();
    const { elected } = electDraft(releases, plan);
    if (elected !== undefined) {
        return settleOn(filling, await adoptDraft(filling, elected, releases));
    }
    const hidden = await hiddenDraft(filling);
    // The list lags, so what is hidden may not be the first one either.
    if (hidden !== undefined)
        return settleOn(filling, await electWhenListed(filling, hidden));
    return settleOn(filling, await createDraft(filling, releases));
}
async function hiddenDraft({ plan, deps }) {
    const found = await deps.client.releaseByGraphql(plan.desired.tag);
    return found === undefined ? undefined : electDraft([found], plan).elected;
}
/**
 * Makes a draft ours: its text stays, the marker is added, and a lost tag is given back. Nothing is
 * sent when it is ours already. Throws `release-plan-differs` for a draft of another plan.
 */
async function adoptDraft(filling, draft, releases) {
    const { plan, deps } = filling;
    const { tag, name } = plan.desired;
    checkMarker(draft, plan);
    const marked = bodyMatchesPlan(draft.body, plan);
    if (marked && draft.tag === tag)
        return draft;
    const body = marked
        ? draft.body
        : draft.body.trim() === ''
            ? renderBody(plan, await furtherNotes(filling, releases))
            : adoptBody(plan, draft.body);
    if (!marked)
        deps.log.notice(`Filling the existing draft ${draft.htmlUrl}; its text stays.`);
    const fields = { tag, body, ...(draft.name === '' ? { name } : {}) };
    return updateAndJudge(filling, draft.id, fields, (seen) => seen.tag === tag && bodyMatchesPlan(seen.body, plan));
}
/**
 * Updates a release. Whether it worked is judged by what is there afterwards: an answer can be lost,
 * and another job may have done the same. Throws the update's own error when it did not.
 */
async function updateAndJudge({ deps }, id, fields, isDone) {
    const { client, clock } = deps;
    for (let tries = 1;; tries += 1) {
        try {
            return await client.updateRelease(id, fields);
        }
        catch (error) {
            if (kindOf(error) === undefined)
                throw error;
            const seen = await client.release(id);
            if (seen !== undefined && isDone(seen))
                return seen;
            if (kindOf(error) !== 'unclear' || tries === MAX_TRIES)
                throw error;
            await clock.sleep(backoffMs(tries, clock.random()));
        }
    }
}
async function createDraft(filling, releases) {
    const { plan, deps } = filling;
    const { tag, name } = plan.desired;
    const body = renderBody(plan, await furtherNotes(filling, releases));
    const fields = { tag, name, body, prerelease: (0,release_plan/* resolvePrerelease */.HJ)(plan.desired, false) };
    for (let tries = 1;; tries += 1) {
        try {
            const own = await deps.client.createDraft(fields);
            filling.created.add(own.id);
            deps.log.info(`Created the draft ${own.htmlUrl}`);
            return await electWhenListed(filling, own);
        }
        catch (error) {
            const published = isAlreadyThere(error) ? await deps.client.publishedRelease(tag) : undefined;
            if (published !== undefined)
                return published;
            // The answer was lost, perhaps not the draft: a second one is made only when none turns up.
            if (kindOf(error) !== 'unclear')
                throw error;
            const found = await waitForDraft(filling);
            if (found !== undefined)
                return await adoptDraft(filling, found, releases);
            if (tries === MAX_TRIES)
                throw error;
        }
    }
}
async function waitForDraft({ plan, deps }) {
    for (const waitMs of LIST_WAITS_MS) {
        if (waitMs > 0)
            await deps.clock.sleep(waitMs);
        const { elected } = electDraft(await deps.client.listReleases(), plan);
        if (elected !== undefined)
            return elected;
    }
    return undefined;
}
/**
 * Another job may have created a draft at the same moment: waits until lists show the `known` one, then
 * elects. A draft that loses goes, if this job created it.
 */
async function electWhenListed(filling, known) {
    const { plan, deps } = filling;
    let releases = [];
    for (const waitMs of LIST_WAITS_MS) {
        if (waitMs > 0)
            await deps.clock.sleep(waitMs);
        releases = await deps.client.listReleases();
        if (releases.some(({ id }) => id === known.id))
            break;
    }
    const { elected = known } = electDraft([...releases, known], plan);
    if (elected.id !== known.id)
        await dropOwnDraft(filling, known.id);
    return adoptDraft(filling, elected, releases);
}
/** Deletes a draft that this job created, unless it holds anything that is not this job's own. */
async function dropOwnDraft({ deps, created, own }, id) {
    if (!created.has(id))
        return;
    const assets = (await deps.client.listAssets(id)) ?? [];
    if (!assets.every(({ name }) => own.has(name)))
        return;
    await deps.client.deleteRelease(id);
    deps.log.info(`Deleted the spare draft ${id}: another job's was first`);
}

;// CONCATENATED MODULE: ./lib/release/asset-run.js









/**
 * Brings one asset onto the release and proves that it is there, byte for byte. Equal bytes are left
 * alone, so it may be called again at any time. A function as `asked` is asked anew before every
 * try: what it wants follows from what is on the release. Throws `ActionError` when the release cannot or must
 * not take the asset.
 */
async function placeAsset(filling, asked) {
    if (typeof asked !== 'function')
        checkAssetSize(asked);
    let sent = false;
    let replaced = false;
    for (let tries = 1;; tries += 1) {
        const release = await openRelease(filling);
        const wanted = typeof asked === 'function' ? await asked() : asked;
        const existing = filling.assets.get(wanted.name);
        const decision = await decide(filling, release, wanted, existing);
        if (decision === 'skip') {
            recordChange(filling, wanted.name, replaced ? 'replaced' : sent ? 'new' : 'same');
            return;
        }
        if (!release.draft && wanted.name !== release_plan/* CHECKSUMS_NAME */.NX && !isSpareName(wanted.name)) {
            if (await takeSpare(filling, release, wanted, existing)) {
                recordChange(filling, wanted.name, existing === undefined ? 'new' : 'replaced');
                return;
            }
        }
        if (existing !== undefined) {
            replaced ||= decision === 'replace-bytes';
            await removeAsset(filling, release, existing, decision === 'replace-bytes');
        }
        const sending = await upload(filling, release, wanted, tries);
        if (sending === 'proven') {
            recordChange(filling, wanted.name, replaced ? 'replaced' : 'new');
            return;
        }
        // A name that was taken when the bytes came was taken by somebody else.
        sent ||= sending === 'unclear';
    }
}
/** What an asset of a published release is called until it takes the place of the one with other bytes. */
const SPARE_SUFFIX = '.new';
function isSpareName(name) {
    return name.endsWith(SPARE_SUFFIX);
}
/**
 * Replaces a published asset so that users never miss it for longer than two short calls: the new one
 * goes up beside it, is proven, and takes its name when the old one is deleted. Also ends such a
 * replacement that a crash cut short. False when there is nothing to replace and nothing was left over.
 */
async function takeSpare(filling, release, wanted, existing) {
    const { client, log } = filling.deps;
    const name = wanted.name + SPARE_SUFFIX;
    const isWhole = existing?.state === 'uploaded';
    if (!isWhole && !filling.assets.has(name))
        return false;
    if (isWhole)
        log.notice(`${wanted.name} differs from the asset of an earlier run and is replaced`);
    await placeAsset(filling, { ...wanted, name });
    filling.changes.delete(name);
    const spare = filling.assets.get(name);
    if (spare === undefined)
        return false;
    if (existing !== undefined)
        await removeAsset(filling, release, existing, false);
    const renamed = await client.renameAsset(spare.id, wanted.name);
    filling.assets.delete(name);
    if (renamed === undefined)
        return false;
    filling.assets.set(renamed.name, renamed);
    filling.digests.set(renamed.id, wanted.digest);
    return true;
}
async function decide(filling, release, wanted, existing) {
    const facts = { artifact: wanted, release, existing };
    const known = existing?.digest ?? filling.digests.get(existing?.id ?? 0);
    let decision = decideAsset({ ...facts, existingDigest: known }, filling.plan);
    if (decision.kind === 'compare' && existing !== undefined) {
        const found = await findDigest(filling, existing);
        if (found === undefined) {
            filling.assets.delete(wanted.name);
            return 'upload';
        }
        decision = decideAsset({ ...facts, existingDigest: found }, filling.plan);
    }
    if (decision.kind === 'skip' || decision.kind === 'upload')
        return decision.kind;
    return decision.kind === 'replace' && decision.because === 'other-bytes'
        ? 'replace-bytes'
        : 'replace-broken';
}
function recordChange(filling, name, change) {
    // A later look that finds the asset in place must not hide what was done to it earlier.
    if (change !== 'same' || !filling.changes.has(name))
        filling.changes.set(name, change);
}
/** Other bytes under a name make the checksums of a draft wrong, so those go first. */
async function removeAsset(filling, release, existing, otherBytes) {
    const { client, log } = filling.deps;
    if (otherBytes) {
        log.notice(`${existing.name} differs from the asset of an earlier run and is replaced`);
        if (release.draft && existing.name !== release_plan/* CHECKSUMS_NAME */.NX)
            await dropChecksums(filling, release);
    }
    await client.deleteAsset(existing.id);
    filling.assets.delete(existing.name);
}
async function dropChecksums(filling, release) {
    const { deps, assets, plan } = filling;
    if (plan.accepts === 'build')
        await rememberListed(filling);
    // Another job may have written them since this one looked.
    const fresh = (await deps.client.listAssets(release.id)) ?? [];
    for (const { id, name } of fresh)
        if (name === release_plan/* CHECKSUMS_NAME */.NX)
            await deps.client.deleteAsset(id);
    assets.delete(release_plan/* CHECKSUMS_NAME */.NX);
}
async function upload(filling, release, wanted, tries) {
    const { client, clock, log } = filling.deps;
    try {
        const asset = await client.uploadAsset(release, wanted.name, wanted.source);
        return (await verifyUpload(filling, wanted, asset, tries)) ? 'proven' : 'unclear';
    }
    catch (error) {
        if (!isWorthALook(error) || tries >= MAX_TRIES)
            throw error;
        log.info(`Upload of ${wanted.name}, try ${tries}: ${error.message}`);
        await clock.sleep(backoffMs(tries, clock.random()));
        await refreshAssets(filling);
        return isAlreadyThere(error) ? 'taken' : 'unclear';
    }
}
/** Failures after which the asset may be there, or the release gone: look, then decide again. */
function isWorthALook(error) {
    const kind = kindOf(error);
    return kind === 'unclear' || kind === 'absent' || isAlreadyThere(error);
}
async function verifyUpload(filling, wanted, asset, tries) {
    const { client, log } = filling.deps;
    const whole = asset.state === 'uploaded' && asset.sizeBytes === wanted.sizeBytes;
    const digest = whole ? await findDigest(filling, asset) : undefined;
    if (asset.name === wanted.name && digest === wanted.digest) {
        filling.assets.set(asset.name, asset);
        filling.digests.set(asset.id, digest);
        return true;
    }
    await client.deleteAsset(asset.id);
    filling.assets.delete(wanted.name);
    if (asset.name !== wanted.name)
        throw renamed(wanted, asset);
    if (tries >= MAX_TRIES)
        throw corrupted(wanted, digest, asset);
    log.warning(`GitHub stored other bytes for ${wanted.name}; uploading it again`);
    return false;
}
function renamed(wanted, asset) {
    return new errors/* ActionError */.l({
        code: 'asset-name',
        message: `GitHub stored the asset "${wanted.name}" as "${asset.name}"; it was removed again`,
        hint: 'Use only letters, digits and - _ + @ with single dots in names.',
    });
}
function corrupted(wanted, digest, asset) {
    const stored = digest === undefined ? `${asset.sizeBytes} bytes` : (0,domain_digest/* digestHex */.s)(digest).slice(0, 12);
    return new errors/* ActionError */.l({
        code: 'asset-corrupted',
        message: `GitHub stored ${stored} for ${wanted.name} after ${MAX_TRIES} uploads; this run packed ${(0,domain_digest/* digestHex */.s)(wanted.digest).slice(0, 12)} (${wanted.sizeBytes} bytes)`,
        hint: 'Make sure that nothing writes to the output directory during the upload, then re-run the job.',
    });
}

;// CONCATENATED MODULE: ./lib/release/commit-run.js






/** An artifact as an asset that is read from its file. */
function wantedFromArtifact({ name, path, sizeBytes, digest }) {
    return { name, sizeBytes, digest, source: { kind: 'file', path, sizeBytes } };
}
/** Brings all of this job's own assets onto the release that is filled now. */
async function placeOwn(filling) {
    for (const artifact of filling.own.values()) {
        await placeAsset(filling, wantedFromArtifact(artifact));
    }
}
/**
 * Writes `SHA256SUMS` for the assets that are there. Its name is unique in the release, so of two
 * jobs one creates it and the other finds the same bytes. On a published release, and in a draft that
 * jobs with plans of their own fill, it keeps what an earlier one said of assets outside the plan, in
 * `filling.kept`. True when this call wrote it.
 */
async function placeChecksums(filling, present) {
    const before = filling.changes.get(release_plan/* CHECKSUMS_NAME */.NX);
    filling.changes.delete(release_plan/* CHECKSUMS_NAME */.NX);
    await placeAsset(filling, () => wantedChecksums(filling, present));
    const wrote = filling.changes.get(release_plan/* CHECKSUMS_NAME */.NX) !== 'same';
    if (!wrote && before !== undefined)
        filling.changes.set(release_plan/* CHECKSUMS_NAME */.NX, before);
    return wrote;
}
async function wantedChecksums(filling, present) {
    // A draft of one plan has no other jobs' lines to keep: its checksums follow from the plan alone.
    if (filling.release?.draft === false || filling.plan.accepts === 'build') {
        await learnKept(filling, present);
    }
    const lines = [...present, ...filling.kept];
    const bytes = Buffer.from(renderChecksums(lines));
    return {
        name: release_plan/* CHECKSUMS_NAME */.NX,
        sizeBytes: bytes.byteLength,
        digest: checksumsDigest(lines),
        source: { kind: 'bytes', bytes },
    };
}
async function learnKept(filling, present) {
    const sums = filling.assets.get(release_plan/* CHECKSUMS_NAME */.NX);
    if (sums?.digest !== checksumsDigest([...present, ...filling.kept])) {
        await rememberListed(filling);
    }
    const listed = new Set(filling.listed.map(({ name }) => name));
    for (const asset of filling.assets.values()) {
        if (asset.state === 'uploaded' && listed.has(asset.name))
            await findDigest(filling, asset);
    }
    const assets = [...filling.assets.values()];
    filling.kept = keptLines(filling.listed, assets, filling.plan, filling.digests);
}
/**
 * The fence before publishing: a second list must show the same assets with the same digests, and
 * the checksums of exactly those. A late replacement by another job shows here.
 */
async function sameAssets(filling, present) {
    const idsBefore = idsByName(filling);
    if (!(await refreshAssets(filling)))
        return false;
    const idsNow = idsByName(filling);
    const unmoved = present.every(({ name }) => idsNow.get(name) === idsBefore.get(name));
    const assets = [...filling.assets.values()];
    const again = plannedDigests(assets, filling.plan, filling.digests);
    const sums = filling.assets.get(release_plan/* CHECKSUMS_NAME */.NX);
    const sumsDigest = sums?.digest ?? filling.digests.get(sums?.id ?? 0);
    return (unmoved &&
        again.missing.length === 0 &&
        renderChecksums(again.present) === renderChecksums(present) &&
        sums?.state === 'uploaded' &&
        sumsDigest === checksumsDigest([...present, ...filling.kept]));
}
function idsByName({ assets }) {
    return new Map([...assets.values()].map(({ name, id }) => [name, id]));
}

;// CONCATENATED MODULE: ./lib/release/filling-run.js
/** The start of a job that knows nothing yet. */
function filling_run_startFilling(plan, deps) {
    return {
        plan,
        deps,
        release: undefined,
        opening: undefined,
        assets: new Map(),
        own: new Map(),
        digests: new Map(),
        changes: new Map(),
        listed: [],
        readSums: new Set(),
        kept: [],
        created: new Set(),
    };
}

;// CONCATENATED MODULE: ./lib/release/notes-run.js





/**
 * The body that a draft filled by others still needs: with the given notes, and with generated ones
 * where it has no text at all. Undefined when it has what was asked for, and in a run that created
 * or adopted the draft itself, whose notes are in it.
 */
async function missingNotes(filling, draft) {
    const { plan, deps } = filling;
    if (plan.accepts !== 'commit')
        return undefined;
    const { notes } = plan.desired;
    const given = notes.trim() !== '' && !showsNotes(draft.body, notes) ? notes : '';
    const isBlank = readableBody(draft.body) === '';
    const further = isBlank
        ? await furtherNotes(filling, await deps.client.listReleases())
        : undefined;
    if (given === '' && (further ?? '').trim() === '')
        return undefined;
    return withNotes(plan, draft.body, [given, further ?? '']);
}
/** Gives a draft that stays one the notes it lacks. */
async function settleNotes(filling, draft) {
    const body = await missingNotes(filling, draft);
    if (body === undefined)
        return draft;
    const { tag } = filling.plan.desired;
    return updateAndJudge(filling, draft.id, { tag, body }, (seen) => seen.body === body);
}
/**
 * After `overwrite` has replaced another plan's assets, the release's marker names the plan whose assets it
 * holds now, so that a re-run knows them again. The text that people read stays as it is. A marker
 * that cannot be changed is a warning: the assets are right.
 */
async function remarkOverwritten(filling, release) {
    const { plan, deps } = filling;
    const { overwrite, tag } = plan.desired;
    const isMarked = parseMarker(release.body) !== undefined;
    if (!overwrite || release.immutable || !isMarked || bodyMatchesPlan(release.body, plan)) {
        return release;
    }
    const body = remarkBody(plan, release.body);
    try {
        return await updateAndJudge(filling, release.id, { tag, body }, (seen) => seen.body === body);
    }
    catch (error) {
        deps.log.warning(`The release keeps the marker of the plan before: ${(0,errors/* describeError */.U)(error)}`);
        return release;
    }
}

;// CONCATENATED MODULE: ./lib/release/publish-run.js








/** A published release may be found by its tag, and shown with all its assets, some seconds late. */
const VISIBLE_WAITS_MS = [0, 1000, 2000, 4000];
/**
 * Makes a complete draft public and proves it: right tag, every planned asset, findable by tag.
 * Spare drafts of the same plan that it covers are removed. Throws `ActionError` when GitHub refuses
 * (the draft stays) or when what is public is not what was planned.
 */
async function publishDraft(filling, draft, spares) {
    const { log } = filling.deps;
    const meanwhile = await publishedMeanwhile(filling, draft);
    if (meanwhile !== undefined)
        return { release: await prove(filling, meanwhile), byThisRun: false };
    const fields = await publishingFields(filling, draft);
    const answered = await updateAndJudge(filling, draft.id, fields, (seen) => !seen.draft);
    const release = await prove(filling, answered);
    log.info(`Published ${release.htmlUrl}`);
    for (const spare of spares)
        await removeSpare(filling, spare);
    return { release, byThisRun: true };
}
/** Waits of a job that found the checksums written: who wrote them is about to publish. */
const WRITER_WAITS_MS = [0, 2000, 4000];
/**
 * The release when another job has published it. Of all jobs that see it complete, the one that wrote the
 * checksums goes first, since one name can be created once; the others step in when it does not.
 */
async function publishedMeanwhile(filling, draft) {
    const { plan, own, changes, deps } = filling;
    const isAlone = plan.assets.every(({ name }) => own.has(name));
    const wrote = changes.get(release_plan/* CHECKSUMS_NAME */.NX) !== 'same';
    for (const waitMs of isAlone || wrote || own.size === 0 ? [0] : WRITER_WAITS_MS) {
        if (waitMs > 0)
            await deps.clock.sleep(waitMs);
        const fresh = await deps.client.release(draft.id);
        if (fresh?.draft === false)
            return fresh;
    }
    return undefined;
}
async function publishingFields(filling, draft) {
    const { desired } = filling.plan;
    const { tag, tagPrefix, discussionCategory } = desired;
    const prerelease = (0,release_plan/* resolvePrerelease */.HJ)(desired, draft.prerelease);
    const body = await missingNotes(filling, draft);
    return {
        tag,
        draft: false,
        prerelease,
        makeLatest: await latestFlag(filling, { tag, prefix: tagPrefix, prerelease }),
        ...(discussionCategory === undefined ? {} : { discussionCategory }),
        ...(body === undefined ? {} : { body }),
    };
}
async function latestFlag({ plan, deps }, release) {
    const { makeLatest } = plan.desired;
    if (makeLatest !== 'auto' || release.prerelease)
        return (0,versions/* resolveMakeLatest */.I2)(makeLatest, release, []);
    const [latest, listed] = await Promise.all([
        deps.client.latestRelease(),
        deps.client.listReleases(),
    ]);
    return (0,versions/* resolveMakeLatest */.I2)(makeLatest, release, latest === undefined ? listed : [latest, ...listed]);
}
/** What GitHub says about the release afterwards is what counts, not what the update answered. */
async function prove(filling, answered) {
    const { plan, deps } = filling;
    const { tag } = plan.desired;
    let seen = (await deps.client.release(answered.id)) ?? answered;
    if (seen.tag !== tag)
        seen = await deps.client.updateRelease(seen.id, { tag });
    if (seen.tag !== tag || seen.draft)
        throw wrongTag(filling, seen);
    filling.release = seen;
    let missing = [];
    for (const waitMs of VISIBLE_WAITS_MS) {
        if (waitMs > 0)
            await deps.clock.sleep(waitMs);
        await refreshAssets(filling);
        missing = plannedDigests([...filling.assets.values()], plan, filling.digests).missing;
        const byTag = await deps.client.publishedRelease(tag);
        if (missing.length === 0 && byTag?.id === seen.id)
            return byTag;
    }
    if (missing.length > 0)
        throw incomplete(filling, seen, missing);
    deps.log.debug(`${tag} is published, but not yet found by its tag`);
    return seen;
}
function wrongTag({ plan }, seen) {
    return new errors/* ActionError */.l({
        code: 'release-tag-lost',
        message: `The release ${seen.htmlUrl} has the tag "${seen.tag}" instead of "${plan.desired.tag}"`,
        hint: 'Set its tag on the release page, then re-run the job.',
    });
}
function incomplete({ plan }, seen, missing) {
    return new errors/* ActionError */.l({
        code: 'release-incomplete',
        message: `${plan.desired.tag} was published, but ${missing.join(', ')} vanished from it at that moment: ${seen.htmlUrl}`,
        hint: 'Find out who deleted the assets, then re-run all jobs; on an immutable release use a new version.',
    });
}
/** A spare draft goes only when it is this plan's and holds nothing that the published release lacks. */
async function removeSpare(filling, spare) {
    const { plan, deps, assets } = filling;
    const held = (await deps.client.listAssets(spare.id)) ?? [];
    if (bodyMatchesPlan(spare.body, plan) && holdsOnly(held, [...assets.values()])) {
        await deps.client.deleteRelease(spare.id);
        deps.log.info(`Deleted the spare draft ${spare.id}`);
        return;
    }
    deps.log.warning(`A second draft of ${plan.desired.tag} is left: ${spare.htmlUrl}`);
}

;// CONCATENATED MODULE: ./lib/release/finish-run.js









/** Waits before each further look: siblings may be about to finish, and lists lag. */
const ROUND_WAITS_MS = [0, 2000, 4000, 8000];
/** Looks of a brief wait. */
const BRIEF_ROUNDS = 2;
/**
 * Completes and publishes the release when every planned asset is there, whoever uploaded it;
 * otherwise says what is missing. Safe to call in every job and again in a post step: whoever comes
 * last publishes, and whoever comes later finds it done. Throws `ActionError` when the release
 * cannot be finished.
 */
async function finish_run_finishFilling(filling, patience = 'full') {
    const { clock, log } = filling.deps;
    for (const [round, waitMs] of ROUND_WAITS_MS.entries()) {
        if (waitMs > 0) {
            log.info(`The release is not complete yet; looking again in ${waitMs / 1000} s`);
            await clock.sleep(waitMs);
        }
        const found = await finishRound(filling, round);
        if (typeof found !== 'string')
            return found;
        if (found === 'others' && patience === 'brief' && round + 1 >= BRIEF_ROUNDS)
            break;
    }
    return waiting(filling);
}
/** One look and what follows from it. */
async function finishRound(filling, round) {
    const place = await findPlace(filling);
    if (place === undefined)
        return placeAnew(filling, round);
    const { release, spares } = place;
    const present = await collect(filling, round);
    if (typeof present === 'string')
        return present;
    const wroteSums = await tryChecksums(filling, present);
    if (wroteSums === undefined)
        return 'moving';
    if (!release.draft) {
        const alreadyReleased = wroteNothing(filling, wroteSums);
        return outcome(filling, await remarkOverwritten(filling, release), { alreadyReleased });
    }
    if (!(await sameAssets(filling, present)))
        return 'moving';
    if (filling.plan.desired.draft) {
        return outcome(filling, await settleNotes(filling, release), {});
    }
    return publishElected(filling, release, spares);
}
/** No release to be seen. When this job had uploaded something, someone deleted it: it goes up again. */
async function placeAnew(filling, round) {
    if (round === 0 || filling.own.size === 0)
        return 'others';
    filling.release = undefined;
    await placeOwn(filling);
    return 'moving';
}
/**
 * Writes the checksums; undefined when several jobs that leave a draft took turns to add their lines, and
 * this one lost too often: it looks again after a wait.
 */
async function tryChecksums(filling, present) {
    try {
        return await placeChecksums(filling, present);
    }
    catch (error) {
        if (filling.plan.accepts === 'build' && isAlreadyThere(error))
            return undefined;
        throw error;
    }
}
/** The release to finish, elected anew: a sibling's draft with a lower id may have come to light. */
async function findPlace(filling) {
    const { plan, deps } = filling;
    const { client } = deps;
    const known = filling.release === undefined ? undefined : await client.release(filling.release.id);
    const current = known ?? (await client.publishedRelease(plan.desired.tag));
    if (current?.draft === false) {
        if (!plan.desired.overwrite)
            checkMarker(current, plan);
        return { release: await settleOn(filling, current), spares: [] };
    }
    const releases = await client.listReleases();
    const visible = current === undefined ? releases : [current, ...releases];
    const { elected, others } = electDraft(visible, plan);
    if (elected === undefined)
        return undefined;
    const formerId = filling.release?.id;
    const release = await settleOn(filling, await adoptDraft(filling, elected, releases));
    if (formerId !== undefined && formerId !== release.id) {
        deps.log.info(`Moving to the draft ${release.id}, which was there before ${formerId}`);
        await placeOwn(filling);
        await dropOwnDraft(filling, formerId);
    }
    return { release, spares: others.filter(({ id }) => id !== formerId) };
}
/** Digests of all planned assets, unless some are missing. Own ones that vanished are uploaded again. */
async function collect(filling, round) {
    const planned = new Set(filling.plan.assets.map(({ name }) => name));
    for (const asset of filling.assets.values()) {
        if (asset.state !== 'uploaded' || !planned.has(asset.name))
            continue;
        await findDigest(filling, asset);
    }
    const assets = [...filling.assets.values()];
    const { present, missing } = plannedDigests(assets, filling.plan, filling.digests);
    const altered = present.filter(({ name, digest }) => {
        const own = filling.own.get(name);
        return own !== undefined && own.digest !== digest;
    });
    // A list may lag behind an upload: what seems gone is uploaded again only when it stays so.
    const lost = round === 0 ? [] : missing.filter((name) => filling.own.has(name));
    if (altered.length === 0 && lost.length === 0) {
        if (missing.length === 0)
            return present;
        return missing.some((name) => filling.own.has(name)) ? 'moving' : 'others';
    }
    await placeOwn(filling);
    return 'moving';
}
async function publishElected(filling, draft, spares) {
    try {
        const { release, byThisRun } = await publishDraft(filling, draft, spares);
        return outcome(filling, release, { published: byThisRun });
    }
    catch (error) {
        if (!isAlreadyThere(error))
            throw error;
        return publishedBySibling(filling, error);
    }
}
/** Two complete drafts, two publishers: the other one was first, which is success if it holds the same. */
async function publishedBySibling(filling, error) {
    const { plan, deps } = filling;
    const release = await deps.client.publishedRelease(plan.desired.tag);
    if (release === undefined)
        throw error;
    await settleOn(filling, release);
    const present = await collect(filling, 0);
    if (typeof present === 'string')
        throw error;
    return outcome(filling, release, {});
}
/** True when this job found all of its own assets and the checksums in place. */
function wroteNothing({ changes }, wroteSums) {
    return !wroteSums && [...changes.values()].every((change) => change === 'same');
}
function outcome(filling, release, said) {
    const { plan, digests, changes, kept } = filling;
    const assets = [...filling.assets.values()];
    return describeOutcome({
        plan,
        release,
        assets,
        digests,
        changes,
        kept,
        complete: true,
        ...said,
    });
}
async function waiting(filling) {
    const { plan, digests, changes } = filling;
    await refreshAssets(filling);
    const assets = [...filling.assets.values()];
    return describeOutcome({
        plan,
        release: filling.release,
        assets,
        digests,
        changes,
        complete: false,
    });
}

;// CONCATENATED MODULE: ./lib/release/run.js





/** Uploads of one job at the same time: more run into GitHub's secondary limits. */
const MAX_PARALLEL_UPLOADS = 3;
/** Begins a job's work on the plan's release. Nothing is written before the first upload. */
function startRelease(plan, deps) {
    return sessionOver(filling_run_startFilling(plan, deps));
}
/**
 * The second chance of a post step: goes on where `state` was taken, and does nothing when the
 * release is finished. Throws as {@link ReleaseSession.finish}.
 */
async function finishRelease(state, deps) {
    const filling = filling_run_startFilling(state.plan, deps);
    for (const artifact of state.artifacts)
        filling.own.set(artifact.name, artifact);
    for (const id of state.createdIds)
        filling.created.add(id);
    filling.listed = state.listed ?? [];
    if (state.releaseId !== undefined) {
        filling.release = await deps.client.release(state.releaseId);
    }
    return finish_run_finishFilling(filling);
}
/** Begins to finish the plan's release without assets of one's own. */
function startFinishing(plan, deps) {
    const filling = startFilling(plan, deps);
    const planned = new Set([...plan.assets.map(({ name }) => name), CHECKSUMS_NAME]);
    return {
        finish: () => finishFilling(filling),
        unexpected: () => [...filling.assets.values()]
            .filter(({ name, state }) => state === 'uploaded' && !planned.has(name))
            .map(({ name }) => name)
            .sort(compareBytes),
    };
}
function sessionOver(filling) {
    const inTurn = createTurnstile(MAX_PARALLEL_UPLOADS);
    const planned = new Set(filling.plan.assets.map(({ name }) => name));
    return {
        async upload(artifact) {
            if (!planned.has(artifact.name))
                throw new Error(`not in the plan: ${artifact.name}`);
            filling.own.set(artifact.name, artifact);
            await inTurn(() => placeAsset(filling, wantedFromArtifact(artifact)));
        },
        state() {
            const releaseId = filling.release?.id;
            return {
                version: 1,
                plan: filling.plan,
                ...(releaseId === undefined ? {} : { releaseId }),
                ...(filling.listed.length === 0 ? {} : { listed: filling.listed }),
                createdIds: [...filling.created],
                artifacts: [...filling.own.values()],
            };
        },
        finish: (patience) => finish_run_finishFilling(filling, patience),
    };
}
/** Lets at most `limit` pieces of work run at a time, in the order they came. */
function createTurnstile(limit) {
    const waiting = [];
    let running = 0;
    return async (work) => {
        if (running >= limit)
            await new Promise((resolve) => waiting.push(resolve));
        else
            running += 1;
        try {
            return await work();
        }
        finally {
            const next = waiting.shift();
            // The place passes straight to the next in line, so that nobody slips in between.
            if (next === undefined)
                running -= 1;
            else
                next();
        }
    };
}

;// CONCATENATED MODULE: ./lib/ship/release-step.js




/** A client for `repository` with the token of the inputs. Throws {@link ActionError} `no-token`. */
async function connectRelease(repository, runner) {
    const { inputs, log, context, host } = runner;
    const token = inputs.text('token');
    if (token === undefined) {
        throw new errors/* ActionError */.l({
            code: 'no-token',
            message: `Releasing to ${repository} needs a token, and the input "token" is empty`,
            hint: 'Leave "token" out to use that of the job, or set "release: false".',
        });
    }
    log.mask(token);
    return createReleaseClient({
        token,
        apiUrl: context.apiUrl,
        repository,
        clock: host.clock,
        log,
    });
}
/** Finds out, before anything is built, whether releasing can work and is still to be done. `plan` is absent in a dry run. */
async function lookAtRelease(plan, runner) {
    if (plan === undefined) {
        return {
            kind: 'go-on',
            session: undefined,
            keepIn: () => undefined,
            finish: () => Promise.resolve(undefined),
        };
    }
    const client = await connectRelease(plan.desired.repository, runner);
    const preflight = await preflightRelease(plan, client, runner.log);
    if (preflight.kind === 'already-released') {
        tellOutcome(preflight.outcome, runner);
        return preflight;
    }
    runner.log.info(`${plan.desired.tag}: ${INTO[preflight.into]}`);
    runner.setOutput('missing', JSON.stringify(plan.assets.map(({ name }) => name)));
    const session = startRelease(plan, { client, clock: runner.host.clock, log: runner.log });
    let kept;
    return {
        kind: 'go-on',
        session: {
            ...session,
            upload: async (artifact) => {
                try {
                    await session.upload(artifact);
                }
                catch (error) {
                    kept?.update({ release: session.state() });
                    throw error;
                }
            },
        },
        keepIn: (state) => {
            kept = state;
        },
        finish: async (state) => {
            // Whatever happens from here on, post tries once more; so this step need not wait long for other jobs.
            state.update({ release: session.state() });
            const outcome = await session.finish('brief');
            tellOutcome(outcome, runner);
            if (outcome.complete)
                state.update({ release: undefined });
            return outcome;
        },
    };
}
const INTO = {
    'new-draft': 'no release yet; one is created as a draft just before the first upload',
    draft: 'a draft exists and will be filled',
    published: 'the release is published; assets go straight into it',
};
/** The second chance: main left a release that was not complete when it looked last. */
async function finishInPost(state, runner) {
    const client = await connectRelease(state.plan.desired.repository, runner);
    const outcome = await finishRelease(state, { client, ...runner.host });
    tellOutcome(outcome, runner);
}
/** One line on where the release stands. */
function tellOutcome(outcome, { log }) {
    const { tag, assets, missing } = outcome;
    if (outcome.alreadyReleased) {
        log.info(`${tag} is released already: ${assets.length} assets, all as planned`);
    }
    else if (outcome.published) {
        log.info(`Released ${tag} with ${assets.length} assets: ${outcome.releaseUrl}`);
    }
    else if (outcome.complete) {
        const state = outcome.draft ? 'complete and left as a draft' : 'complete';
        log.info(`The release of ${tag} is ${state}: ${outcome.releaseUrl}`);
    }
    else {
        log.notice(`The release of ${tag} waits for ${missing.length} assets: ${missing.join(', ')}`);
    }
}
/** The addresses of the assets by name. None while the release is a draft: those die when it is published. */
function assetUrls(outcome) {
    if (outcome === undefined || outcome.draft)
        return new Map();
    return new Map(outcome.assets.map(({ name, url }) => [name, url]));
}


/***/ }),

/***/ 2760:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  KY: () => (/* binding */ RUN_STATE),
  EI: () => (/* binding */ keepRunState),
  xz: () => (/* binding */ readRunState)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/cache/state.js
/** Reads back what `JSON.parse` gave for a {@link CacheState}; undefined when it is none. */
function parseCacheState(value) {
    if (!isRecord(value) || !Array.isArray(value['caches']))
        return undefined;
    const caches = value['caches'].map(parseCacheRecord);
    const write = parseWrite(value['write']);
    const sumFiles = parseTexts(value['sumFiles']);
    const restoredAtMs = value['restoredAtMs'];
    const whole = caches.filter((cache) => cache !== undefined);
    if (whole.length !== caches.length || write === undefined || sumFiles === undefined)
        return undefined;
    if (typeof restoredAtMs !== 'number')
        return undefined;
    return { caches: whole, write, sumFiles, restoredAtMs };
}
function parseCacheRecord(value) {
    if (!isRecord(value))
        return undefined;
    const plan = parsePlan(value['plan']);
    const result = oneOf(value['result'], ['exact', 'partial', 'miss', 'off', 'unavailable']);
    if (plan === undefined || result === undefined)
        return undefined;
    const { restoredList } = value;
    return {
        plan,
        result,
        ...(typeof restoredList === 'string' ? { restoredList } : {}),
    };
}
function parsePlan(value) {
    if (!isRecord(value))
        return undefined;
    const name = oneOf(value['name'], ['modules', 'build']);
    if (name === undefined)
        return undefined;
    if (value['on'] === true)
        return parseActive(name, value);
    const reason = value['reason'];
    return typeof reason === 'string' ? { name, on: false, reason } : undefined;
}
function parseActive(name, value) {
    const folder = value['folder'];
    const saveSuffix = value['saveSuffix'];
    const workFolder = value['workFolder'];
    const primaryKey = value['primaryKey'];
    const restoreKeys = parseTexts(value['restoreKeys']);
    if (typeof folder !== 'string' || typeof saveSuffix !== 'string')
        return undefined;
    if (typeof workFolder !== 'string')
        return undefined;
    if (typeof primaryKey !== 'string' || restoreKeys === undefined)
        return undefined;
    return { name, on: true, folder, saveSuffix, workFolder, primaryKey, restoreKeys };
}
function parseWrite(value) {
    if (!isRecord(value) || typeof value['reason'] !== 'string')
        return undefined;
    const when = oneOf(value['when'], ['always', 'if-nothing-restored', 'never']);
    return when === undefined ? undefined : { when, reason: value['reason'] };
}
function parseTexts(value) {
    if (!Array.isArray(value))
        return undefined;
    const texts = value.filter((element) => typeof element === 'string');
    return texts.length === value.length ? texts : undefined;
}
function oneOf(value, allowed) {
    return allowed.find((word) => word === value);
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
;// CONCATENATED MODULE: ./lib/release/state.js

/**
 * A state read back from JSON. Its writer is this same program, so the version and the outline are
 * checked, not every field. Throws {@link ActionError} `release-state` for anything else: another
 * version of the action wrote it, or something changed it on the way.
 */
function parseReleaseState(json) {
    if (!isReleaseState(json)) {
        throw new errors/* ActionError */.l({
            code: 'release-state',
            message: 'The state that the main step left about the release cannot be read',
            hint: 'Re-run the job; it finishes the release.',
        });
    }
    return json;
}
function isReleaseState(json) {
    const state = members(json);
    const plan = members(state['plan']);
    const { tag, repository } = members(plan['desired']);
    const { releaseId, listed } = state;
    return (state['version'] === 1 &&
        /^[0-9a-f]{64}$/.test(String(plan['planId'])) &&
        typeof tag === 'string' &&
        typeof repository === 'string' &&
        (releaseId === undefined || Number.isSafeInteger(releaseId)) &&
        isListOf(plan['assets'], hasName) &&
        (listed === undefined || isListOf(listed, hasDigest)) &&
        isListOf(state['createdIds'], Number.isSafeInteger) &&
        isListOf(state['artifacts'], (each) => hasName(each) && hasFile(each)));
}
function hasName(value) {
    return typeof members(value)['name'] === 'string';
}
function hasDigest(value) {
    return hasName(value) && typeof members(value)['digest'] === 'string';
}
function hasFile(value) {
    const { path, digest, sizeBytes } = members(value);
    return typeof path === 'string' && typeof digest === 'string' && Number.isSafeInteger(sizeBytes);
}
function isListOf(value, holds) {
    return Array.isArray(value) && value.every((element) => holds(element));
}
function members(value) {
    return typeof value === 'object' && value !== null ? { ...value } : {};
}

;// CONCATENATED MODULE: ./lib/ship/state.js






/**
 * Name of the runner's state. It holds a path and a digest, since the runner hands states over as
 * environment variables: those are limited to 128 KiB on Linux, 32 Ki characters on Windows.
 */
const RUN_STATE = 'ship-go-run';
const VERSION = 1;
/** Hands `initial` to post, and later whatever is updated. The file lies in the job's temporary folder. */
function keepRunState(runner, initial) {
    const file = external_node_path_.join(runner.context.temp, `ship-go-state-${process.pid}.json`);
    let current = initial;
    const save = () => {
        const text = JSON.stringify({ version: VERSION, ...current });
        // Only this user's: the plan of a release is nobody else's to change.
        (0,external_node_fs_.writeFileSync)(file, text, { mode: 0o600 });
        runner.saveState(RUN_STATE, `${sha256(text)} ${file}`);
    };
    save();
    return {
        update: (change) => {
            current = { ...current, ...change };
            save();
        },
    };
}
/**
 * Reads the state back from what the runner hands over; undefined when main kept none, or another
 * version of this action did. Throws {@link ActionError} `run-state` when the file is not as main left it.
 */
function readRunState(reference) {
    if (reference === undefined || reference === '')
        return undefined;
    const [, digest, file] = /^([0-9a-f]{64}) (.+)$/.exec(reference) ?? [];
    if (digest === undefined || file === undefined)
        return undefined;
    const text = readText(file);
    if (sha256(text) !== digest)
        throw changedState(file);
    const value = JSON.parse(text);
    const fields = new Map(Object.entries(value ?? {}));
    if (fields.get('version') !== VERSION)
        return undefined;
    const caches = parseCacheState(fields.get('caches'));
    const release = fields.get('release');
    return {
        succeeded: fields.get('succeeded') === true,
        ...(release === undefined ? {} : { release: parseReleaseState(release) }),
        ...(caches === undefined ? {} : { caches }),
    };
}
function readText(file) {
    try {
        return (0,external_node_fs_.readFileSync)(file, 'utf8');
    }
    catch (cause) {
        throw changedState(file, cause);
    }
}
function changedState(file, cause) {
    return new errors/* ActionError */.l({
        code: 'run-state',
        message: `What the main step left for its post step in ${file} is gone or was changed`,
        hint: 'Let no later step of the job write to the temporary folder of the runner; re-run the job to finish.',
        cause,
    });
}
function sha256(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
}


/***/ })

};
