export const id = 317;
export const ids = [317];
export const modules = {

/***/ 5317:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _runner_entry_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4610);
/* harmony import */ var _ship_cache_step_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5635);
/* harmony import */ var _ship_release_step_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8787);
/* harmony import */ var _ship_state_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2760);




// The post step of the root action. It computes no key and no plan again: main left both behind.
await (0,_runner_entry_js__WEBPACK_IMPORTED_MODULE_0__/* .runEntry */ .C)('warn-only', async (runner) => {
    const state = (0,_ship_state_js__WEBPACK_IMPORTED_MODULE_3__/* .readRunState */ .xz)(runner.state(_ship_state_js__WEBPACK_IMPORTED_MODULE_3__/* .RUN_STATE */ .KY));
    if (state === undefined)
        return;
    const { release, caches } = state;
    try {
        if (release !== undefined) {
            await runner.step('Finish the release', () => (0,_ship_release_step_js__WEBPACK_IMPORTED_MODULE_2__/* .finishInPost */ .Tq)(release, runner));
        }
    }
    finally {
        // The caches have nothing to do with the release: they are saved whatever became of it.
        if (caches !== undefined) {
            await runner.step('Save the caches', () => (0,_ship_cache_step_js__WEBPACK_IMPORTED_MODULE_1__/* .saveGoCaches */ .XT)(caches, state.succeeded, runner));
        }
    }
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ })

};
