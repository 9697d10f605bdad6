"""What one visitor asks for leaves the others no long wait."""

import re

import pytest
from heavy_case import heavy_link
from playwright.sync_api import expect
from waiting import waits_of

from hydro_mining.app import default_study
from hydro_mining.quantities import formatted
from tests.browser.conftest import TWO_FRAMES, WIDE
from tests.browser.layout import wait_for_boxes

# [ms]. On a quiet machine nobody waits for a second; tests share theirs with others. A server that
# computes such a case between two answers leaves them waiting for more than half a minute.
PATIENCE_MS = 20_000
HEAVY_MS = 90_000
# How often a chart that is painted asks what a style sheet says of it.
STYLES_ASKED = """() => {
  const figure = [...Bokeh.documents[0].all_models].find((model) => model.type === "Figure")
  const view = Bokeh.index.find_one(figure), ask = window.getComputedStyle
  view.base_font_size
  let asked = 0
  window.getComputedStyle = (...of) => { asked += 1; return ask(...of) }
  view._invalidate_all = true
  view._actual_paint()
  window.getComputedStyle = ask
  return asked
}"""
# How many frames a page at rest asks for while five go by.
FRAMES_ASKED = """async () => {
  const ask = window.requestAnimationFrame
  let asked = 0
  window.requestAnimationFrame = (paint) => { asked += 1; return ask(paint) }
  for (let frame = 0; frame < 5; frame += 1) await new Promise((done) => ask(done))
  window.requestAnimationFrame = ask
  return asked
}"""
# How often a chart is painted while its data, and so its axes, change.
PAINTED = """async (factor) => {
  const isShown = ({ model, el }) => model.type === "Figure" && el.checkVisibility()
  const [view] = Bokeh.index.query(isShown)
  const source = view.model.renderers.map((one) => one.data_source).find((one) => one?.data.y)
  const before = view._render_count, axis = view.model.y_range.end
  const y = source.data.y.map((value) => factor * value)
  source.setv({ data: { ...source.data, y } }, { sync: false })
  for (let frame = 0; frame < 10; frame += 1) await new Promise(requestAnimationFrame)
  return [view._render_count - before, view.model.y_range.end !== axis]
}"""
# Keep which parts of charts are changed in the browser, and of which of them the server is told.
FOLLOW_CHARTS = """() => {
  const isOfCharts = ({ model }) => /Figure|Axis|Grid|Legend|Title$|Toolbar/.test(model?.type ?? "")
  const [page] = Bokeh.documents, create = page.create_json_patch
  window.changed = new Set()
  window.told = new Set()
  page.on_change((event) => {
    const isSize = /^(inner|outer)_/.test(event.attr)
    if (event.kind === "ModelChanged" && isOfCharts(event) && !isSize) changed.add(event.model.type)
  })
  page.create_json_patch = (events) => {
    for (const event of events.filter(isOfCharts)) told.add(event.model.type)
    return create(events)
  }
}"""
# How many components are hidden, or stand in what is, and how many of them are put in.
HIDDEN = """() => {
  const isHidden = (view) => Boolean(view) && (!view.model.visible || isHidden(view.parent))
  const isOfReact = (view) => view.model.type.endsWith("ReactComponent")
  const hidden = [...Bokeh.index.query((view) => isOfReact(view) && isHidden(view))]
  return [hidden.length, hidden.filter((view) => view.react_root).length]
}"""
# How many animations go on within a page and all parts of it.
ANIMATED = """() => {
  const roots = [document]
  for (const root of roots) {
    for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) roots.push(shadowRoot)
  }
  const animations = roots.flatMap((root) => root.getAnimations())
  return animations.filter((one) => one.playState === "running").length
}"""
# How often the page is measured for what asks three times for its layout before the next frame.
LAYOUTS_MADE = """async () => {
  const page = Bokeh.documents[0].roots().find((model) => model.class_name === "Page")
  const view = Bokeh.index.find_one(page), measure = view.measure_layout
  let made = 0
  view.measure_layout = (...of) => { made += 1; return measure.apply(view, of) }
  for (let time = 0; time < 3; time += 1) view.invalidate_layout()
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
  view.measure_layout = measure
  return made
}"""
# How many style sheets are written when the page is laid out with none of its sizes changed, and
# how many once one says something else.
SHEETS_WRITTEN = """async () => {
  const page = Bokeh.documents[0].roots().find((model) => model.class_name === "Page")
  const view = Bokeh.index.find_one(page), place = ShadowRoot.prototype
  const known = Object.getOwnPropertyDescriptor(place, "adoptedStyleSheets")
  let written = 0
  const set = function (sheets) { written += 1; known.set.call(this, sheets) }
  Object.defineProperty(place, "adoptedStyleSheets", { ...known, set })
  view.invalidate_layout()
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame)
  const byLayout = written
  view.display.replace(":host { --other: 1; }")
  Object.defineProperty(place, "adoptedStyleSheets", known)
  return [byLayout, written]
}"""
# How often each chart is laid out as words above it need more room, and then as its own axis does.
LAID_OUT = """async () => {
  const isShown = (type) => ({ model, el }) => model.type === type && el.checkVisibility()
  const charts = [...Bokeh.index.query(isShown("Figure"))]
  const markup = [...Bokeh.index.query(isShown("panel.models.markup.HTML"))]
  const words = markup.find((view) => view.parent.child_views.includes(charts[0]))
  let made = 0
  for (const view of charts) {
    const measure = view._measure_layout
    view._measure_layout = () => { made += 1; measure.call(view) }
  }
  const counted = async (change) => {
    made = 0
    change()
    for (let frame = 0; frame < 10; frame += 1) await new Promise(requestAnimationFrame)
    return made
  }
  const { text } = words.model, height = words.el.offsetHeight
  const more = text + "&lt;p&gt;more&lt;/p&gt;".repeat(9)
  const byWords = await counted(() => words.model.setv({ text: more }, { sync: false }))
  const isLonger = words.el.offsetHeight > height
  words.model.setv({ text }, { sync: false })
  const sources = charts[0].model.renderers.map((one) => one.data_source)
  const source = sources.find((one) => one?.data.y)
  const y = source.data.y.map((value) => 1e7 * value)
  const byAxis = await counted(() => source.setv({ data: { ...source.data, y } }, { sync: false }))
  return [charts.length > 1, isLonger, byWords, byAxis]
}"""
# Count how often the styles of each tab's content are written.
COUNT_TABS = """() => {
  window.tabs = [...Bokeh.index.query(({ model }) => model.class_name === "Tabs")][0]
  window.written = tabs.child_views.map(() => 0)
  tabs.child_views.forEach((view, place) => {
    const { update_layout } = view
    view.update_layout = () => { written[place] += 1; update_layout.call(view) }
  })
}"""
# Note the sources that each message brings other data for.
NOTE_DATA = """() => {
  const [page] = Bokeh.documents, apply = page.apply_json_patch
  window.brought = []
  page.apply_json_patch = (patch, ...of) => {
    const told = patch.events.filter((event) => event.kind === "ColumnDataChanged")
    brought.push(told.map((event) => event.model.id))
    return apply.call(page, patch, ...of)
  }
}"""
# How many messages brought data, for each chart that was brought any.
MESSAGES_OF_CHARTS = """() => {
  const ofChart = ({ renderers }) => renderers.map((one) => one.data_source?.id)
  return [...Bokeh.documents[0]._all_models.values()]
    .filter((one) => one.type === "Figure")
    .map((chart) => brought.filter((ids) => ofChart(chart).some((id) => ids.includes(id))).length)
    .filter((count) => count > 0)
}"""
# What an entry writes to its model after the server has given it another text.
WRITTEN_BACK = """async () => {
  const entry = [...Bokeh.documents[0]._all_models.values()].find((one) => one.data?.value_input)
  const { setv } = entry.data
  const given = entry.data.value_input
  const written = []
  entry.data.setv = (values) => { written.push(values); setv.call(entry.data, values) }
  setv.call(entry.data, { value_input: "server" })
  for (let i = 0; i < 5; i++) await new Promise(requestAnimationFrame)
  const shown = entry.data.value_input
  setv.call(entry.data, { value_input: given })
  for (let i = 0; i < 5; i++) await new Promise(requestAnimationFrame)
  delete entry.data.setv
  return [shown, written]
}"""
# Markup that is shown before it stands in the page.
SHOWN_EARLY = """async () => {
  const { build_view } = Bokeh.require("core/build_views")
  const markup = new (Bokeh.Models.get("panel.models.markup.HTML"))({ text: "one", visible: false })
  const view = await build_view(markup, { parent: null })
  markup.visible = true
  markup.text = "two"
  view.remove()
  return markup.text
}"""
# The sliders of the site's power and of its price are the page's first and third.
POWER, PRICE = 0, 2


