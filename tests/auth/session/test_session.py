"""Where a person is signed in."""

from tests.auth.parties import Parties, sign_in

PATH = "/auth/v1/me/sessions"


async def test_sign_ins_are_listed_and_ended(parties: Parties) -> None:
    person = await parties.person()
    other = await sign_in(parties.client, person.email)
    items = (await person.get(PATH)).json()["items"]
    assert [item["current"] for item in items] == [False, True]
    assert items[0]["address"].startswith("10.")
    assert items[0]["user_agent"].startswith("python-httpx")
    assert (await person.delete(f"{PATH}/{items[0]['id']}")).status_code == 204
    form = {"grant_type": "refresh_token", "refresh_token": other["refresh_token"]}
    assert (await parties.client.post("/auth/v1/token", data=form)).status_code == 400
    assert (await person.delete(f"{PATH}/{items[0]['id']}")).status_code == 404
    left = (await person.get(PATH)).json()["items"]
    assert [item["id"] for item in left] == [items[1]["id"]]


async def test_another_persons_sign_in_does_not_exist(parties: Parties) -> None:
    person, stranger = await parties.person(), await parties.person()
    [item] = (await person.get(PATH)).json()["items"]
    assert (await stranger.delete(f"{PATH}/{item['id']}")).status_code == 404
    assert len((await person.get(PATH)).json()["items"]) == 1


async def test_all_the_others_are_ended_at_once(parties: Parties) -> None:
    person = await parties.person()
    for _ in range(2):
        await sign_in(parties.client, person.email)
    assert (await person.delete(PATH)).status_code == 204
    items = (await person.get(PATH)).json()["items"]
    assert [item["current"] for item in items] == [True]
