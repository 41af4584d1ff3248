// The only thing of ours in the host's page: a launcher in a closed shadow root, a memory of what went wrong, and one
// port to the component. It makes no request but its own before somebody means to open it, and it leaves no trace.

import { remember } from "./memory.js";
import { askHost, pageContext } from "./host.js";
import { LOOK } from "./look.js";

const TEXT = %{loader-text};
const TAG = "deskside-widget";
const SILENT_AFTER = 12000;

const widgets = new Set();
const heard = new Set();
let memory;

const ours = (url) => [...widgets].some((one) => url.startsWith(one.desk + "/") || url.startsWith(one.host + "/"));

function make(tag, props, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

function drawing(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(svg.namespaceURI, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

class Widget extends HTMLElement {
  static observedAttributes = ["lang", "due", "label"];
  #root;
  #parts;
  #port;
  #frame;
  #back;
  #opening;
  #badge = 0;
  #hidden = new Set();

  get desk() {
    return new URL(this.getAttribute("desk") ?? "", location.href).origin;
  }

  get host() {
    return new URL(this.getAttribute("host") ?? "/deskside", location.href).href.replace(/\/$/, "");
  }

  get language() {
    const wanted = this.getAttribute("lang") || document.documentElement.lang || navigator.language;
    return /^vi\b/i.test(wanted) ? "vi" : "en";
  }

  connectedCallback() {
    memory ??= remember(ours);
    widgets.add(this);
    if (this.#root) return;
    this.#root = this.attachShadow({ mode: "closed" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LOOK);
    this.#root.adoptedStyleSheets = [sheet];
    this.#draw();
    this.#tell("ready");
  }

  disconnectedCallback() {
    // Pages move elements about: only what stays away is gone.
    queueMicrotask(() => this.isConnected || widgets.delete(this));
  }

  attributeChangedCallback(name) {
    if (!this.#root) return;
    this.#label();
    if (name === "lang") this.#say({ type: "lang", lang: this.language });
  }

  #text(key, values = {}) {
    return TEXT[this.language][`loader.${key}`].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  #draw() {
    const word = make("span");
    const badge = make("span", { className: "badge" });
    const launcher = make("button", { type: "button", className: "launcher" });
    launcher.append(drawing("M5 5h14v11H9l-4 3.5V5ZM9 9h6M9 12h4"), word, badge);
    launcher.dataset.at = "launcher";
    launcher.part = "launcher";
    launcher.setAttribute("aria-haspopup", "dialog");
    launcher.onclick = () => (this.#parts.panel.hidden ? this.open({}, launcher) : this.close());
    launcher.onpointerenter = launcher.onfocus = () => this.#warm();
    const banners = make("div", { className: "banners", role: "status" });
    const panel = make("div", { className: "panel", hidden: true, role: "dialog", part: "panel" });
    this.#root.append(banners, launcher, panel);
    this.#root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !panel.hidden) {
        event.stopPropagation();
        this.close();
      }
    });
    this.#parts = { word, badge, launcher, banners, panel };
    this.#label();
  }

  /** Words, badge and banners, in the language of this moment. */
  #label() {
    const { word, badge, launcher, banners, panel } = this.#parts;
    const due = Object.fromEntries((this.getAttribute("due") ?? "").split(/\s+/).map((one) => one.split(":")));
    const room = { rotation: "rotation", access: "access", presence: "access" };
    const waiting = Object.keys(room).filter((kind) => +due[kind] > 0);
    const count = Math.max(this.#badge, waiting.reduce((sum, kind) => sum + +due[kind], 0));
    const label = this.getAttribute("label") || this.#text("open");
    word.textContent = label;
    badge.textContent = count;
    badge.hidden = !count;
    launcher.setAttribute("aria-label", count ? `${label}, ${this.#text("waiting", { n: count })}` : label);
    launcher.setAttribute("aria-expanded", String(!panel.hidden));
    panel.setAttribute("aria-label", label);
    launcher.lang = banners.lang = panel.lang = this.language;
    if (this.#frame) this.#frame.title = label;
    banners.replaceChildren(
      ...waiting.filter((kind) => !this.#hidden.has(kind)).map((kind) => this.#banner(kind, room[kind])),
    );
  }

  #banner(kind, room) {
    const go = make("button", { type: "button", textContent: this.#text(kind) });
    go.dataset.at = `banner-${kind}`;
    go.onclick = () => this.open({ room }, this.#parts.launcher);
    const hide = make("button", { type: "button", className: "hide", textContent: "×" });
    hide.setAttribute("aria-label", this.#text("hide"));
    hide.onclick = () => {
      this.#hidden.add(kind);
      this.#label();
    };
    return make("div", { className: "banner" }, go, hide);
  }

  open({ subject, room } = {}, back = document.activeElement) {
    const { panel } = this.#parts;
    this.#back = back;
    const opened = { type: "opened", subject, room };
    panel.hidden = false;
    this.#label();
    this.#warm();
    // Kept as well: a frame that is loaded again hears it again.
    this.#opening = opened;
    this.#say(opened);
    this.#frame.focus();
    this.#tell("open");
  }

  close() {
    const { panel, launcher } = this.#parts;
    if (panel.hidden) return;
    panel.hidden = true;
    this.#opening = undefined;
    this.#label();
    this.#say({ type: "closed" });
    (this.#back?.isConnected ? this.#back : launcher).focus();
    this.#tell("close");
  }

  /** Loads the component, unseen: on intent, and never before. */
  #warm() {
    if (this.#frame) return;
    const { panel } = this.#parts;
    const query = new URLSearchParams({ lang: this.language, theme: this.getAttribute("theme") ?? "" });
    if (this.getAttribute("mode") === "inline") {
      this.#frame = make("div", { className: "inline", tabIndex: -1 });
      panel.append(this.#frame);
      import(this.desk + "%{boot.js}")
        .then((boot) => boot.inline(this.#connect(), this.#frame, this.desk, this.language, this.getAttribute("theme")))
        .catch(() => this.#silent());
    } else {
      const system = encodeURIComponent(this.getAttribute("system") ?? "");
      // Loaded even while the panel is not shown.
      this.#frame = make("iframe", { src: `${this.desk}/frame/${system}?${query}`, allow: "clipboard-write" });
      this.#frame.onload = () =>
        this.#frame.contentWindow.postMessage({ type: "deskside:port" }, this.desk, [this.#connect()]);
      panel.append(this.#frame);
    }
    this.#label();
    this.#late = setTimeout(() => this.#silent(), SILENT_AFTER);
  }
  #late;

  /** A new port, the far end of which is given away. */
  #connect() {
    const { port1, port2 } = new MessageChannel();
    this.#port?.close();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#hear(port1, JSON.parse(data));
    this.#say({
      type: "hello",
      system: this.getAttribute("system"),
      desk: this.desk,
      origin: location.origin,
      lang: this.language,
    });
    if (this.#opening) {
      this.#say(this.#opening);
      // Only who has not gone elsewhere meanwhile is taken along; a frame that had the focus while it was empty has lost it.
      if (this.#root.activeElement) {
        this.#frame.blur();
        this.#frame.focus();
      }
    }
    return port2;
  }

  #say(message) {
    this.#port?.postMessage(JSON.stringify(message));
  }

  async #hear(port, message) {
    if (message.type === "call") {
      const page = () => pageContext(memory, api.screen);
      const [status, body] = await askHost(this.host, memory.fetch, page, message);
      port.postMessage(JSON.stringify({ type: "answer", call: message.call, status, body }));
    } else if (message.type === "close") {
      this.close();
    } else if (message.type === "badge") {
      this.#badge = message.count;
      this.#label();
    } else if (message.type === "event") {
      this.#tell(message.name, message.detail);
    } else if (message.type === "ready") {
      clearTimeout(this.#late);
      this.#parts.silent?.remove();
    }
  }

  /** The desk does not answer: what stands inside the element is shown, and a way out. */
  #silent() {
    const out = make("button", { type: "button", textContent: this.#text("close"), onclick: () => this.close() });
    const words = make("p", { textContent: this.#text("silent") });
    this.#parts.silent = make("div", { className: "silent", role: "alert" }, words, make("slot"), out);
    this.#parts.panel.append(this.#parts.silent);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`deskside:${name}`, { detail, bubbles: true, composed: true }));
  }

  /** Leaves the page. */
  leave() {
    clearTimeout(this.#late);
    this.#port?.close();
    this.remove();
  }
}

const first = () => widgets.values().next().value;

const undo = new Set();

const api = {
  screen: window.Deskside?.screen,
  open: (options) => first()?.open(options),
  close: () => first()?.close(),
  /** Any element of the host opens the panel; the answer undoes it. */
  attachTo(element) {
    const open = () => first()?.open({}, element);
    element.addEventListener("click", open);
    const off = () => (element.removeEventListener("click", open), undo.delete(off));
    undo.add(off);
    return off;
  },
  /** Hears `deskside:<name>`; the answer undoes it. */
  on(name, then) {
    const told = (event) => then(event.detail);
    document.addEventListener(`deskside:${name}`, told);
    const off = () => (document.removeEventListener(`deskside:${name}`, told), undo.delete(off));
    undo.add(off);
    return off;
  },
  /** Undoes every listener, wrapper and node. */
  remove() {
    undo.forEach((off) => off());
    widgets.forEach((one) => one.leave());
    widgets.clear();
    memory?.forget();
    memory = undefined;
    if (window.Deskside === api) delete window.Deskside;
  },
};

// Included twice, the second one has nothing to do.
if (!customElements.get(TAG)) {
  memory = remember(ours);
  window.Deskside = api;
  customElements.define(TAG, Widget);
}
