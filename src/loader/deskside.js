// The only thing of ours in the host's page: a launcher in a closed shadow root, a memory of what went wrong, and one
// port to the component. It makes no request but its own before somebody means to open it, and it leaves no trace.

import { remember } from "./memory.js";
import { askHost, pageContext } from "./host.js";
import { LOOK } from "./look.js";

const TEXT = %{loader-text};
const SILENT_AFTER = 12000;
/** What may wait, and in which room. */
const ROOMS = { rotation: "rotation", access: "access", presence: "access" };

/** Element -> what it can do: those in the page, and all that were ever drawn. */
const widgets = new Map();
const hands = new WeakMap();
const undo = new Set();
let memory;

const ours = (url) => [...widgets.values()].some((one) => one.ours(url));

function make(tag, props, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

function button(at, text, onclick, className = "") {
  const node = make("button", { type: "button", textContent: text, onclick, className });
  node.dataset.at = at;
  return node;
}

function drawing() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.append(document.createElementNS(space, "path"));
  svg.firstChild.setAttribute("d", "M5 5h14v11H9l-4 3.5V5ZM9 9h6M9 12h4");
  return svg;
}

/** Draws the launcher of an element and lends it hands. */
function build(element) {
  let port, frame, back, opening, late, silent, unmount;
  let waits = 0;
  const unseen = new Set();
  const attribute = (name) => element.getAttribute(name) ?? "";
  const address = (name, or) => new URL(attribute(name) || or, location.href);
  const desk = () => address("desk", "").origin;
  const host = () => address("host", "/deskside").href.replace(/\/$/, "");
  const language = () => (/^vi\b/i.test(attribute("lang") || document.documentElement.lang) ? "vi" : "en");
  const text = (key, n) => TEXT[language()]["loader." + key].replace("{n}", n);
  const say = (message) => port?.postMessage(JSON.stringify(message));
  const tell = (name, detail) =>
    element.dispatchEvent(new CustomEvent("deskside:" + name, { detail, bubbles: true, composed: true }));

  const word = make("span");
  const badge = make("span", { className: "badge" });
  const launcher = button("launcher", "", () => (panel.hidden ? open({}, launcher) : close()), "launcher");
  launcher.append(drawing(), word, badge);
  launcher.part = "launcher";
  const banners = make("div", { className: "banners", role: "status" });
  const panel = make("div", { className: "panel", hidden: true, role: "dialog", part: "panel" });

  const root = element.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LOOK);
  root.adoptedStyleSheets = [sheet];
  root.append(banners, launcher, panel);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      event.stopPropagation();
      close();
    }
  });
  launcher.onpointerenter = launcher.onfocus = warm;

  /** Words, badge and banners, in the language of this moment. */
  function label() {
    const due = Object.fromEntries(attribute("due").split(" ").map((one) => one.split(":")));
    const waiting = Object.keys(ROOMS).filter((kind) => due[kind] > 0);
    const count = Math.max(waits, waiting.reduce((sum, kind) => sum + +due[kind], 0));
    const name = attribute("label") || text("open");
    root.childNodes.forEach((node) => (node.lang = language()));
    word.textContent = name;
    badge.textContent = count;
    badge.hidden = !count;
    launcher.ariaLabel = count ? `${name}, ${text("waiting", count)}` : name;
    launcher.ariaHasPopup = "dialog";
    launcher.ariaExpanded = !panel.hidden;
    panel.ariaLabel = name;
    if (frame) frame.title = name;
    banners.replaceChildren(
      ...waiting
        .filter((kind) => !unseen.has(kind))
        .map((kind) => {
          const go = button("banner-" + kind, text(kind), () => open({ room: ROOMS[kind] }, launcher));
          const hide = button("hide-" + kind, "×", () => (unseen.add(kind), label()));
          hide.ariaLabel = text("hide");
          return make("div", { className: "banner" }, go, hide);
        }),
    );
  }

  function open({ subject, room } = {}, from = document.activeElement) {
    back = from;
    panel.hidden = false;
    label();
    warm();
    // Kept as well: a frame that is loaded again hears it again.
    opening = { type: "opened", subject, room };
    say(opening);
    frame.focus();
    tell("open");
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    opening = undefined;
    label();
    say({ type: "closed" });
    (back?.isConnected && back !== document.body ? back : launcher).focus();
    tell("close");
  }

  /** Loads the component, unseen: on intent, and never before. */
  function warm() {
    if (frame) return;
    late = setTimeout(fallSilent, SILENT_AFTER);
    const theme = attribute("theme");
    if (attribute("mode") === "inline") {
      frame = make("div", { className: "frame", tabIndex: -1 });
      import(desk() + "%{boot.js}")
        .then((boot) => boot.inline(connect(), frame, desk(), language(), theme))
        .then((out) => (unmount = out))
        .catch(fallSilent);
    } else {
      frame = make("iframe", {
        className: "frame",
        src: `${desk()}/frame/${encodeURIComponent(attribute("system"))}?lang=${language()}&theme=${theme}`,
        onload: () => frame.contentWindow.postMessage({ type: "deskside:port" }, desk(), [connect()]),
      });
    }
    panel.append(frame);
    label();
  }

  /** A new port, the far end of which is given away. */
  function connect() {
    const { port1, port2 } = new MessageChannel();
    port?.close();
    port = port1;
    port.onmessage = ({ data }) => hear(port1, JSON.parse(data));
    say({ type: "hello", system: attribute("system"), desk: desk(), origin: location.origin, lang: language() });
    if (opening) {
      say(opening);
      // Only who has not gone elsewhere meanwhile is taken along; a frame that had the focus while empty has lost it.
      if (root.activeElement) {
        frame.blur();
        frame.focus();
      }
    }
    return port2;
  }

  async function hear(from, message) {
    const { type, call } = message;
    if (type === "call") {
      const page = () => pageContext(memory, api.screen);
      const [status, body] = await askHost(host(), memory.fetch, page, message);
      from.postMessage(JSON.stringify({ type: "answer", call, status, body }));
    } else if (type === "close") {
      close();
    } else if (type === "badge") {
      waits = message.count;
      label();
    } else if (type === "event") {
      tell(message.name, message.detail);
    } else if (type === "ready") {
      clearTimeout(late);
      silent?.remove();
    }
  }

  /** The desk does not answer: what stands inside the element is shown, and a way out. */
  function fallSilent() {
    const words = make("p", { textContent: text("silent") });
    silent = make("div", { className: "silent", role: "alert" }, words, make("slot"), button("out", text("close"), close));
    panel.append(silent);
  }

  label();
  return {
    open,
    close,
    ours: (url) => [desk(), host()].some((start) => url.startsWith(start + "/")),
    changed(name) {
      label();
      if (name === "lang") say({ type: "lang", lang: language() });
    },
    leave() {
      clearTimeout(late);
      unmount?.();
      port?.close();
      element.remove();
    },
  };
}

