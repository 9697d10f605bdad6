"""The formulas of the metrics sheet, for one scenario."""

from hydro_mining.reports.workbook.plan import Plan

__all__ = ["metric_formulas"]


def metric_formulas(plan: Plan, scenario: int) -> dict[str, str]:
    """Return the formula of every metric and step, by its key.

    IRR follows the product's rule: a rate is given where exactly one exists. One change of
    sign means one rate (Descartes); with more, the NPV profile shows how many there are.
    """
    return {**_returns(plan, scenario), **_paybacks(plan, scenario), **_steps(plan, scenario)}


def _built(expression: str) -> str:
    return f'=IF(is_built,{expression},"")'


def _returns(plan: Plan, s: int) -> dict[str, str]:
    flows = plan.annual_range(s, "cash_flow_gbp")
    start, later = plan.annual(s, "cash_flow_gbp", 0), plan.annual_range(s, "cash_flow_gbp", 1)
    found, reason = plan.metric(s, "irr_found"), plan.metric(s, "irr_reason")
    newton = f"{found}-{plan.metric(s, 'npv_at_irr')}/{plan.metric(s, 'npv_slope')}"
    year = plan.annual_range(s, "year")
    # Whatever IRR() gives back must bring the NPV near zero, else it is no rate.
    terms = f"SUMPRODUCT(ABS({flows}/(1+{found})^{year}))"
    is_root = f"ABS({plan.metric(s, 'npv_at_irr')})<=1E-4*{terms}"
    profit, capex = plan.annual_range(s, "annual_profit_gbp", 1), plan.metric(s, "capex")
    return {
        "npv_gbp": _built(f"{start}+NPV(discount_rate_per_year,{later})"),
        "irr": _built(f'IF(ISNUMBER({found}),IF({is_root},{newton},""),"")'),
        "irr_note": _built(
            f'IF({reason}<>"",{reason},IF(ISNUMBER({plan.metric(s, "irr")}),"","not found"))'
        ),
        "mirr": _built(
            f"IF(AND({capex}<>0,MIN({flows})<0,MAX({flows})>0),"
            f'MIRR({flows},discount_rate_per_year,discount_rate_per_year),"")'
        ),
        "roic": _built(f'IF({capex}=0,"",AVERAGE({profit})/{capex})'),
    }


def _paybacks(plan: Plan, s: int) -> dict[str, str]:
    capex, cash = plan.metric(s, "capex"), plan.annual_range(s, "cash_flow_gbp")
    lost = f"SUM({cash})<-1E-13*(years+1)*SUMPRODUCT(ABS({cash}))"
    formulas = {}
    for key, note, crossings, cumulative, tolerance in (
        (
            "simple_payback_years",
            "payback_note",
            "payback",
            "cumulative_cash_flow_gbp",
            "tolerance",
        ),
        (
            "discounted_payback_years",
            "discounted_payback_note",
            "discounted_payback",
            "discounted_cumulative_cash_flow_gbp",
            "discounted_tolerance",
        ),
    ):
        years = plan.annual_range(s, crossings, 1)
        end = plan.annual(s, cumulative, plan.years)
        at_the_end = f'IF({end}>=-{plan.metric(s, tolerance)},years,"")'
        formulas[key] = _built(f'IF({capex}>0,IF(COUNT({years})>0,MIN({years}),{at_the_end}),"")')
        kept = f'IF({lost},"but ends below zero","")' if key.startswith("simple") else '""'
        formulas[note] = _built(
            f'IF({capex}>0,IF({plan.metric(s, key)}="","not within "&years&" years",{kept}),'
            '"no investment")'
        )
    return formulas


def _steps(plan: Plan, s: int) -> dict[str, str]:
    flows = plan.annual_range(s, "cash_flow_gbp")
    discounted, capex = plan.annual_range(s, "discounted"), plan.metric(s, "capex")
    before = plan.annual_range(s, "sign", 0, plan.years - 1)
    after = plan.annual_range(s, "sign", 1)
    low, high = plan.profile_range(s, skip_last=1), plan.profile_range(s, skip_first=1)
    all_npv = plan.profile_range(s)
    return {
        "capex": _built(f"-{plan.annual(s, 'cash_flow_gbp', 0)}"),
        "sign_changes": _built(f"SUMPRODUCT(({before}<>{after})*({before}<>0))"),
        "roots_seen": _built(
            f"SUMPRODUCT((SIGN({low})*SIGN({high})<0)*1)+SUMPRODUCT(({all_npv}=0)*1)"
        ),
        "bracket": _built(
            f"SUMPRODUCT(MAX((SIGN({low})*SIGN({high})<=0)*(ROW({low})-ROW(INDEX({all_npv},1))+1)))"
        ),
        **_rate_steps(plan, s),
        "tolerance": _built(f"1E-13*(years+1)*MIN(SUMPRODUCT(ABS({flows})),{capex})"),
        "discounted_tolerance": _built(
            f"1E-13*(years+1)*MIN(SUMPRODUCT(ABS({discounted})),{capex})"
        ),
    }


def _rate_steps(plan: Plan, s: int) -> dict[str, str]:
    """Return the steps from the bracket on the NPV profile to the IRR.

    Beyond the profile's rates all but the first year's cash is discounted to nothing, so that
    year alone gives the guess.
    """
    flows, year = plan.annual_range(s, "cash_flow_gbp"), plan.annual_range(s, "year")
    start, first = plan.annual(s, "cash_flow_gbp", 0), plan.annual(s, "cash_flow_gbp", 1)
    bracket, found = plan.metric(s, "bracket"), plan.metric(s, "irr_found")
    changes, roots = plan.metric(s, "sign_changes"), plan.metric(s, "roots_seen")
    guess, reason = plan.metric(s, "guess"), plan.metric(s, "irr_reason")
    npv, rate = (
        f"INDEX({cells},{bracket})" for cells in (plan.profile_range(s), plan.profile_rates)
    )
    npv_after, rate_after = (cell.replace(f",{bracket})", f",{bracket}+1)") for cell in (npv, rate))
    return {
        "guess": _built(
            f"IF({bracket}=0,IF(AND({start}<0,{first}>0),-{first}/{start}-1,0.1),"
            f"IF({npv}={npv_after},{rate},"
            f"{rate}+({rate_after}-{rate})*{npv}/({npv}-{npv_after})))"
        ),
        "irr_reason": _built(
            f'IF({start}=0,"no investment",IF({changes}=0,"no sign change",IF({changes}=1,"",'
            f'IF({roots}=0,"no real root",IF({roots}>1,"several roots","")))))'
        ),
        "irr_found": _built(f'IF({reason}<>"","",IFERROR(IRR({flows},{guess}),{guess}))'),
        "npv_at_irr": _built(f'IF(ISNUMBER({found}),SUMPRODUCT({flows}/(1+{found})^{year}),"")'),
        "npv_slope": _built(
            f'IF(ISNUMBER({found}),-SUMPRODUCT({year}*{flows}/(1+{found})^({year}+1)),"")'
        ),
    }