@pytest.fixture(scope="module")
def loaded(looked_at):
    """The visit, and what its page asked for and told the server when it was loaded anew."""
    page, asked, told = looked_at.page, [], []

    def hear(socket):
        socket.on("framesent", lambda sent: told.append(str(sent)))

    heard = {"websocket": hear, "request": lambda request: asked.append(request.url)}
    for event, listen in heard.items():
        page.on(event, listen)
    page.reload()
    page.wait_for_selector("#first-paint", state="detached")
    yield looked_at, asked, told
    for event, listen in heard.items():
        page.remove_listener(event, listen)


def test_a_report_is_made_while_others_are_answered(dashboard, served):
    """The spreadsheet comes from a process of its own."""
    dashboard.screen("Data & proof")
    with waits_of(served) as waits, dashboard.page.expect_download(timeout=HEAVY_MS) as download:
        dashboard.page.get_by_role("button", name="Spreadsheet (xlsx)").click()
        expect(dashboard.page.get_by_text("Making it: Spreadsheet")).to_be_visible()
    assert download.value.suggested_filename == "hydro-mining.xlsx"
    expect(dashboard.page.get_by_text("Making it: Spreadsheet")).to_have_count(0)
    assert waits.longest_ms < PATIENCE_MS


def test_the_heaviest_case_leaves_another_s_slider_live(dashboard, served):
    """100 scenarios of 50 years come with a link, and then their screen; the other goes on."""
    page = dashboard.page.context.new_page()
    page.goto(f"{served.url}{heavy_link()}")
    page.wait_for_selector("#first-paint", state="detached", timeout=HEAVY_MS)
    page.get_by_role("tab", name="Scenarios").click()
    profit = dashboard.figure("site_gross_profit_per_day")
    dashboard.page.locator("input[type=range]").nth(PRICE).focus()
    with waits_of(served) as waits:
        for key in ("ArrowRight", "ArrowLeft") * 4:
            before = profit.inner_text()
            dashboard.page.keyboard.press(key)
            expect(profit).not_to_have_text(before)
        expect(page.get_by_text(re.compile("^From a link"))).to_be_visible(timeout=HEAVY_MS)
        expect(page.locator(".bk-Figure:visible").first).to_be_visible(timeout=HEAVY_MS)
    assert waits.longest_ms < PATIENCE_MS
    page.close()