class Widget extends HTMLElement {
  static observedAttributes = ["lang", "due", "label"];
  connectedCallback() {
    memory ??= remember(ours);
    if (widgets.has(this)) return;
    if (!hands.has(this)) hands.set(this, build(this));
    widgets.set(this, hands.get(this));
    this.dispatchEvent(new CustomEvent("deskside:ready", { bubbles: true }));
  }
  disconnectedCallback() {
    // Pages move elements about: only what stays away is gone.
    queueMicrotask(() => this.isConnected || widgets.delete(this));
  }
  attributeChangedCallback(name) {
    widgets.get(this)?.changed(name);
  }
}

const first = () => widgets.values().next().value;

/** Listens until the answer is called, or all of it is undone. */
function listen(target, name, then) {
  target.addEventListener(name, then);
  const off = () => {
    target.removeEventListener(name, then);
    undo.delete(off);
  };
  undo.add(off);
  return off;
}

const api = {
  screen: window.Deskside?.screen,
  open: (options) => first()?.open(options),
  close: () => first()?.close(),
  /** Any element of the host opens the panel; the answer undoes it. */
  attachTo: (element) => listen(element, "click", () => first()?.open({}, element)),
  /** Hears `deskside:<name>`; the answer undoes it. */
  on: (name, then) => listen(document, "deskside:" + name, (event) => then(event.detail)),
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
if (!customElements.get("deskside-widget")) {
  memory = remember(ours);
  window.Deskside = api;
  customElements.define("deskside-widget", Widget);
}
