export const id = 717;
export const ids = [717];
export const modules = {

/***/ 8717:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createAssetTransfers: () => (/* binding */ createAssetTransfers)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4708);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7075);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6466);
/* harmony import */ var _actions_http_client__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4942);







const IDLE_TIMEOUT_MS = 60_000;
const MAX_REDIRECTS = 5;
const MAX_TEXT_BYTES = 1024 * 1024;
/** Transfers that carry `token` to the origin they were asked for, and to no other. */
function createAssetTransfers(token, userAgent) {
    const common = { authorization: `token ${token}`, 'user-agent': userAgent };
    const download = (url) => {
        const headers = { ...common, accept: 'application/octet-stream' };
        return follow({ method: 'GET', url: new URL(url), headers });
    };
    return {
        async post(url, contentType, source) {
            const length = source.kind === 'file' ? source.sizeBytes : source.bytes.byteLength;
            const headers = {
                ...common,
                accept: 'application/vnd.github+json',
                'content-type': contentType,
                'content-length': String(length),
            };
            return readText(await follow({ method: 'POST', url: new URL(url), headers, source }));
        },
        text: async (url) => readText(await download(url)),
        async hash(url) {
            const response = await download(url);
            if (response.statusCode !== 200)
                return { kind: 'failed', answer: await readText(response) };
            const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
            await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_5__.pipeline)(response, hash);
            return { kind: 'hashed', sha256: hash.digest('hex') };
        },
    };
}
/** The answer at the end of the redirects. Storage servers are other origins: the token stays behind. */
async function follow(first) {
    let exchange = first;
    for (let redirects = 0;; redirects += 1) {
        const response = await send(exchange);
        const { location } = response.headers;
        if (location === undefined || !isRedirect(exchange.method, response.statusCode))
            return response;
        response.resume();
        if (redirects === MAX_REDIRECTS)
            throw new Error(`more than ${MAX_REDIRECTS} redirects`);
        exchange = redirected(exchange, new URL(location, exchange.url));
    }
}
/** A 301 or 302 would turn a POST into a GET; only 307 and 308 mean "the same call, there". */
function isRedirect(method, status = 0) {
    return status === 307 || status === 308 || (method === 'GET' && [301, 302, 303].includes(status));
}
function redirected(exchange, url) {
    if (url.origin === exchange.url.origin)
        return { ...exchange, url };
    if (exchange.url.protocol === 'https:' && url.protocol !== 'https:') {
        throw new Error(`refused a redirect from https to ${url.protocol}//${url.host}`);
    }
    const headers = Object.entries(exchange.headers).filter(([name]) => name !== 'authorization');
    return { ...exchange, url, headers: Object.fromEntries(headers) };
}
function send({ method, url, headers, source }) {
    // The toolkit's client knows HTTPS_PROXY and NO_PROXY; only its agent is of use for streams.
    const agent = new _actions_http_client__WEBPACK_IMPORTED_MODULE_6__.HttpClient().getAgent(url.href);
    const { request } = url.protocol === 'https:' ? node_https__WEBPACK_IMPORTED_MODULE_3__ : node_http__WEBPACK_IMPORTED_MODULE_2__;
    return new Promise((resolve, reject) => {
        const sending = request(url, { method, headers, agent, timeout: IDLE_TIMEOUT_MS });
        sending.once('timeout', () => {
            sending.destroy(new Error(`no byte moved for ${IDLE_TIMEOUT_MS / 1000} s`));
        });
        // A refusal may come, and close the connection, before the body is through: the answer wins.
        sending.once('response', resolve);
        sending.once('error', reject);
        if (source === undefined)
            sending.end();
        else
            (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_5__.pipeline)(open(source), sending).catch(reject);
    });
}
function open(source) {
    if (source.kind === 'file')
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)(source.path);
    return node_stream__WEBPACK_IMPORTED_MODULE_4__.Readable.from([source.bytes]);
}
async function readText(response) {
    const chunks = [];
    let length = 0;
    for await (const chunk of response) {
        const bytes = Buffer.from(chunk);
        length += bytes.byteLength;
        if (length > MAX_TEXT_BYTES)
            throw new Error(`an answer of more than ${MAX_TEXT_BYTES} bytes`);
        chunks.push(bytes);
    }
    const headers = Object.entries(response.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]);
    return {
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(headers),
        body: Buffer.concat(chunks).toString('utf8'),
    };
}


/***/ })

};
