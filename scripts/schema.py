"""`alembic check` of the three services, on a PostgreSQL of its own that is gone afterwards.

For each service: the history has one head, migrates an empty database, and leaves exactly the
tables that the models declare.
"""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from alembic.script import ScriptDirectory

from talat import migrate
from tests.support.servers import PostgresForRun


def problem_of(service: str, run: PostgresForRun) -> str | None:
    """What is wrong with the service's migrations, or None."""
    heads = ScriptDirectory.from_config(migrate.alembic_config(service)).get_heads()
    if len(heads) != 1:
        return f"{service}: {len(heads)} heads ({', '.join(heads)}); one migration follows another"
    if service in run.addresses.failures:
        return f"{service}: does not migrate an empty database\n{run.addresses.failures[service]}"
    try:
        asyncio.run(migrate.check(service, run.addresses.templates[service]))
    except migrate.SchemaDrift as drift:
        return str(drift)
    return None


def main() -> int:
    """Print what is wrong; 1 when something is."""
    run = PostgresForRun()
    try:
        run.prepare_all()
        problems = [found for each in migrate.SERVICES if (found := problem_of(each, run))]
    finally:
        run.close()
    print(*problems, sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
