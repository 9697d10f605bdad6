"""The network figures on a page: where they come from, and the bar that shows them."""

from hydro_mining.app.network.bar import NetworkBar
from hydro_mining.app.network.feed import operator_settings, shared_feed
from hydro_mining.app.network.follower import FeedFollower

__all__ = ["FeedFollower", "NetworkBar", "operator_settings", "shared_feed"]
