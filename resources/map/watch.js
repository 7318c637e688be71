"use strict";
/* Whose hand moves the view: following a unit, the lock, what a hand did; and the place under the pointer. */
Room.watch = (() => {
  const map = window.map_room, box = map.getContainer();
  const FOLLOW_MS = 250, HAND_MS = 500, TELL_MS = 100;
  let followed = "", isLocked = false, timer = 0, handAt = -Infinity;
  let pointer = null, frame = 0, toldAt = -Infinity, telling = 0;

  const piece = (name, parent) => {
    const el = document.createElement("div");
    el.className = name;
    el.hidden = true;
    parent.appendChild(el);
    return el;
  };
  const plates = piece("room-plates", box);
  plates.hidden = false;
  const lockPlate = piece("room-plate", plates), lockSign = piece("room-lock", lockPlate), lockText = piece("", lockPlate);
  const followPlate = piece("room-plate", plates);
  lockSign.hidden = lockText.hidden = false;
  const where = piece("room-where", box);

  /* Following */

  function follow(id) {
    followed = id;
    clearTimeout(timer);
    say();
    if (id) step();
  }

  function step() {
    timer = setTimeout(step, FOLLOW_MS);
    const at = Room.picture.place("unit", followed);
    if (!at || isLocked) return;
    const look = Room.overlays.look(), x = (at.x - look.left) * look.scale, y = (at.y - look.top) * look.scale;
    const fromX = x - look.width / 2, fromY = y - look.height / 2;
    if (Math.abs(fromX) <= look.width / 6 && Math.abs(fromY) <= look.height / 6) return;
    const isFar = Math.abs(fromX) > look.width || Math.abs(fromY) > look.height;
    const goal = map.containerPointToLatLng([x, y]);
    if (isFar) map.setView(goal, map.getZoom(), { animate: false });
    else map.panTo(goal, { animate: true, duration: 0.24, easeLinearity: 0.6 });
  }

  function leave() {
    if (!followed) return false;
    follow("");
    Room.tell({ kind: "left", what: "follow" });
    return true;
  }

  function hand() {
    const now = performance.now();
    if (followed) { map.stop(); follow(""); }
    else if (now - handAt < HAND_MS) return;
    handAt = now;
    Room.tell({ kind: "hand" });
  }

  /* Plates */

  function name() {
    const units = Room.picture.units, i = units.index.get(followed);
    return Room.shapes.plain((i !== undefined && units.label[i]) || followed);
  }

  function say() {
    lockPlate.hidden = !isLocked;
    lockText.textContent = Room.say("tool.locked");
    followPlate.hidden = !followed;
    if (followed) followPlate.textContent = `${Room.say("tool.follow")} ${name()} · Esc`;
  }

  /* The place under the pointer */

  function showPlace() {
    frame = 0;
    where.hidden = !pointer;
    if (!pointer) return;
    const at = map.containerPointToLatLng(pointer).wrap();
    if (Math.abs(at.lat) > 90) return;
    const half = (value, plus, minus) => `${Math.abs(value).toFixed(5)}°${value < 0 ? minus : plus}`;
    where.textContent = `${half(at.lat, "N", "S")} ${half(at.lng, "E", "W")} WGS-84`;
    if (!telling) telling = setTimeout(tellPlace, Math.max(0, toldAt + TELL_MS - performance.now()));
  }

  function tellPlace() {
    telling = 0;
    if (!pointer) return;
    toldAt = performance.now();
    const at = map.containerPointToLatLng(pointer).wrap();
    if (Math.abs(at.lat) <= 90) Room.tell({ kind: "pointer", y: at.lat, x: at.lng });
  }

  function soon() { if (!frame) frame = requestAnimationFrame(showPlace); }

  box.addEventListener("mousemove", (event) => {
    const rim = box.getBoundingClientRect();
    pointer = [event.clientX - rim.left, event.clientY - rim.top];
    soon();
  });
  box.addEventListener("mouseleave", () => { pointer = null; soon(); });
  box.addEventListener("wheel", hand, { passive: true });
  map.on("dragstart", hand);
  map.on("move zoomend", () => { if (pointer) soon(); });
  Room.onFrame("follow", (id) => { if (id !== followed) follow(id); });
  Room.onFrame("lock", (on) => { isLocked = on; say(); });
  Room.onFrame("words", () => setTimeout(say, 0)); /* main takes the words after us */

  /* The plate of the place stands in the foot, which main makes. */
  function stand(foot) { foot.insertBefore(where, foot.lastChild); }

  return { leave, stand, followed: () => followed };
})();
