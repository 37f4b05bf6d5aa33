export const id = 206;
export const ids = [206];
export const modules = {

/***/ 3310:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r_: () => (/* binding */ usableProxies)
/* harmony export */ });
/* unused harmony exports parseGoProxy, matchesModulePattern */
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);

/**
 * Parses GOPROXY as the go command does: entries after `direct` or `off` do not count, an entry
 * without a scheme gets https. Throws {@link ActionError} `bad-goproxy` for an address that is none.
 * @see https://go.dev/ref/mod#environment-variables
 */
function parseGoProxy(text) {
    const proxies = [];
    for (const [, raw = '', separator] of text.matchAll(/([^,|]*)([,|]|$)/g)) {
        const entry = raw.trim();
        if (entry === 'off' || entry === 'direct')
            return { proxies, end: entry };
        if (entry !== '')
            proxies.push(parseEntry(entry, separator === '|'));
    }
    return { proxies, end: 'none' };
}
function parseEntry(entry, fallBackOnError) {
    const address = entry.includes(':/') ? entry : `https://${entry}`;
    const url = URL.parse(address);
    const wellFormed = /[.:/]/.test(entry) && url !== null;
    if (!wellFormed || !['http:', 'https:', 'file:'].includes(url.protocol)) {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
            code: 'bad-goproxy',
            message: `GOPROXY names "${url === null ? entry : withoutCredentials(url)}", which is no address of a module proxy`,
            hint: 'Give addresses that start with https://, http:// or file://, or the words direct and off.',
        });
    }
    const { username, password } = url;
    const bare = { url: withoutCredentials(url), fallBackOnError };
    if (username === '')
        return bare;
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return { ...bare, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
function withoutCredentials(url) {
    const bare = new URL(url);
    bare.username = '';
    bare.password = '';
    return bare.href.replace(/\/+$/, '');
}
/**
 * True when one of the comma-separated glob patterns (GONOPROXY, GOPRIVATE) covers the module path:
 * a pattern matches element by element a prefix of the path.
 * @see https://pkg.go.dev/golang.org/x/mod/module#MatchPrefixPatterns
 */
function matchesModulePattern(patterns, modulePath) {
    const elements = modulePath.split('/');
    return patterns.split(',').some((pattern) => {
        const parts = pattern.trim().replace(/\/$/, '').split('/');
        if (parts[0] === '' || parts.length > elements.length)
            return false;
        return parts.every((part, index) => globMatches(part, elements[index] ?? ''));
    });
}
function globMatches(glob, element) {
    const source = glob.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '[^/]*');
    try {
        return new RegExp(`^${source.replaceAll('?', '[^/]')}$`).test(element);
    }
    catch {
        return false;
    }
}
/**
 * The proxies that may serve Go toolchains, or why none may. What GONOPROXY (or GOPRIVATE) covers must not come
 * from a proxy.
 * Throws {@link ActionError} `bad-goproxy`.
 */
function usableProxies(configuration) {
    const { goProxy, goNoProxy } = configuration;
    if (goProxy === undefined || goProxy.trim() === '') {
        return { unavailable: 'GOPROXY is not set, and no Go is there to ask for its default' };
    }
    if (goNoProxy !== undefined && matchesModulePattern(goNoProxy, 'golang.org/toolchain')) {
        return { unavailable: `GONOPROXY (${goNoProxy}) excludes golang.org/toolchain` };
    }
    const list = parseGoProxy(goProxy);
    if (list.proxies.length > 0)
        return list;
    return { unavailable: `GOPROXY=${goProxy} names no proxy` };
}


/***/ }),

/***/ 8192:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _c: () => (/* binding */ downloadToolchain),
/* harmony export */   h_: () => (/* binding */ proxyOutcome),
/* harmony export */   q5: () => (/* binding */ getBytes),
/* harmony export */   rd: () => (/* binding */ networkFailure),
/* harmony export */   sG: () => (/* binding */ askProxies),
/* harmony export */   w_: () => (/* binding */ hasToolchain),
/* harmony export */   zV: () => (/* binding */ listToolchains)
/* harmony export */ });
/* unused harmony export QUICK */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3136);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9285);
/* harmony import */ var _zip_directory_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4593);




