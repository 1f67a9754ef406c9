/// <reference lib="dom" />
import flamegraph from 'd3-flame-graph';
import { select } from 'd3-selection';
import type { FlameNode, PageData } from './data.ts';
import { byId, element } from './dom.ts';

const { flame } = JSON.parse(byId('data').textContent ?? 'null') as PageData;
if (flame !== null) flameView(byId('flame-graph'), flame);

/** Draws a flame graph into `place`, and draws it anew when the window's width changes. A click enters a frame; a click on a lower one leaves it. */
function flameView(place: HTMLElement, flame: FlameNode): void {
  const details = element('p', { class: 'quiet', role: 'status' }, ' ');
  const search = element('input', { type: 'search', placeholder: 'Find a function', 'aria-label': 'Find a function in the flame graph' });
  const stage = element('div', { class: 'stage', role: 'img', 'aria-label': 'Flame graph; the table below says the same' });
  place.append(search, stage, details);
  let width = 0;
  let chart = draw();

  function draw() {
    width = place.clientWidth;
    stage.replaceChildren();
    const percent = (value: number) => `${((100 * value) / flame.value).toFixed(1)} %`;
    const drawn = flamegraph()
      .width(width)
      .cellHeight(18)
      .inverted(true)
      .minFrameSize(1)
      .transitionDuration(matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200)
      .setLabelHandler((frame) => `${frame.data.name}: ${percent(frame.data.value)}`)
      // The library takes the term for a regular expression; a name is not one.
      .setSearchMatch((frame, term) => term !== '' && frame.data.name.toLowerCase().includes(term.toLowerCase()))
      .setSearchHandler(() => undefined)
      .setDetailsElement(details);
    select(stage).datum(structuredClone(flame)).call(drawn);
    return drawn;
  }

  search.addEventListener('input', () => {
    if (search.value === '') chart.clear();
    else chart.search(search.value);
  });
  window.addEventListener('resize', () => {
    if (place.clientWidth !== width) chart = draw();
  });
}
