export const id = 463;
export const ids = [463];
export const modules = {

/***/ 1463:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   resolveInLists: () => (/* binding */ resolveInLists),
/* harmony export */   resolveInMirror: () => (/* binding */ resolveInMirror)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);
/* harmony import */ var _module_proxy_client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8192);
/* harmony import */ var _module_proxies_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3310);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9640);
/* harmony import */ var _release_list_client_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3367);
/* harmony import */ var _release_lists_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1098);
/* harmony import */ var _version_spec_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(9435);







/** Proxies are asked about so many single versions at most. */
const MOST_PROBES = 12;
/** Microsoft's builds of Go: files under short links, known to have no list beside them. */
const NO_LISTING = /^https:\/\/aka\.ms\/golang\/release\/latest$/i;
/** The version that a request means in a mirror: by its list, or by a file of the minor where it has none. */
async function resolveInMirror(request, baseUrl, host) {
    const releases = NO_LISTING.test(baseUrl)
        ? { unavailable: `${baseUrl} has no release list` }
        : await (0,_release_list_client_js__WEBPACK_IMPORTED_MODULE_4__/* .fetchReleaseList */ .YP)(host.http, baseUrl);
    if (!(0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .isUnavailable */ .Pd)(releases))
        return matchReleases(request, releases, baseUrl);
    const minor = /^(?:go|v)?(\d+\.\d+)$/.exec(request.text)?.[1];
    if (minor !== undefined) {
        const from = `${baseUrl}, which has no list`;
        return { semver: `${minor}.0`, anyPatchOf: `${minor}.x`, from };
    }
    return {
        unavailable: `Version range '${request.text}' is not supported with a custom download base URL when version listing is unavailable (${releases.unavailable})`,
    };
}
/**
 * Go's own release list is the one complete index, so it decides where it can be reached. The proxy's list
 * is asked for at the same time, since a runner without access to go.dev should not pay for both in turn;
 * it only names what somebody has fetched before, so it comes last, and its answer is completed by probing.
 */
async function resolveInLists(request, context, host) {
    const releasesUrl = context.releasesUrl ?? _release_list_client_js__WEBPACK_IMPORTED_MODULE_4__/* .GO_RELEASES */ .oE;
    const [releases, proxied] = await Promise.all([
        (0,_release_list_client_js__WEBPACK_IMPORTED_MODULE_4__/* .fetchReleaseList */ .YP)(host.http, releasesUrl),
        startProxyList(context, host),
    ]);
    const reasons = [];
    if ((0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .isUnavailable */ .Pd)(releases)) {
        reasons.push(releases.unavailable);
        const manifest = await (0,_release_list_client_js__WEBPACK_IMPORTED_MODULE_4__/* .fetchManifest */ .Cj)(host.http, request.platform, {
            ...(context.apiUrl === undefined ? {} : { apiUrl: context.apiUrl }),
            ...(request.token === undefined ? {} : { token: request.token }),
        });
        if ((0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .isUnavailable */ .Pd)(manifest))
            reasons.push(manifest.unavailable);
        else {
            const match = (0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .highestMatch */ .kf)(manifest, request.spec);
            if (match !== undefined)
                return { semver: match, from: 'the manifest of actions/go-versions' };
        }
    }
    else {
        return matchReleases(request, releases, releasesUrl);
    }
    for (const reason of reasons)
        host.log.debug(reason);
    if ((0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .isUnavailable */ .Pd)(proxied)) {
        return { unavailable: [...reasons, proxied.unavailable].join('; ') };
    }
    return matchProxied(request, proxied, host);
}
function matchReleases(request, releases, from) {
    const offered = releases.filter((release) => (0,_release_lists_js__WEBPACK_IMPORTED_MODULE_5__/* .releaseFileFor */ .v)(release, request.platform));
    const match = (0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .highestMatch */ .kf)(offered.map((release) => release.semver), request.spec);
    if (match !== undefined)
        return { semver: match, from };
    return { unavailable: `${from} lists no version that fits` };
}
async function startProxyList(context, host) {
    const proxies = (0,_module_proxies_js__WEBPACK_IMPORTED_MODULE_2__/* .usableProxies */ .r_)(await context.goConfiguration());
    if ((0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .isUnavailable */ .Pd)(proxies))
        return proxies;
    const text = await (0,_module_proxy_client_js__WEBPACK_IMPORTED_MODULE_1__/* .listToolchains */ .zV)(host.http, proxies);
    return typeof text === 'string' ? { proxies, text } : text;
}
/**
 * The list of one platform has gaps; Go releases all platforms together, so every platform's entries are
 * candidates and the proxy is asked whether it has the wanted one.
 */
async function matchProxied(request, { proxies, text }, host) {
    const { platform, spec } = request;
    const versions = [...new Set((0,_release_lists_js__WEBPACK_IMPORTED_MODULE_5__/* .parseToolchainList */ .Xy)(text).map((listed) => listed.semver))];
    const has = (version) => (0,_module_proxy_client_js__WEBPACK_IMPORTED_MODULE_1__/* .hasToolchain */ .w_)(host.http, proxies, (0,_release_lists_js__WEBPACK_IMPORTED_MODULE_5__/* .toolchainModuleVersion */ .AL)((0,_version_spec_js__WEBPACK_IMPORTED_MODULE_6__/* .goFromSemver */ .j0)(version), platform));
    let candidates = versions;
    for (let probes = 0; probes < MOST_PROBES; probes += 1) {
        const match = (0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .highestMatch */ .kf)(candidates, spec);
        if (match === undefined)
            break;
        if (await has(match)) {
            return { semver: await newestPatch(match, request, has), from: 'the module proxy' };
        }
        candidates = candidates.filter((version) => version !== match);
    }
    return { unavailable: 'the module proxy lists no version that fits' };
}
/** Follows the patch releases after a version for as long as the proxy has them and they fit. */
async function newestPatch(version, request, has) {
    let newest = version;
    for (let probes = 0; probes < MOST_PROBES; probes += 1) {
        const next = semver__WEBPACK_IMPORTED_MODULE_0__.inc(newest, 'patch');
        if (next === null || semver__WEBPACK_IMPORTED_MODULE_0__.prerelease(newest) !== null)
            return newest;
        if (request.spec.kind === 'range' && !semver__WEBPACK_IMPORTED_MODULE_0__.satisfies(next, request.spec.range))
            return newest;
        if (!(await has(next)))
            return newest;
        newest = next;
    }
    return newest;
}


/***/ })

};
