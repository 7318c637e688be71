"use strict";
/* Lengths and areas on the WGS-84 ellipsoid, and how they are said.
   Length: great circle between reduced latitudes with Lambert's correction for long lines (first order in the
   flattening; some ten metres in thousands of kilometres).
   Area: shoelace formula on Lambert's cylindrical equal-area projection (authalic latitude, Snyder, Map
   Projections, USGS 1987, eq. 3-12 and 10-19). A line that crosses itself is measured as drawn: parts that run round the
   other way count against the rest. */
Room.measure = (() => {
  const A_M = 6378137, FLAT = 1 / 298.257223563, E2 = FLAT * (2 - FLAT), E = Math.sqrt(E2);
  const rad = Math.PI / 180;

  /* Degrees from one longitude to another, the short way round. */
  const turn = (from, to) => ((((to - from + 180) % 360) + 360) % 360) - 180;

  /* Metres between two [lat, lon]. */
  function between(a, b) {
    const beta = (lat) => Math.atan((1 - FLAT) * Math.tan(lat * rad));
    const b1 = beta(a[0]), b2 = beta(b[0]), dLon = turn(a[1], b[1]) * rad;
    const P = (b1 + b2) / 2, Q = (b2 - b1) / 2;
    const h = Math.sin(Q) ** 2 + Math.cos(b1) * Math.cos(b2) * Math.sin(dLon / 2) ** 2;
    if (h === 0) return 0;
    const s = 2 * Math.asin(Math.min(1, Math.sqrt(h)));
    if (Math.PI - s < 1e-3) return A_M * (1 - FLAT / 2) * s; /* the other side of the earth: no correction holds */
    const X = ((s - Math.sin(s)) * (Math.sin(P) * Math.cos(Q)) ** 2) / Math.cos(s / 2) ** 2;
    const Y = ((s + Math.sin(s)) * (Math.cos(P) * Math.sin(Q)) ** 2) / Math.sin(s / 2) ** 2;
    return A_M * (s - (FLAT / 2) * (X + Y));
  }

  function length(points) {
    let sum = 0;
    for (let i = 1; i < points.length; i++) sum += between(points[i - 1], points[i]);
    return sum;
  }

  /* Twice the height of the equal-area projection, in units of the semi-major axis. */
  function q(lat) {
    const sine = Math.sin(lat * rad);
    return (1 - E2) * (sine / (1 - E2 * sine * sine) + Math.atanh(E * sine) / E);
  }

  /* Square metres. */
  function area(points) {
    if (points.length < 3) return 0;
    const q0 = q(points[0][0]), x = points.map((p) => turn(points[0][1], p[1]) * rad), y = points.map((p) => (q(p[0]) - q0) / 2);
    let twice = 0;
    for (let i = 0; i < points.length; i++) {
      const j = (i + 1) % points.length;
      twice += x[i] * y[j] - x[j] * y[i];
    }
    return (Math.abs(twice) / 2) * A_M * A_M;
  }

  function sayLength(m) {
    if (m < 10) return Room.say("scale.m", m.toFixed(1));
    if (m < 999.5) return Room.say("scale.m", m.toFixed(0));
    return Room.say("scale.km", (m / 1000).toFixed(m < 99995 ? 2 : 1));
  }

  function sayArea(m2) {
    if (m2 < 9999.5) return Room.say("area.m2", m2.toFixed(0));
    if (m2 < 999950) return Room.say("area.ha", (m2 / 1e4).toFixed(2));
    return Room.say("area.km2", (m2 / 1e6).toFixed(m2 < 1e8 ? 2 : 0));
  }

  return { between, length, area, sayLength, sayArea };
})();
