// The calls a component may make. Each is one operation of the host contract, with the page's own session; there is no
// other way from the frame into the ERP.

/** What the page itself knows. */
export function pageContext(memory, hook) {
  let told = {};
  try {
    const meta = document.querySelector('meta[name="deskside-screen"]');
    told = hook?.() ?? JSON.parse(meta?.content || "{}");
  } catch {
    // A host that says nonsense about its screen is as good as one that says nothing.
  }
  const text = (value) => (value == null ? undefined : String(value));
  return {
    screen: {
      url: location.href,
      title: text(told.title) ?? document.title,
      model: text(told.model),
      record: text(told.record),
      view: text(told.view),
    },
    errors: memory.errors,
    failed_requests: memory.failed,
    browser: {
      user_agent: navigator.userAgent,
      language: navigator.language,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
      width: innerWidth,
      height: innerHeight,
    },
  };
}

/** A draft, where the browser denies the frame a storage of its own: `[status, body]`. */
function keep(ask, name, text) {
  try {
    if (ask === "kept") return [200, JSON.stringify(localStorage.getItem(name))];
    if (text) localStorage.setItem(name, text);
    else localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing costs the draft and nothing else.
  }
  return [200, "null"];
}

/** Answers a call: `[status, body]`. */
export async function askHost(prefix, fetch, page, { ask, request, grant, login, name, text }) {
  if (ask === "page") return [200, JSON.stringify(page())];
  if (ask === "keep" || ask === "kept") return keep(ask, "deskside:" + name, text);
  const id = encodeURIComponent;
  const route = {
    identity: ["POST", "identity"],
    context: ["GET", "context"],
    scopes: ["GET", "scopes"],
    deliver: ["POST", "requests", { request }],
    grants: ["GET", "grants"],
    revoke: ["POST", `grants/${id(grant)}/revoke`],
    evidence: ["GET", `evidence?login=${id(login)}`],
    head: ["GET", "audit/head"],
  }[ask];
  if (!route) return [404, ""];
  const [method, path, body] = route;
  try {
    const answer = await fetch(`${prefix}/${path}`, {
      method,
      headers: { accept: "application/json", "content-type": "application/json" },
      body: method === "POST" ? JSON.stringify(body ?? {}) : undefined,
      credentials: "same-origin",
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(20000),
    });
    return [answer.status, await answer.text()];
  } catch {
    return [0, ""];
  }
}
