"""The EMV writer, against vectors that are not its own."""

from stripe_sandbox.promptpay import bill_payload, crc16, transfer_payload


def test_crc_is_ccitt_false() -> None:
    assert crc16("123456789") == 0x29B1


def test_transfer_to_a_mobile_number() -> None:
    assert transfer_payload("0812345678", 10_000) == (
        "00020101021229370016A0000006770101110113006681234567853037645406100.005802TH6304F142"
    )


def test_bill_payment_holds_both_references() -> None:
    payload = bill_payload("0" * 15, "REF1", "REF2", 107_050)
    assert payload.startswith(
        "000201010212"
        "3055"
        "0016A000000677010112"
        "0115000000000000000"
        "0204REF1"
        "0304REF2"
        "5303764"
        "54071070.50"
        "5802TH"
        "6304"
    )
    assert payload[-4:] == f"{crc16(payload[:-4]):04X}"
