"""HTTP: handlers of a few lines; everything they know stands below them."""

from flask import Flask

from registry.blueprints import (
    account,
    board,
    changes,
    classes,
    credit_places,
    endings,
    findings,
    gap_work,
    gaps,
    hamlets,
    handovers,
    health,
    household_correct,
    household_needs,
    households,
    imports,
    jobs,
    language,
    letterheads,
    members,
    needs,
    numbers,
    parameters,
    project_lines,
    projects,
    reveal,
    schools,
    setup,
    temporary_houses,
    units,
    users,
)
from registry.blueprints.registers import register_blueprint
from registry.registers import registers

PAGES = (
    account,
    board,
    changes,
    classes,
    endings,
    credit_places,
    findings,
    gap_work,
    gaps,
    hamlets,
    handovers,
    health,
    household_correct,
    household_needs,
    households,
    imports,
    jobs,
    language,
    letterheads,
    members,
    needs,
    numbers,
    parameters,
    project_lines,
    projects,
    reveal,
    schools,
    setup,
    temporary_houses,
    units,
    users,
)


def register_all(app: Flask) -> None:
    """Every page of the application."""
    for module in PAGES:
        app.register_blueprint(module.blueprint)
    for register in registers():
        app.register_blueprint(register_blueprint(register))
