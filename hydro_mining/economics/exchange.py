"""Exchange rates, by way of the dollar in which market data come."""

from collections.abc import Mapping

from hydro_mining.exceptions import InputError

_DOLLAR, _POUND = "USD", "GBP"


def gbp_per_unit(per_usd: Mapping[str, float], *, usd_to_gbp: float) -> dict[str, float]:
    """Return pounds per unit of each currency that prices come in.

    ``per_usd`` has the units of each currency for a dollar, ``usd_to_gbp`` is in £/$.
    """
    crossed = {currency: usd_to_gbp / rate for currency, rate in per_usd.items()}
    return {**crossed, _POUND: 1.0, _DOLLAR: usd_to_gbp}


def units_per_dollar(
    currency: str | None, *, per_usd: Mapping[str, float], usd_to_gbp: float
) -> float:
    """Return how many units of a currency a dollar is; None, an unnamed one, is the dollar.

    Parameters are those of ``gbp_per_unit``: the pound's rate is the study's own.

    Raises
    ------
    InputError
        If the currency has no rate.
    """
    rates = {**per_usd, _DOLLAR: 1.0, _POUND: usd_to_gbp}
    wanted = currency or _DOLLAR
    if wanted not in rates:
        known = ", ".join(sorted(rates))
        raise InputError("hashprice", f"of a currency with a rate: {known}", currency)
    return rates[wanted]
