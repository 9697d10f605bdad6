"""The choices on the screens beside the study, which are there once a screen asks for them."""

from hydro_mining.economics.dispatch import DispatchSettings
from hydro_mining.economics.growth import GrowthSettings
from hydro_mining.imports.bundled import bundled_growth_table, load_profiles
from hydro_mining.models import GrowthChoice, Study
from hydro_mining.models.dispatch import DispatchChoice

__all__ = ["ScreenChoices"]


class ScreenChoices:
    """One visitor's choices on Growth and Dispatch."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._growth: GrowthChoice | None = None
        self._dispatch: DispatchChoice | None = None

    @property
    def growth(self) -> GrowthChoice:
        """The choice on the Growth screen, which starts at the site's power."""
        if self._growth is None:
            self._growth = GrowthChoice(
                table=bundled_growth_table(),
                profile=load_profiles()[0].profile,
                site_power_kw=self._study.site.site_power_kw,
            )
        return self._growth

    @property
    def dispatch(self) -> DispatchChoice:
        """The choice on the Dispatch screen."""
        if self._dispatch is None:
            self._dispatch = DispatchChoice()
        return self._dispatch

    def growth_settings(self) -> GrowthSettings | None:
        """Return what was chosen on the Growth screen, None where nothing was."""
        if self._growth is None or self._growth.is_untouched:
            return None
        return self._growth.settings(built_in=bundled_growth_table())

    def dispatch_settings(self) -> DispatchSettings | None:
        """Return what was chosen on the Dispatch screen, None where nothing was."""
        if self._dispatch is None or self._dispatch.is_untouched:
            return None
        return self._dispatch.settings()

    def take(self, growth: GrowthSettings | None, dispatch: DispatchSettings | None) -> None:
        """Start anew from what was chosen; screens of the earlier choices are nobody's."""
        self._growth = self._dispatch = None
        if growth is not None:
            self.growth.take(growth, built_in=bundled_growth_table())
        if dispatch is not None:
            self.dispatch.take(dispatch)
