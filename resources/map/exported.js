"use strict";
/* The script of an exported picture: everything it shows is in the file, all text is shown as text. */
(() => {
  const told = JSON.parse(document.getElementById("room-data").textContent);
  const { picture, head, zooms } = told, map = window.map_room;
  const NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

  const Ground = L.TileLayer.extend({
    getTileUrl(at) {
      const tile = told.tiles[`${this._getZoomForUrl()}/${at.x}/${at.y}`];
      return tile ? `data:image/png;base64,${tile}` : NOTHING;
    },
  });
  new Ground("", { minNativeZoom: zooms[0], maxNativeZoom: zooms[1], minZoom: zooms[0], maxZoom: zooms[1] + 2 }).addTo(map);

  const piece = (tag, name, parent, text) => {
    const el = document.createElement(tag);
    el.className = name;
    if (text !== undefined) el.textContent = text;
    parent.appendChild(el);
    return el;
  };

  const pairs = (flat) => {
    const points = [];
    for (let i = 0; i + 1 < flat.length; i += 2) points.push([flat[i], flat[i + 1]]);
    return points;
  };

  function shape(it) {
    const style = {
      color: it.colour, weight: it.width, dashArray: it.dash, opacity: it.opacity, interactive: Boolean(it.text),
      fill: it.kind === "area", fillColor: it.colour, fillOpacity: 0.14,
    };
    const lines = it.lines.map(pairs);
    let drawn = null;
    if (it.kind === "point") drawn = L.circleMarker(lines[0][0], { ...style, radius: 5, fill: true, fillOpacity: 0.9 });
    else if (it.kind === "area") drawn = L.polygon(lines[0], style);
    else drawn = L.polyline(lines, style);
    drawn.addTo(map);
    if (it.text) drawn.bindTooltip(plate(it.text), { sticky: it.kind !== "point", permanent: it.kind === "point", className: "tip" });
  }

  function plate(text) {
    const el = document.createElement("span");
    el.textContent = text;
    return el;
  }

  function mark([kind, lat, lon, sign, label, title, rank]) {
    const [iconUrl, w, h] = picture.signs[sign];
    const drawn = L.marker([lat, lon], {
      icon: L.icon({ iconUrl, iconSize: [w, h], iconAnchor: [w / 2, h / 2] }), zIndexOffset: rank, keyboard: false, alt: label,
    }).addTo(map);
    const isIncident = kind === "incident";
    drawn.bindTooltip(plate(isIncident ? label : title || label), {
      permanent: isIncident, direction: isIncident ? "right" : "top", offset: isIncident ? [w / 2 - 6, 0] : [0, -h / 3], className: isIncident ? "tip name" : "tip",
    });
  }

  function side() {
    const box = piece("aside", "side", document.body);
    if (head.stamp) piece("div", "stamp", box, head.stamp);
    piece("h1", "", box, head.title);
    for (const line of head.lines) piece("p", "", box, line);
    if (head.rows.length) table(box);
    const legend = picture.legend.filter(([sign]) => picture.signs[sign]);
    if (legend.length) {
      piece("h2", "", box, head.legend);
      const list = piece("div", "legend", box);
      for (const [sign, text] of legend) {
        const row = piece("div", "line", list), cell = piece("span", "sign", row), image = piece("img", "", cell);
        [image.src, image.width, image.height] = picture.signs[sign];
        image.alt = "";
        piece("span", "", row, text);
      }
    }
    if (told.credit) piece("p", "credit", box, told.credit);
  }

  function table(box) {
    const grid = piece("table", "", box), top = piece("tr", "", piece("thead", "", grid)), body = piece("tbody", "", grid);
    for (const text of head.columns) piece("th", "", top, text);
    for (const cells of head.rows) {
      const row = piece("tr", "", body);
      for (const text of cells) piece("td", "", row, text);
    }
  }

  for (const [name, value] of Object.entries(picture.colours)) document.documentElement.style.setProperty(`--${name}`, value);
  picture.shapes.forEach(shape);
  picture.marks.forEach(mark);
  side();
  map.setView([told.look[0], told.look[1]], told.look[2], { animate: false });
  map.setMaxBounds(L.latLngBounds(told.edge).pad(0.2));
  map.invalidateSize({ animate: false });
  window.isDrawn = true;
})();
