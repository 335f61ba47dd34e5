// The map of programs: county borders we ship, a ring for each program. No tiles, so nobody outside is asked.
(async () => {
  const box = document.getElementById("map");
  const found = [...document.querySelectorAll(".result[data-latitude]")];
  if (!box || !window.L || !window.topojson) return;
  const says = getComputedStyle(document.documentElement);
  const colour = (name) => says.getPropertyValue(name).trim();
  const at = (element) => [Number(element.dataset.latitude), Number(element.dataset.longitude)];
  box.replaceChildren();
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.5, minZoom: 3, maxZoom: 11 });
  const all = found.map(at);
  // Around a ZIP area only what is near is shown at first; the rest is a step away.
  const near = box.dataset.latitude ? all.filter((one) => L.latLng(one).distanceTo(at(box)) < 160000) : all;
  const points = near.length ? near : all;
  if (box.dataset.latitude) points.push(at(box));
  if (points.length) map.fitBounds(L.latLngBounds(points).pad(0.3), { maxZoom: 9 });
  else map.setView([39.5, -98.3], 4);
  // Clinics in one ZIP area share a ring, so that none hides another.
  const places = Map.groupBy(found, (result) => `${result.dataset.latitude} ${result.dataset.longitude}`);
  for (const here of places.values()) {
    const list = document.createElement("ul");
    for (const result of here) {
      const from = result.querySelector("h3 a");
      const link = document.createElement("a");
      link.href = from.href;
      link.textContent = from.textContent;
      list.appendChild(document.createElement("li")).append(link);
    }
    const ring = L.circleMarker(at(here[0]), {
      radius: 10 + here.length, color: colour("--deep"), weight: 3, fillColor: colour("--water"), fillOpacity: 0.75,
    });
    ring.bindPopup(list).addTo(map);
    const path = ring.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", here.map((result) => result.querySelector("h3 a").textContent).join(", "));
    path.addEventListener("keydown", (event) => { if (event.key === "Enter") ring.openPopup(); });
  }
  if (box.dataset.latitude) {
    L.circleMarker(at(box), { radius: 6, color: colour("--ochre"), weight: 3, fillOpacity: 0 })
      .bindPopup(document.createTextNode(box.dataset.says).textContent)
      .addTo(map);
  }
  try {
    const atlas = await (await fetch(box.dataset.borders)).json();
    const lines = (name, weight) =>
      L.geoJSON(topojson.mesh(atlas, atlas.objects[name]), {
        interactive: false, style: { color: colour("--edge"), weight, opacity: 0.7 },
      }).addTo(map).bringToBack();
    lines("counties", 0.5);
    lines("states", 1.5);
  } catch {
    // Without borders the rings still stand where the programs are, and the list says the same.
  }
})();
