export const id = 901;
export const ids = [901];
export const modules = {

/***/ 6901:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _runner_entry_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4610);
/* harmony import */ var _ship_cache_step_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2121);
/* harmony import */ var _ship_state_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2760);



// The post step of setup/: saves what main restored. It computes no key again.
await (0,_runner_entry_js__WEBPACK_IMPORTED_MODULE_0__/* .runEntry */ .C)('warn-only', async (runner) => {
    const state = (0,_ship_state_js__WEBPACK_IMPORTED_MODULE_2__/* .readRunState */ .xz)(runner.state(_ship_state_js__WEBPACK_IMPORTED_MODULE_2__/* .RUN_STATE */ .KY));
    const { caches } = state ?? {};
    if (caches === undefined)
        return;
    // The job's status as it is now: only a job that did all its work shows what it has no use for.
    const succeeded = runner.inputs.text('job-status') === 'success';
    await runner.step('Save the caches', () => (0,_ship_cache_step_js__WEBPACK_IMPORTED_MODULE_1__/* .saveGoCaches */ .XT)(caches, succeeded, runner));
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ })

};
