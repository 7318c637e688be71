"use strict";
/* The mouse: click, hover, menu, picking a place, and carrying a unit from the map onto an incident. */
Room.hands = (map, layer, tell) => {
  const box = map.getContainer(), focus = Room.focus;
  const STARTS_AFTER_PX = 6;
  let pick = false, pressed = null, pointer = null, waiting = 0, justCarried = false;

  const spot = (event) => {
    const frame = box.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  const under = (at, onlyIncidents) => Room.hit.find(layer.look(), at.x, at.y, onlyIncidents);

  const shapeUnder = (at) => (pick || Room.tools.isActive() ? null : Room.shapes.at(layer.look(), at.x, at.y));

  function setPick(on) {
    pick = on;
    box.classList.toggle("room-pick", on);
  }

  function hover() {
    waiting = 0;
    if (!pointer || pressed) return;
    const found = pick || Room.tools.isActive() ? null : under(pointer, false);
    const [kind, id] = found || ["", ""];
    box.classList.toggle("room-point", Boolean(found || shapeUnder(pointer)));
    if (kind === focus.hovered[0] && id === focus.hovered[1]) return;
    focus.hovered = [kind, id];
    const isMark = kind !== "cluster"; /* a cluster is nothing the desk knows */
    tell({ kind: "hovered", mark: isMark ? kind : "", id: isMark ? id : "" });
    layer.redraw();
  }

  function press(event) {
    justCarried = false;
    if (event.button !== 0 || pick || Room.tools.isActive()) return;
    const at = spot(event), found = under(at, false);
    if (!found || found[0] !== "unit") return;
    event.stopPropagation();
    event.preventDefault();
    pressed = { unit: found[1], x: at.x, y: at.y, carrying: false, over: "" };
  }

  function move(event) {
    pointer = spot(event);
    if (pressed) carry(pointer);
    else if (!waiting) waiting = requestAnimationFrame(hover);
  }

  function carry(at) {
    if (!pressed.carrying && Math.hypot(at.x - pressed.x, at.y - pressed.y) < STARTS_AFTER_PX) return;
    pressed.carrying = true;
    box.classList.add("room-carry");
    const found = under(at, true), over = found ? found[1] : "";
    focus.carried = pressed.unit;
    focus.carryX = at.x;
    focus.carryY = at.y;
    focus.hot = over;
    if (over !== pressed.over) {
      pressed.over = over;
      tell({ kind: "over", unit: pressed.unit, incident: over });
    }
    layer.redraw();
  }

  function release(event) {
    if (!pressed || event.button !== 0) return;
    const { unit, carrying, over: incident } = pressed;
    putDown();
    if (!carrying) return;
    justCarried = true;
    tell(incident ? { kind: "dropped", unit, incident } : { kind: "over", unit, incident: "" });
  }

  function putDown() {
    pressed = null;
    focus.carried = "";
    focus.hot = "";
    box.classList.remove("room-carry");
    layer.redraw();
  }

  function cancel() {
    if (!pressed) return;
    if (pressed.carrying) tell({ kind: "over", unit: pressed.unit, incident: "" });
    putDown();
  }

  function click(event) {
    if (justCarried) { justCarried = false; return; }
    if (pick) { tell({ kind: "picked", x: event.latlng.lng, y: event.latlng.lat }); return; }
    if (Room.tools.isActive()) { Room.tools.add(event.latlng); return; }
    const found = under(event.containerPoint, false), shape = found ? null : shapeUnder(event.containerPoint);
    if (shape) { tell({ kind: "shape", layer: shape[0], id: shape[1] }); return; }
    if (found && found[0] === "cluster") { Room.clusters.open(map, found[1]); return; }
    tell({ kind: "clicked", mark: found ? found[0] : "", id: found ? found[1] : "" });
  }

  function menu(event) {
    event.preventDefault();
    if (Room.tools.isActive()) { Room.tools.finish(); return; }
    const at = spot(event), found = under(at, false), [kind, id] = found && found[0] !== "cluster" ? found : ["", ""];
    tell({ kind: "menu", mark: kind, id, x: at.x, y: at.y });
  }

  function leave() {
    pointer = null;
    if (!focus.hovered[0]) return;
    focus.hovered = ["", ""];
    tell({ kind: "hovered", mark: "", id: "" });
    layer.redraw();
  }

  box.addEventListener("mousedown", press, true);
  window.addEventListener("mousemove", move);
  window.addEventListener("mouseup", release);
  window.addEventListener("blur", cancel);
  window.addEventListener("keydown", (event) => { if (event.key === "Escape") cancel(); });
  box.addEventListener("mouseleave", leave);
  box.addEventListener("contextmenu", menu);
  map.on("click", click);
  return { setPick };
};
