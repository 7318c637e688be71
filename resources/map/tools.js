"use strict";
/* Measuring and drawing: clicks set points, a double click, a right click or Enter ends the shape, Backspace takes the
   last point back, Esc leaves. Drags still pan. What is measured stays until Esc or the next tool. */
Room.tools = (() => {
  const map = window.map_room, box = map.getContainer();
  const MOST_POINTS = 500, SAME_PX = 4;
  const LEAST = { measure_distance: 2, measure_area: 3, draw_point: 1, draw_line: 2, draw_area: 3 };
  let tool = null, points = [], done = null, pointer = null, isFull = false;

  const plate = document.createElement("div");
  plate.className = "room-tool";
  plate.hidden = true;
  box.appendChild(plate);
  const pane = map.createPane("tools");
  pane.style.zIndex = 460;
  pane.style.pointerEvents = "none";
  let canvas = null, frame = 0;

  const isActive = () => tool !== null;
  const isArea = (name) => name.endsWith("_area");
  const flat = () => points.flatMap(([lat, lon]) => [Number(lat.toFixed(7)), Number(lon.toFixed(7))]);

  function use(name) {
    tool = name;
    points = [];
    isFull = false;
    if (name) done = null;
    box.classList.toggle("room-pick", isActive());
    say();
    redraw();
  }

  function add(latlng) {
    const at = latlng.wrap(), spot = map.latLngToContainerPoint(latlng);
    pointer = null;
    const before = points.length ? map.latLngToContainerPoint(points[points.length - 1]) : null;
    if (before && before.distanceTo(spot) < SAME_PX) return; /* the second half of a double click */
    isFull = points.length >= MOST_POINTS;
    if (!isFull) points.push([at.lat, at.lng]);
    if (tool === "draw_point") finish();
    else { say(); redraw(); }
  }

  function takeBack() {
    if (!tool || !points.length) return;
    points.pop();
    isFull = false;
    say();
    redraw();
  }

  function finish() {
    if (!tool || points.length < LEAST[tool]) return;
    const name = tool;
    if (name.startsWith("draw_")) {
      const told = { kind: "drawn", shape: name.slice(5), points: flat() };
      use(null);
      Room.tell(told);
      return;
    }
    const told = { kind: "measured", result: isArea(name) ? Room.measure.area(points) : Room.measure.length(points), points: flat() };
    const measured = { tool: name, points };
    use(null);
    done = measured;
    say();
    redraw();
    Room.tell(told);
  }

  /* One step back: the tool, else what was measured. */
  function leave() {
    if (tool) use(null);
    else if (done) { done = null; say(); redraw(); }
    else return false;
    Room.tell({ kind: "left", what: "tool" });
    return true;
  }

  function move(latlng) {
    if (!tool) return;
    pointer = latlng;
    redraw();
  }

  /* What to do now, or what came out. */
  function say() {
    plate.hidden = !tool && !done;
    plate.classList.toggle("room-result", done !== null);
    if (done) plate.textContent = `${result(done.tool, done.points)} · ${Room.say("tool.clear")}`;
    else if (tool) plate.textContent = isFull ? Room.say("tool.full", MOST_POINTS) : Room.say(`tool.${tool}`);
  }

  function result(name, of) {
    if (!isArea(name)) return Room.measure.sayLength(Room.measure.length(of));
    return `${Room.measure.sayArea(Room.measure.area(of))} · ${Room.say("tool.around")} ${Room.measure.sayLength(Room.measure.length([...of, of[0]]))}`;
  }

  function redraw() { if (!frame) frame = requestAnimationFrame(draw); }

  function draw() {
    frame = 0;
    const name = tool || (done && done.tool);
    if (!name) {
      if (canvas) canvas.remove();
      canvas = null;
      return;
    }
    if (!canvas) canvas = L.DomUtil.create("canvas", "room-sheet room-sheet-tools", pane);
    const size = map.getSize(), ratio = window.devicePixelRatio || 1, width = Math.round(size.x * ratio), height = Math.round(size.y * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, size.x, size.y);
    picture(pen, name, done && !tool ? done.points : points);
  }

  function picture(pen, name, set) {
    const c = Room.colours(), spots = set.map((point) => map.latLngToContainerPoint(point));
    const band = tool && pointer && set.length && !isFull ? map.latLngToContainerPoint(pointer) : null;
    pen.lineJoin = pen.lineCap = "round";
    if (isArea(name) && spots.length + (band ? 1 : 0) > 2) {
      trace(pen, band ? [...spots, band] : spots, true);
      pen.fillStyle = c.selection; pen.globalAlpha = 0.16; pen.fill(); pen.globalAlpha = 1;
    }
    trace(pen, spots, isArea(name) && !tool);
    pen.strokeStyle = c.halo; pen.lineWidth = 6; pen.stroke();
    pen.strokeStyle = c.selection; pen.lineWidth = 2.5; pen.stroke();
    if (band) {
      trace(pen, isArea(name) && spots.length > 1 ? [spots[spots.length - 1], band, spots[0]] : [spots[spots.length - 1], band], false);
      pen.setLineDash([6, 6]); pen.lineWidth = 2; pen.stroke(); pen.setLineDash([]);
    }
    for (const spot of spots) {
      pen.beginPath(); pen.arc(spot.x, spot.y, 4, 0, 2 * Math.PI);
      pen.fillStyle = c.ground; pen.fill(); pen.strokeStyle = c.selection; pen.lineWidth = 2; pen.stroke();
    }
    if (name === "measure_distance") legs(pen, set, spots, band);
    if (name === "measure_area") inside(pen, set, spots, band);
  }

  function trace(pen, spots, isClosed) {
    pen.beginPath();
    for (const spot of spots) pen.lineTo(spot.x, spot.y);
    if (isClosed) pen.closePath();
  }

  /* The way so far at every point and the leg to it; where points crowd the newest are written. */
  function legs(pen, set, spots, band) {
    const all = band ? [...set, [pointer.lat, pointer.lng]] : set, places = band ? [...spots, band] : spots;
    const totals = [0], taken = [];
    for (let i = 1; i < all.length; i++) totals.push(totals[i - 1] + Room.measure.between(all[i - 1], all[i]));
    for (let i = all.length - 1; i > 0; i--) {
      const total = Room.measure.sayLength(totals[i]), leg = i > 1 ? `+${Room.measure.sayLength(totals[i] - totals[i - 1])}` : "";
      note(pen, places[i], [total, leg], taken);
    }
  }

  function inside(pen, set, spots, band) {
    const all = band ? [...set, [pointer.lat, pointer.lng]] : set, places = band ? [...spots, band] : spots;
    if (all.length < 3) return;
    const middle = L.point(0, 0);
    for (const spot of places) middle._add(spot);
    middle._divideBy(places.length);
    note(pen, L.point(middle.x - 40, middle.y), [Room.measure.sayArea(Room.measure.area(all))], []);
  }

  function note(pen, spot, [large, small], taken) {
    const x = spot.x + 10, y = spot.y - 12, high = small ? 36 : 20;
    pen.font = `700 15px ${Room.FONT}`;
    const wide = pen.measureText(large).width, area = [x, y - 10, x + wide, y - 10 + high];
    if (taken.some((b) => area[0] < b[2] && b[0] < area[2] && area[1] < b[3] && b[1] < area[3])) return;
    taken.push(area);
    pen.textBaseline = "middle";
    Room.captions.write(pen, large, x, y, Room.colours().text);
    if (!small) return;
    pen.font = `500 13px ${Room.FONT}`;
    Room.captions.write(pen, small, x, y + 17, Room.colours().text);
  }

  /* Enter, Backspace or Esc; whether it meant something here. */
  function key(name) {
    if (name === "Escape") return leave() || Room.watch.leave();
    if (!tool) return false;
    if (name === "Enter") finish();
    else if (name === "Backspace") takeBack();
    else return false;
    return true;
  }

  window.addEventListener("keydown", (event) => { if (key(event.key)) event.preventDefault(); });
  map.on("move viewreset zoomend resize", () => { if (tool || done) redraw(); });
  map.on("mousemove", (event) => move(event.latlng));
  map.on("dblclick", finish);
  Room.onFrame("tool", (name) => { if (name !== tool) use(name); });
  Room.onFrame("measured", (told) => {
    done = told ? { tool: told[0], points: pairs(told[1]) } : null;
    say();
    redraw();
  });
  Room.onFrame("words", () => setTimeout(() => { say(); redraw(); }, 0)); /* main takes the words after us */
  Room.onFrame("theme", redraw);
  Room.onOrder("key", key);

  const pairs = (list) => Array.from({ length: list.length / 2 }, (_, i) => [list[2 * i], list[2 * i + 1]]);

  return { isActive, add, finish, key, state: () => ({ tool, points, done }) };
})();
