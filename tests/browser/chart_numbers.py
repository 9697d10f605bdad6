"""How charts write numbers in a browser."""

# Of −50,000 along an axis and −1,234 where the pointer is.
WRITTEN = """() => {
  const { NumeralTickFormatter } = Bokeh.require("models/formatters/numeral_tick_formatter")
  const { DEFAULT_FORMATTERS } = Bokeh.require("core/util/templating")
  const tick = new NumeralTickFormatter({ format: "0.[0]a" }).compute(-50_000)
  return [tick, DEFAULT_FORMATTERS.numeral(-1_234, "0,0", {})]
}"""
MINUS = ["−50k", "−1,234"]