const TOOLCHAIN_MODULE = 'golang.org/toolchain';
/** Deadlines for small answers: a proxy that is not there must not hold up the sources after it. */
const QUICK = {
    idleTimeoutMs: 10_000,
    deadlineMs: 20_000,
    attempts: 3,
};
/** GETs a small resource. Only failures to reach the server become an {@link Answer}; other errors pass. */
async function getBytes(http, url, proxy) {
    if (url.startsWith('file:'))
        return readLocal(url);
    try {
        const { status, body } = await http.bytes({
            method: 'GET',
            url,
            ...QUICK,
            ...credentials(proxy),
            maxBytes: 8 * 1024 * 1024,
        });
        return { status, body, failure: `HTTP ${status}` };
    }
    catch (error) {
        return { status: 0, body: Buffer.of(), failure: networkFailure(error) };
    }
}
async function readLocal(url) {
    try {
        return { status: 200, body: await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_url__WEBPACK_IMPORTED_MODULE_1__.fileURLToPath)(url)), failure: '' };
    }
    catch (error) {
        return { status: 404, body: Buffer.of(), failure: (0,_domain_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .describeError */ .U)(error) };
    }
}
function credentials(proxy) {
    if (proxy?.authorization === undefined)
        return {};
    return { headers: { authorization: proxy.authorization } };
}
/** The words of a network failure. Rethrows everything else. */
function networkFailure(error) {
    if (error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .l && error.code === 'network')
        return error.message;
    throw error;
}
/**
 * Asks the proxies in turn until one has the answer, with the go command's rule for going on: after
 * `,` only when the proxy does not have it, after `|` always.
 * @see https://go.dev/ref/mod#goproxy-protocol
 */
async function askProxies(list, ask) {
    const reasons = [];
    for (const proxy of list.proxies) {
        const outcome = await ask(proxy);
        if (outcome.kind === 'found')
            return outcome;
        reasons.push(`${proxy.url}: ${outcome.reason}`);
        if (outcome.kind === 'failed' && !proxy.fallBackOnError) {
            return { kind: 'failed', reason: reasons.join('; ') };
        }
    }
    return { kind: 'not-found', reason: reasons.join('; ') };
}
/** Sorts an answer into the outcomes of {@link askProxies}. */
function proxyOutcome(answer, found) {
    if (answer.status === 200)
        return { kind: 'found', found: found() };
    const missing = answer.status === 404 || answer.status === 410;
    return { kind: missing ? 'not-found' : 'failed', reason: answer.failure };
}
/** Downloads a toolchain's zip into `toFile`; returns the proxy's address. No file is left behind otherwise. */
async function downloadToolchain(http, list, moduleVersion, toFile) {
    const outcome = await askProxies(list, async (proxy) => {
        const url = `${proxy.url}/${TOOLCHAIN_MODULE}/@v/${moduleVersion}.zip`;
        const answer = url.startsWith('file:')
            ? await copyLocal(url, toFile)
            : await download(http, { method: 'GET', url, toFile, ...credentials(proxy) });
        return proxyOutcome(answer, () => ({ from: proxy.url }));
    });
    return outcome.kind === 'found' ? outcome.found : { unavailable: outcome.reason };
}
async function download(http, request) {
    try {
        const { status } = await http.download({ ...request, maxBytes: _zip_directory_js__WEBPACK_IMPORTED_MODULE_3__/* .MOST_ZIP_BYTES */ .q7 });
        return { status, failure: `HTTP ${status}` };
    }
    catch (error) {
        return { status: 0, failure: networkFailure(error) };
    }
}
async function copyLocal(url, toFile) {
    const source = (0,node_url__WEBPACK_IMPORTED_MODULE_1__.fileURLToPath)(url);
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(source);
    }
    catch (error) {
        return { status: 404, failure: (0,_domain_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .describeError */ .U)(error) };
    }
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.copyFile)(source, toFile);
    return { status: 200, failure: '' };
}
/** The text of the proxies' list of toolchains. */
async function listToolchains(http, list) {
    const outcome = await askProxies(list, async (proxy) => {
        const answer = await getBytes(http, `${proxy.url}/${TOOLCHAIN_MODULE}/@v/list`, proxy);
        return proxyOutcome(answer, () => Buffer.from(answer.body).toString('utf8'));
    });
    return outcome.kind === 'found' ? outcome.found : { unavailable: outcome.reason };
}
/** True when a proxy has this toolchain; false also when none could be asked. */
async function hasToolchain(http, list, moduleVersion) {
    const outcome = await askProxies(list, async (proxy) => {
        const url = `${proxy.url}/${TOOLCHAIN_MODULE}/@v/${moduleVersion}.info`;
        return proxyOutcome(await getBytes(http, url, proxy), () => true);
    });
    return outcome.kind === 'found';
}


