"""Normal forms of addresses."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.auth.account import rules, script
from services.auth.account.errors import ContactNotValid
from services.auth.models.person import ContactKind
from services.auth.password.rules import fold

ANY_ADDRESS = st.one_of(
    st.text(max_size=60),
    st.builds("{}@{}.{}".format, st.text(max_size=20), st.text(max_size=20), st.text(max_size=9)),
    st.emails(),
)


@given(ANY_ADDRESS)
def test_an_accepted_email_is_its_own_normal_form(text: str) -> None:
    try:
        value = rules.normalise_email(text)
    except ContactNotValid:
        return
    assert rules.normalise_email(value) == value
    assert unicodedata.is_normalized("NFC", value)
    assert not script.has_hidden_characters(value)
    assert not any(character.isspace() for character in value)
    assert value.count("@") == 1
    assert len(value) <= 254


@given(st.emails())
def test_case_and_composition_do_not_make_another_address(email: str) -> None:
    try:
        value = rules.normalise_email(email)
    except ContactNotValid:
        return
    assert rules.normalise_email(unicodedata.normalize("NFD", value)) == value
    assert rules.normalise_email(f"  {email} ") == value


@given(st.text(), st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u202e\x00\n"), st.data())
def test_a_hidden_character_is_refused_wherever_it_stands(
    text: str, hidden: str, data: st.DataObject
) -> None:
    address = "somjai@plasom.example"
    position = data.draw(st.integers(min_value=1, max_value=len(address) - 1))
    with pytest.raises(ContactNotValid):
        rules.normalise_email(address[:position] + hidden + address[position:])


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.integers(min_value=0, max_value=99_999_999))
def test_thai_mobiles_in_any_writing_are_one_number(rest: int) -> None:
    digits = f"08{rest:08d}"
    thai = digits.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    expected = f"+66{digits[1:]}"
    for written in (digits, thai, f"{digits[:3]}-{digits[3:6]} {digits[6:]}", expected):
        try:
            assert rules.normalise_phone(written) == expected
        except ContactNotValid:
            # The numbering plan leaves some ranges out: then every writing is refused.
            with pytest.raises(ContactNotValid):
                rules.normalise_phone(digits)


@given(st.text(max_size=40))
def test_an_accepted_phone_is_its_own_normal_form(text: str) -> None:
    try:
        value = rules.normalise_phone(text)
    except ContactNotValid:
        return
    assert value.startswith("+")
    assert value[1:].isascii()
    assert value[1:].isdigit()
    assert rules.normalise_phone(value) == value


def test_masks_show_little() -> None:
    email = rules.Address(ContactKind.EMAIL, "somjai@plasom.example")
    phone = rules.Address(ContactKind.PHONE, "+66812345678")
    assert rules.mask(email) == "s***@plasom.example"
    assert rules.mask(phone) == "+66***678"
