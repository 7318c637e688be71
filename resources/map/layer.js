"use strict";
/* The canvas as a Leaflet layer on a pane above the tiles; draws only when something moved or was told. */
Room.MarksLayer = L.Layer.extend({
  SHARE: 0.6, /* of the time that drawing may take while units glide; the rest is for the hand */
  PULSE_EVERY_MS: 100,

  onAdd(map) {
    this._map = map;
    map.createPane("room").style.zIndex = 450;
    this._canvas = L.DomUtil.create("canvas", "room-marks", map.getPane("room"));
    this._pen = this._canvas.getContext("2d", { willReadFrequently: true });
    this._frame = 0;
    this._timer = 0;
    this._shift = 0;
    this._took = 0;
    this._must = false;
    this._drawnAt = 0;
    Room.redraw = () => this.redraw();
    map.on("move viewreset zoomend resize", this.redraw, this);
    this.redraw();
  },

  onRemove(map) {
    map.off("move viewreset zoomend resize", this.redraw, this);
    cancelAnimationFrame(this._frame);
    clearTimeout(this._timer);
    this._canvas.remove();
  },

  /* Draw with the next frame. */
  redraw() {
    this._must = true;
    this._ask();
  },

  _ask() {
    if (!this._frame) this._frame = requestAnimationFrame(() => this._step());
  },

  _step() {
    this._frame = 0;
    if (this._must) this._draw();
    else this._stir();
  },

  look() {
    const size = this._map.getSize(), zoom = this._map.getZoom(), scale = 256 * 2 ** zoom;
    const corner = this._map.project(this._map.containerPointToLatLng([0, 0]), zoom);
    return { left: corner.x / scale, top: corner.y / scale, scale, zoom, width: size.x, height: size.y };
  },

  _draw() {
    this._must = false;
    const now = performance.now(), look = this.look(), ratio = window.devicePixelRatio || 1;
    Room.picture.glide(now);
    const width = Math.round(look.width * ratio), height = Math.round(look.height * ratio);
    if (this._canvas.width !== width || this._canvas.height !== height) {
      this._canvas.width = width;
      this._canvas.height = height;
      this._canvas.style.width = `${look.width}px`;
      this._canvas.style.height = `${look.height}px`;
    }
    L.DomUtil.setPosition(this._canvas, this._map.containerPointToLayerPoint([0, 0]));
    this._pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    Room.pencil.draw(this._pen, look, now);
    this._took = performance.now() - now;
    Room.drawn = (Room.drawn || 0) + 1;
    this._shift = 0;
    this._drawnAt = now;
    this._wake(now);
  },

  /* Gliding units and a waiting incident need further frames; an idle picture needs none. */
  _wake(now) {
    clearTimeout(this._timer);
    const glides = Room.picture.isGliding(now);
    if (!glides && !Room.picture.isWaiting()) return;
    const pause = glides ? Math.max(0, this._took / this.SHARE - this._took - 4) : this.PULSE_EVERY_MS;
    if (pause < 4) this._ask();
    else this._timer = setTimeout(() => this._ask(), pause);
  },

  _stir() {
    const now = performance.now();
    this._shift += Room.picture.glide(now) * 256 * 2 ** this._map.getZoom();
    const waits = Room.picture.isWaiting() && now - this._drawnAt >= this.PULSE_EVERY_MS;
    if (this._shift >= 0.5 || waits) this._draw();
    else this._wake(now);
  },
});
