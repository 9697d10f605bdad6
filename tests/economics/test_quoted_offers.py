"""A host's offer in dollars, and what it comes to in a study."""

import pytest

from hydro_mining.economics import Miner
from hydro_mining.economics.alternatives import HostedOffer, QuotedOffer, converted
from hydro_mining.exceptions import InputError


def test_dollars_become_pounds_once() -> None:
    """7 cents × 0.8 are £0.056; $15/TH × 200 TH × 0.8 are £2,400; other terms stay."""
    machine = Miner(name="A", hashrate_ths=200.0, power_w=3500.0, price_gbp=1.0)
    quoted = QuotedOffer(quoted_usd_per_kwh=0.07, quoted_usd_per_th=15, profit_share=0.1)
    offer = converted(quoted, HostedOffer(setup_fee_gbp=50), machine, usd_to_gbp=0.8)
    assert offer.all_in_gbp_per_kwh == pytest.approx(0.056)
    assert offer.machine_price_gbp == pytest.approx(2_400)
    assert (offer.machine, offer.profit_share, offer.setup_fee_gbp) == ("A", 0.1, 50)


@pytest.mark.parametrize(
    "bad", [{"quoted_usd_per_kwh": -0.01}, {"quoted_usd_per_th": -1}, {"profit_share": 1.1}]
)
def test_an_offer_cheaper_than_nothing_is_none(bad) -> None:
    """Prices are 0 or more, a share is at most all."""
    with pytest.raises(InputError, match=next(iter(bad))):
        QuotedOffer(**{"quoted_usd_per_kwh": 0.07, "quoted_usd_per_th": 15} | bad)
