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
  try {
    // A first visit by someone whose browser speaks the other language: the way there says so in that language.
    if (!localStorage.getItem("gramwatt.offered") && /^(en|fr)/.test(navigator.language) && navigator.language.slice(0, 2) !== root.lang) root.dataset.offer = "1";
    localStorage.setItem("gramwatt.offered", "1");
  } catch (e) {
    // nothing is kept: no visit is known to be the first
  }
  if (/^#\/(compare|plan|live|fleet|learn|methods)/.test(location.hash)) root.dataset.view = "other";
  else if (location.hash.indexOf("?") > 0) root.dataset.view = "link";
})();
