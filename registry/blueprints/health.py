"""Whether the service and its database live."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from registry.queries.health import database_revision
from registry.web.allow import allow

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@allow(public=True)
def status() -> ResponseReturnValue:
    """For monitors: no personal data, no version of anything but the schema."""
    return jsonify(status="ok", database="ok", revision=database_revision())
