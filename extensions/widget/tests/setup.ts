// jsdom lays nothing out: it has neither scrolling nor boxes. What the desk does around them is
// what is tested here; browsers test the rest.
const box = { top: 0, left: 0, right: 0, bottom: 0, width: 0, height: 0 };
Object.assign(Element.prototype, { scrollIntoView: () => undefined });
Object.assign(Range.prototype, { getClientRects: () => [], getBoundingClientRect: () => box });
