"use strict";
/* The marks as a Leaflet layer on a pane above the tiles: one canvas for what stands, one for what drives, one for
   what lies above both. Each is drawn only when something on it moved or was told. */
Room.MarksLayer = L.Layer.extend({
  SHARE: 0.6, /* of the time that drawing may take while units glide; the rest is for the hand */

  onAdd(map) {
    this._map = map;
    map.createPane("room").style.zIndex = 450;
    [this._posts, this._marks, this._waves, this._top] = ["posts", "marks", "waves", "top"].map((name) => this._sheet(name));
    this._frame = this._timer = this._wave = 0;
    this._shift = this._took = 0;
    this._must = this._mustUnits = false;
    this._beat = -1; /* names keep out of the way of what drives: the upper part follows every beat */
    this._how = "";
    Room.redraw = () => this.redraw();
    Room.redrawUnits = () => this.redrawUnits();
    map.on("move viewreset zoomend resize", this.redraw, this);
    this.redraw();
  },

  onRemove(map) {
    map.off("move viewreset zoomend resize", this.redraw, this);
    cancelAnimationFrame(this._frame);
    clearTimeout(this._timer);
    clearTimeout(this._wave);
    for (const sheet of [this._posts, this._marks, this._waves, this._top]) sheet.canvas.remove();
  },

  _sheet(name) {
    const canvas = L.DomUtil.create("canvas", `room-${name}`, this._map.getPane("room"));
    return { canvas, pen: canvas.getContext("2d", { willReadFrequently: true }) };
  },

  /* Draw everything with the next frame. */
  redraw() {
    this._must = true;
    this._ask();
  },

  /* Draw the units with the next frame. */
  redrawUnits() {
    this._mustUnits = true;
    this._ask();
  },

  _ask() {
    if (!this._frame) this._frame = requestAnimationFrame(() => this._step());
  },

  _step() {
    this._frame = 0;
    if (this._must || this._mustUnits) this._draw();
    else this._stir();
  },

  look() { return Room.mercator.look(this._map); },

  /* Lay a canvas over the whole view; its pen. */
  _spread(sheet, look) {
    const ratio = window.devicePixelRatio || 1, { canvas, pen } = sheet;
    const width = Math.round(look.width * ratio), height = Math.round(look.height * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${look.width}px`;
      canvas.style.height = `${look.height}px`;
    }
    L.DomUtil.setPosition(canvas, this._map.containerPointToLayerPoint([0, 0]));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    return pen;
  },

  _draw() {
    const now = performance.now(), look = this.look(), pencil = Room.pencil;
    Room.picture.glide(now);
    const size = pencil.prepare(look), how = `${size} ${Room.clusters.isOn(look)}`, all = this._must || how !== this._how;
    this._must = this._mustUnits = false;
    this._how = how;
    if (all) pencil.drawPosts(this._spread(this._posts, look), look, now, size);
    pencil.drawUnits(this._spread(this._marks, look), look, size);
    if (all || pencil.rides() || Room.beat.number() !== this._beat) pencil.drawTop(this._spread(this._top, look), look, now, size);
    this._beat = Room.beat.number();
    if (all) this._roll();
    this._took = performance.now() - now;
    Room.drawn = (Room.drawn || 0) + 1;
    if (Room.onDrawn) Room.onDrawn(now, this._took);
    this._shift = 0;
    this._wake(now);
  },

  /* Gliding units need further frames; an idle picture needs none. */
  _wake(now) {
    clearTimeout(this._timer);
    if (!Room.picture.isGliding(now)) return;
    const pause = Math.max(0, this._took / this.SHARE - this._took - 4);
    if (pause < 4) this._ask();
    else this._timer = setTimeout(() => this._ask(), pause);
  },

  _stir() {
    const now = performance.now();
    this._shift += Room.picture.glide(now) * 256 * 2 ** this._map.getZoom();
    if (this._shift >= 0.5) this._draw();
    else this._wake(now);
  },

  /* The waves of waiting incidents roll on by themselves, without a frame of anything else. */
  _roll() {
    clearTimeout(this._wave);
    const look = this.look(), pause = Room.waves.draw(this._spread(this._waves, look), look, performance.now());
    this._waves.canvas.hidden = !pause;
    if (pause) this._wave = setTimeout(() => this._roll(), pause);
  },
});
