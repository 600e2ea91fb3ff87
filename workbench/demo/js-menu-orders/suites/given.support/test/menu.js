"use strict";

module.exports = Object.freeze({
  Margherita: 850,
  "Quattro Formaggi": 1090,
  "Xtra Bread": 250,
  Cola: 300,
});