/***/ }),

/***/ 3367:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cj: () => (/* binding */ fetchManifest),
/* harmony export */   EU: () => (/* binding */ fetchSidecar),
/* harmony export */   YP: () => (/* binding */ fetchReleaseList),
/* harmony export */   Z: () => (/* binding */ downloadArchive),
/* harmony export */   oE: () => (/* binding */ GO_RELEASES)
/* harmony export */ });
/* harmony import */ var _module_proxy_client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8192);
/* harmony import */ var _release_lists_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1098);


/** Where Go publishes its releases. */
const GO_RELEASES = 'https://go.dev/dl';
const MANIFEST = 'https://raw.githubusercontent.com/actions/go-versions/main/versions-manifest.json';
const MOST_ARCHIVE_BYTES = 500 * 1024 * 1024;
/** Version lists have stand-ins, so one that is out of reach is given up soon. */
const QUICK = { idleTimeoutMs: 5_000, deadlineMs: 20_000, attempts: 2 };
/** GETs Go's release list from go.dev or a mirror of it. `baseUrl` has no trailing slash. */
async function fetchReleaseList(http, baseUrl) {
    const url = `${baseUrl}/?mode=json&include=all`;
    const body = await getText(http, url, {});
    if (typeof body !== 'string')
        return body;
    return (0,_release_lists_js__WEBPACK_IMPORTED_MODULE_1__/* .parseReleaseList */ .rr)(body) ?? { unavailable: `${url} is no release list` };
}
/**
 * Versions in the manifest of actions/go-versions for the platform. The plain file comes first, as it
 * needs no token and has no rate limit; the API gets the token, and no other host ever does.
 */
async function fetchManifest(http, platform, api) {
    let body = await getText(http, MANIFEST, {});
    if (typeof body !== 'string' && api.apiUrl !== undefined) {
        const authorization = api.token === undefined ? {} : { authorization: `Bearer ${api.token}` };
        body = await getText(http, `${api.apiUrl}/repos/actions/go-versions/contents/versions-manifest.json?ref=main`, { accept: 'application/vnd.github.raw+json', ...authorization });
    }
    if (typeof body !== 'string')
        return body;
    return ((0,_release_lists_js__WEBPACK_IMPORTED_MODULE_1__/* .parseManifest */ .Ng)(body, platform) ?? {
        unavailable: 'the manifest of actions/go-versions is malformed',
    });
}
/** The SHA-256 that a mirror publishes beside a file as `<file>.sha256`: 64 hex digits. */
async function fetchSidecar(http, fileUrl) {
    const body = await getText(http, `${fileUrl}.sha256`, {});
    if (typeof body !== 'string')
        return body;
    const hex = /^([0-9a-f]{64})(?:\s|$)/i.exec(body)?.[1];
    return hex?.toLowerCase() ?? { unavailable: `${fileUrl}.sha256 holds no SHA-256` };
}
/** Downloads an archive and returns its SHA-256. */
async function downloadArchive(http, url, toFile) {
    try {
        const { status, sha256 } = await http.download({
            method: 'GET',
            url,
            toFile,
            maxBytes: MOST_ARCHIVE_BYTES,
        });
        return status === 200 ? { sha256 } : { unavailable: `${url}: HTTP ${status}` };
    }
    catch (error) {
        return { unavailable: (0,_module_proxy_client_js__WEBPACK_IMPORTED_MODULE_0__/* .networkFailure */ .rd)(error) };
    }
}
async function getText(http, url, headers) {
    try {
        const { status, body } = await http.text({ method: 'GET', url, headers, ...QUICK });
        return status === 200 ? body : { unavailable: `${url}: HTTP ${status}` };
    }
    catch (error) {
        return { unavailable: (0,_module_proxy_client_js__WEBPACK_IMPORTED_MODULE_0__/* .networkFailure */ .rd)(error) };
    }
}


