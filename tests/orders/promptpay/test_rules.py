"""PromptPay payloads: the vectors of the standard, any order of tags, what is refused."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.orders.promptpay.errors import PayloadNotReadable
from services.orders.promptpay.rules import BillPayment, CreditTransfer, crc, read, reference, write

VECTOR = "00020101021229370016A0000006770101110113006681234567853037645406100.005802TH6304F142"
AMOUNTS = st.none() | st.integers(1, 10**12 - 1)
REFERENCES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=20)


def test_the_checksum_is_ccitt_false() -> None:
    """The published check value of CRC-16/CCITT-FALSE."""
    assert crc("123456789") == "29B1"
    assert crc("") == "FFFF"


def test_a_transfer_to_a_phone_is_the_known_vector() -> None:
    """0812345678 and 100.00 baht, and back."""
    transfer = CreditTransfer("mobile", "0812345678", 10_000)
    assert write(transfer) == VECTOR
    assert read(VECTOR) == transfer
    assert read(f" {VECTOR[:-4]}f142\n") == transfer


def test_a_bill_payment_has_tag_30() -> None:
    """Biller, both references and the amount stand where the standard wants them."""
    bill = BillPayment("099400015838201", "BL2570000001", "PO25700001", 438_000)
    payload = write(bill)
    body = (
        "000201010212"
        "30690016A0000006770101120115099400015838201"
        "0212BL25700000010310PO25700001"
        "5303764"
        "54074380.00"
        "5802TH"
        "6304"
    )
    assert payload == body + crc(body)
    assert read(payload) == bill


def test_tags_may_stand_in_any_order() -> None:
    """The answer is the same for every order of the tags before the checksum."""
    tags = ["000201", "010212", "29370016A00000067701011101130066812345678", "5303764"]
    tags += ["5406100.00", "5802TH"]
    for order in itertools.permutations(tags):
        body = "".join(order) + "6304"
        assert read(body + crc(body)) == CreditTransfer("mobile", "0812345678", 10_000)


@given(
    st.from_regex(r"[0-9]{15}", fullmatch=True).filter(str.isascii),
    REFERENCES,
    st.none() | REFERENCES,
    AMOUNTS,
)
def test_every_bill_payment_is_read_back(
    biller: str, ref1: str, ref2: str | None, amount: int | None
) -> None:
    """Writing and reading are each other's inverse."""
    bill = BillPayment(biller, ref1, ref2, amount)
    assert read(write(bill)) == bill


@given(
    st.sampled_from([("mobile", 9, "0"), ("id", 13, ""), ("ewallet", 15, "")]),
    st.data(),
    AMOUNTS,
)
def test_every_transfer_is_read_back(
    kind: tuple[str, int, str], data: st.DataObject, amount: int | None
) -> None:
    """Phones, ids and e-wallets."""
    proxy, length, first = kind
    value = first + data.draw(st.text("0123456789", min_size=length, max_size=length))
    transfer = CreditTransfer(proxy, value, amount)  # type: ignore[arg-type]
    assert read(write(transfer)) == transfer


@given(st.text(max_size=120))
def test_no_other_text_is_read(text: str) -> None:
    """Whatever is no payload is refused, never read as something."""
    with pytest.raises(PayloadNotReadable):
        read(text)


@given(st.integers(0, len(VECTOR) - 1), st.sampled_from("0123456789AZ"))
def test_one_changed_sign_is_noticed(place: int, sign: str) -> None:
    """The checksum catches any single sign that was mistyped."""
    changed = VECTOR[:place] + sign + VECTOR[place + 1 :]
    if changed != VECTOR:
        with pytest.raises(PayloadNotReadable):
            read(changed)


@pytest.mark.parametrize(
    "body",
    [
        "000201010212303800165802TH53037646304",
        "00020153037645802TH6304",
        "00020153038405802TH6304",
        "00020129200016A00000067701011153037645802TH6304",
        "00020129370016A000000677010111011300668123456785303764540412.x5802TH6304",
    ],
)
def test_whole_but_wrong_payloads_are_refused(body: str) -> None:
    """The checksum is right, what it guards is not."""
    with pytest.raises(PayloadNotReadable):
        read(body + crc(body))


@pytest.mark.parametrize(
    ("biller", "ref1", "amount"),
    [
        ("09940001583820", "A", None),
        ("๐99400015838201", "A", None),
        ("099400015838201", "", None),
        ("099400015838201", "A" * 21, None),
        ("099400015838201", "ก", None),
        ("099400015838201", "A", 0),
        ("099400015838201", "A", 10**12),
    ],
)
def test_what_no_bank_reads_cannot_be_written(biller: str, ref1: str, amount: int | None) -> None:
    """Refused when it is made."""
    with pytest.raises(ValueError, match=r"digits|amount"):
        BillPayment(biller, ref1, None, amount)


def test_a_reference_is_compared_without_its_signs() -> None:
    """A bank prints references with dashes, spaces and sometimes Thai digits."""
    assert reference("bl๒570-000 001") == "BL2570000001"
