export const id = 932;
export const ids = [932];
export const modules = {

/***/ 6932:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   proxyAwareAgents: () => (/* binding */ proxyAwareAgents),
/* harmony export */   sendOnce: () => (/* binding */ sendOnce)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6466);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9285);




const DEFAULT_IDLE_TIMEOUT_MS = 60_000;
const DEFAULT_DEADLINE_MS = 15 * 60_000;
const MOST_REDIRECTS = 10;
const CREDENTIAL_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization']);
/** Proxies as the toolkit reads them: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`. Loaded with the first request. */
function proxyAwareAgents() {
    const byOrigin = new Map();
    return (url) => {
        const known = byOrigin.get(url.origin);
        if (known !== undefined)
            return known;
        const agent = Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(942)]).then(__webpack_require__.bind(__webpack_require__, 4942)).then(({ HttpClient }) => new HttpClient('ship-go', [], { keepAlive: true }).getAgent(url.href));
        byOrigin.set(url.origin, agent);
        return agent;
    };
}
/**
 * Sends a request once, following redirects, and hands the answer to `read`. The whole of it ends
 * at the request's deadline. Rejects with the socket's error when there is no whole answer.
 */
async function sendOnce(request, parts, read) {
    let { method } = request;
    let url = new URL(request.url);
    let headers = {
        'user-agent': parts.userAgent,
        ...lowerCased(request.headers ?? {}),
    };
    for (let hops = 0;; hops += 1) {
        const message = await open(request, { method, url, headers }, await parts.agents(url));
        const next = redirectTarget(message, url, method);
        if (next === undefined)
            return readToEnd(message, read);
        message.resume();
        if (hops >= MOST_REDIRECTS)
            throw redirectError(url, 'too many redirects');
        if (url.protocol === 'https:' && next.protocol === 'http:') {
            throw redirectError(url, 'a redirect from https to http');
        }
        if (next.origin !== url.origin)
            headers = withoutCredentials(headers);
        if (message.statusCode === 303)
            method = 'GET';
        url = next;
    }
}
function open(request, hop, agent) {
    return new Promise((resolve, reject) => {
        const body = hop.method === request.method ? request.body : undefined;
        const send = hop.url.protocol === 'https:' ? node_https__WEBPACK_IMPORTED_MODULE_1__.request : node_http__WEBPACK_IMPORTED_MODULE_0__.request;
        const outgoing = send(hop.url, {
            method: hop.method,
            agent,
            headers: { ...hop.headers, ...contentLength(hop.method, body) },
        });
        const deadlineMs = request.deadlineMs ?? DEFAULT_DEADLINE_MS;
        const deadline = setTimeout(() => {
            outgoing.destroy(timeoutError(`not finished within ${deadlineMs} ms`));
        }, deadlineMs);
        const idleMs = request.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS;
        outgoing.setTimeout(idleMs, () => {
            outgoing.destroy(timeoutError(`no data for ${idleMs} ms`));
        });
        outgoing.on('response', resolve);
        outgoing.on('close', () => {
            clearTimeout(deadline);
        });
        outgoing.on('error', reject);
        writeBody(outgoing, body).catch(reject);
    });
}
async function writeBody(outgoing, body) {
    if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
        outgoing.end(body);
        return;
    }
    await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_2__.pipeline)(body.open(), outgoing);
}
function contentLength(method, body) {
    if (body === undefined)
        return method === 'GET' || method === 'HEAD' ? {} : { 'content-length': '0' };
    if (typeof body === 'string')
        return { 'content-length': String(Buffer.byteLength(body)) };
    const size = body instanceof Uint8Array ? body.byteLength : body.sizeBytes;
    return { 'content-length': String(size) };
}
async function readToEnd(message, read) {
    const result = await read(message);
    // Node ends a body that was cut inside its Content-Length without an error on `for await`.
    if (!message.complete)
        throw Object.assign(new Error('the answer was cut'), { code: 'ECONNRESET' });
    return result;
}
function redirectTarget(message, url, method) {
    const { statusCode, headers } = message;
    if (headers.location === undefined)
        return undefined;
    const keepsMethod = statusCode === 307 || statusCode === 308;
    const readOnly = method === 'GET' || method === 'HEAD';
    const follows = keepsMethod || statusCode === 303 || (readOnly && (statusCode === 301 || statusCode === 302));
    return follows ? new URL(headers.location, url) : undefined;
}
/** What proves who we are to one origin is none of another's business (RFC 9110 §15.4). */
function withoutCredentials(headers) {
    return Object.fromEntries(Object.entries(headers).filter(([name]) => !CREDENTIAL_HEADERS.has(name)));
}
function lowerCased(headers) {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
function timeoutError(words) {
    return Object.assign(new Error(words), { code: 'SHIP_GO_TIMEOUT' });
}
function redirectError(url, what) {
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .l({
        code: 'redirect',
        message: `${url.host} answered with ${what}, which is not followed`,
        hint: 'Use the final address.',
    });
}


/***/ })

};
