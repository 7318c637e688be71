"use strict";
/* The script of a report's map: who moved how, played over the roads that are in the file. Text is shown as text. */
(() => {
  const told = JSON.parse(document.getElementById("run-data").textContent);
  const map = window.map_run, box = document.getElementById("run-bar");
  const pen = L.canvas({ padding: 0.2 }), ROADS = ["#aab6c2", "#c4ced8", "#dde4ea"], WIDE = [3, 2, 1];
  for (const [rank, flat] of told.roads) {
    const line = [];
    for (let i = 0; i + 1 < flat.length; i += 2) line.push([flat[i] / 1e5, flat[i + 1] / 1e5]);
    L.polyline(line, { renderer: pen, color: ROADS[rank], weight: WIDE[rank], interactive: false }).addTo(map);
  }
  for (const spot of told.spots) {
    L.circleMarker([spot.lat, spot.lon], { radius: 11, color: "#b3402e", weight: 3, fill: false, interactive: false }).addTo(map);
    label(spot.lat, spot.lon, spot.name, "spot");
  }
  const marks = told.tracks.map((track) => {
    const dot = L.circleMarker([0, 0], { radius: track.sort === "opponent" ? 7 : 6, color: "#ffffff", weight: 1.5, fillColor: told.colours[track.sort], fillOpacity: 1 });
    return { track, dot, tag: null };
  });

  function label(lat, lon, text, name) {
    const el = document.createElement("span");
    el.textContent = text;
    return L.marker([lat, lon], { interactive: false, icon: L.divIcon({ className: `tag ${name}`, html: el, iconSize: null, iconAnchor: [-9, 18] }) }).addTo(map);
  }

  /* Where somebody is at a second: between the two reports round it, as long as they are near in time. */
  function placeAt(track, second) {
    const at = track.t;
    let low = 0, high = at.length - 1;
    if (!at.length || second < at[0]) return null;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (at[middle] <= second) low = middle; else high = middle - 1;
    }
    const here = [track.p[2 * low] / 1e6, track.p[2 * low + 1] / 1e6];
    if (low + 1 >= at.length || at[low + 1] - at[low] > 30) return here;
    const share = (second - at[low]) / (at[low + 1] - at[low]);
    return [here[0] + (track.p[2 * low + 2] / 1e6 - here[0]) * share, here[1] + (track.p[2 * low + 3] / 1e6 - here[1]) * share];
  }

  const piece = (tag, text) => {
    const el = document.createElement(tag);
    if (text !== undefined) el.textContent = text;
    box.appendChild(el);
    return el;
  };
  const clock = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s) % 60).padStart(2, "0")}`;
  const play = piece("button", told.words.play), slider = piece("input"), now = piece("b", "0:00"), said = piece("p", "");
  slider.type = "range";
  slider.min = "0";
  slider.max = String(told.seconds);
  slider.step = "1";
  slider.value = "0";
  slider.setAttribute("aria-label", told.words.play);
  let running = false, last = 0;

  function show(second) {
    now.textContent = `${clock(second)} / ${clock(told.seconds)}`;
    for (const mark of marks) {
      const place = placeAt(mark.track, second);
      if (place === null) {
        mark.dot.remove();
        if (mark.tag) mark.tag.remove();
        continue;
      }
      mark.dot.setLatLng(place).addTo(map);
      if (!mark.tag) mark.tag = label(place[0], place[1], mark.track.name, mark.track.sort);
      mark.tag.setLatLng(place).addTo(map);
    }
    const heard = told.moments.filter((each) => each[0] <= second).slice(-3);
    said.textContent = heard.map((each) => `${clock(each[0])}  ${each[1]}`).join("\n");
  }

  function step(stamp) {
    if (!running) return;
    const second = Math.min(Number(slider.value) + ((stamp - last) / 1000) * told.pace, told.seconds);
    if (stamp - last > 90) {
      last = stamp;
      slider.value = String(second);
      show(second);
    }
    if (second >= told.seconds) toggle();
    else requestAnimationFrame(step);
  }

  function toggle() {
    running = !running;
    play.textContent = running ? told.words.pause : told.words.play;
    if (running) {
      if (Number(slider.value) >= told.seconds) slider.value = "0";
      last = performance.now();
      requestAnimationFrame(step);
    }
  }
  play.addEventListener("click", toggle);
  slider.addEventListener("input", () => show(Number(slider.value)));
  slider.step = "any";
  show(0);
})();