def test_fast_use_is_caught_up_with_at_once(dashboard):
    """Twenty moves on each of four screens in a row: the newest is shown, and nothing loads on."""
    page = dashboard.page
    for screen in ("Scenarios", "Growth", "Hydro", "Overview"):
        dashboard.screen(screen)
        page.locator("input[type=range]").nth(POWER).focus()
        for _ in range(20):
            page.keyboard.press("ArrowRight")
    power_kw = float(page.locator("input[type=range]").nth(POWER).input_value())
    study = default_study()
    study.enter(study.site, "site_power_kw", power_kw)
    assert study.site.site_power_kw > default_study().site.site_power_kw
    shown = formatted("npv_gbp", study.result.scenarios["Base"].npv_gbp)
    expect(dashboard.figure("over_selling")).to_have_text(shown)
    dashboard.screen("Growth")
    expect(page.locator('[data-figure="growth-answer"]')).to_be_visible()


def test_what_the_server_gave_is_not_sent_back(looked_at):
    """It came back late, as an entry: a slider moved fast returned to where it had been."""
    assert looked_at.page.evaluate(WRITTEN_BACK) == ["server", []]


def test_markup_may_be_shown_before_it_stands_in_the_page(looked_at):
    """It met an error, and what came in the same message was lost."""
    assert looked_at.page.evaluate(SHOWN_EARLY) == "two"


