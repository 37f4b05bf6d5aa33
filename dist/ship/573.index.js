export const id = 573;
export const ids = [573];
export const modules = {

/***/ 3573:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parseVersionFile: () => (/* binding */ parseVersionFile)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var smol_toml__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3292);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9285);



/**
 * The version text that a version file holds, for `parseVersionSpec`. The file's base name decides how
 * it is read:
 * - `go.mod`, `go.work`: the `toolchain` line, else the `go` line (https://go.dev/ref/mod#go-mod-file-toolchain)
 * - `.tool-versions`: `golang` or `go`, the first of several versions (asdf's order of preference)
 * - `mise.toml`, `.mise.toml` and their local and environment forms: `tools.go`
 * - `.prototools`: `go`
 * - anything else, such as `.go-version`: the whole file
 *
 * `toolchainLine: false` skips the `toolchain` line, for a user who set GOTOOLCHAIN=local.
 * Throws {@link ActionError} `no-version-in-file`, or `bad-version-file` for TOML that cannot be read.
 */
function parseVersionFile(file, text, options = {}) {
    const version = readVersion(file, text, options.toolchainLine ?? true);
    if (version !== undefined && version !== '')
        return version;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .l({
        code: 'no-version-in-file',
        message: `${file} holds no Go version`,
        hint: 'Add one, point go-version-file at another file, or set go-version.',
    });
}
function readVersion(file, text, toolchainLine) {
    const name = node_path__WEBPACK_IMPORTED_MODULE_0__.basename(file);
    if (name === 'go.mod' || name === 'go.work')
        return fromModuleFile(text, toolchainLine);
    if (name === '.tool-versions')
        return fromToolVersions(text);
    if (/^\.?mise(?:\.[\w-]+)*\.toml$/.test(name))
        return fromMise(file, text);
    if (name === '.prototools')
        return firstVersion(readToml(file, text)['go']);
    return text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'))
        .join(' ');
}
/** The toolchain line's name may carry a suffix of whoever built it (`go1.21.3-acme`); it is no part of the version. */
function fromModuleFile(text, toolchainLine) {
    const toolchain = /^[ \t]*toolchain[ \t]+["`]?go(\d+(?:\.\d+)*(?:(?:alpha|beta|rc)\d+)?)(?:-[^\s"`]*)?["`]?[ \t]*(?:\/\/.*)?\r?$/m;
    const go = /^[ \t]*go[ \t]+["`]?(\d+(?:\.\d+)*(?:(?:alpha|beta|rc)\d+)?)["`]?[ \t]*(?:\/\/.*)?\r?$/m;
    const preferred = toolchainLine ? toolchain.exec(text)?.[1] : undefined;
    return preferred ?? go.exec(text)?.[1];
}
function fromToolVersions(text) {
    for (const line of text.split(/\r?\n/)) {
        const [tool, ...versions] = (line.split('#')[0] ?? '').trim().split(/\s+/);
        if (tool === 'golang' || tool === 'go')
            return firstVersion(versions);
    }
    return undefined;
}
function fromMise(file, text) {
    const tools = readToml(file, text)['tools'];
    if (!isTable(tools))
        return undefined;
    return firstVersion(tools['go'] ?? tools['golang'] ?? tools['core:go']);
}
/** The first entry that names a version: a string, a list of them, or a table with `version`. */
function firstVersion(value) {
    if (typeof value === 'string') {
        const version = value.trim().replace(/^prefix:/, '');
        // Not versions but places: the system's own Go, a folder, a commit to build from.
        if (version === 'system' || /^(?:path|ref|sub-\d+):/.test(version))
            return undefined;
        return version === 'latest' ? 'stable' : version;
    }
    if (Array.isArray(value))
        return value.map(firstVersion).find((version) => version !== undefined);
    return isTable(value) ? firstVersion(value['version']) : undefined;
}
function readToml(file, text) {
    try {
        return (0,smol_toml__WEBPACK_IMPORTED_MODULE_1__/* .parse */ .qg)(text);
    }
    catch (cause) {
        const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .l({
            code: 'bad-version-file',
            message: `${file} cannot be read as TOML: ${reason ?? ''}`,
            hint: 'Correct the file, or set go-version.',
            cause,
        });
    }
}
function isTable(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ })

};
