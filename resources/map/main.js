"use strict";
/* Puts the page together. */
(() => {
  const map = window.map_room;
  const layer = new Room.MarksLayer().addTo(map);
  const link = Room.link(snapshot, change, order);
  Room.tell = link.tell;
  const hands = Room.hands(map, layer, link.tell);
  const ground = map.getContainer();
  let tiles = null, tileInfo = null, groundNote = "", telling = 0, isPlaced = false;

  const piece = (name, parent) => {
    const el = document.createElement("div");
    el.className = name;
    parent.appendChild(el);
    return el;
  };
  const foot = piece("room-foot", ground);
  const scaleBox = piece("", foot), scaleText = piece("room-scale-text", scaleBox), scaleBar = piece("room-scale", scaleBox);
  const credit = piece("room-credit", foot);
  Room.watch.stand(foot);
  const note = piece("room-note", ground), hint = piece("room-hint", ground);
  note.hidden = hint.hidden = true;

  function snapshot(message) {
    Room.picture.replace(message.marks, performance.now());
    map.invalidateSize({ animate: false });
    frame(message.frame);
    layer.redraw();
    requestAnimationFrame(() => link.tell({ kind: "shown", ...view() })); /* after the layer's own frame */
  }

  function change(message) {
    if (message.marks) Room.picture.change(message.marks, performance.now());
    if (message.frame) frame(message.frame);
    if (isOnlyMoves(message)) layer.redrawUnits();
    else layer.redraw();
    placeHint();
  }

  const isOnlyMoves = ({ marks, frame: told }) => !told && Object.keys(marks).every((name) => name === "unit") && !marks.unit.put && !marks.unit.drop;

  function order(message) { Room.orders.tell(message); }

  /* Whatever of the frame is named has changed. */
  function frame(told) {
    Room.frames.tell(told);
    if ("theme" in told || "tiles" in told) layTiles();
  }

  Room.onFrame("tiles", (told) => { tileInfo = told; map.setMinZoom(told.min); }); /* before a look that may be wider */
  Room.onFrame("tiles_note", (text) => { groundNote = text; writeCredit(); });
  Room.onOrder("go", ([lat, lon, zoom]) => map.setView([lat, lon], zoom === null ? map.getZoom() : zoom, { animate: false }));
  Room.onOrder("fit", ([west, south, east, north]) => map.fitBounds([[south, west], [north, east]], { animate: false }));
  Room.onFrame("look", ([lat, lon, zoom]) => {
    if (isPlaced) return;
    isPlaced = true;
    map.setView([lat, lon], zoom, { animate: false });
  });
  Room.onFrame("words", (words) => { Room.words = words; Room.symbols.forget(); drawScale(); note.textContent = Room.say("pick"); });
  Room.onFrame("theme", (theme) => { Room.theme = theme; document.documentElement.dataset.theme = theme; Room.symbols.forget(); });
  Room.onFrame("pick", (on) => { hands.setPick(on); note.hidden = !on; });
  Room.onFrame("hint", (text) => { hint.textContent = text; placeHint(); });

  function layTiles() {
    const old = tiles;
    tiles = L.tileLayer(`room://map/tiles/${Room.theme}/{z}/{x}/{y}{r}.png?k=${encodeURIComponent(tileInfo.key)}`, {
      minZoom: tileInfo.min, maxZoom: tileInfo.max, keepBuffer: 3, updateWhenZooming: false, updateInterval: 60,
    }).addTo(map);
    if (old) {
      tiles.setZIndex(2);
      const away = () => map.removeLayer(old);
      tiles.once("load", away);
      setTimeout(away, 1500);
    }
    writeCredit();
  }

  function writeCredit() {
    if (tileInfo) credit.textContent = [groundNote, tileInfo.credit].filter(Boolean).join(" · ");
  }

  /* The hint stands at the incident under the hand. */
  function placeHint() {
    const at = Room.picture.place("incident", Room.focus.hot);
    hint.hidden = !hint.textContent || !at;
    if (hint.hidden) return;
    const look = layer.look(), x = (at.x - look.left) * look.scale, y = (at.y - look.top) * look.scale;
    const left = x + 40 + hint.offsetWidth > look.width ? x - 40 - hint.offsetWidth : x + 40;
    hint.style.left = `${Math.max(4, left)}px`;
    hint.style.top = `${Math.min(look.height - hint.offsetHeight - 4, Math.max(4, y - hint.offsetHeight / 2))}px`;
  }

  function drawScale() {
    const size = map.getSize(), y = size.y / 2;
    const metres = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([120, y]));
    if (!(metres > 0)) return;
    const power = 10 ** Math.floor(Math.log10(metres)), lead = metres / power;
    const round = power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
    scaleBar.style.width = `${(120 * round) / metres}px`;
    scaleText.textContent = round >= 1000 ? Room.say("scale.km", round / 1000) : Room.say("scale.m", round);
  }

  const view = () => {
    const centre = map.getCenter(), size = map.getSize();
    return { lat: centre.lat, lon: centre.lng, zoom: map.getZoom(), width: size.x, height: size.y };
  };
  function tellView() {
    telling = 0;
    drawScale();
    placeHint();
    link.tell({ kind: "view", ...view() });
  }

  map.on("move zoomend resize", () => { if (isPlaced && !telling) telling = requestAnimationFrame(tellView); });
  link.open(() => ({ kind: "ready" }));
})();