def test_a_chart_is_painted_without_working_out_the_page_s_styles(looked_at):
    """A style that is asked for between two changes lets the browser go through all of them."""
    expect(looked_at.page.locator(".bk-Figure:visible").first).to_be_visible()
    assert looked_at.page.evaluate(STYLES_ASKED) == 0


def test_a_chart_whose_axes_change_is_painted_once(loaded):
    """Its axes are found first, and not told to the server, which sends what they follow."""
    visit, _, told = loaded
    page = visit.page
    expect(page.locator(".bk-Figure:visible").first).to_be_visible()
    # Until then the page is still being laid out.
    page.wait_for_function(f"async () => String(await ({PAINTED})(1.1)) === '1,true'")
    page.evaluate(TWO_FRAMES)
    assert any('"attr"' in sent for sent in told)
    assert not any('"attr":"end"' in sent for sent in told)


def test_a_chart_out_of_view_is_painted_when_it_comes_near(looked_at):
    """What nobody sees takes no time from what is seen."""
    page = looked_at.page
    chart = page.locator(".bk-Figure:visible").first
    expect(chart).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 200})
    page.wait_for_function(f"async () => String(await ({PAINTED})(1.1)) === '0,false'")
    chart.scroll_into_view_if_needed()
    page.wait_for_function(f"async () => String(await ({PAINTED})(1.1)) === '1,true'")
    page.set_viewport_size(WIDE)


def test_a_page_at_rest_draws_no_frames(looked_at):
    """What drop areas are made of waits for the first one, and what loads for being seen."""
    page = looked_at.page
    page.wait_for_function(f"async () => await ({FRAMES_ASKED})() === 0")
    page.wait_for_function(f"() => ({ANIMATED})() === 0")


def test_a_page_is_laid_out_once_a_frame(looked_at):
    """Bokeh does it for each component that is placed, all of the page each time."""
    page = looked_at.page
    page.wait_for_function(f"async () => await ({LAYOUTS_MADE})() === 1")


def test_a_layout_writes_no_style_anew_that_stays(looked_at):
    """For each sheet that is written the browser works out styles, though it says the same."""
    page = looked_at.page
    page.wait_for_function(f"async () => await ({FRAMES_ASKED})() === 0")
    assert page.evaluate(SHEETS_WRITTEN) == [0, 1]


def test_a_closed_tab_is_laid_out_when_it_is_opened_again(dashboard):
    """Until then it costs the open one nothing; it has the window's width of now."""
    page = dashboard.page
    chart = page.locator(".bk-Figure:visible").first
    expect(chart).to_be_visible()
    dashboard.screen("Scenarios")
    expect(page.locator(".bk-Figure:visible")).to_have_count(4)
    page.wait_for_function(f"async () => await ({FRAMES_ASKED})() === 0")
    page.evaluate(COUNT_TABS)
    page.wait_for_function("tabs.invalidate_layout() ?? written[1] > 0")
    assert page.evaluate("written[0]") == 0
    # The server, which has other words beside each screen, is not told.
    page.evaluate("tabs.model.data.setv({ active: 0 }, { sync: false })")
    page.wait_for_function("() => written[0] > 0")
    page.evaluate("tabs.model.data.setv({ active: 1 }, { sync: false })")
    page.set_viewport_size({"width": 1000, "height": 900})
    dashboard.screen("Overview")
    expect(page.locator(".bk-Figure:visible")).to_have_count(1)
    wait_for_boxes(
        "Math.abs(boxes[0].width - boxes[1].width) < 1 && boxes[0].width < 700",
        chart,
        chart.locator("canvas").first,
    )


def risk_at_rest(dashboard):
    """Return the page with Risk open, all of it drawn: five charts."""
    page = dashboard.page
    dashboard.screen("Risk")
    expect(page.get_by_text("What this leaves out")).to_be_attached()
    expect(page.locator(".bk-Figure:visible")).to_have_count(5)
    page.wait_for_function(f"async () => await ({FRAMES_ASKED})() === 0")
    return page


