"use strict";
/* Three sheets under the marks: one for what seldom changes (heat, reach, routes, drawings), one for trails, one for
   a containment.
   A sheet is larger than the view and travels with the map while it is panned; it is drawn again only when
   its data changed, the zoom changed or the view ran over its rim. */
Room.Sheet = class {
  constructor(map, pane, name, look, draw, isEmpty) {
    Object.assign(this, { map, pane, name, lookNow: look, paint: draw, isEmpty, canvas: null, laid: null, isSpoilt: true, drawn: 0, ms: 0 });
  }

  /* Draw again with the next frame. */
  spoil() { this.isSpoilt = true; }

  refresh() {
    if (this.isEmpty()) { this.remove(); return; }
    const look = this.lookNow();
    if (look.width === 0 || look.height === 0) return;
    if (this.isSpoilt || !this.laid || this.laid.zoom !== look.zoom || !this.holds(look)) this.draw(look);
    const corner = [(this.laid.left - look.left) * look.scale, (this.laid.top - look.top) * look.scale];
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint(corner).round());
  }

  holds(look) {
    const { left, top, width, height, scale } = this.laid, right = left + width / scale, bottom = top + height / scale, some = 1 / scale;
    return look.left >= left - some && look.top >= top - some && look.left + look.width / look.scale <= right + some && look.top + look.height / look.scale <= bottom + some;
  }

  draw(look) {
    const begun = performance.now();
    const beyondX = Math.round(look.width * Room.Sheet.BEYOND), beyondY = Math.round(look.height * Room.Sheet.BEYOND);
    const width = look.width + 2 * beyondX, height = look.height + 2 * beyondY;
    const ratio = Math.max(1, Math.min(window.devicePixelRatio || 1, Math.sqrt(Room.Sheet.MOST_PIXELS / (width * height))));
    this.laid = { ...look, ratio, left: look.left - beyondX / look.scale, top: look.top - beyondY / look.scale, width, height };
    if (!this.canvas) this.canvas = L.DomUtil.create("canvas", `room-sheet room-sheet-${this.name}`, this.pane);
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    const pen = this.canvas.getContext("2d", { willReadFrequently: true });
    this.isSpoilt = false;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    this.paint(pen, this.laid);
    this.drawn++;
    this.ms = performance.now() - begun;
  }

  remove() {
    if (this.canvas) this.canvas.remove();
    this.canvas = this.laid = null;
  }
};
Room.Sheet.BEYOND = 0.25; /* of the view, on each side */
Room.Sheet.MOST_PIXELS = 12e6; /* a sheet of a very fine screen is a little coarser than the marks */

Room.overlays = (() => {
  const map = window.map_room;
  const pane = map.createPane("overlays");
  pane.style.zIndex = 440;
  pane.style.pointerEvents = "none";
  let frame = 0;

  const look = () => Room.mercator.look(map);
  const { isEmpty } = Room.shapes;
  const still = new Room.Sheet(map, pane, "still", look, paintStill, () => Room.heat.isEmpty() && ["reach", "patrol", "drawing"].every(isEmpty));
  const trail = new Room.Sheet(map, pane, "trail", look, (pen, laid) => Room.strokes.trails(pen, laid), () => isEmpty("trail"));

  const ring = new Room.Sheet(map, pane, "contain", look, (pen, laid) => Room.containment.draw(pen, laid), () => isEmpty("contain"));

  const cover = new Room.Sheet(map, pane, "coverage", look, (pen, laid) => Room.cover.draw(pen, laid), () => isEmpty("coverage"));

  const plan = new Room.Sheet(map, pane, "plan", look, (pen, laid) => Room.plan.draw(pen, laid), () => isEmpty("plan"));

  function paintStill(pen, laid) {
    Room.heat.draw(pen, laid, () => { still.spoil(); soon(); });
    Room.strokes.reach(pen, laid);
    Room.strokes.few(pen, laid);
  }

  function soon() { if (!frame) frame = requestAnimationFrame(refresh); }

  function refresh() {
    frame = 0;
    still.refresh();
    trail.refresh();
    ring.refresh();
    cover.refresh();
    plan.refresh();
  }

  function spoil(...sheets) {
    for (const sheet of sheets) sheet.spoil();
    soon();
  }

  for (const layer of ["reach", "patrol", "drawing"]) Room.onFrame(`shapes.${layer}`, (rows) => { Room.shapes.take(layer, rows); spoil(still); });
  Room.onFrame("shapes.trail", (rows) => { Room.shapes.take("trail", rows); spoil(trail); });
  Room.onFrame("shapes.contain", (rows) => { Room.shapes.take("contain", rows); spoil(ring); });
  Room.onFrame("shapes.coverage", (rows) => { Room.shapes.take("coverage", rows); spoil(cover); });
  Room.onFrame("shapes.plan", (rows) => { Room.shapes.take("plan", rows); spoil(plan); });
  Room.onFrame("heat", (packed) => { Room.heat.take(packed); spoil(still); });
  Room.onFrame("shown", (names) => { Room.shown = new Set(names); spoil(still, trail, ring, cover, plan); Room.redraw(); });
  Room.onFrame("theme", () => { Room.heat.forget(); spoil(still, trail, ring, cover, plan); });
  map.on("move viewreset zoomend resize", soon);
  return { still, trail, ring, cover, plan, look, refresh };
})();