/***/ }),

/***/ 1098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AL: () => (/* binding */ toolchainModuleVersion),
/* harmony export */   Ng: () => (/* binding */ parseManifest),
/* harmony export */   Xy: () => (/* binding */ parseToolchainList),
/* harmony export */   rr: () => (/* binding */ parseReleaseList),
/* harmony export */   v: () => (/* binding */ releaseFileFor)
/* harmony export */ });
/* harmony import */ var _version_spec_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9435);

/**
 * Parses Go's release list, also as mirrors serve it. Entries that are no release of Go's numbering keep
 * their version as it is when it is a semantic one (`1.25.3-1` of a distribution). Undefined when the text is no such list.
 * @see https://go.dev/dl/?mode=json&include=all
 */
function parseReleaseList(text) {
    const list = parseJson(text);
    if (!Array.isArray(list))
        return undefined;
    return list.filter(isRecord).flatMap((entry) => {
        const version = textOf(entry['version']).replace(/^go/, '');
        const semver = (0,_version_spec_js__WEBPACK_IMPORTED_MODULE_0__/* .semverFromGo */ .HC)(version) ?? (/^\d+\.\d+\.\d+-/.test(version) ? version : undefined);
        if (semver === undefined)
            return [];
        return [{ version, semver, files: recordsOf(entry['files']).filter(isArchive).map(toFile) }];
    });
}
function isArchive(file) {
    // A file name becomes part of an address and of a path.
    return textOf(file['kind']) === 'archive' && /^[\w.+-]+$/.test(textOf(file['filename']));
}
function toFile(file) {
    return {
        filename: textOf(file['filename']),
        goos: textOf(file['os']),
        arch: textOf(file['arch']),
        sha256: textOf(file['sha256']).toLowerCase(),
    };
}
/** The archive of a release for a platform, where there is one. */
function releaseFileFor(release, platform) {
    return release.files.find((file) => file.goos === platform.goos && file.arch === platform.releaseArch);
}
/**
 * The stable versions in the manifest of actions/go-versions that have a file for the platform, as semantic
 * versions. Its files carry no hash, so it serves to find versions, never to download them. Undefined when
 * the text is no such manifest.
 * @see https://github.com/actions/go-versions/blob/main/versions-manifest.json
 */
