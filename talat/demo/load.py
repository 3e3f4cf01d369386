"""Load the Ang Thong demonstration (scale A) over HTTP, as each party would do it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from rich.progress import Progress

from contracts.scopes import Role
from contracts.types import Agency, Capability, OrganisationKind, Provenance, Scheme
from kit.time import bangkok_today
from talat.demo import steps
from talat.demo.accounts import OFFICERS, OPERATOR, Accounts, email_of
from talat.demo.client import Gateway, Party
from talat.demo.data import (
    ANG_THONG,
    BUYERS,
    GROUPS,
    PENDING_GI,
    ROUND,
    ROUND_OUTCOMES,
    ROUND_PRODUCERS,
    TAMBON_OF_BUYERS,
    Buyer,
    Group,
)

_AT_ONCE: Final = 4
_STANDARD_OF_CRAFTS: Final = "มผช.40/2546"
_STANDARD_OF_SOUR_FISH: Final = "มผช.26/2557"
_OUTCOME_COURSE: Final[dict[str, tuple[str, ...]]] = {
    "submitted": (),
    "sampling": ("sampling",),
    "testing": ("sampling", "testing"),
    "not_certified": ("sampling", "testing", "not_certified"),
}
_SHOWN_GROUP: Final = "chawai"


class Done:
    """Which parts are loaded, so that a load that was cut short goes on with the next.

    A part that was cut off in its middle begins again with an organisation of its own; what it
    left was not let in yet, or stands beside it as another demonstration shop.
    """

    def __init__(self, home: Path) -> None:
        self._file = home / "demo-loaded"
        self._keys = set(self._file.read_text().split()) if self._file.exists() else set()
        self._lock = threading.Lock()

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def add(self, key: str) -> None:
        """One part is loaded."""
        with self._lock, self._file.open("a") as file:
            self._keys.add(key)
            file.write(f"{key}\n")


class Loader:
    """One run of the load."""

    def __init__(
        self, gateway: Gateway, accounts: Accounts, done: Done, progress: Progress
    ) -> None:
        self._gateway = gateway
        self._accounts = accounts
        self._done = done
        self._progress = progress
        self._officers = {agency: accounts.officer(gateway, agency, ANG_THONG) for agency in Agency}

    def run(self) -> None:
        """Officers first, then groups, buyers and the มผช. round, several parties at a time.

        Raises:
            talat.demo.client.Refused: a service refused what the demonstration asked.
        """
        self._appoint()
        parts: list[tuple[str, Callable[[], None]]] = [
            *((g.key, lambda g=g: self._group(g)) for g in (*GROUPS, PENDING_GI)),
            *((b.key, lambda b=b: self._buyer(b)) for b in BUYERS),
            *(
                (g.key, lambda g=g, n=n: self._round_producer(g, n))
                for n, g in enumerate(ROUND_PRODUCERS)
            ),
        ]
        self._all([(key, part) for key, part in parts if key not in self._done])

    def _all(self, parts: Sequence[tuple[str, Callable[[], None]]]) -> None:
        task = self._progress.add_task("ข้อมูลสาธิตอ่างทอง · Ang Thong demo", total=len(parts))

        def one(part: tuple[str, Callable[[], None]]) -> None:
            key, load = part
            load()
            self._done.add(key)
            self._progress.advance(task)

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for _ in pool.map(one, parts):
                pass

    def _appoint(self) -> None:
        operator = self._accounts.party(self._gateway, OPERATOR)
        for officer in OFFICERS:
            if officer.email in self._done:
                continue
            self._sign_up(officer.email, f"เจ้าหน้าที่{officer.who} (ข้อมูลสาธิต)")
            operator.post(
                "/auth/v1/appointments",
                {
                    "email": officer.email,
                    "agency": officer.agency,
                    "provinces": [officer.province_code],
                    "valid_from_on": bangkok_today().isoformat(),
                },
            )
            self._done.add(officer.email)

    def _sign_up(self, email: str, name: str) -> Party:
        return Party.sign_up(self._gateway, email, self._accounts.password, name)

    def _found(self, group: Group) -> Party:
        """The group's account and organisation, allowed to sell."""
        party = self._sign_up(email_of(group.key), f"{group.name_th} (ข้อมูลสาธิต)")
        steps.found_organisation(
            party,
            kind=group.kind,
            name_th=group.name_th,
            name_en=group.name_en,
            subdistrict_code=group.subdistrict_code,
            provenance=group.provenance,
        )
        application = steps.apply_for(party, Capability.SELL)
        steps.approve(self._officers[Agency.COMMUNITY_DEVELOPMENT], application["id"])
        return party.renewed()

    def _group(self, group: Group) -> None:
        party = self._found(group)
        for number, product in enumerate(group.products, 1):
            listed = steps.list_product(
                party,
                product,
                subdistrict_code=group.subdistrict_code,
                sku=f"{group.key}-{number}",
            )
            steps.stock_up(party, listed["variants"][0]["id"], product.on_hand)
            if product.scheme is Scheme.TCPS:
                self._certified(party, listed["id"], f"สาธิต-{group.key}-{number}")
            elif product.scheme is not None:
                steps.open_case(party, listed["id"], scheme=product.scheme)

    def _certified(self, party: Party, product_id: str, number: str) -> None:
        """A มผช. certificate of sale, from last month on, in a round of its own."""
        case = steps.open_case(
            party,
            product_id,
            scheme=Scheme.TCPS,
            round_name="สาธิต",
            standard=_STANDARD_OF_SOUR_FISH,
        )
        from_on = bangkok_today() - timedelta(days=30)
        steps.certify(
            self._officers[Agency.INDUSTRY],
            case,
            number=number,
            from_on=from_on,
            until_on=from_on + steps.VALID_FOR,
        )

    def _buyer(self, buyer: Buyer) -> None:
        party = self._sign_up(email_of(buyer.key), f"เจ้าหน้าที่พัสดุ {buyer.name_th}")
        steps.found_organisation(
            party,
            kind=buyer.kind,
            name_th=buyer.name_th,
            name_en=buyer.name_en,
            subdistrict_code=TAMBON_OF_BUYERS,
            provenance=Provenance.SYNTHETIC,
            registration_code=buyer.registration_code,
        )
        application = steps.apply_for(party, Capability.BUY)
        hospital = buyer.kind is OrganisationKind.HOSPITAL
        agency = Agency.PUBLIC_HEALTH if hospital else Agency.COMMERCE
        steps.approve(self._officers[agency], application["id"])
        self._add_approver(party.renewed(), buyer)

    def _add_approver(self, party: Party, buyer: Buyer) -> None:
        email = email_of(f"{buyer.key}.approver")
        self._sign_up(email, f"ผู้อนุมัติ {buyer.name_th}")
        party.post(
            f"/auth/v1/organisations/{party.organisation_id}/members",
            {"email": email, "roles": [Role.APPROVER], "position": "ผู้มีอำนาจอนุมัติ"},
        )

    def _round_producer(self, group: Group, number: int) -> None:
        """One synthetic producer's five of the 30 applications of round 3/2564."""
        party = self._found(group)
        officer = self._officers[Agency.INDUSTRY]
        count = len(group.products)
        outcomes = ROUND_OUTCOMES[number * count : (number + 1) * count]
        for index, (product, outcome) in enumerate(zip(group.products, outcomes, strict=True)):
            listed = steps.list_product(
                party, product, subdistrict_code=group.subdistrict_code, sku=f"R{index}"
            )
            case = steps.open_case(
                party,
                listed["id"],
                scheme=Scheme.TCPS,
                round_name=ROUND,
                standard=_STANDARD_OF_CRAFTS,
            )
            if outcome == "certified":
                _certify_in_2564(officer, case, number=f"{number * count + index + 1}/2564 สาธิต")
                continue
            for state in _OUTCOME_COURSE[outcome]:
                reason = {"reason": "ไม่ผ่านเกณฑ์ (ข้อมูลสาธิต)"} if state == "not_certified" else {}
                steps.move_case(officer, case, state, **reason)


def _certify_in_2564(officer: Party, case: str, *, number: str) -> None:
    """The committee met in B.E. 2564 (2021): such a certificate has run out since."""
    decided_on = date(2021, 9, 1)
    steps.certify(
        officer,
        case,
        number=number,
        from_on=decided_on,
        until_on=decided_on + steps.VALID_FOR - timedelta(days=1),
    )


def shown_accounts() -> dict[str, str]:
    """The accounts that `talat up` offers to try, by address."""
    return {
        OPERATOR: "ผู้ดูแลระบบ (operator)",
        **{officer.email: f"เจ้าหน้าที่{officer.who}" for officer in OFFICERS},
        email_of(_SHOWN_GROUP): "ผู้ขายปลาส้มชะไว (seller)",
        email_of("hospital"): "พัสดุโรงพยาบาล (hospital buyer)",
        email_of("hospital.approver"): "ผู้อนุมัติโรงพยาบาล (hospital approver)",
    }
