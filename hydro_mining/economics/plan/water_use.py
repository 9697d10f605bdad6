"""What water, machines and grid do and earn: sums over the days of each year or month."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

import numpy as np

from hydro_mining.constants import KWH_PER_MWH
from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.plan.outlook import Outlook, ProjectDays


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetTerms:
    """Machines of one kind.

    Attributes
    ----------
    joules_per_th : [J/TH], overhead in it
    own_ths : [TH/s], that joins the network: 0 where dilution is left out
    machines_kw : [kW], overhead in it
    """

    joules_per_th: float
    own_ths: float
    machines_kw: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WaterUse:
    """Energy and income of T periods; arrays are (T,).

    Attributes
    ----------
    available_mwh, mined_mwh, exported_mwh, curtailed_mwh : [MWh]
    mining_gbp : [£], after the pool fee
    export_gbp, generation_payment_gbp, deemed_export_gbp : [£]
    export_only_gbp : [£]
        The whole income without machines.
    over_export_gbp : [£]
        Income with machines less that, before other opex.
    """

    available_mwh: Floats
    mined_mwh: Floats
    exported_mwh: Floats
    curtailed_mwh: Floats
    mining_gbp: Floats
    export_gbp: Floats
    generation_payment_gbp: Floats
    deemed_export_gbp: Floats
    export_only_gbp: Floats
    over_export_gbp: Floats


# Over export, but for the gain: that is after other opex.
USE_FIGURES = tuple(field.name for field in fields(WaterUse) if field.name != "over_export_gbp")


def water_use(
    outlook: Outlook,
    fleet: FleetTerms,
    *,
    deemed_export_fraction: float | None = None,
    period_of_day: Integers | None = None,
) -> WaterUse:
    """Return what machines do.

    ``deemed_export_fraction`` [1] of the power is paid the export price whatever is done with it;
    None where export is metered. ``period_of_day`` (D,) numbers the period that each project day
    belongs to; None is its year.
    """
    visits = outlook.days
    prices, rows = visits.samples.price, visits.price_row
    hours, paid = prices.hours[rows], prices.paid[rows]
    mined = outlook.mined_gbp_per_mwh(fleet.joules_per_th, fleet.own_ths)
    worth = outlook.worth_of_mining(mined)
    first = outlook.before_export(worth)
    water = _water(outlook, fleet.machines_kw)
    payment, summed = outlook.generation_payment_gbp_per_mwh, _sums(visits, period_of_day)
    available_kwh = water.available * hours
    mined_kwh = water.mined_kwh(hours, first.hours)
    sold_alone_kwh, paid_alone = _exported(outlook, water.sellable, hours, paid)
    # Where mining comes first and export would earn, the machines take from export.
    displaced_kwh, displaced_paid = _exported(outlook, water.displacing, first.hours, first.paid)
    sold_kwh = sold_alone_kwh - displaced_kwh
    at_price = summed(water.available * visits.samples.paid[rows] * outlook.growth)
    deemed = at_price * (deemed_export_fraction or 0.0)
    return WaterUse(
        available_mwh=summed(available_kwh),
        mined_mwh=summed(mined_kwh),
        exported_mwh=summed(sold_kwh),
        curtailed_mwh=np.maximum(summed(available_kwh - mined_kwh - sold_kwh), 0),
        mining_gbp=summed(mined_kwh * mined[visits.day]),
        export_gbp=summed(paid_alone - displaced_paid),
        generation_payment_gbp=payment * summed(sold_kwh + outlook.kept_when_mining * mined_kwh),
        deemed_export_gbp=deemed,
        export_only_gbp=summed(paid_alone + payment * sold_alone_kwh) + deemed,
        over_export_gbp=summed(mined_kwh * worth - displaced_paid - payment * displaced_kwh),
    )


def _exported(
    outlook: Outlook, power_kw: Floats, hours: Floats, paid: Floats
) -> tuple[Floats, Floats]:
    """Return energy [kWh] and pay (K,) of export in ``hours`` but for those that are refused."""
    refused = outlook.refused
    return power_kw * (hours - refused.hours), power_kw * (paid - refused.paid) * outlook.growth


def _sums(visits: ProjectDays, period_of_day: Integers | None) -> Callable[[Floats], Floats]:
    """Return what sums kWh, or kWh times £/MWh, of visits (K,) to MWh or £ of periods (T,)."""
    period = visits.year if period_of_day is None else period_of_day[visits.day]
    n_periods = int(period[-1] if period_of_day is None else period_of_day.max()) + 1

    def summed(per_visit: Floats) -> Floats:
        weighted = per_visit * visits.weight / KWH_PER_MWH
        return np.bincount(period, weighted, n_periods).astype(np.float64)

    return summed


def over_export_gbp(outlook: Outlook, fleet: FleetTerms) -> Floats:
    """Return that figure of ``water_use`` alone by project year (T,) [£], with less work."""
    visits = outlook.days
    worth = outlook.worth_of_mining(outlook.mined_gbp_per_mwh(fleet.joules_per_th, fleet.own_ths))
    unsold, displacing = _by_machines(outlook, fleet.machines_kw)
    hours = visits.samples.price.hours[visits.price_row]
    margin = outlook.margin(worth, outlook.before_export(worth))
    return _sums(visits, None)(unsold * hours * worth + displacing * margin)


def mined_mwh(
    outlook: Outlook, *, joules_per_th: float, own_ths: float, machines_kw: Iterable[float]
) -> list[float]:
    """Return the energy [MWh] that machines of each power [kW] mine over all years."""
    visits = outlook.days
    hours = visits.samples.price.hours[visits.price_row]
    mined = outlook.mined_gbp_per_mwh(joules_per_th, own_ths)
    first = outlook.before_export(outlook.worth_of_mining(mined))
    first_kwh, all_kwh = first.hours * visits.weight, hours * visits.weight
    taken = [_by_machines(outlook, power_kw) for power_kw in machines_kw]
    return [
        float(unsold @ all_kwh + displacing @ first_kwh) / KWH_PER_MWH
        for unsold, displacing in taken
    ]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Water:
    """Mean power of each visit (K,) [kW].

    ``sellable`` is what the grid takes, ``unsold`` what machines take beside it, and
    ``displacing`` what they take from it where mining comes first.
    """

    available: Floats
    sellable: Floats
    unsold: Floats
    displacing: Floats

    def mined_kwh(self, hours: Floats, first_hours: Floats) -> Floats:
        """Return the energy that machines take (K,), first in ``first_hours`` of ``hours`` [h]."""
        return self.unsold * hours + self.displacing * first_hours


def _water(outlook: Outlook, machines_kw: float) -> _Water:
    water, limit = outlook.days.samples.water, outlook.export_limit_kw
    unsold, displacing = _by_machines(outlook, machines_kw)
    return _Water(
        available=_mean(outlook, water.power_kw),
        sellable=_mean(outlook, np.minimum(water.power_kw, limit)),
        unsold=unsold,
        displacing=displacing,
    )


def _by_machines(outlook: Outlook, machines_kw: float) -> tuple[Floats, Floats]:
    """Return what machines take of each visit beside the grid and from it (K,) [kW]."""
    water, limit = outlook.days.samples.water, outlook.export_limit_kw
    unsold = np.minimum(np.maximum(water.power_kw - limit, 0), machines_kw)
    displacing = np.minimum(water.power_kw, machines_kw) - unsold
    return _mean(outlook, unsold), _mean(outlook, displacing)


def _mean(outlook: Outlook, power_kw: Floats) -> Floats:
    """Return the mean of each visit (K,) of powers of each row's waters."""
    by_row: Floats = np.vecdot(power_kw, outlook.days.samples.water.weight)
    return by_row[outlook.days.water_row]
