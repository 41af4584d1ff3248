// What went wrong on this page since it was loaded: the last 20 of each, never a body, and undone by `forget`.

const MOST = 20;

/** Remembers errors and failed requests; `ours` says whether an address is our own. */
export function remember(ours) {
  const errors = [];
  const failed = [];
  const page = window.fetch;
  const { open, send } = XMLHttpRequest.prototype;
  const calls = new WeakMap();

  const keep = (list, one) => list.push(one) > MOST && list.shift();

  const failure = (method, url, status, from) => {
    const to = new URL(url, location.href);
    if (ours(to.href)) return;
    const path = to.origin === location.origin ? to.pathname : to.origin + to.pathname;
    const ms = Math.round(performance.now() - from);
    keep(failed, { at: Date.now(), method: String(method || "GET").toUpperCase(), path, status, ms });
  };

  const broke = (reason, source) => {
    const message = String(reason?.message ?? reason);
    const again = errors.find((one) => one.message === message && one.source === source);
    if (again) {
      again.times += 1;
      again.at = Date.now();
    } else {
      const stack = reason?.stack && String(reason.stack).slice(0, 2000);
      keep(errors, { at: Date.now(), message: message.slice(0, 2000), source, stack, times: 1 });
    }
  };
  const onError = (event) => {
    if (event.message) broke(event.error ?? event.message, event.filename && `${event.filename}:${event.lineno}`);
  };
  const onRejection = (event) => broke(event.reason);
  addEventListener("error", onError);
  addEventListener("unhandledrejection", onRejection);

  let awake = true;
  function fetch(input, init) {
    const sent = Reflect.apply(page, this ?? window, arguments);
    if (awake) {
      const from = performance.now();
      const method = init?.method ?? input?.method;
      const told = (status) => failure(method, input?.url ?? input, status, from);
      sent.then(
        (answer) => answer.status >= 400 && told(answer.status),
        (reason) => reason?.name !== "AbortError" && told(0),
      );
    }
    return sent;
  }
  function opened(method, url) {
    calls.set(this, { method, url });
    return Reflect.apply(open, this, arguments);
  }
  function sent() {
    const call = calls.get(this);
    if (awake && call) {
      let aborted = false;
      const from = performance.now();
      this.addEventListener("abort", () => (aborted = true), { once: true });
      this.addEventListener(
        "loadend",
        () => !aborted && (this.status >= 400 || !this.status) && failure(call.method, call.url, this.status, from),
        { once: true },
      );
    }
    return Reflect.apply(send, this, arguments);
  }
  window.fetch = fetch;
  XMLHttpRequest.prototype.open = opened;
  XMLHttpRequest.prototype.send = sent;

  return {
    errors,
    failed,
    /** The page's own fetch, which nobody here listens to. */
    fetch: (url, init) => Reflect.apply(page, window, [url, init]),
    /** Leaves the page as it was found; where somebody wrapped us since, we only fall silent. */
    forget() {
      awake = false;
      removeEventListener("error", onError);
      removeEventListener("unhandledrejection", onRejection);
      if (window.fetch === fetch) window.fetch = page;
      const xhr = XMLHttpRequest.prototype;
      if (xhr.open === opened) xhr.open = open;
      if (xhr.send === sent) xhr.send = send;
    },
  };
}
