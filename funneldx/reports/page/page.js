"use strict";
(() => {
  const table = document.getElementById("funnels");
  const bodies = Array.from(table.tBodies);
  const body = bodies[0];
  const rows = bodies.flatMap((one) => Array.from(one.rows));
  bodies.slice(1).forEach((one) => one.remove());
  const some = 50;
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const loudness = rows.map((row) => Number(row.cells[0].dataset.v));
  const query = document.getElementById("q");
  const least = document.getElementById("least");
  const more = document.getElementById("more");
  const shown = document.getElementById("shown");
  let order = rows.map((_, index) => index);
  let room = some;

  const fits = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const from = Number(least.value);
    return order.filter((index) => {
      const loud = loudness[index];
      if (from === 0 ? loud !== 0 : loud < from) return false;
      return words.every((word) => texts[index].includes(word));
    });
  };
  const draw = () => {
    const found = fits();
    const part = found.slice(0, room);
    body.replaceChildren(...part.map((index) => rows[index]));
    more.hidden = found.length <= part.length;
    const all = rows.length.toLocaleString("en");
    const drawn = part.length < found.length ? `, the first ${part.length.toLocaleString("en")} shown` : "";
    shown.value = `${found.length.toLocaleString("en")} of ${all} funnels${drawn}`;
  };
  const again = () => { room = some; draw(); };

  const keys = (column) => {
    const numbers = rows.some((row) => row.cells[column].dataset.v !== undefined);
    return rows.map((row) => {
      const cell = row.cells[column];
      if (!numbers) return cell.textContent.toLowerCase();
      return cell.dataset.v === "" ? -Infinity : Number(cell.dataset.v);
    });
  };
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      const down = now ? now === "ascending" : rows[0].cells[column].dataset.v !== undefined;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = keys(column);
      const sign = down ? -1 : 1;
      order = rows.map((_, index) => index);
      order.sort((a, b) => (key[a] < key[b] ? -sign : key[a] > key[b] ? sign : a - b));
      again();
    });
  });
  query.addEventListener("input", again);
  least.addEventListener("change", again);
  document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("next").addEventListener("click", () => { room += 250; draw(); });
  document.getElementById("whole").addEventListener("click", () => { room = rows.length; draw(); });
  document.getElementById("filters").hidden = false;
  draw();
})();