def test_a_chart_is_laid_out_when_its_own_size_or_axes_change(dashboard):
    """Longer words push it down, and another's axis is the other's."""
    page = risk_at_rest(dashboard)
    assert page.evaluate(LAID_OUT) == [True, True, 0, 1]


def test_each_chart_hears_of_an_answer_once(dashboard):
    """Not of each of its sources; Risk has five charts, of futures and of what-ifs."""
    page = risk_at_rest(dashboard)
    page.evaluate(NOTE_DATA)
    page.locator("input[type=range]").nth(PRICE).press("ArrowRight")
    page.wait_for_function(f"() => ({MESSAGES_OF_CHARTS})().length === 5")
    page.wait_for_function(f"async () => await ({FRAMES_ASKED})() === 0")
    assert page.evaluate(MESSAGES_OF_CHARTS) == [1, 1, 1, 1, 1]


def test_a_chart_s_buttons_come_with_the_pointer(looked_at):
    """A toolbar that nobody sees has none; the first look at it makes them."""
    chart = looked_at.page.locator(".bk-Figure:visible").first
    expect(chart).to_be_visible()
    expect(chart.get_by_title("Reset")).to_have_count(0)
    chart.hover()
    expect(chart.get_by_title("Reset")).to_be_visible()
    chart.get_by_title("Pan").click()
    expect(chart.get_by_title("Pan")).to_have_class(re.compile("active"))
    looked_at.page.mouse.move(0, 0)


def test_a_chart_follows_the_width_of_its_window(looked_at):
    """What the browser alone lays out has no layout of Bokeh's; a chart has."""
    page = looked_at.page
    chart = page.locator(".bk-Figure:visible").first
    for width in (1000, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        wait_for_boxes(
            "Math.abs(boxes[0].width - boxes[1].width) < 1 && boxes[0].width > 300",
            chart,
            chart.locator("canvas").first,
        )


def test_a_page_asks_for_no_more_than_it_shows(loaded):
    """No polyfill reads its scripts first, and no alphabet comes that no word is written in."""
    _, asked, _ = loaded
    assert any("panel-material-ui.bundle.js" in one for one in asked)
    for unwanted in ("es-module-shims", "bokeh-gl", "material-icons", "cyrillic", "vietnamese"):
        assert not [one for one in asked if unwanted in one]


def test_charts_come_in_the_look_of_the_page(dashboard):
    """Nothing of a chart is changed as it comes; in the dark it is, and the server is not told."""
    page = dashboard.page
    page.evaluate(FOLLOW_CHARTS)
    dashboard.screen("Growth")
    curves = page.get_by_text("Over power: dots mark yours")
    expect(curves).to_be_attached()
    curves.scroll_into_view_if_needed()
    expect(page.locator(".bk-Figure:visible")).to_have_count(5)
    assert page.evaluate("[...changed, ...told]") == []
    page.get_by_role("button", name="Dark theme").click()
    page.wait_for_function("changed.has('Legend')")
    page.evaluate(TWO_FRAMES)
    assert page.evaluate("[...told]") == []


def test_a_hidden_control_is_put_in_when_it_is_seen(dashboard):
    """A site without water has no use for the entries of a plant; with water they are there."""
    page = dashboard.page
    dashboard.screen("Hydro")
    expect(page.get_by_role("button", name="Use this typical year")).to_be_visible()
    count, put_in = page.evaluate(HIDDEN)
    assert count > 10
    assert put_in == 0
    head = page.get_by_role("textbox", name=re.compile("^Gross head"))
    expect(head).to_have_count(0)
    page.get_by_text("No water of its own").first.click()
    page.get_by_role("menuitem", name="River flow by month").click()
    expect(head).to_be_visible()
    head.fill("42")
    head.press("Enter")
    page.get_by_text("River flow by month", exact=True).first.click()
    page.get_by_role("menuitem", name="No water of its own").click()
    expect(head).to_be_hidden()
    page.get_by_text("No water of its own").first.click()
    page.get_by_role("menuitem", name="River flow by month").click()
    expect(head).to_have_value("42")
