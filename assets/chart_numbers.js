// Bokeh (3.9) writes the numbers along an axis, and those where the pointer is, with a hyphen. Here they
// have the minus sign of the page around them.

const writeMinus = (bokeh) => {
  const ticks = bokeh.require("models/formatters/numeral_tick_formatter").NumeralTickFormatter.prototype
  const hovers = bokeh.require("core/util/templating").DEFAULT_FORMATTERS
  const { doFormat } = ticks, { numeral } = hovers
  const signed = (text) => text.replace(/^-/, "−")
  ticks.doFormat = function (...given) { return doFormat.apply(this, given).map(signed) }
  hovers.numeral = (...given) => signed(numeral(...given))
}
