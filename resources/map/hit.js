"use strict";
/* What lies under a pixel. */
Room.hit = (() => {
  const { units, posts, incidents, opponents } = Room.picture;
  const { px, py } = Room.sight;

  /* The mark under a pixel: an incident before anything else, then the nearest of the rest. */
  function find(look, x, y, onlyIncidents) {
    const reach = onlyIncidents ? 34 : 14;
    const nearest = (kind, list, within) => {
      let best = null, gap = within;
      for (const it of list) {
        const d = Math.hypot(px(look, it.x) - x, py(look, it.y) - y);
        if (d < gap) { gap = d; best = [kind, it.id, d]; }
      }
      return best;
    };
    const within = [...incidents.values()].filter((it) => Room.pencil.isIncidentShown(it) && (!onlyIncidents || it.state !== Room.CLOSED));
    const incident = nearest("incident", within, onlyIncidents ? reach : 18);
    if (incident || onlyIncidents) return incident;
    const gathered = Room.clusters.at(look, x, y);
    if (gathered) return gathered;
    const unit = nearestUnit(look, x, y, reach);
    const others = (kind, list, gap) => (Room.isShown(kind) ? nearest(kind, list, gap) : null);
    return unit || others("opponent", opponents.values(), reach) || others("post", posts.values(), 10);
  }

  /* The nearest unit within reach; of two equally near ones the first. Pixel by pixel only those are measured
     whose place can lie within reach: two comparisons pass over everybody else. */
  function nearestUnit(look, x, y, reach) {
    const aside = look.zoom >= Room.LETTERS_FROM_ZOOM ? Room.picture.farthestAside() : 0;
    const far = (reach + aside) / look.scale, wx = look.left + x / look.scale, wy = look.top + y / look.scale;
    const west = wx - far, east = wx + far, north = wy - far, south = wy + far, xs = units.x, ys = units.y;
    let unit = null, gap = reach;
    for (let i = 0; i < units.count; i++) {
      if (xs[i] < west || xs[i] > east || ys[i] < north || ys[i] > south || !Room.units.isShown(i)) continue;
      const d = Math.hypot(Room.units.x(look, i) - x, Room.units.y(look, i) - y);
      if (d < gap) { gap = d; unit = ["unit", units.id[i], d]; }
    }
    return unit;
  }

  return { find };
})();
