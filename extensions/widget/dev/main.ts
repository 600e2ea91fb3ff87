/** Draws the desk into the dev page; `?dark`, `?nosandbox` and `?hostile` change what is shown. */

import desk from '../src/index';
import { fakeModel } from './fake';

const query = new URLSearchParams(location.search);
if (query.has('dark')) document.documentElement.dataset['theme'] = 'dark';
const model = fakeModel({
  sandbox: !query.has('nosandbox'),
  ...(query.has('hostile') && { title: 'Mer\u202ege <b>x</b> \u001b[31mred' })
});
const el = document.getElementById('host');
if (el) {
  const close = desk.render({ model, el });
  Object.assign(window, { model, close, desk, fakeModel });
}
