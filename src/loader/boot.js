// Brings the component to life: in its own frame, where a port from the page around it is awaited, or inline, where the
// loader hands one over. Glue, WASM and language are fetched side by side.

const address = (path) => new URL(path, import.meta.url).href;
const TEXTS = { en: address("%{text.en.json}"), vi: address("%{text.vi.json}") };

const fetched = {};
const words = (lang) => (fetched[lang] ??= fetch(TEXTS[lang] ?? TEXTS.en).then((answer) => answer.text()));

let glue;
function load() {
  return (glue ??= (async () => {
    const wasm = fetch(address("%{widget.wasm}"));
    const module = await import(address("%{widget.js}"));
    await module.default({ module_or_path: wasm });
    return module;
  })());
}

/** Mounts the component in a shadow root of the host's page; the answer takes it out again. */
export async function inline(port, place, desk, lang, theme) {
  words(lang);
  const [component, sheet] = await Promise.all([load(), fetch(address("%{widget.css}")).then((css) => css.text())]);
  const style = new CSSStyleSheet();
  style.replaceSync(sheet);
  const shadow = place.attachShadow({ mode: "closed", delegatesFocus: true });
  shadow.adoptedStyleSheets = [style];
  if (theme) place.dataset.theme = theme;
  const root = document.createElement("div");
  root.lang = lang;
  shadow.append(root);
  return component.mount(root, port, location.origin, desk, lang, words);
}

const page = document.documentElement;
const root = document.getElementById("deskside");

if (root && page.dataset.system !== undefined) {
  const lang = page.lang.startsWith("vi") ? "vi" : "en";
  const field = root.querySelector("textarea");
  words(lang);
  load();

  const mount = async (port, origin) => {
    const component = await load();
    await component.mount(root, port, origin, location.origin, lang, words);
    removeEventListener("keydown", escape);
    removeEventListener("focus", focus);
  };

  // Until the component is there, the field takes the focus and Escape closes, as they will then.
  let early;
  const escape = (event) => event.key === "Escape" && early?.postMessage(JSON.stringify({ type: "close" }));
  const focus = () => document.activeElement === document.body && field.focus();
  addEventListener("keydown", escape);
  addEventListener("focus", focus);
  if (document.hasFocus()) focus();

  if (window.parent === window) {
    mount(undefined, location.origin);
  } else {
    const connect = ({ source, data, ports, origin }) => {
      if (source !== window.parent || data?.type !== "deskside:port" || !ports[0]) return;
      removeEventListener("message", connect);
      early = ports[0];
      mount(early, origin);
    };
    addEventListener("message", connect);
  }
}
