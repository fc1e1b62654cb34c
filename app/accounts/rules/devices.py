"""How a device is called in 已登录的设备: its system and its browser, in words people know."""

__all__ = ["device_label"]

# The order counts: WeChat and Edge also call themselves Chrome, Android also calls itself Linux.
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
_BROWSERS = (
    ("MicroMessenger", "微信"), ("wxwork", "企业微信"), ("DingTalk", "钉钉"), ("QIHU", "360"), ("Edg", "Edge"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def device_label(user_agent: str) -> str:
    """Name a device by what its browser says of itself; an unknown one stays empty."""
    system = _first(user_agent, _SYSTEMS)
    browser = "企业微信" if "wxwork" in user_agent else _first(user_agent, _BROWSERS)
    return "，".join(part for part in (system, browser) if part)


def _first(text: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in known if mark in text), "")