function parseManifest(text, platform) {
    const list = parseJson(text);
    if (!Array.isArray(list))
        return undefined;
    const system = platform.goos === 'windows' ? 'win32' : platform.goos;
    return list
        .filter(isRecord)
        .filter((entry) => recordsOf(entry['files']).some((file) => file['platform'] === system && file['arch'] === platform.toolCacheArch))
        .flatMap((entry) => semverFromManifest(textOf(entry['version'])));
}
function semverFromManifest(version) {
    return /^\d+\.\d+\.\d+$/.test(version) ? [version] : [];
}
/** Parses a proxy's `@v/list` of golang.org/toolchain; lines of another form are skipped. */
function parseToolchainList(text) {
    return text.split('\n').flatMap((line) => {
        const match = /^v0\.0\.1-go(\d[\w.]*)\.([a-z0-9]+)-([a-z0-9]+)$/.exec(line.trim());
        const semver = (0,_version_spec_js__WEBPACK_IMPORTED_MODULE_0__/* .semverFromGo */ .HC)(match?.[1] ?? '');
        if (match === null || semver === undefined)
            return [];
        const [, , goos = '', goarch = ''] = match;
        return [{ semver, goos, goarch }];
    });
}
/** `v0.0.1-go1.25.3.linux-amd64`: a toolchain's version as a module. @see https://go.dev/doc/toolchain#download */
function toolchainModuleVersion(goVersion, platform) {
    return `v0.0.1-go${goVersion}.${platform.goos}-${platform.goarch}`;
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function recordsOf(value) {
    return Array.isArray(value) ? value.filter(isRecord) : [];
}
function textOf(value) {
    return typeof value === 'string' ? value : '';
}


/***/ }),

/***/ 4593:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   VR: () => (/* binding */ ZIP_TAIL_BYTES),
/* harmony export */   cw: () => (/* binding */ parseZipDirectory),
/* harmony export */   q7: () => (/* binding */ MOST_ZIP_BYTES),
/* harmony export */   tM: () => (/* binding */ locateZipDirectory)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);

/** As cmd/go limits a module's zip and what it unpacks to (golang.org/x/mod/zip, MaxZipFile). */
const MOST_ZIP_BYTES = 500 * 1024 * 1024;
/** No Go release comes near it (11 to 16 thousand files); zip64 would be needed above. */
const MOST_ENTRIES = 65_534;
const MOST_DIRECTORY_BYTES = 32 * 1024 * 1024;
/** How many bytes at the end of a file can hold its end record: the record itself and the longest comment. */
const ZIP_TAIL_BYTES = 22 + 65_535;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const ENCRYPTED = 0x0001;
const UNIX = 3;
const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;
const DIRECTORY = 0o040000;
/**
 * Finds the central directory from the last bytes of an archive of `fileBytes` bytes.
 * Throws {@link ActionError} `bad-archive`.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT section 4.3.16
 */
function locateZipDirectory(tail, fileBytes) {
    const view = viewOf(tail);
    for (let at = tail.length - 22; at >= 0; at -= 1) {
        if (view.getUint32(at, true) !== END_SIGNATURE)
            continue;
        if (at + 22 + view.getUint16(at + 20, true) !== tail.length)
            continue;
        const location = {
            entries: view.getUint16(at + 10, true),
            sizeBytes: view.getUint32(at + 12, true),
            offset: view.getUint32(at + 16, true),
        };
        const end = fileBytes - tail.length + at;
        if (location.offset + location.sizeBytes !== end) {
            throw bad('its directory does not end where its end record begins');
        }
        if (location.entries > MOST_ENTRIES || location.sizeBytes > MOST_DIRECTORY_BYTES) {
            throw bad(`its directory is too large: ${location.entries} entries`);
        }
        return location;
    }
    throw bad('it has no end record; it is cut or no zip file');
}
/**
 * Parses a central directory and refuses what no Go archive holds and an attack might: absolute paths
 * and `..`, backslashes, drives, links and devices, encryption, unknown methods, two names that a
 * case-insensitive disk cannot tell apart, a name that is both file and folder, more than
 * {@link MOST_ZIP_BYTES} unpacked. Entries come in the archive's order.
 * Throws {@link ActionError} `bad-archive`, naming the entry.
 */
