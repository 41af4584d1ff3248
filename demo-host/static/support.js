// On the pages of a support session: the moment access ends, the page goes.

const over = () => location.replace("/support-ended");
const source = new EventSource("/support/live");

source.addEventListener("ended", () => {
  source.close();
  document.body.replaceChildren();
  over();
});

// Refused outright, the browser does not try again: there is no session any more.
source.addEventListener("error", () => {
  if (source.readyState === EventSource.CLOSED) over();
});

// A page that the browser kept for going back shows nothing that is not allowed any more.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
