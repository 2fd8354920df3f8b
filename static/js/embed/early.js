// @ts-check
// Runs before the first paint of embed.html: the view and the theme that the host page asked for in the address. The theme
// that a reader chose on gramwatt's own page does not count here.
(function () {
  var root = document.documentElement, hash = location.hash;
  var view = /^#\/(card|whatif|region)/.exec(hash), theme = /[?&]theme=(dark|light)(&|$)/.exec(hash);
  root.dataset.js = "1";
  root.dataset.embed = view ? view[1] : "card";
  if (theme) root.dataset.theme = theme[1];
})();
