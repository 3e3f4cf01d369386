"""What `talat up` prints when everything is ready."""

import json

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from talat.stack.installation import Installation, real_stripe_key

ACCOUNTS = "demo-accounts.json"
"""Written by `talat demo load`: a list of {"who", "email", "password"}."""


def show(installation: Installation, console: Console) -> None:
    """The addresses, the sample accounts and three lines to try."""
    url = installation.public_url
    console.print()
    console.print(f"[bold green]ตลาด · Talat is ready[/bold green]  {url}")
    console.print(_addresses(installation))
    _show_accounts(installation, console)
    console.print("[bold]Try[/bold]")
    console.print(
        f"  curl -sG {url}/storefront/v1/products --data-urlencode 'q=ปลาส้ม'", markup=False
    )
    console.print(f"  curl -sG {url}/auth/v1/places --data-urlencode 'q=อ่างทอง'", markup=False)
    console.print(f"  curl -s -X POST {url}/storefront/v1/carts", markup=False)
    console.print("\nCtrl-C stops it in order. Elsewhere: talat status · talat doctor · talat down")


def _addresses(installation: Installation) -> Table:
    url = installation.public_url
    table = Table.grid(padding=(0, 2))
    for service in ("auth", "catalog", "orders"):
        table.add_row(f"  {service}", f"{url}/{service}/docs")
    table.add_row("  storefront", f"{url}/storefront/openapi.json")
    payments = "Stripe" if real_stripe_key() else f"{installation.sandbox.url} (sandbox)"
    table.add_row("  payments", payments)
    table.add_row("  mail", str(installation.home / "mail"))
    table.add_row("  data", str(installation.home))
    return table


def _show_accounts(installation: Installation, console: Console) -> None:
    """The sample accounts, under their password: `talat demo load` gives all of them one."""
    file = installation.home / ACCOUNTS
    if not file.exists():
        return
    by_password: dict[str, list[dict[str, str]]] = {}
    for account in json.loads(file.read_text()):
        by_password.setdefault(account["password"], []).append(account)
    for password, accounts in by_password.items():
        console.print(f"[bold]Sample accounts[/bold], password {escape(password)}")
        for account in accounts:
            console.print(f"  {account['email']:<44} {account['who']}", markup=False)
