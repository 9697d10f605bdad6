"""The formulas of the metrics sheet, for one scenario."""

from hydro_mining.reports.workbook.layout import Layout


def metric_formulas(layout: Layout, scenario: int) -> dict[str, str]:
    """Return the formula of every metric and step, by its key.

    IRR follows the product's rule: a rate is given where exactly one exists. One change of
    sign means one rate (Descartes); with more, the NPV profile shows how many there are.
    """
    formulas = {
        **_returns(layout, scenario),
        **_paybacks(layout, scenario),
        **_steps(layout, scenario),
    }
    is_built = layout.is_built
    return {key: f'=IF({is_built},{formula},"")' for key, formula in formulas.items()}


def _returns(layout: Layout, s: int) -> dict[str, str]:
    flows = layout.annual_range(s, "cash_flow_gbp")
    start, later = layout.annual(s, "cash_flow_gbp", 0), layout.annual_range(s, "cash_flow_gbp", 1)
    found, reason = layout.metric(s, "irr_found"), layout.metric(s, "irr_reason")
    newton = f"{found}-{layout.metric(s, 'npv_at_irr')}/{layout.metric(s, 'npv_slope')}"
    year = layout.annual_range(s, "year")
    # Whatever IRR() gives back must bring the NPV near zero, else it is no rate.
    terms = f"SUMPRODUCT(ABS({flows}/(1+{found})^{year}))"
    is_root = f"ABS({layout.metric(s, 'npv_at_irr')})<=1E-4*{terms}"
    profit, capex = layout.annual_range(s, "annual_profit_gbp", 1), layout.metric(s, "capex")
    return {
        "npv_gbp": f"{start}+NPV(discount_rate_per_year,{later})",
        "irr": f'IF(ISNUMBER({found}),IF({is_root},{newton},""),"")',
        "irr_note": (
            f'IF({reason}<>"",{reason},IF(ISNUMBER({layout.metric(s, "irr")}),"","not found"))'
        ),
        "mirr": (
            f"IF(AND({capex}<>0,MIN({flows})<0,MAX({flows})>0),"
            f'MIRR({flows},discount_rate_per_year,discount_rate_per_year),"")'
        ),
        "roic": f'IF({capex}=0,"",AVERAGE({profit})/{capex})',
    }


def _paybacks(layout: Layout, s: int) -> dict[str, str]:
    capex, cash = layout.metric(s, "capex"), layout.annual_range(s, "cash_flow_gbp")
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
        years = layout.annual_range(s, crossings, 1)
        end = layout.annual(s, cumulative, layout.years)
        at_the_end = f'IF({end}>=-{layout.metric(s, tolerance)},years,"")'
        formulas[key] = f'IF({capex}>0,IF(COUNT({years})>0,MIN({years}),{at_the_end}),"")'
        kept = f'IF({lost},"but ends below zero","")' if key.startswith("simple") else '""'
        formulas[note] = (
            f'IF({capex}>0,IF({layout.metric(s, key)}="","not within "&years&" years",{kept}),'
            '"no investment")'
        )
    return formulas


def _steps(layout: Layout, s: int) -> dict[str, str]:
    flows = layout.annual_range(s, "cash_flow_gbp")
    discounted, capex = layout.annual_range(s, "discounted"), layout.metric(s, "capex")
    before = layout.annual_range(s, "sign", 0, layout.years - 1)
    after = layout.annual_range(s, "sign", 1)
    low, high = layout.profile_range(s, skip_last=1), layout.profile_range(s, skip_first=1)
    all_npv = layout.profile_range(s)
    return {
        "capex": f"-{layout.annual(s, 'cash_flow_gbp', 0)}",
        "sign_changes": f"SUMPRODUCT(({before}<>{after})*({before}<>0))",
        "roots_seen": f"SUMPRODUCT((SIGN({low})*SIGN({high})<0)*1)+SUMPRODUCT(({all_npv}=0)*1)",
        "bracket": (
            f"SUMPRODUCT(MAX((SIGN({low})*SIGN({high})<=0)*(ROW({low})-ROW(INDEX({all_npv},1))+1)))"
        ),
        **_rate_steps(layout, s),
        "tolerance": f"1E-13*(years+1)*MIN(SUMPRODUCT(ABS({flows})),{capex})",
        "discounted_tolerance": f"1E-13*(years+1)*MIN(SUMPRODUCT(ABS({discounted})),{capex})",
    }


def _rate_steps(layout: Layout, s: int) -> dict[str, str]:
    """Return the steps from the bracket on the NPV profile to the IRR.

    Beyond the profile's rates all but the first year's cash is discounted to nothing, so that
    year alone gives the guess.
    """
    flows, year = layout.annual_range(s, "cash_flow_gbp"), layout.annual_range(s, "year")
    start, first = layout.annual(s, "cash_flow_gbp", 0), layout.annual(s, "cash_flow_gbp", 1)
    bracket, found = layout.metric(s, "bracket"), layout.metric(s, "irr_found")
    changes, roots = layout.metric(s, "sign_changes"), layout.metric(s, "roots_seen")
    guess, reason = layout.metric(s, "guess"), layout.metric(s, "irr_reason")
    npv, rate = (
        f"INDEX({cells},{bracket})" for cells in (layout.profile_range(s), layout.profile_rates)
    )
    npv_after, rate_after = (cell.replace(f",{bracket})", f",{bracket}+1)") for cell in (npv, rate))
    return {
        "guess": (
            f"IF({bracket}=0,IF(AND({start}<0,{first}>0),-{first}/{start}-1,0.1),"
            f"IF({npv}={npv_after},{rate},"
            f"{rate}+({rate_after}-{rate})*{npv}/({npv}-{npv_after})))"
        ),
        "irr_reason": (
            f'IF({start}=0,"no investment",IF({changes}=0,"no sign change",IF({changes}=1,"",'
            f'IF({roots}=0,"no real root",IF({roots}>1,"several roots","")))))'
        ),
        "irr_found": f'IF({reason}<>"","",IFERROR(IRR({flows},{guess}),{guess}))',
        "npv_at_irr": f'IF(ISNUMBER({found}),SUMPRODUCT({flows}/(1+{found})^{year}),"")',
        "npv_slope": (
            f'IF(ISNUMBER({found}),-SUMPRODUCT({year}*{flows}/(1+{found})^({year}+1)),"")'
        ),
    }
