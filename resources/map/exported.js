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
    /* A tile's width beyond the rim, so that a larger window or a moved picture has no empty edge: nothing is loaded. */
    _getTiledPixelBounds(centre) {
      const bounds = L.TileLayer.prototype._getTiledPixelBounds.call(this, centre), more = L.point(256, 256);
      return new L.Bounds(bounds.min.subtract(more), bounds.max.add(more));
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

  /* The sheets lie in the order in which the room lays them: heat, what is reached, routes and drawings, trails. */
  const SHEETS = { heat: 410, reach_support: 411, reach_mutual: 412, reach_self: 413, patrol: 414, drawing: 415, trail: 416, route: 417 };
  const pens = {};
  map.createPane("captions").style.zIndex = 590; /* under the signs of marks (600): a name hides no incident */

  function sheet(role) {
    const name = role in SHEETS ? role : "drawing";
    if (!pens[name]) {
      map.createPane(name).style.zIndex = SHEETS[name];
      pens[name] = L.canvas({ pane: name, padding: 0.3 });
    }
    return { pane: name, renderer: pens[name] };
  }

  function warm(heat) {
    const [south, west, north, east] = heat.box;
    L.imageOverlay(heat.image, [[south, west], [north, east]], { pane: sheet("heat").pane, interactive: false, alt: "" }).addTo(map);
  }

  /* From the oldest piece to the newest, ever plainer. */
  function trail(it) {
    const STEPS = 8;
    for (const line of it.lines.map(pairs)) {
      for (let step = 0; step < STEPS; step++) {
        const from = Math.floor((step * (line.length - 1)) / STEPS), to = Math.floor(((step + 1) * (line.length - 1)) / STEPS), share = (step + 1) / STEPS;
        if (to > from) L.polyline(line.slice(from, to + 1), { ...sheet("trail"), color: it.colour, weight: 1.2 + 1.4 * share, opacity: 0.1 + 0.75 * share * share, interactive: false }).addTo(map);
      }
    }
  }

  function shape(it) {
    if (it.role === "trail") { trail(it); return; }
    const style = {
      ...sheet(it.role), color: it.colour, weight: it.width, dashArray: it.dash, opacity: it.opacity, interactive: Boolean(it.text),
      fill: it.kind === "area", fillColor: it.colour, fillOpacity: 0.2,
    };
    const lines = it.lines.map(pairs), isNamed = ["drawing", "patrol", "closed", "slow", "hold", "hold_ordered", "hold_held", "hole", "plan_new"].includes(it.role);
    if (isNamed && it.kind !== "point") L.polyline(it.kind === "area" ? [...lines[0], lines[0][0]] : lines, { ...sheet(it.role), color: picture.colours.ground, weight: it.width + 3, opacity: 0.8, interactive: false }).addTo(map);
    let drawn = null;
    if (it.kind === "point") drawn = L.circleMarker(lines[0][0], { ...style, radius: 5, fill: true, fillOpacity: 0.9 });
    else if (it.kind === "area") drawn = L.polygon(lines[0], style);
    else drawn = L.polyline(lines, style);
    drawn.addTo(map);
    if (!it.text) return;
    const place = { point: "top", line: "center", area: "center" }[it.kind];
    drawn.bindTooltip(plate(it.text), { permanent: isNamed, sticky: !isNamed, pane: isNamed ? "captions" : "tooltipPane", direction: place, offset: it.kind === "point" ? [0, -8] : [0, 0], className: `tip caption ${it.role}` });
    document.documentElement.style.setProperty(`--${it.role}`, it.colour);
  }

  function plate(text) {
    const el = document.createElement("span");
    el.textContent = text;
    return el;
  }

  /* A sign stands aside by so many pixels where several share one place, as in the room. */
  function mark([kind, lat, lon, sign, label, rank, asideX, asideY]) {
    const [iconUrl, w, h] = picture.signs[sign];
    const drawn = L.marker([lat, lon], {
      icon: L.icon({ iconUrl, iconSize: [w, h], iconAnchor: [w / 2 - asideX, h / 2 - asideY] }), zIndexOffset: rank, keyboard: false, alt: label,
    }).addTo(map);
    const isIncident = kind === "incident";
    drawn.bindTooltip(plate(label), {
      permanent: isIncident, direction: isIncident ? "right" : "top", offset: isIncident ? [w / 2 - 6, 0] : [asideX, asideY - h / 3], className: isIncident ? "tip name" : "tip",
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
    const lines = picture.lines.filter(([, text]) => text);
    if (lines.length) {
      const list = piece("div", "legend", box);
      for (const [, text, colour, width, dash] of lines) {
        const row = piece("div", "line", list), stroke = piece("i", "stroke", piece("span", "sign", row));
        stroke.style.borderTop = `${Math.max(2, Math.round(width))}px ${dash ? "dashed" : "solid"} ${colour}`;
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
      for (const text of cells) {
        const cell = piece("td", "", row);
        for (const part of text.split("\n")) piece("span", "part", cell, part);
      }
    }
  }

  for (const [name, value] of Object.entries(picture.colours)) document.documentElement.style.setProperty(`--${name}`, value);
  side();
  map.setView([told.look[0], told.look[1]], told.look[2], { animate: false });
  if (picture.heat) warm(picture.heat);
  picture.shapes.forEach(shape);
  picture.marks.forEach(mark);
  map.setMaxBounds(L.latLngBounds(told.edge).pad(0.2));
  map.invalidateSize({ animate: false });
  window.isDrawn = true;
})();
