"""People and organisations."""

from core.rooms.apps import HouseApp


class AccountsConfig(HouseApp):
    """Who works here, and for whom."""

    default = True
    name = "accounts"
    question = "who works here, and for whom"
