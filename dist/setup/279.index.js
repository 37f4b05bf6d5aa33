export const id = 279;
export const ids = [279];
export const modules = {

/***/ 1279:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  keepJobCaches: () => (/* binding */ keepJobCaches)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/project/checkout-run.js



/** A checkout may hold anything; looking for modules must stay a matter of milliseconds. */
const MOST_FOLDERS = 4000;
const DEEPEST = 6;
/** The go command's `./...` passes over the first four kinds, and node_modules holds no module of the project. */
const PASSED_OVER = /^(?:[._].*|testdata|vendor|node_modules)$/;
/**
 * Looks for every module below `directory` (absolute), at the root or not, nearest first. Undefined when there is
 * none; folders that cannot be read are passed over.
 */
async function findCheckout(directory) {
    const modFiles = [];
    const sumFiles = [];
    let level = [directory];
    let seen = 0;
    for (let depth = 0; depth <= DEEPEST && level.length > 0 && seen < MOST_FOLDERS; depth += 1) {
        seen += level.length;
        const listed = await Promise.all(level.map(listFolder));
        level = listed.flatMap(({ folders }) => folders).sort();
        for (const { files } of listed) {
            modFiles.push(...files.filter((file) => /[\\/]go\.(?:mod|work)$/.test(file)));
            sumFiles.push(...files.filter((file) => /[\\/]go\.(?:work\.)?sum$/.test(file)));
        }
    }
    const goModPath = modFiles.find((file) => file.endsWith('go.mod')) ?? modFiles[0];
    if (goModPath === undefined)
        return undefined;
    const vendored = modFiles.every((file) => (0,external_node_fs_.existsSync)(external_node_path_.join(external_node_path_.dirname(file), 'vendor', 'modules.txt')));
    return { root: external_node_path_.dirname(goModPath), goModPath, sumFiles: sumFiles.sort(), vendored };
}
async function listFolder(folder) {
    const entries = await (0,promises_.readdir)(folder, { withFileTypes: true }).catch(() => []);
    const paths = (wanted) => wanted.map((entry) => external_node_path_.join(folder, entry.name)).sort();
    return {
        files: paths(entries.filter((entry) => entry.isFile())),
        folders: paths(entries.filter((entry) => entry.isDirectory() && !PASSED_OVER.test(entry.name))),
    };
}

// EXTERNAL MODULE: ./lib/runner/phase.js
var phase = __webpack_require__(1861);
// EXTERNAL MODULE: ./lib/ship/cache-step.js + 33 modules
var cache_step = __webpack_require__(2121);
// EXTERNAL MODULE: ./lib/ship/setup-outputs.js
var setup_outputs = __webpack_require__(3752);
// EXTERNAL MODULE: ./lib/ship/state.js + 2 modules
var state = __webpack_require__(2760);
;// CONCATENATED MODULE: ./lib/ship/setup-caches.js





/**
 * Restores the caches of a job, tells and outputs how it went, and leaves the rest to post. A checkout without a
 * module has nothing to cache, which is no fault. Throws only what a run on a tag throws for changed modules.
 */
async function keepJobCaches(settings, go, runner) {
    const { context, env, log } = runner;
    const project = await findCheckout(context.workspace);
    if (project === undefined) {
        log.info(`Nothing to cache: no go.mod or go.work in ${context.workspace} (actions/checkout belongs before this step)`);
        return;
    }
    const report = await (0,cache_step/* restoreGoCaches */.Md)(settings.cache, {
        project,
        go,
        buildIdentity: jobIdentity(context, env['GITHUB_WORKFLOW_REF'], settings.jobIndex),
        publishes: context.refType === 'tag' || context.eventName === 'release',
        commit: context.sha,
        dependencyPaths: settings.cacheDependencyPaths,
    }, runner);
    (0,setup_outputs/* outputJobCaches */.a)(report, runner);
    (0,state/* keepRunState */.EI)(runner, { caches: report.state, succeeded: false });
    runner.saveState(phase/* PHASE_STATE */.i$, 'post');
}
/**
 * What is compiled is not known here; the same job of the same workflow compiles the same again. The workflow's file stands
 * for it, without the ref it was read from.
 */
function jobIdentity(context, workflowRef, jobIndex) {
    const [workflow = ''] = (workflowRef ?? '').split('@');
    return [`workflow ${workflow}`, `job ${context.job}`, `index ${jobIndex}`];
}


/***/ })

};
