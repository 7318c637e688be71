"use strict";
/* Web mercator: the world as a unit square, and how it falls on the pixels of a view. */
Room.mercator = (() => {
  const METRES = 40075017; /* length of the equator: one world width */
  const MOST_LAT = 85.05112878;

  const x = (lon) => (lon + 180) / 360;
  const y = (lat) => {
    const bounded = Math.min(MOST_LAT, Math.max(-MOST_LAT, lat));
    return 0.5 - Math.log(Math.tan(Math.PI / 4 + (bounded * Math.PI) / 360)) / (2 * Math.PI);
  };
  const lon = (worldX) => worldX * 360 - 180;
  const lat = (worldY) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * worldY))) * 180) / Math.PI;

  /* What a map shows: its upper left corner in world units, pixels of one world width, zoom, size. */
  function look(map) {
    const size = map.getSize(), zoom = map.getZoom(), scale = 256 * 2 ** zoom;
    const corner = map.project(map.containerPointToLatLng([0, 0]), zoom);
    return { left: corner.x / scale, top: corner.y / scale, scale, zoom, width: size.x, height: size.y };
  }

  return { METRES, x, y, lon, lat, look };
})();
