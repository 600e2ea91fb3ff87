/** Draws the desk into the dev page; `?dark`, `?nosandbox`, `?hostile` and `?evidence` change what is shown. */

import desk from '../src/index';
import { sampleAssessment } from './assessment';
import { fakeModel } from './fake';

const query = new URLSearchParams(location.search);
if (query.has('dark')) document.documentElement.dataset['theme'] = 'dark';
const model = fakeModel({
  sandbox: !query.has('nosandbox'),
  assessment: query.has('evidence') ? sampleAssessment() : null,
  ...(query.has('hostile') && { title: 'Mer\u202ege <b>x</b> \u001b[31mred' })
});
const el = document.getElementById('host');
if (el) {
  const close = desk.render({ model, el });
  Object.assign(window, { model, close, desk, fakeModel });
}
