export const id = 168;
export const ids = [168];
export const modules = {

/***/ 2121:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Md: () => (/* binding */ restoreGoCaches),
  XT: () => (/* binding */ saveGoCaches)
});

// UNUSED EXPORTS: cacheSubject, planGoCaches, runRestore

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
;// CONCATENATED MODULE: ./lib/build/arguments.js

/**
 * Splits text into words by the quoting rules of a POSIX shell, and does nothing else a shell would:
 * `$`, globs, `;` and backquotes are plain characters. Blanks and line ends separate; `'…'` is
 * literal; in `"…"` a backslash escapes `"`, `\`, `$`, a backquote and a line end; outside quotes it
 * escapes any character. `input` only names the input in errors.
 * Throws {@link ActionError} `unbalanced-quotes`.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
function arguments_splitWords(text, input) {
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
const PIECES = (/* unused pure expression or super */ null && ([
    ['blank', /^\s+/],
    ['single', /^'[^']*'/],
    ['double', /^"(?:[^"\\]|\\[^])*"/],
    ['escape', /^\\[^]/],
    ['plain', /^[^\s'"\\]+/],
]));
function nextPiece(rest, input) {
    for (const [kind, pattern] of PIECES) {
        const piece = pattern.exec(rest)?.[0];
        if (piece !== undefined)
            return [piece, kind];
    }
    const at = rest.length > 40 ? `${rest.slice(0, 40)}…` : rest;
    throw new ActionError({
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
function arguments_joinForGo(words, input) {
    return words
        .map((word) => {
        if (word !== '' && !/[\s'"]/.test(word))
            return word;
        if (!word.includes("'"))
            return `'${word}'`;
        if (!word.includes('"'))
            return `"${word}"`;
        throw new ActionError({
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
function arguments_parseBuildFlags(text) {
    const words = arguments_splitWords(text, 'build-flags');
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
        throw new ActionError({
            code: 'build-flag-conflict',
            message: `Input "build-flags" does not take -${name}`,
            hint: instead,
        });
    }
    if (SWITCHES.has(name) || VALUED.has(name))
        return;
    const allowed = [...SWITCHES, ...VALUED].sort().map((one) => `-${one}`);
    throw new ActionError({
        code: 'unknown-build-flag',
        message: `Input "build-flags" does not take -${name}: "go build" has no such flag`,
        hint: `Use ${allowed.join(', ')}.`,
    });
}
/** Modes whose result is not a program that can be run. */
const PROGRAM_MODES = (/* unused pure expression or super */ null && (['default', 'exe', 'pie']));
function checkValue(name, value) {
    if (name === 'mod' && value === 'mod') {
        throw badFlag('-mod=mod would change go.mod during the build, and the binary would be marked as modified', 'Run "go mod tidy" and commit the result.');
    }
    if (name === 'buildmode' && !PROGRAM_MODES.includes(value)) {
        throw badFlag(`-buildmode=${value} builds no program`, `Use ${PROGRAM_MODES.join(', ')}.`);
    }
}
function badFlag(what, hint) {
    return new ActionError({
        code: 'bad-build-flag',
        message: `Input "build-flags": ${what}`,
        hint,
    });
}

;// CONCATENATED MODULE: ./lib/build/variants.js
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
function variants_isFeature(word) {
    return [...VARIANTS.values()].some((one) => one.features.includes(word));
}
/** The variable for `goarch`, and what a build without a named variant sets it to. Undefined where there are no variants. */
function variants_variantVariable(goarch) {
    const found = VARIANTS.get(goarch);
    return found === undefined ? undefined : { name: found.variable, fallback: found.fallback };
}
/** What is wrong with `variant` for `goarch`, as the second half of a sentence; undefined when it is allowed. */
function variants_variantProblem(goarch, variant) {
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
function variants_canonicalVariant(goarch, variant) {
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

;// CONCATENATED MODULE: ./lib/build/environment.js


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
    ...VARIANT_VARIABLES,
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
const environment_REFUSED = new Map([
    ...['GOOS', 'GOARCH', ...VARIANT_VARIABLES].map((name) => [
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
function environment_parseEnvLines(lines) {
    const parsed = new Map();
    for (const line of lines) {
        const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/.exec(line) ?? [];
        if (name === undefined || value === undefined) {
            throw badLine(`does not take "${line}"`, 'Write KEY=VALUE, one a line.');
        }
        const instead = environment_REFUSED.get(name.toUpperCase());
        if (instead !== undefined) {
            throw new ActionError({
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
    return new ActionError({ code: 'bad-env-line', message: `Input "env" ${what}`, hint });
}

;// CONCATENATED MODULE: ./lib/build/ldflags.js



/** Smaller files, and the version where most projects look for it. Never the wall clock. */
const DEFAULT_LDFLAGS = (/* unused pure expression or super */ null && ([
    '-s',
    '-w',
    '-X',
    'main.version={version}',
    '-X',
    'main.commit={commit}',
    '-X',
    'main.date={commit-date}',
]));
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
function ldflags_parseLdflags(text) {
    const words = splitWords(text, 'ldflags');
    const [first] = words;
    if (first !== undefined && !first.startsWith('-')) {
        throw new ActionError({
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
function ldflags_renderLdflags(words, subject) {
    const filled = words.map((word) => word.replace(VARIABLE, (whole, name) => VARIABLES.get(name)?.(subject) ?? whole));
    return joinForGo(filled, 'ldflags');
}
const VARIABLE = /\{([A-Za-z][A-Za-z0-9_-]*)\}/g;
function checkVariables(word) {
    const template = /\{\{.*?\}\}/.exec(word)?.[0];
    const unknown = [...word.matchAll(VARIABLE)].map((match) => match[1] ?? '');
    const bad = template ?? unknown.filter((name) => !VARIABLES.has(name)).map((name) => `{${name}}`)[0];
    if (bad === undefined)
        return;
    const names = [...VARIABLES.keys()];
    const near = nearest(bad.replace(/[{}.\s]/g, ''), names)[0];
    const all = names.map((name) => `{${name}}`).join(' ');
    throw new ActionError({
        code: 'unknown-variable',
        message: `Input "ldflags" has no variable ${bad}`,
        hint: `${near === undefined ? '' : `Did you mean {${near}}? `}Use ${all}.`,
    });
}

;// CONCATENATED MODULE: ./lib/build/targets.js




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
        throw new ActionError({
            code: 'unknown-target',
            message: `Cannot build "${formatTarget(target)}": this Go has no port to ${pair}`,
            hint: proposals.length > 0
                ? `Did you mean ${proposals.join(', ')}? "go tool dist list" shows them all.`
                : '"go tool dist list" shows every target there is.',
        });
    }
}
/** Ports that were probably meant: names that look alike, else those of the same system, else of the same processor. */
function alternatives({ goos, goarch }, distList) {
    const near = nearest(`${goos}/${goarch}`, distList);
    if (near.length > 0)
        return near;
    const sameSystem = distList.filter((one) => one.startsWith(`${goos}/`));
    return sameSystem.length > 0 ? sameSystem : distList.filter((one) => one.endsWith(`/${goarch}`));
}
/**
 * The variables that select a target. The processor's variant is always among them, so that none of
 * the environment or of `go env -w` gets in.
 */
function targets_targetEnv(target) {
    const variant = variantVariable(target.goarch);
    return {
        GOOS: target.goos,
        GOARCH: target.goarch,
        ...(variant === undefined ? {} : { [variant.name]: target.variant ?? variant.fallback }),
    };
}
/** True when both build the same program: `linux/arm` and `linux/arm/7` do. */
function targets_isSameTarget(a, b) {
    return buildKey(a) === buildKey(b);
}
function buildKey({ goos, goarch, variant }) {
    return [goos, goarch, canonicalVariant(goarch, variant)].join('/');
}
function joinFeatures(items) {
    const joined = [];
    for (const item of items.map((one) => one.trim())) {
        const previous = joined.at(-1);
        if (previous?.includes('/') === true && item.split(',').every(isFeature)) {
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
        throw new ActionError({
            code: 'bad-target',
            message: `Input "targets" does not take "${item}"`,
            hint: 'A target is goos/goarch or goos/goarch/variant in lower case, such as linux/amd64 or linux/arm/7, or "host".',
        });
    }
    refuseUnknownWord(item, goos, KNOWN_GOOS);
    refuseUnknownWord(item, goarch, KNOWN_GOARCH);
    if (variant === undefined)
        return { goos, goarch };
    const problem = variantProblem(goarch, variant);
    if (problem === undefined)
        return { goos, goarch, variant };
    throw new ActionError({
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
    const near = nearest(word, known);
    throw new ActionError({
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
            const [first, second] = [formatTarget(other), formatTarget(target)];
            throw new ActionError({
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

;// CONCATENATED MODULE: ./lib/build/plan.js







/**
 * Parses the build inputs. Throws {@link ActionError} for a bad tag (`bad-build-tag`) and what
 * parsing flags, ldflags and env lines throws.
 */
function parseBuildSettings(inputs) {
    for (const tag of inputs.tags) {
        if (/^[\p{L}\p{Nd}_.]+$/u.test(tag))
            continue;
        throw new ActionError({
            code: 'bad-build-tag',
            message: `Input "tags" does not take "${tag}"`,
            hint: 'List build tags, one a line or comma-separated; a tag is letters, digits, _ and . only.',
        });
    }
    return {
        tags: [...new Set(inputs.tags)],
        buildFlags: parseBuildFlags(inputs.buildFlags),
        env: parseEnvLines(inputs.env),
        ldflags: parseLdflags(inputs.ldflags),
        cgo: inputs.cgo,
    };
}
/**
 * What makes compiled packages differ, for the build cache's key: targets, tags, flags, environment,
 * cgo. Linker flags are not part of it: they decide about no compiled package. Sorted.
 */
function plan_buildIdentity(settings, targets) {
    return [
        ...targets.map(formatTarget),
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
                ...targetEnv(target),
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
    const file = binaryName + executableSuffix(target);
    return path.join(outputDirectory, 'bin', targetSlug(target), file);
}
/**
 * Refuses an output directory that git would see: a stray file marks every binary built after it as
 * modified. All paths absolute and with links resolved; `repositoryRoot` is undefined outside git.
 * Throws {@link ActionError} `output-in-checkout`.
 */
function checkOutputDirectory(directory, repositoryRoot, gitIgnored) {
    if (repositoryRoot === undefined || gitIgnored)
        return;
    const relative = path.relative(repositoryRoot, directory);
    const isOutside = relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
    if (isOutside)
        return;
    throw new ActionError({
        code: 'output-in-checkout',
        message: `The output directory ${directory} lies in the checkout and is not git-ignored: files in it would make the build dirty`,
        hint: `Leave "output-directory" out, or add "/${relative.split(path.sep).join('/')}${relative === '' ? 'dist' : ''}/" to .gitignore${relative === '' ? ' and use that folder' : ''}.`,
    });
}
function buildArguments(settings, subject, step) {
    const { revision, name } = subject;
    const ldflags = renderLdflags(settings.ldflags, { revision, name, target: step.target });
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
    (target) => !isSameTarget({ goos: target.goos, goarch: target.goarch }, { goos: host.goos, goarch: host.goarch }));
    if (foreign.length === 0)
        return;
    throw new ActionError({
        code: 'cgo-cross-build',
        message: `Cannot build ${foreign.map(formatTarget).join(', ')} with cgo on a ${formatTarget(host)} machine: its C compiler makes programs for ${formatTarget(host)} only`,
        hint: 'Set "targets: host" and run one job per kind of machine, or set "cgo: false".',
    });
}

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

;// CONCATENATED MODULE: ./lib/cache/in-parallel.js
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
    const failures = await mapInParallel(blocks, BLOCKS_AT_ONCE, ({ part, id }) => put({ comp: 'block', blockid: id }, part));
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

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/domain/digest.js
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

;// CONCATENATED MODULE: ./lib/cache/keys.js


/** Part of every key. Raise it when the layout of the archives changes. */
const FORMAT = 'v1';
/**
 * What the service calls the version of an entry: only entries of the same one are found. Other clients
 * hash paths and the compressor into it; archives of ours are the same whatever the folder and the tools.
 */
const ARCHIVE_VERSION = (0,external_node_crypto_.createHash)('sha256').update('ship-go|tar|zstd|1').digest('hex');
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
    return sha256Digest((0,external_node_crypto_.createHash)('sha256').update(content).digest('hex'));
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
    return (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
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
        const failures = await mapInParallel(chunks, CHUNKS_AT_ONCE, async (chunk) => {
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
            return readFound(await call('GET', `cache?keys=${keys}&version=${ARCHIVE_VERSION}`));
        },
        async save(key, archive) {
            const { sizeBytes } = archive;
            const message = { key, version: ARCHIVE_VERSION, cacheSize: sizeBytes };
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
        body: JSON.stringify({ ...message, version: ARCHIVE_VERSION }),
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

;// CONCATENATED MODULE: ./lib/cache/plan.js


/** True when `matchedKey` was saved for the same key files (and for a build cache, the same commit). */
function isExactMatch(cache, matchedKey) {
    // The service matches the primary key as a prefix, too, so a hit alone does not mean this key.
    return cache.name === 'modules'
        ? matchedKey.startsWith(cache.primaryKey)
        : matchedKey === cache.primaryKey;
}
/** The key under which the named files of this cache are saved. */
function saveKey(cache, names) {
    return cache.name === 'modules' ? moduleSaveKey(cache, names) : cache.primaryKey;
}
/** True when any cache can be on, as far as the settings and the kind of run tell. */
function mayUseCaches(settings, publishes) {
    return whyAllOff(settings, { publishes }) === undefined;
}
/**
 * True when this run must build from nothing but what can be verified: it publishes, and the user has
 * not allowed more. That holds for what is already on the disk too, with `cache: false` as well.
 */
function plan_needsVerifiedCaches(settings, publishes) {
    return publishes && settings.onRelease !== 'all';
}
/** Decides which caches are on, under which keys, and when they may be saved. Throws nothing. */
function planCaches(settings, facts) {
    const caches = [planModules(settings, facts), plan_planBuild(settings, facts)];
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
        ((0,external_node_path_.isAbsolute)(facts.goModCache) ? undefined : `GOMODCACHE is "${facts.goModCache}"`);
    if (reason !== undefined)
        return { name: 'modules', on: false, reason };
    return {
        name: 'modules',
        on: true,
        folder: (0,external_node_path_.join)(facts.goModCache, 'cache', 'download'),
        workFolder: (0,external_node_path_.join)(facts.goModCache, 'cache', '.ship-go'),
        ...moduleKeys(settings.prefix, facts),
    };
}
function plan_planBuild(settings, facts) {
    const reason = whyAllOff(settings, facts) ??
        (facts.publishes && settings.onRelease === 'modules'
            ? 'this run publishes, and nothing can verify a build cache (cache-on-release: modules); everything is compiled anew'
            : undefined) ??
        ((0,external_node_path_.isAbsolute)(facts.goCache) ? undefined : `GOCACHE is "${facts.goCache}"`);
    if (reason !== undefined)
        return { name: 'build', on: false, reason };
    return {
        name: 'build',
        on: true,
        folder: facts.goCache,
        workFolder: (0,external_node_path_.join)(facts.goCache, '.ship-go'),
        saveSuffix: '',
        ...buildKeys(settings.prefix, facts),
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

;// CONCATENATED MODULE: ./lib/cache/prune.js
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

;// CONCATENATED MODULE: ./lib/cache/prune-run.js





/** Enough to keep a disk busy without running out of file descriptors. */
const FILES_AT_ONCE = 32;
/** More than the header of a compiled package takes. */
const HEAD_BYTES = 512;
/** Every entry of a GOCACHE folder; none when the folder is missing. Foreign files are not listed. */
async function readBuildEntries(folder) {
    const shards = (await namesIn(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
    const names = await mapInParallel(shards, FILES_AT_ONCE, async (shard) => (await namesIn((0,external_node_path_.join)(folder, shard))).map((name) => `${shard}/${name}`));
    const entries = await mapInParallel(names.flat().filter(isBuildEntry), FILES_AT_ONCE, (name) => readBuildEntry(folder, name));
    return entries.filter((entry) => entry !== undefined);
}
/** The downloads that the given sum files name. A file that cannot be read names nothing. */
async function readNamedDownloads(sumFiles) {
    const texts = sumFiles.map((path) => (0,promises_.readFile)(path, 'utf8').catch(() => ''));
    return parseNamedDownloads(await Promise.all(texts));
}
/** Those of the named downloads that are in `folder`, sorted by name. */
async function listDownloads(folder, names) {
    const found = await mapInParallel([...names].sort(), FILES_AT_ONCE, async (name) => {
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
    const found = await mapInParallel([...zips], FILES_AT_ONCE, (zip) => (0,promises_.lstat)((0,external_node_path_.join)(folder, `${zip}hash`)).then(() => zip, () => undefined));
    return new Set(found.filter((zip) => zip !== undefined));
}
/** Names of those outputs among `entries` that are compiled main packages. */
async function readMainOutputs(folder, entries) {
    const outputs = [
        ...new Set(entries.flatMap(({ index }) => (index === undefined ? [] : [index.output]))),
    ];
    const mains = await mapInParallel(outputs, FILES_AT_ONCE, async (name) => isMainPackage(await readHead((0,external_node_path_.join)(folder, name))) ? [name] : []);
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
    const index = parseIndexEntry(await (0,promises_.readFile)(path, 'latin1').catch(() => ''));
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

;// CONCATENATED MODULE: ./lib/cache/adopt-run.js




const adopt_run_FILES_AT_ONCE = 32;
const HOUR_MS = 3_600_000;
/**
 * Moves from `staging` into `folder` what go can prove by itself: the zip and mod files that go.sum
 * names. Nothing else of the archive is used: no `.ziphash` (go would believe it instead of reading
 * the zip), no unpacked source, no `.info`, no link, no module outside go.sum. A file that is
 * already there stays. A zip is left out where a `.ziphash` of it lies in `folder`, for the same reason.
 * @see Go's src/cmd/go/internal/modfetch/fetch.go, checkModSum and DownloadZip
 */
async function adoptModules(staging, folder, named) {
    const downloads = await listDownloads(staging, [...named.zips, ...named.mods]);
    const believed = await listBelieved(folder, named.zips);
    const adopted = downloads.filter(({ name }) => !believed.has(name));
    const names = adopted.map((download) => download.name);
    await mapInParallel(names, adopt_run_FILES_AT_ONCE, (name) => moveTree((0,external_node_path_.join)(staging, name), (0,external_node_path_.join)(folder, name)));
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
    const entries = await readBuildEntries(staging);
    await mapInParallel(entries, adopt_run_FILES_AT_ONCE, (entry) => (0,promises_.utimes)((0,external_node_path_.join)(staging, entry.name), backdate, backdate));
    await mapInParallel(entries, adopt_run_FILES_AT_ONCE, (entry) => moveTree((0,external_node_path_.join)(staging, entry.name), (0,external_node_path_.join)(folder, entry.name)));
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
    const young = (await readBuildEntries(folder)).filter((entry) => entry.usedAtMs > backdateMs);
    const backdate = new Date(backdateMs);
    await mapInParallel(young, adopt_run_FILES_AT_ONCE, (entry) => 
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

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
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
    if (isBuildEntry(name))
        return true;
    const [shard = '', entry = '', program, ...rest] = name.split('/');
    if (program === undefined || rest.length > 0 || !entry.endsWith('-d'))
        return false;
    return isBuildEntry(`${shard}/${entry}`) && isPlainPart(program);
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
            ? adoptModules(cache.workFolder, cache.folder, await readNamedDownloads(sumFiles))
            : adoptBuild(cache.workFolder, cache.folder, parts.clock.now()));
    }
    finally {
        await removeFolder(cache.workFolder);
    }
}
function judge(cache, matchedKey, adopted) {
    const { files, sizeBytes } = adopted;
    const result = isExactMatch(cache, matchedKey) ? 'exact' : 'partial';
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
    const { zips } = await readNamedDownloads(sumFiles);
    const present = await listDownloads(cache.folder, zips);
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
        const members = await mapInParallel(group, pack_run_FILES_AT_ONCE, (name) => readMembers(folder, name));
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
    const key = saveKey(cache, selection.names);
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
    const entries = await readBuildEntries(cache.folder);
    const selection = selectBuildEntries(entries, {
        // Everything unused is dated at least two hours before the restore; the hour between forgives
        // file systems whose clock differs from ours.
        sinceMs: state.restoredAtMs - save_run_HOUR_MS,
        keepUnused: !buildSucceeded,
        restored,
        mains: buildSucceeded ? await readMainOutputs(cache.folder, entries) : new Set(),
    });
    const { kept, ...counts } = selection;
    return { kind: 'build', names: kept.map((entry) => entry.name), ...counts };
}
async function selectModules(cache, state, restored) {
    const named = await readNamedDownloads(state.sumFiles);
    const files = await listDownloads(cache.folder, [...named.zips, ...named.mods]);
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
    const { zips } = await readNamedDownloads(sumFiles);
    const believed = await listBelieved((0,external_node_path_.join)(goModCache, 'cache', 'download'), zips);
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
    if (!needsVerifiedCaches(settings, publishes))
        return undefined;
    return mkdtempSync(path.join(temp, 'ship-go-build-cache-'));
}
/**
 * Checks the modules that are there before anything is restored, where the run publishes.
 * GOMODCACHE itself stays where it is: its path is part of the cache's version. Throws what
 * {@link verifyModules} throws.
 */
async function checkReleaseModules(settings, parts, { host, log }) {
    const { project, go, publishes } = parts;
    // A vendored build reads no module cache.
    if (!plan_needsVerifiedCaches(settings, publishes) || project.vendored)
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

;// CONCATENATED MODULE: ./lib/ship/cache-step.js













/** Gathers what the caches of the root action depend on; Go is added when it is there. */
function cacheSubject(parts) {
    const { settings, project, subject } = parts;
    return {
        project,
        buildIdentity: buildIdentity(settings.build, settings.ownTargets),
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
    await checkReleaseModules(settings, subject, runner);
    return report;
}
/** Decides keys, folders and rules of both caches. Throws when a file that keys them cannot be read. */
async function planGoCaches(settings, subject, { context, host }) {
    const { project, goVersion, goModCache, goCache, buildIdentity, publishes, commit } = subject;
    const keys = mayUseCaches(settings, publishes) ? await readKeyFiles(subject) : NO_KEYS;
    const plan = planCaches(settings, {
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
    const files = paths.map(async (file) => ({ digest: digestKeyFile(await (0,promises_.readFile)(file)) }));
    const names = own.map((file) => external_node_path_.basename(file)).join(', ');
    const warning = `cache-dependency-path matches no file (${dependencyPaths.join(', ')}): the project's own ${names} keys the caches`;
    return { files: await Promise.all(files), warnings: found.length > 0 ? [] : [warning] };
}
async function findFiles(patterns) {
    const glob = await Promise.all(/* import() */[__webpack_require__.e(942), __webpack_require__.e(955), __webpack_require__.e(58), __webpack_require__.e(377)]).then(__webpack_require__.bind(__webpack_require__, 2377));
    const globber = await glob.create(patterns.join('\n'), { matchDirectories: false });
    return (await globber.glob()).sort();
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
