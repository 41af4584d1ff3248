// New mail appears by itself.
new EventSource("/live").addEventListener("mail", () => location.reload());
