// Language, theme, glue and WASM arrive side by side; the program mounts itself when all are there.
const words = { en: "%{console-text.en.json}", vi: "%{console-text.vi.json}" };

function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // Storage is off: the browser's own preferences hold.
  }
}

const wanted = kept("deskside.lang") ?? navigator.language.slice(0, 2);
const lang = Object.hasOwn(words, wanted) ? wanted : "en";
const theme = kept("deskside.theme");
document.documentElement.lang = lang;
if (theme) document.documentElement.dataset.theme = theme;

const [glue, text] = await Promise.all([
  import("%{console.js}"),
  fetch(words[lang]).then((answer) => answer.text()),
]);
// Read once by the program's language.rs.
globalThis.desksideConsole = { ...words, lang, words: text };
await glue.default({ module_or_path: fetch("%{console.wasm}") });
