"""Machines at a host's: how many the capital buys, and what they leave."""

from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, MONTHS_PER_YEAR
from hydro_mining.economics.alternative_terms import HostedOffer
from hydro_mining.economics.alternatives.venture import Venture
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.cash_flow import yearly
from hydro_mining.economics.fleet import energy_per_day, whole_count
from hydro_mining.economics.inputs import Miner, StudyInputs
from hydro_mining.exceptions import InputError

_DEFAULT_USD_PER_KWH = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosting:
    """What hosted machines bring.

    Attributes
    ----------
    income_gbp_by_year : (S, T) [£]
    returned_at_end_gbp : [£], change, deposit and resale
    revenue_gbp_per_day : (S, D) [£], of all of them while they run
    power_gbp_per_day : [£], what the host asks for it
    kept_share : [1], of what is left after power
    """

    machine: str
    n_miners: int
    income_gbp_by_year: Floats
    returned_at_end_gbp: float
    revenue_gbp_per_day: Floats
    power_gbp_per_day: float
    kept_share: float


def hosting(venture: Venture, offer: HostedOffer, chosen_miner: str) -> Hosting:
    """Return what the capital brings at a host's.

    A day whose revenue does not cover the host's power is not mined. The host's price holds
    the cooling, and stays as quoted through the years.

    Raises
    ------
    InputError
        If the machine is none of the study's, costs nothing with everything, or the deposit is
        longer than the study.
    """
    study = venture.study
    machine = _machine(study, offer.machine or chosen_miner)
    price = machine.price_gbp if offer.machine_price_gbp is None else offer.machine_price_gbp
    power_gbp_per_day = (
        float(energy_per_day(power_w=machine.power_w)) * _all_in(study, offer) * offer.uptime
    )
    deposit = _deposit(study, offer, machine)
    one = price + offer.setup_fee_gbp + deposit
    if one <= 0:
        rule = "a price, set-up or deposit above 0 (£), so that the capital buys a number of them"
        raise InputError("alternatives.hosted.machine_price_gbp", rule, price)
    count = int(whole_count(venture.capital_gbp / one))
    revenue = machine.hashrate_ths * venture.rev_per_th_per_day * offer.uptime
    left = np.maximum(revenue - power_gbp_per_day, 0)
    resale = price * study.finance.residual_value_fraction
    return Hosting(
        machine=machine.name,
        n_miners=count,
        income_gbp_by_year=count * (1 - offer.profit_share) * yearly(left).sum(axis=-1),
        returned_at_end_gbp=venture.capital_gbp - count * one + count * (deposit + resale),
        revenue_gbp_per_day=count * revenue,
        power_gbp_per_day=count * power_gbp_per_day,
        kept_share=1 - offer.profit_share,
    )


def _machine(study: StudyInputs, name: str) -> Miner:
    miner = study.miner_called(name)
    if miner is None:
        raise InputError("alternatives.hosted.machine", "the name of one of the miners", name)
    return miner


def _all_in(study: StudyInputs, offer: HostedOffer) -> float:
    quoted = offer.all_in_gbp_per_kwh
    return _DEFAULT_USD_PER_KWH * study.network.usd_to_gbp if quoted is None else quoted


def _deposit(study: StudyInputs, offer: HostedOffer, machine: Miner) -> float:
    """Return what is paid ahead for a machine [£]: months of its power at full load."""
    longest = MONTHS_PER_YEAR * study.finance.years
    if offer.deposit_months > longest:
        rule = f"at most the months of the study, {longest} (months of power)"
        raise InputError("alternatives.hosted.deposit_months", rule, offer.deposit_months)
    kwh_a_month = (
        float(energy_per_day(power_w=machine.power_w)) * DAYS_PER_PROJECT_YEAR / MONTHS_PER_YEAR
    )
    return offer.deposit_months * kwh_a_month * _all_in(study, offer)
