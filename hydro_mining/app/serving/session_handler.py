"""Whether a page's session still lives, and the way back to it."""

import json
from http import HTTPStatus

from bokeh.server.contexts import ApplicationContext
from bokeh.util.token import generate_jwt_token, get_token_payload
from tornado.web import RequestHandler

# Behind the page's own address.
SESSION_PATH = "session"


class LivingSession(RequestHandler):
    """Tells a page that lost its connection whether its session lives, with a token for it.

    A page's own token ends after some minutes, its session only when nobody has come back to it.
    The session's name is the page's secret; it comes in a header, so that no log has it.
    """

    def initialize(self, of: ApplicationContext) -> None:
        """Answer for the sessions of one page."""
        self._context = of

    def get(self) -> None:
        """Answer with a token, null if the session is no more."""
        asked = self.request.headers.get("Bokeh-Session-Id", "")
        session = next((one for one in self._context.sessions if one.id == asked), None)
        self.set_status(HTTPStatus.OK)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps({"token": None if session is None else self._token(session)}))

    def _token(self, session: object) -> str:
        payload = dict(get_token_payload(session.token))
        payload.pop("session_expiry", None)
        return generate_jwt_token(
            session.id,
            secret_key=self.application.secret_key,
            signed=self.application.sign_sessions,
            expiration=self.application.session_token_expiration,
            extra_payload=payload,
        )
