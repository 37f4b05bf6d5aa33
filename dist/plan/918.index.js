export const id = 918;
export const ids = [918,932];
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
        const agent = __webpack_require__.e(/* import() */ 942).then(__webpack_require__.bind(__webpack_require__, 4942)).then(({ HttpClient }) => new HttpClient('ship-go', [], { keepAlive: true }).getAgent(url.href));
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


/***/ }),

/***/ 8918:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createHttp: () => (/* binding */ createHttp)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/host/http-exchange.js
var http_exchange = __webpack_require__(6932);
;// CONCATENATED MODULE: ./lib/host/http-retry.js
/** The wait asked for by a server may be honoured up to here; longer ones are the caller's decision. */
const LONGEST_RETRY_AFTER_MS = 60_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
/** True for answers that mean "not now": RFC 9110 §15.5.9 and §15.6, RFC 6585 §4. 501 and 505 never get better. */
function isTransientStatus(status) {
    return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}
/**
 * Milliseconds to wait before try number `attempt + 1`: exponential with full jitter, at least half.
 * @param attempt the try that failed, 1 for the first
 * @param random a number in [0, 1)
 */
function backoffMs(attempt, random) {
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
    return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
/**
 * The wait in a `Retry-After` header, in milliseconds: delta-seconds or an HTTP date (RFC 9110 §10.2.3).
 * Undefined when there is none or it cannot be read.
 */
function retryAfterMs(header, nowMs) {
    if (header === undefined)
        return undefined;
    const text = header.trim();
    if (/^\d+$/.test(text))
        return Number(text) * 1000;
    const date = Date.parse(text);
    return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

;// CONCATENATED MODULE: ./lib/host/network-errors.js

/** Names of TLS failures in Node (OpenSSL verification results and Node's own), by what they mean. */
const TLS_CODES = {
    CERT_HAS_EXPIRED: 'its certificate has expired',
    CERT_NOT_YET_VALID: 'its certificate is not valid yet; check the clock',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
    SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in an authority that is not trusted here',
    UNABLE_TO_GET_ISSUER_CERT: 'its certificate chain ends in an authority that is not trusted here',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate chain ends in an authority that is not trusted here',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate chain is incomplete',
    ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
};
const SOCKET_CODES = {
    ENOTFOUND: 'its name does not resolve (DNS)',
    EAI_AGAIN: 'its name cannot be resolved right now (DNS)',
    ECONNREFUSED: 'the connection was refused',
    ECONNRESET: 'the connection was cut',
    EPIPE: 'the connection was cut',
    ETIMEDOUT: 'the connection timed out',
    EHOSTUNREACH: 'there is no route to it',
    ENETUNREACH: 'there is no network',
};
/** Why a transfer gave no answer, in words that complete "no answer from <host>: …". */
function explainNetworkError(error) {
    const code = errorCode(error);
    if (code !== undefined) {
        const words = TLS_CODES[code] ?? SOCKET_CODES[code];
        if (words !== undefined)
            return `${words} (${code})`;
    }
    return (0,errors/* describeError */.U)(error);
}
/** The name of a failure (`ECONNREFUSED`, `CERT_HAS_EXPIRED`), wherever Node has put it; undefined when there is none. */
function errorCode(error) {
    if (typeof error !== 'object' || error === null)
        return undefined;
    if ('code' in error && typeof error.code === 'string')
        return error.code;
    // Happy eyeballs: Node wraps one error for each address it tried.
    if (error instanceof AggregateError)
        return errorCode(error.errors[0]);
    return 'cause' in error ? errorCode(error.cause) : undefined;
}

;// CONCATENATED MODULE: ./lib/host/http.js









const DEFAULT_ATTEMPTS = 4;
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const SAFE_TO_REPEAT = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);
/** HTTP over the machine's network. */
function createHttp(parts) {
    return {
        text: async (request) => {
            const { head, result } = await exchange(parts, request, (message) => readBody(message, DEFAULT_MAX_BYTES));
            return { ...head, body: result.toString('utf8') };
        },
        bytes: async (request) => {
            const limit = request.maxBytes ?? DEFAULT_MAX_BYTES;
            const { head, result } = await exchange(parts, request, (message) => readBody(message, limit));
            return { ...head, body: result };
        },
        download: async (request) => {
            const { head, result } = await exchange(parts, request, (message) => saveBody(message, request.toFile, request.maxBytes ?? Infinity));
            return { ...head, ...result };
        },
    };
}
/** One request until it is answered or its tries are used up. `read` consumes the body within the try. */
async function exchange(parts, request, read) {
    const attempts = request.attempts ?? (SAFE_TO_REPEAT.has(request.method) ? DEFAULT_ATTEMPTS : 1);
    for (let attempt = 1;; attempt += 1) {
        const outcome = await attemptOnce(parts, request, read);
        const reason = failureReason(outcome);
        if (reason === undefined || attempt >= attempts || isFinal(outcome)) {
            return settle(request, outcome, attempt);
        }
        const asked = 'head' in outcome ? outcome.head.headers['retry-after'] : undefined;
        const wanted = retryAfterMs(asked, parts.clock.now());
        if (wanted !== undefined && wanted > LONGEST_RETRY_AFTER_MS) {
            return settle(request, outcome, attempt);
        }
        const waitMs = Math.max(wanted ?? 0, backoffMs(attempt, parts.clock.random()));
        parts.log.debug(`${request.method} ${printable(request.url)}: ${reason}; try ${attempt + 1} of ${attempts} in ${waitMs} ms`);
        await parts.clock.sleep(waitMs);
    }
}
async function attemptOnce(parts, request, read) {
    try {
        return await (0,http_exchange.sendOnce)(request, parts, async (message) => ({
            head: { status: message.statusCode ?? 0, headers: plainHeaders(message) },
            result: await read(message),
        }));
    }
    catch (error) {
        return { error };
    }
}
function failureReason(outcome) {
    if ('error' in outcome)
        return explainNetworkError(outcome.error);
    return isTransientStatus(outcome.head.status) ? `HTTP ${outcome.head.status}` : undefined;
}
/** Errors with a meaning of their own (body too large, downgrade) do not get better by trying again. */
function isFinal(outcome) {
    return 'error' in outcome && outcome.error instanceof errors/* ActionError */.l;
}
function settle(request, outcome, attempt) {
    if (!('error' in outcome))
        return outcome;
    if (outcome.error instanceof errors/* ActionError */.l)
        throw outcome.error;
    const tries = attempt === 1 ? '' : ` after ${attempt} tries`;
    throw new errors/* ActionError */.l({
        code: 'network',
        message: `No answer from ${new URL(request.url).host}${tries}: ${explainNetworkError(outcome.error)}`,
        hint: 'Check the network and proxy settings of the runner (HTTPS_PROXY, NO_PROXY), then re-run the job.',
        cause: outcome.error,
    });
}
async function readBody(message, maxBytes) {
    const chunks = [];
    const meter = sizeMeter(maxBytes);
    for await (const chunk of message) {
        meter(chunk.length);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}
async function saveBody(message, toFile, maxBytes) {
    if (message.statusCode !== 200) {
        await readBody(message, DEFAULT_MAX_BYTES);
        return { sizeBytes: 0, sha256: '' };
    }
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const meter = sizeMeter(maxBytes);
    let sizeBytes = 0;
    const tap = new external_node_stream_.Transform({
        transform(chunk, _encoding, done) {
            try {
                meter(chunk.length);
            }
            catch (error) {
                done(error instanceof Error ? error : new Error(String(error)));
                return;
            }
            sizeBytes += chunk.length;
            hash.update(chunk);
            done(null, chunk);
        },
    });
    try {
        await (0,external_node_stream_promises_.pipeline)(message, tap, (0,external_node_fs_.createWriteStream)(toFile));
    }
    catch (error) {
        await (0,promises_.rm)(toFile, { force: true });
        throw error;
    }
    return { sizeBytes, sha256: hash.digest('hex') };
}
function sizeMeter(maxBytes) {
    let total = 0;
    return (bytes) => {
        total += bytes;
        if (total <= maxBytes)
            return;
        throw new errors/* ActionError */.l({
            code: 'body-too-large',
            message: `The server sent more than the ${maxBytes} bytes that are allowed here`,
            hint: 'Check that the address is the right one.',
        });
    };
}
function plainHeaders(message) {
    const headers = {};
    for (const [name, value] of Object.entries(message.headers)) {
        if (value !== undefined)
            headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    return headers;
}
/** An address for the log: queries of signed URLs are secrets. */
function printable(url) {
    const { origin, pathname } = new URL(url);
    return `${origin}${pathname}`;
}


/***/ })

};
