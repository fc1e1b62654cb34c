"""Cross-origin protection and the headers every answer carries."""

from asgi_cross_origin_protection import CrossOriginProtection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["POLICY", "SameOriginOnly", "SecurityHeaders"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'"
)

FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeaders:
    """Put the headers on every answer; whatever is not a static file is not to be kept by a shared computer."""

    def __init__(self, app: ASGIApp, *, secure: bool = False) -> None:
        """Wrap the app; with TLS in front the browser is told to stay on it."""
        self.app = app
        fixed = FIXED | {"Cache-Control": "no-store"}
        if secure:
            fixed["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        self.fixed = [(name.lower().encode(), value.encode()) for name, value in fixed.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, adding the headers to the answer's start; what the answer says itself stands."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                said = {name.lower() for name, _value in own}
                message["headers"] = own + [pair for pair in self.fixed if pair[0] not in said]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class SameOriginOnly(CrossOriginProtection):
    """Refuse an unsafe request that does not show it comes from our own pages; both headers absent is refused too."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the app with the strict reading of the rule."""
        super().__init__(app, allow_unverifiable_requests=False)