function parseZipDirectory(directory, location) {
    const view = viewOf(directory);
    const entries = [];
    let at = 0;
    let unpackedBytes = 0;
    for (let count = 0; count < location.entries; count += 1) {
        if (at + ENTRY_BYTES > directory.length)
            throw bad('its directory is cut');
        if (view.getUint32(at, true) !== ENTRY_SIGNATURE)
            throw bad('its directory is damaged');
        const nameEnd = at + ENTRY_BYTES + view.getUint16(at + 28, true);
        const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
        if (next > directory.length)
            throw bad('its directory is cut');
        const entry = readEntry(view, at, directory.subarray(at + ENTRY_BYTES, nameEnd), location);
        unpackedBytes += entry.sizeBytes;
        if (unpackedBytes > MOST_ZIP_BYTES) {
            throw bad(`it unpacks to more than ${MOST_ZIP_BYTES} bytes (at ${entry.name})`);
        }
        entries.push(entry);
        at = next;
    }
    if (at !== directory.length)
        throw bad('its directory holds more than its entries');
    refuseCollisions(entries);
    return entries;
}
function readEntry(view, at, rawName, location) {
    const name = readName(rawName);
    const method = view.getUint16(at + 10, true);
    const entry = {
        name,
        nameBytes: Buffer.from(rawName).toString('latin1'),
        isDirectory: name.endsWith('/'),
        deflated: method === 8,
        compressedBytes: view.getUint32(at + 20, true),
        sizeBytes: view.getUint32(at + 24, true),
        offset: view.getUint32(at + 42, true),
    };
    if ((view.getUint16(at + 8, true) & ENCRYPTED) !== 0)
        throw bad(`${name} is encrypted`);
    if (method !== 0 && method !== 8)
        throw bad(`${name} is packed with the unknown method ${method}`);
    if (entry.isDirectory && entry.sizeBytes > 0)
        throw bad(`the folder ${name} has content`);
    if (entry.sizeBytes > 0 && entry.compressedBytes === 0)
        throw bad(`${name} has no content`);
    if (entry.offset + 30 + entry.compressedBytes > location.offset) {
        throw bad(`${name} reaches beyond the files' part of the archive`);
    }
    if (view.getUint8(at + 5) === UNIX) {
        const type = (view.getUint32(at + 38, true) >>> 16) & FILE_TYPE;
        const expected = entry.isDirectory ? DIRECTORY : REGULAR_FILE;
        if (type !== 0 && type !== expected)
            throw bad(`${name} is a link or a special file`);
    }
    return entry;
}
function readName(raw) {
    let name;
    try {
        name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
    }
    catch {
        throw bad(`the name "${Buffer.from(raw).toString('latin1')}" is not UTF-8`);
    }
    const printable = JSON.stringify(name);
    if (/[\p{Cc}\\:*?"<>|]/u.test(name)) {
        throw bad(`the name ${printable} holds a character that file names may not have`);
    }
    const elements = name.replace(/\/$/, '').split('/');
    if (elements.some((element) => element === '' || element === '.' || element === '..')) {
        throw bad(`the name ${printable} leaves the folder it is unpacked to`);
    }
    return name;
}
function refuseCollisions(entries) {
    const seen = new Map();
    const add = (path, isDirectory) => {
        const folded = path.toLowerCase();
        const other = seen.get(folded);
        if (other === undefined) {
            seen.set(folded, { path, isDirectory });
            const parent = path.lastIndexOf('/');
            if (parent > 0)
                add(path.slice(0, parent), true);
        }
        else if (other.path !== path) {
            throw bad(`${other.path} and ${path} are one file on some disks`);
        }
        else if (other.isDirectory !== isDirectory) {
            throw bad(`${path} is both a file and a folder`);
        }
        else if (!isDirectory) {
            throw bad(`${path} is there twice`);
        }
    };
    for (const { name, isDirectory } of entries)
        add(name.replace(/\/$/, ''), isDirectory);
}
function viewOf(bytes) {
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
function bad(reason) {
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l({
        code: 'bad-archive',
        message: `The Go archive is refused: ${reason}`,
        hint: 'It may be damaged or tampered with. Nothing of it was kept.',
    });
}


/***/ })

};
