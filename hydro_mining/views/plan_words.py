"""A plan's answer in words."""

from hydro_mining.economics.better_machine import Winners, better_machine
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plan import Plan, PlanWinner, WouldPay, is_free
from hydro_mining.economics.plan.results import PlanSamples
from hydro_mining.economics.results import Evaluation, MachineSite
from hydro_mining.economics.series import Series
from hydro_mining.quantities import POUNDS, Currency, formatted
from hydro_mining.views.verdict import fleet_in_words
from hydro_mining.wording import years_in_words


def plan_answer(
    result: Evaluation, currency: Currency = POUNDS, *, winners: Winners | None = None
) -> str:
    """Return how many of which machine, and what that is worth over exporting everything.

    Where it is worth nothing, the machine that would pay instead is said. ``winners`` is what each
    rule builds, as ``better_machine`` takes it. The result has a plan.
    """
    plan = result.plan
    assert plan is not None, "only a plan's answer is asked for"
    base, better = plan.base_case, better_machine(result, winners)
    if plan.y1 is None:
        return _why_export(result.study, plan, better, currency)
    years = len(base.gain_gbp)
    power = formatted("site_power_kw", plan.machines_kw)
    npv = formatted("npv_gbp", abs(base.npv_gbp), currency)
    first = formatted("gain_gbp", plan.y1["gain_gbp"], currency)
    verb = "gains" if base.npv_gbp > 0 else "loses"
    instead = ""
    if better is not None:
        gain = formatted("npv_gbp", better.npv_gbp, currency)
        instead = f" {fleet_in_words(better)} would gain {gain}."
    return (
        f"{plan.n_miners:,} × {plan.chosen_miner} ({power}): over {years} years that {verb} "
        f"{npv} against exporting everything (NPV), {first} in year 1.{instead}"
    )


def _why_export(
    study: StudyInputs, plan: Plan, better: MachineSite | PlanWinner | None, currency: Currency
) -> str:
    """Return why nothing is built; what would pay is said where the study chose otherwise."""
    first = float(plan.base_case.export_only_gbp[0])
    alone = f"export alone brings {formatted('export_only_gbp', first, currency)} in year 1."
    name, is_none = study.finance.miner, study.finance.n_miners == 0
    would = "" if better is None else f" {fleet_in_words(better)} would pay."
    if is_none:
        return f"You chose to build none; {alone}{would}"
    if better is None:
        return f"Export. No machine pays here; {alone}"
    return f"No {name} pays here; {alone}{would}"


def plan_choice(
    study: StudyInputs,
    plan: Plan,
    best: PlanWinner | MachineSite | None,
    currency: Currency,
) -> str:
    """Return why the plan has its machine; ``best`` is that of the highest NPV."""
    top = "No machine earns more than exporting everything, in any number."
    if best is not None:
        worth = formatted("npv_gbp", best.npv_gbp, currency)
        top = (
            f"{best.n_miners:,} × {best.miner} have the highest NPV on this water, {worth}, of all "
            "machines, each at the number that pays best."
        )
    if is_free(study):
        return top
    if plan.chosen_miner is not None:
        own = formatted("npv_gbp", plan.base_case.npv_gbp, currency)
        return f"You chose: {plan.n_miners:,} × {plan.chosen_miner}, NPV {own}. {top}"
    if study.finance.n_miners == 0:
        return f"You chose to build none. {top}"
    return f"You chose {study.finance.miner}; it does not pay in any number. {top}"


def would_pay_sentence(study: StudyInputs, found: WouldPay, currency: Currency = POUNDS) -> str:
    """Return at which hashprice, machine price or export price a machine would pay.

    It is the one that the study names, or with each figure the machine that needs least.
    """
    name = study.finance.miner

    def which(machine: str | None) -> str:
        return f" ({machine})" if name is None else ""

    said = []
    if found.hashprice_gbp_per_th_per_day is not None:
        price = formatted("rev_per_th_per_day", found.hashprice_gbp_per_th_per_day, currency)
        said.append(f"a hashprice of {price} a TH and day in year 1{which(found.at_hashprice)}")
    if found.miner_price_gbp is not None:
        price = formatted("price_gbp", found.miner_price_gbp, currency)
        said.append(f"{price} for one {found.at_miner_price if name is None else 'machine'}")
    if found.export_price_gbp_per_mwh is not None:
        price = formatted("export_price_gbp_per_mwh", found.export_price_gbp_per_mwh, currency)
        said.append(f"a mean export price of {price} a MWh in year 1{which(found.at_export_price)}")
    if not said:
        return f"{name or 'A machine'} would at no hashprice, machine price or export price."
    return f"{name or 'One'} would at {', or '.join(said)}."


def samples_sentence(samples: PlanSamples) -> str:
    """Return which years the plan rests on, and which intervals they lack."""
    if samples.paired:
        years = f"{years_in_words(samples.water_years)} of water and price, paired"
    else:
        water, price = years_in_words(samples.water_years), years_in_words(samples.price_years)
        years = f"{water} of water, each with {price} of prices"
    said = f"The plan rests on {years}."
    if samples.intervals_left_out:
        lack = "interval lacks" if samples.intervals_left_out == 1 else "intervals lack"
        said += f" Over all samples {samples.intervals_left_out:,} {lack} water or price"
        said += (
            f"; {samples.intervals_filled:,} that no year has take the mean of their hour over "
            "the month."
            if samples.intervals_filled
            else "."
        )
    return said


def unpaired_sentence(study: StudyInputs, samples: PlanSamples) -> str:
    """Return what is lost where water and prices are series of other years; empty where not."""
    hydro, market = study.hydro, study.market
    price = None if market is None else market.export_price_gbp_per_mwh
    water = None if hydro is None else hydro.flow_m3_s or hydro.power_kw
    if samples.paired or water is None or not isinstance(price, Series):
        return ""
    return (
        "The prices are of other years than the water, so that every water year meets every "
        "price year: that wet years are cheap ones is not in the plan."
    )
