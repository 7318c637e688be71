"use strict";
/* The channel to Python: numbered JSON both ways; a missed number asks for the whole picture again. */
Room.link = (onSnapshot, onChange, onOrder) => {
  const VERSION = 1;
  let post = null, sent = 0, heard = 0, inStep = false;

  function tell(message) {
    if (post) post(JSON.stringify({ v: VERSION, n: ++sent, ...message }));
  }

  function hear(text) {
    const message = JSON.parse(text);
    if (message.v !== VERSION) return;
    if (message.kind === "snapshot") {
      inStep = true;
      heard = message.n;
      onSnapshot(message);
      return;
    }
    if (!inStep) return;
    if (message.n !== heard + 1) {
      inStep = false;
      tell({ kind: "gap" });
      return;
    }
    heard = message.n;
    if (message.kind === "change") onChange(message);
    else if (message.kind === "order") onOrder(message);
  }

  function open(greeting) {
    new QWebChannel(qt.webChannelTransport, (channel) => {
      const room = channel.objects.room;
      room.message.connect(hear);
      post = (text) => room.tell(text);
      tell(greeting());
    });
  }

  window.addEventListener("error", (event) => tell({ kind: "trouble", text: `${event.message} ${event.filename}:${event.lineno}` }));
  return { open, tell };
};
