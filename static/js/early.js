// @ts-check
// Runs before the first paint, so that a chosen theme does not flash, and tells the style sheet that scripts run.
(function () {
  var root = document.documentElement;
  root.dataset.js = "1";
  try {
    var theme = localStorage.getItem("gramwatt.theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  } catch (e) {
    // private browsing: the system's theme
  }
  if (/^#\/(compare|plan|live|methods)/.test(location.hash)) root.dataset.view = "other";
  else if (location.hash.indexOf("?") > 0) root.dataset.view = "link";
})();
