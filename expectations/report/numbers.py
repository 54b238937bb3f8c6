"""How the report writes numbers, and how it chooses the scale of an axis."""

from __future__ import annotations

import math

from expectations.verdict import Observed

__all__ = ["axis_end", "compact", "percent", "shown"]

EN_DASH = "\N{EN DASH}"
NICE_STEPS = (1, 2, 3, 4, 5, 6, 8, 10)
UNITS = ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k"))


def shown(value: Observed) -> str:
    """A figure with thousands marked; a fraction with four digits; a dash for none."""
    if value is None:
        return EN_DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else value


def compact(value: float) -> str:
    """A figure short enough for an axis: `1.5k`."""
    for size, unit in UNITS:
        if abs(value) >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:.3g}"


def percent(share: float | None) -> str:
    """A share as a percentage: `0.25` is `25 %`; small ones keep a digit that says something."""
    if share is None:
        return EN_DASH
    hundred = round(100.0 * share, 6)  # 100 * 0.3 is a little more than 30
    if hundred and abs(hundred) < 0.1:  # noqa: PLR2004 (below it one decimal would say 0.0)
        return "< 0.1 %" if hundred > 0 else "> -0.1 %"
    return f"{hundred:.0f} %" if hundred.is_integer() else f"{hundred:.1f} %"


def axis_end(highest: float) -> float:
    """The least round number that an axis from zero can end with: 10 for 8.3, 400 for 387."""
    if highest <= 0:
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(highest))
    return next(step * power for step in NICE_STEPS if step * power >= highest * (1 - 1e-9))
