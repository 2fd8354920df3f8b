// @ts-check
/**
 * What every view stands on. The build lets each part that is fetched on its own import this module, so that all of it lies
 * in one file: without it the bundler makes a file for every set of views that share something, and each is a request.
 */
import "./estimate/boot.js";
import "./estimate/panel.js";
import "./estimate/view.js";
import "./estimator.js";
import "./offline.js";
import "./share.js";
import "./spawn.js";
import "./store.js";
import "./style.js";
import "./theme.js";
