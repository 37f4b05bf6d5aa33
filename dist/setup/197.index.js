export const id = 197;
export const ids = [197];
export const modules = {

/***/ 6197:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  downloadGo: () => (/* binding */ downloadGo)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/toolchain/goroot-run.js
var goroot_run = __webpack_require__(3789);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/toolchain/signed-note.js


const ED25519 = 1;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/**
 * Parses `name+hash+key`. The hash is checked against name and key. Throws {@link ActionError}
 * `bad-verifier-key`.
 * @see https://pkg.go.dev/golang.org/x/mod/sumdb/note#hdr-Verifying_Notes
 */
function parseVerifierKey(text) {
    const [, name = '', hash = '', encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
    const key = decodeBase64(encoded);
    if (name === '' || key?.length !== 33 || key[0] !== ED25519)
        throw badKey(text, 'malformed');
    const expected = (0,external_node_crypto_.createHash)('sha256').update(`${name}\n`).update(key).digest('hex').slice(0, 8);
    if (expected !== hash)
        throw badKey(text, `its hash should be ${expected}`);
    return { name, hash, publicKey: key.subarray(1) };
}
function badKey(text, reason) {
    return new errors/* ActionError */.l({
        code: 'bad-verifier-key',
        message: `"${text}" is not the key of a checksum database: ${reason}`,
        hint: 'GOSUMDB holds a known name (sum.golang.org) or name+hash+key, then optionally an address.',
    });
}
/**
 * The text of a note, its last newline included, when `key` signed it; else the reason to refuse it.
 * Signatures of other keys are ignored.
 * @see https://pkg.go.dev/golang.org/x/mod/sumdb/note#hdr-Signed_Note_Format
 */
function openNote(note, key) {
    const split = note.lastIndexOf('\n\n');
    if (split < 0)
        return { refused: 'it holds no signature block' };
    const text = note.slice(0, split + 1);
    const others = [];
    for (const line of note.slice(split + 2).split('\n')) {
        const [, name = '', encoded = ''] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
        const signature = decodeBase64(encoded);
        if (signature === undefined || signature.length < 5)
            continue;
        const hash = Buffer.from(signature.subarray(0, 4)).toString('hex');
        if (name !== key.name || hash !== key.hash) {
            others.push(`${name}+${hash}`);
            continue;
        }
        if (isSignedBy(key, text, signature.subarray(4)))
            return text;
        return { refused: `the signature of ${key.name}+${key.hash} does not fit the text` };
    }
    const found = others.length === 0 ? 'no readable signature' : `only ${others.join(', ')}`;
    return { refused: `expected a signature of ${key.name}+${key.hash}, got ${found}` };
}
function isSignedBy(key, text, signature) {
    const publicKey = (0,external_node_crypto_.createPublicKey)({
        format: 'jwk',
        key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.publicKey).toString('base64url') },
    });
    return (0,external_node_crypto_.verify)(null, Buffer.from(text), publicKey, signature);
}
/** Strict base64: Node's own decoder skips what it does not understand. Undefined when malformed. */
function decodeBase64(text) {
    return text !== '' && BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

;// CONCATENATED MODULE: ./lib/toolchain/checksum-database.js


/** Public keys of databases that GOSUMDB may name without a key, as the go command has them built in. */
const KNOWN_KEYS = {
    'sum.golang.org': 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
};
/** Names that stand for a known database at another address. */
const ALIASES = {
    'sum.golang.google.cn': 'sum.golang.org https://sum.golang.google.cn',
};
/**
 * Parses GOSUMDB: `name`, `name+hash+key`, either with an address after it, or `off`. Undefined or
 * empty means sum.golang.org. Throws {@link ActionError} `bad-gosumdb` or `bad-verifier-key`.
 * @see https://go.dev/ref/mod#environment-variables
 */
function parseGoSumDb(text) {
    const wanted = text === undefined || text.trim() === '' ? 'sum.golang.org' : text.trim();
    if (wanted === 'off')
        return 'off';
    const [name = '', address, ...rest] = (ALIASES[wanted] ?? wanted).split(/\s+/);
    if (rest.length > 0)
        throw badGoSumDb(wanted, 'it has more than a key and an address');
    const key = parseVerifierKey(KNOWN_KEYS[name] ?? name);
    const direct = URL.parse(`https://${key.name}`);
    if (direct === null ||
        direct.host === '' ||
        `${direct.host}${direct.pathname}`.replace(/\/$/, '') !== key.name) {
        throw badGoSumDb(wanted, `its name "${key.name}" is not of the form host/path`);
    }
    const explicit = address === undefined ? undefined : URL.parse(address);
    if (explicit === null)
        throw badGoSumDb(wanted, `"${address ?? ''}" is no address`);
    return {
        key,
        url: (explicit ?? direct).href.replace(/\/+$/, ''),
        urlIsExplicit: explicit !== undefined,
    };
}
function badGoSumDb(text, reason) {
    return new errors/* ActionError */.l({
        code: 'bad-gosumdb',
        message: `GOSUMDB is "${text}", which cannot be used: ${reason}`,
        hint: 'Set it to sum.golang.org, to name+hash+key, or to one of these and an address.',
    });
}

// EXTERNAL MODULE: ./lib/toolchain/module-proxy-client.js
var module_proxy_client = __webpack_require__(8192);
// EXTERNAL MODULE: ./lib/toolchain/module-proxies.js
var module_proxies = __webpack_require__(3310);
// EXTERNAL MODULE: ./lib/toolchain/plan.js
var plan = __webpack_require__(9640);
// EXTERNAL MODULE: ./lib/toolchain/release-lists.js
var release_lists = __webpack_require__(1098);
;// CONCATENATED MODULE: ./lib/toolchain/transparency-log.js


/** Levels of the Merkle tree in one tile of the checksum database. */
const TILE_HEIGHT = 8;
const TILE_WIDTH = 2 ** TILE_HEIGHT;
const HASH_BYTES = 32;
/** Parses a lookup's answer. Undefined when malformed. @see https://go.dev/design/25530-sumdb#checksum-database */
function parseLookup(answer) {
    const match = /^(\d{1,15})\n((?:[^\n]+\n)+)\n([^]*)$/.exec(answer);
    if (match === null)
        return undefined;
    const [, id = '', text = '', note = ''] = match;
    return { id: Number(id), text, note };
}
/** Parses the text of a signed tree head; lines after the third are for the future. Undefined when malformed. */
function parseTreeHead(text) {
    const match = /^go\.sum database tree\n(0|[1-9]\d{0,14})\n([^\n]+)\n/.exec(text);
    const root = decodeBase64(match?.[2] ?? '');
    if (match === null || root?.length !== HASH_BYTES)
        return undefined;
    return { size: Number(match[1]), root };
}
/** `tile/8/0/x001/234` or `tile/8/0/x001/234.p/5`: where the database serves a tile. */
function tilePath(tile) {
    const digits = [];
    let rest = tile.index;
    do {
        const group = String(rest % 1000).padStart(3, '0');
        digits.unshift(digits.length === 0 ? group : `x${group}`);
        rest = Math.floor(rest / 1000);
    } while (rest > 0);
    const partial = tile.width === TILE_WIDTH ? '' : `.p/${tile.width}`;
    return `tile/${TILE_HEIGHT}/${tile.level}/${digits.join('/')}${partial}`;
}
/** The same tile when it is full; a database need not keep the partial ones for ever. */
function fullTile(tile) {
    return { ...tile, width: TILE_WIDTH };
}
/**
 * The tiles that hold all hashes needed to prove that record `id` is in a tree of `size` records,
 * each once. `id` is below `size`.
 */
function tilesForProof(id, size) {
    const tiles = new Map();
    walk(id, size, (subtree) => {
        const tile = tileOf(subtree, size);
        tiles.set(tilePath(tile), tile);
        return undefined;
    });
    return [...tiles.values()];
}
/**
 * The tree's root, computed from a record's text and the hashes beside its path to the root.
 * `tileData` gives a tile's bytes. When the result equals a signed root, the record is in that tree:
 * no tile has to be trusted for it. Undefined when a tile is shorter than it should be.
 * @see https://www.rfc-editor.org/rfc/rfc6962#section-2.1.1
 */
function computeRoot(record, size, tileData) {
    return walk(record.id, size, (subtree) => {
        const tile = tileOf(subtree, size);
        const data = tileData(tile);
        if (data.length < tile.width * HASH_BYTES)
            return undefined;
        const span = 2 ** (subtree.level % TILE_HEIGHT);
        const start = subtree.index * span - tile.index * TILE_WIDTH;
        return hashSpan(data.subarray(start * HASH_BYTES, (start + span) * HASH_BYTES));
    }, () => leafHash(record.text));
}
/** Combines the hashes of all records, asking `stored` for complete subtrees that do not hold the record. */
function walk(id, size, stored, leaf = () => undefined) {
    const hashOf = (low, high) => {
        const span = high - low;
        const holdsRecord = low <= id && id < high;
        if (span === 1 && holdsRecord)
            return leaf();
        const level = levelsToSpan(span);
        if (2 ** level === span && !holdsRecord)
            return stored({ level, index: low / span });
        const middle = low + 2 ** (level - 1);
        const left = hashOf(low, middle);
        const right = hashOf(middle, high);
        return left === undefined || right === undefined ? undefined : nodeHash(left, right);
    };
    return hashOf(0, size);
}
/** The smallest level whose subtrees span at least so many records. */
function levelsToSpan(records) {
    let level = 0;
    while (2 ** level < records)
        level += 1;
    return level;
}
function tileOf(subtree, size) {
    const level = Math.floor(subtree.level / TILE_HEIGHT);
    const span = 2 ** (subtree.level % TILE_HEIGHT);
    const index = Math.floor((subtree.index * span) / TILE_WIDTH);
    const hashesAtLevel = Math.floor(size / TILE_WIDTH ** level);
    return { level, index, width: Math.min(TILE_WIDTH, hashesAtLevel - index * TILE_WIDTH) };
}
function hashSpan(hashes) {
    if (hashes.length === HASH_BYTES)
        return hashes;
    const half = hashes.length / 2;
    return nodeHash(hashSpan(hashes.subarray(0, half)), hashSpan(hashes.subarray(half)));
}
function leafHash(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(Buffer.of(0)).update(text, 'utf8').digest();
}
function nodeHash(left, right) {
    return (0,external_node_crypto_.createHash)('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

;// CONCATENATED MODULE: ./lib/toolchain/sumdb-client.js





/**
 * Looks up a module version and proves the answer: signature of the tree head with the database's key,
 * then the record's inclusion in that tree. Throws {@link ActionError} `proof-failed` when the answer
 * does not hold, also when the database says that it has no such record.
 * @see https://go.dev/design/25530-sumdb
 */
async function proveModuleHash(http, database, proxies, module) {
    const reader = await findReader(http, database, proxies);
    if ((0,plan/* isUnavailable */.Pd)(reader))
        return reader;
    const name = `${module.path} ${module.version}`;
    const answer = await (0,module_proxy_client/* getBytes */.q5)(http, `${reader.url}/lookup/${module.path}@${module.version}`, reader.proxy);
    if (answer.status === 404 || answer.status === 410) {
        throw proofFailed(name, reader, `a record in ${database.key.name}`, answer.failure);
    }
    if (answer.status !== 200)
        return { unavailable: `${reader.url}: ${answer.failure}` };
    const lookup = parseLookup(Buffer.from(answer.body).toString('utf8'));
    if (lookup === undefined)
        throw proofFailed(name, reader, 'a record', 'something else');
    const tree = readTreeHead(name, lookup, database, reader);
    const unproved = await proveInclusion(name, lookup, tree, reader);
    if (unproved !== undefined)
        return unproved;
    return {
        h1: hashLine(name, lookup, reader),
        record: lookup.id,
        treeSize: tree.size,
        database: database.key.name,
        from: reader.url,
    };
}
/** A proxy that stands in for the database is used alone, as the protocol asks; else the database itself. */
async function findReader(http, database, proxies) {
    const direct = { http, url: database.url };
    if (database.urlIsExplicit)
        return direct;
    const outcome = await (0,module_proxy_client/* askProxies */.sG)(proxies, async (proxy) => {
        const url = `${proxy.url}/sumdb/${database.key.name}`;
        const answer = await (0,module_proxy_client/* getBytes */.q5)(http, `${url}/supported`, proxy);
        return (0,module_proxy_client/* proxyOutcome */.h_)(answer, () => ({ http, url, proxy }));
    });
    if (outcome.kind === 'found')
        return outcome.found;
    if (outcome.kind === 'not-found')
        return direct;
    return { unavailable: `the checksum database is out of reach: ${outcome.reason}` };
}
function readTreeHead(name, lookup, database, reader) {
    const text = openNote(lookup.note, database.key);
    if (typeof text !== 'string') {
        throw proofFailed(name, reader, 'a signed tree head', `one that is not: ${text.refused}`);
    }
    const tree = parseTreeHead(text);
    if (tree === undefined)
        throw proofFailed(name, reader, 'a tree head', 'a note of another kind');
    if (lookup.id >= tree.size) {
        throw proofFailed(name, reader, `a tree that holds record ${lookup.id}`, `an older one of ${tree.size} records`);
    }
    return tree;
}
/** Undefined when the record is proved to be in the tree. */
async function proveInclusion(name, lookup, tree, reader) {
    const tiles = await Promise.all(tilesForProof(lookup.id, tree.size).map(async (tile) => ({
        path: tilePath(tile),
        answer: await readTile(tile, reader),
    })));
    const missing = tiles.find(({ answer }) => answer.status !== 200);
    if (missing !== undefined) {
        return { unavailable: `${reader.url}/${missing.path}: ${missing.answer.failure}` };
    }
    const data = new Map(tiles.map(({ path, answer }) => [path, answer.body]));
    const root = computeRoot(lookup, tree.size, (tile) => data.get(tilePath(tile)) ?? Buffer.of());
    const expected = Buffer.from(tree.root).toString('base64');
    if (root === undefined)
        throw proofFailed(name, reader, 'whole tiles', 'one that is cut');
    const got = Buffer.from(root).toString('base64');
    if (got !== expected) {
        throw proofFailed(name, reader, `a tree with the signed root ${expected}`, `the root ${got}`);
    }
    return undefined;
}
async function readTile(tile, reader) {
    const answer = await (0,module_proxy_client/* getBytes */.q5)(reader.http, `${reader.url}/${tilePath(tile)}`, reader.proxy);
    if (answer.status !== 404 && answer.status !== 410)
        return answer;
    return (0,module_proxy_client/* getBytes */.q5)(reader.http, `${reader.url}/${tilePath(fullTile(tile))}`, reader.proxy);
}
function hashLine(name, lookup, reader) {
    const prefix = `${name} h1:`;
    const line = lookup.text.split('\n').find((candidate) => candidate.startsWith(prefix));
    if (line === undefined) {
        const [other = ''] = lookup.text.split('\n');
        throw proofFailed(name, reader, `the record of ${name}`, `record ${lookup.id}: ${other}`);
    }
    return line.slice(name.length + 1);
}
function proofFailed(name, reader, expected, got) {
    return new errors/* ActionError */.l({
        code: 'proof-failed',
        message: `Cannot prove ${name}: expected ${expected}, got ${got}, from ${reader.url}`,
        hint: 'Nothing was installed. Someone between here and the checksum database may be tampering; check GOPROXY and GOSUMDB.',
    });
}

;// CONCATENATED MODULE: ./lib/toolchain/toolchain-tree.js



/**
 * Plans the tree of an archive. Modes come from the paths, as cmd/go/internal/toolchain sets them:
 * an archive's own modes are not part of what is proved.
 * Throws {@link ActionError} `bad-archive` for a name outside the prefix.
 */
function planTree(entries, layout) {
    const directories = new Set();
    const files = [];
    for (const entry of entries) {
        if (!entry.name.startsWith(layout.prefix))
            throw foreignName(entry.name, layout.prefix);
        const below = entry.name.slice(layout.prefix.length);
        if (entry.isDirectory) {
            addWithParents(directories, below.replace(/\/$/, ''));
            continue;
        }
        addWithParents(directories, external_node_path_.posix.dirname(below));
        const alsoAs = layout.isModule ? realGoMod(below) : undefined;
        const mode = isExecutable(below) ? 0o755 : 0o644;
        files.push({ entry, path: below, mode, ...(alsoAs === undefined ? {} : { alsoAs }) });
    }
    return { directories: [...directories].sort(), files };
}
function foreignName(name, prefix) {
    return new errors/* ActionError */.l({
        code: 'bad-archive',
        message: `The Go archive is refused: it holds ${name}, expected only names that begin with ${prefix}`,
        hint: 'It is not the archive of this version and platform. Nothing of it was kept.',
    });
}
function addWithParents(directories, directory) {
    if (directory === '.' || directory === '' || directories.has(directory))
        return;
    addWithParents(directories, external_node_path_.posix.dirname(directory));
    directories.add(directory);
}
function realGoMod(file) {
    if (external_node_path_.posix.basename(file) !== '_go.mod')
        return undefined;
    return external_node_path_.posix.join(external_node_path_.posix.dirname(file), 'go.mod');
}
/** The commands, the build tools and the scripts that run foreign binaries (`go_js_wasm_exec`). */
function isExecutable(file) {
    if (file.startsWith('bin/') || file.startsWith('pkg/tool/'))
        return true;
    return file.startsWith('lib/') && /^go_.+_.+_exec$/.test(external_node_path_.posix.basename(file));
}
/**
 * The `h1:` hash of a module zip, over names and contents; order and modes do not count.
 * @see https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash#Hash1
 */
function moduleHash(hashes) {
    const sorted = [...hashes].sort((a, b) => a.entry.nameBytes < b.entry.nameBytes ? -1 : a.entry.nameBytes > b.entry.nameBytes ? 1 : 0);
    const summary = (0,external_node_crypto_.createHash)('sha256');
    for (const { entry, sha256 } of sorted)
        summary.update(`${sha256}  ${entry.name}\n`, 'utf8');
    return `h1:${summary.digest('base64')}`;
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(5919);
// EXTERNAL MODULE: ./lib/toolchain/zip-directory.js
var zip_directory = __webpack_require__(6974);
;// CONCATENATED MODULE: ./lib/toolchain/zip-share-run.js
/**
 * Unpacks a {@link Share} inside a worker thread and posts a {@link ShareResult}. The worker runs this
 * function's own source text, so that bundling needs no second file: it must not use anything from
 * outside itself. Content is inflated, hashed and written in one pass; files that exist are an error.
 */
async function unpackShare() {
    const fs = process.getBuiltinModule('node:fs');
    const zlib = process.getBuiltinModule('node:zlib');
    const { createHash, hash } = process.getBuiltinModule('node:crypto');
    const threads = process.getBuiltinModule('node:worker_threads');
    const share = threads.workerData;
    const zip = fs.openSync(share.zipFile, 'r');
    const streamAboveBytes = 256 * 1024;
    const refuse = (file, reason) => Object.assign(new Error(`${file.name} ${reason}`), { refusal: true });
    // Neighbours in the archive are read together: one read serves a hundred small files.
    const window = Buffer.alloc(512 * 1024);
    let windowStart = 0;
    let windowEnd = 0;
    const read = (start, length) => {
        if (start < windowStart || start + length > windowEnd) {
            windowStart = start;
            windowEnd = start + fs.readSync(zip, window, 0, window.length, start);
        }
        return window.subarray(start - windowStart, start - windowStart + length);
    };
    const contentStart = (file) => {
        const header = read(file.offset, 30);
        if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) {
            throw refuse(file, 'has no local header');
        }
        const method = file.deflated ? 8 : 0;
        const nameLength = header.readUInt16LE(26);
        const start = file.offset + 30 + nameLength + header.readUInt16LE(28);
        const sameMethod = header.readUInt16LE(8) === method;
        const name = read(file.offset + 30, nameLength).toString('utf8');
        if (!sameMethod || name !== file.name) {
            throw refuse(file, 'is described differently in its local header');
        }
        if (start + file.compressedBytes > share.zipBytes)
            throw refuse(file, 'is cut');
        return start;
    };
    const unpackSmall = (file, start) => {
        const packed = read(start, file.compressedBytes);
        let content = packed;
        if (file.deflated) {
            try {
                // One byte more than declared: a longer content shows, and zlib needs no second buffer.
                const limit = file.sizeBytes + 1;
                content = zlib.inflateRawSync(packed, {
                    maxOutputLength: limit,
                    chunkSize: Math.max(64, limit),
                });
            }
            catch {
                throw refuse(file, 'cannot be unpacked or is larger than declared');
            }
        }
        if (content.length !== file.sizeBytes)
            throw refuse(file, 'has another size than declared');
        for (const path of file.writeTo) {
            const out = fs.openSync(path, 'wx', file.mode);
            try {
                for (let done = 0; done < content.length;)
                    done += fs.writeSync(out, content, done);
            }
            finally {
                fs.closeSync(out);
            }
        }
        return hash('sha256', content);
    };
    const unpackLarge = async (file, start) => {
        const end = start + file.compressedBytes - 1;
        const source = fs.createReadStream(share.zipFile, { start, end, highWaterMark: 256 * 1024 });
        const inflate = zlib.createInflateRaw({ chunkSize: 256 * 1024 });
        const content = file.deflated ? source.pipe(inflate) : source;
        source.on('error', (error) => inflate.destroy(error));
        const sum = createHash('sha256');
        const outs = file.writeTo.map((path) => fs.openSync(path, 'wx', file.mode));
        let size = 0;
        try {
            for await (const chunk of content) {
                size += chunk.length;
                if (size > file.sizeBytes)
                    throw refuse(file, 'is larger than declared');
                sum.update(chunk);
                for (const out of outs) {
                    for (let done = 0; done < chunk.length;)
                        done += fs.writeSync(out, chunk, done);
                }
            }
        }
        catch (error) {
            const { code } = error;
            throw code?.startsWith('Z_') === true ? refuse(file, 'cannot be unpacked') : error;
        }
        finally {
            for (const out of outs)
                fs.closeSync(out);
        }
        if (size !== file.sizeBytes)
            throw refuse(file, 'has another size than declared');
        return sum.digest('hex');
    };
    try {
        const sha256 = [];
        for (const file of share.files) {
            const start = contentStart(file);
            const large = Math.max(file.sizeBytes, file.compressedBytes) > streamAboveBytes;
            sha256.push(large ? await unpackLarge(file, start) : unpackSmall(file, start));
        }
        threads.parentPort?.postMessage({ sha256 });
    }
    catch (error) {
        if (!(error instanceof Error && 'refusal' in error))
            throw error;
        threads.parentPort?.postMessage({ refused: error.message });
    }
    finally {
        fs.closeSync(zip);
    }
}

;// CONCATENATED MODULE: ./lib/toolchain/unpack-run.js








/** Two were fastest where tried (two cores): file creation is the kernel's work, and threads contend for it. */
const MOST_WORKERS = 2;
/** What creating a file costs, counted in bytes of content, to share the work evenly. */
const FILE_COST_BYTES = 40_000;
/**
 * Unpacks a zip of Go below `root`, an existing empty folder, and returns the hash of every entry in
 * the archive's order. The calling thread stays free. Throws {@link ActionError} `bad-archive`; what
 * was written until then is the caller's to remove.
 */
async function unpackGo(zipFile, root, layout, cpus) {
    const { entries, zipBytes } = await readZipDirectory(zipFile);
    const plan = planTree(entries, layout);
    for (const directory of plan.directories)
        (0,external_node_fs_.mkdirSync)(external_node_path_.join(root, directory));
    const treeFiles = new Map(plan.files.map((file) => [file.entry, file]));
    const files = entries.map((entry) => shareFile(entry, treeFiles.get(entry), root));
    const shares = divide(files, Math.max(1, Math.min(MOST_WORKERS, cpus)));
    const hashes = await runShares(shares.map((part) => ({ zipFile, zipBytes, files: part })));
    return entries.map((entry, index) => ({ entry, sha256: hashes[index] ?? '' }));
}
/** Reads an archive's central directory. Throws {@link ActionError} `bad-archive`. */
async function readZipDirectory(zipFile) {
    const file = await (0,promises_.open)(zipFile);
    try {
        const { size } = await file.stat();
        if (size > zip_directory/* MOST_ZIP_BYTES */.q7)
            throw refused(`it is larger than ${zip_directory/* MOST_ZIP_BYTES */.q7} bytes`);
        const tail = Buffer.alloc(Math.min(size, zip_directory/* ZIP_TAIL_BYTES */.VR));
        await file.read(tail, 0, tail.length, size - tail.length);
        const location = (0,zip_directory/* locateZipDirectory */.tM)(tail, size);
        const directory = Buffer.alloc(location.sizeBytes);
        await file.read(directory, 0, directory.length, location.offset);
        return { entries: (0,zip_directory/* parseZipDirectory */.cw)(directory, location), zipBytes: size };
    }
    finally {
        await file.close();
    }
}
function shareFile(entry, file, root) {
    const names = file === undefined ? [] : [file.path, ...(file.alsoAs === undefined ? [] : [file.alsoAs])];
    return {
        name: entry.name,
        offset: entry.offset,
        compressedBytes: entry.compressedBytes,
        sizeBytes: entry.sizeBytes,
        deflated: entry.deflated,
        mode: file?.mode ?? 0,
        writeTo: names.map((name) => external_node_path_.join(root, name)),
    };
}
/** Consecutive parts of about equal work: neighbours share folders, and two threads in one folder wait for each other. */
function divide(files, parts) {
    const shares = Array.from({ length: parts }, () => []);
    const total = files.reduce((sum, file) => sum + file.sizeBytes + FILE_COST_BYTES, 0);
    let before = 0;
    for (const file of files) {
        shares[Math.min(parts - 1, Math.floor((before / total) * parts))]?.push(file);
        before += file.sizeBytes + FILE_COST_BYTES;
    }
    return shares;
}
/** All hashes, share after share. Waits for every worker, so that nothing is written once it returns. */
async function runShares(shares) {
    const outcomes = await Promise.allSettled(shares.map(runShare));
    return outcomes.flatMap((outcome) => {
        if (outcome.status === 'rejected')
            throw outcome.reason;
        return outcome.value;
    });
}
function runShare(share) {
    return new Promise((resolve, reject) => {
        // Small heaps collect the buffers of unpacked files early: the peak falls by a sixth.
        const worker = new external_node_worker_threads_.Worker(`(${unpackShare.toString()})()`, {
            eval: true,
            workerData: share,
            execArgv: [],
            resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 48 },
        });
        worker.on('message', (result) => {
            if ('refused' in result)
                reject(refused(result.refused));
            else
                resolve(result.sha256);
        });
        worker.on('error', reject);
        worker.on('exit', (code) => {
            reject(new Error(`the unpacking thread ended with status ${code}`));
        });
    });
}
function refused(reason) {
    return new errors/* ActionError */.l({
        code: 'bad-archive',
        message: `The Go archive is refused: ${reason}`,
        hint: 'It may be damaged or tampered with. Nothing of it was kept.',
    });
}

;// CONCATENATED MODULE: ./lib/toolchain/module-proxy-run.js










const MODULE = 'golang.org/toolchain';
/**
 * Fetches a toolchain's zip from the module proxy into `zipFile` and, at the same time, its proved hash.
 * Throws {@link ActionError} `proof-failed` when the zip came but its hash cannot be proved; a proxy or a database that is out of
 * reach is a value, as another source may do.
 */
async function fetchFromModuleProxy(goVersion, request, zipFile, context, host) {
    const configuration = await context.goConfiguration();
    const proxies = (0,module_proxies/* usableProxies */.r_)(configuration);
    if ((0,plan/* isUnavailable */.Pd)(proxies))
        return proxies;
    if (/(?:^|\s)--?insecure\b/.test(configuration.goFlags ?? '')) {
        host.log.warning('GOFLAGS=-insecure does not apply to Go itself: its bytes are proved all the same.');
    }
    const database = parseGoSumDb(configuration.goSumDb);
    if (database === 'off') {
        host.log.warning('GOSUMDB=off: no checksum database may be asked, so the module proxy is not used for Go itself; the go command refuses to download a toolchain then, too.');
        return { unavailable: 'GOSUMDB=off leaves nothing to prove its toolchain with' };
    }
    const version = (0,release_lists/* toolchainModuleVersion */.AL)(goVersion, request.platform);
    const [zip, proved] = await Promise.allSettled([
        (0,module_proxy_client/* downloadToolchain */._c)(host.http, proxies, version, zipFile),
        proveModuleHash(host.http, database, proxies, { path: MODULE, version }),
    ]);
    if (zip.status === 'rejected')
        throw zip.reason;
    if ((0,plan/* isUnavailable */.Pd)(zip.value))
        return zip.value;
    if (proved.status === 'rejected')
        throw proved.reason;
    if ((0,plan/* isUnavailable */.Pd)(proved.value))
        return proved.value;
    const hash = proved.value;
    const { from } = zip.value;
    return {
        proof: `${hash.h1} is record ${hash.record} of ${hash.treeSize} in ${hash.database}, whose signature and inclusion proof were checked`,
        unpack: (folder) => unpackProved({ zipFile, folder, from, hash, version, goVersion, cpus: context.cpus }),
    };
}
/** The files are hashed while they are written; nobody runs them before the sum is known to be right. */
async function unpackProved(archive) {
    const { zipFile, folder, from, hash, version, goVersion, cpus } = archive;
    const layout = { prefix: `${MODULE}@${version}/`, isModule: true };
    const h1 = moduleHash(await unpackGo(zipFile, folder, layout, cpus));
    if (h1 !== hash.h1) {
        throw new errors/* ActionError */.l({
            code: 'proof-failed',
            message: `Cannot prove ${MODULE} ${version}: expected ${hash.h1} (${hash.database}), got ${h1} from ${from}`,
            hint: 'Nothing was installed. The module proxy, or someone before it, serves other bytes than Go released.',
        });
    }
    await (0,goroot_run/* expectVersion */.e)(folder, goVersion, from);
}

// EXTERNAL MODULE: ./lib/toolchain/release-list-client.js
var release_list_client = __webpack_require__(3367);
;// CONCATENATED MODULE: ./lib/toolchain/release-list-run.js






/**
 * Fetches a release's archive into `archiveFile` from go.dev or the mirror that the request names.
 * Throws {@link ActionError} `proof-failed` when its SHA-256 is another than the published one.
 */
async function fetchFromReleaseList(goVersion, request, archiveFile, context, host) {
    const baseUrl = request.downloadBaseUrl ?? context.releasesUrl ?? release_list_client/* GO_RELEASES */.oE;
    const published = await findFile(goVersion, request, baseUrl, host);
    if ((0,plan/* isUnavailable */.Pd)(published))
        return published;
    const got = await (0,release_list_client/* downloadArchive */.Z)(host.http, published.url, archiveFile);
    if ((0,plan/* isUnavailable */.Pd)(got))
        return got;
    if (got.sha256 !== published.sha256) {
        throw new errors/* ActionError */.l({
            code: 'proof-failed',
            message: `Cannot prove ${published.url}: expected sha256 ${published.sha256} (${published.sumFrom}), got ${got.sha256}`,
            hint: 'Nothing was installed. The server, or someone before it, serves other bytes than were published.',
        });
    }
    return {
        proof: `sha256 ${got.sha256} as published by ${published.sumFrom}`,
        unpack: async (folder) => {
            await unpackArchive(archiveFile, published.url, folder, context.cpus);
            await (0,goroot_run/* expectVersion */.e)(folder, goVersion, published.url);
        },
    };
}
async function findFile(goVersion, request, baseUrl, host) {
    const { platform } = request;
    const anyPatch = goVersion.endsWith('.x');
    const releases = anyPatch
        ? { unavailable: `${baseUrl} has no list` }
        : await (0,release_list_client/* fetchReleaseList */.YP)(host.http, baseUrl);
    if ((0,plan/* isUnavailable */.Pd)(releases)) {
        if (request.downloadBaseUrl === undefined)
            return releases;
        const suffix = platform.goos === 'windows' ? 'zip' : 'tar.gz';
        const name = `go${goVersion.replace(/\.x$/, '')}.${platform.goos}-${platform.releaseArch}.${suffix}`;
        return findSidecar(`${baseUrl}/${name}`, host);
    }
    const release = releases.find(({ version }) => version === goVersion);
    const file = release === undefined ? undefined : (0,release_lists/* releaseFileFor */.v)(release, platform);
    if (file === undefined) {
        const others = (release?.files ?? []).map(({ goos, arch }) => `${goos}/${arch}`).join(', ');
        const lists = release === undefined ? 'does not list' : `has only ${others} of`;
        return { unavailable: `${baseUrl} ${lists} Go ${goVersion}` };
    }
    const url = `${baseUrl}/${file.filename}`;
    if (!/^[0-9a-f]{64}$/.test(file.sha256))
        return findSidecar(url, host);
    return { url, sha256: file.sha256, sumFrom: `the release list of ${baseUrl}` };
}
/** A mirror that is a plain folder of files can still publish sums; without any, its bytes are not used. */
async function findSidecar(url, host) {
    const sha256 = await (0,release_list_client/* fetchSidecar */.EU)(host.http, url);
    if (typeof sha256 === 'string')
        return { url, sha256, sumFrom: `${url}.sha256` };
    return {
        unavailable: `nothing proves ${url}: there is no release list, and ${sha256.unavailable}`,
    };
}
async function unpackArchive(archiveFile, url, folder, cpus) {
    if (new URL(url).pathname.endsWith('.zip')) {
        await unpackGo(archiveFile, folder, { prefix: 'go/', isModule: false }, cpus);
        return;
    }
    const { extractTar } = await Promise.all(/* import() */[__webpack_require__.e(942), __webpack_require__.e(955), __webpack_require__.e(58), __webpack_require__.e(805)]).then(__webpack_require__.bind(__webpack_require__, 9805));
    // Every archive of Go holds one folder, go/, which is the GOROOT.
    await extractTar(archiveFile, folder, ['xz', '--strip-components=1']);
}

// EXTERNAL MODULE: ./lib/toolchain/tool-cache-run.js
var tool_cache_run = __webpack_require__(4918);
// EXTERNAL MODULE: ./lib/toolchain/version-spec.js
var version_spec = __webpack_require__(9435);
;// CONCATENATED MODULE: ./lib/toolchain/download-run.js









/**
 * Downloads, proves and installs a version from the first source that has it. The archive goes to the temporary
 * folder and is gone afterwards. Throws {@link ActionError} `go-unavailable` and what proving and unpacking throw.
 */
async function downloadGo(request, resolved, context, host) {
    const goVersion = resolved.anyPatchOf ?? (0,version_spec/* goFromSemver */.j0)(resolved.semver);
    const suffix = Math.floor(host.clock.random() * 2 ** 40).toString(36);
    const archive = external_node_path_.join(context.tempDir, `go-${goVersion}-${suffix}.download`);
    await (0,promises_.mkdir)(context.tempDir, { recursive: true });
    const reasons = [];
    try {
        for (const [origin, fetch] of sourcesFor(request, resolved)) {
            const outcome = await fetch(goVersion, request, archive, context, host);
            if (!(0,plan/* isUnavailable */.Pd)(outcome)) {
                const place = await install(request, resolved, context, host, outcome.unpack);
                return { origin, proof: outcome.proof, place };
            }
            reasons.push(outcome.unavailable);
            host.log.info(`Passing over the ${origin.replace('-', ' ')}: ${outcome.unavailable}`);
        }
    }
    finally {
        await (0,promises_.rm)(archive, { force: true });
    }
    throw unavailable(request, goVersion, reasons);
}
function install(request, resolved, context, host, unpack) {
    const { platform } = request;
    const tool = (0,plan/* toolName */.Uf)(request.downloadBaseUrl);
    const placeOf = (version) => (0,tool_cache_run/* toolCachePlace */._l)(context.toolCacheDir, tool, version, platform);
    // Where only the minor was named, the tree itself says which patch it is.
    const findPlace = async (folder) => {
        const inside = await (0,goroot_run/* treeVersion */.D)(folder, platform);
        return placeOf(inside === undefined ? resolved.semver : (0,version_spec/* folderVersion */.Xk)(inside));
    };
    return (0,tool_cache_run/* installInto */.a9)(resolved.anyPatchOf === undefined ? placeOf(resolved.semver) : findPlace, { parent: external_node_path_.join(context.toolCacheDir, tool), platform, dataDrive: context.dataDrive }, host.clock, unpack);
}
/**
 * Toolchains are modules since Go 1.21. Older ones were added to the module proxy later, which the release
 * list is preferred to.
 */
function sourcesFor(request, resolved) {
    const list = ['release-list', fetchFromReleaseList];
    if (request.downloadBaseUrl !== undefined)
        return [list];
    const proxy = ['module-proxy', fetchFromModuleProxy];
    const [, minor = 0] = resolved.semver.split('.').map(Number);
    return minor >= 21 ? [proxy, list] : [list, proxy];
}
function unavailable(request, goVersion, reasons) {
    const { goos, goarch } = request.platform;
    return new errors/* ActionError */.l({
        code: 'go-unavailable',
        message: `Unable to find Go version '${goVersion}' for platform ${goos} and architecture ${goarch}: ${reasons.join('; ')}`,
        hint: 'Check that this version exists for the platform and that the runner reaches a module proxy (GOPROXY) or go.dev.',
    });
}


/***/ })

};
