"""What a partial may do with a value."""

from pipeline.render.filters import _logical_ids


def test_addresses_that_differ_in_signs_only_have_ids_of_their_own() -> None:
    addresses = ["a.b@example.com", "a-b@example.com", "c@example.com"]
    names = [name for name, _ in _logical_ids(addresses)]
    assert [names[0], names[2]] == ["ABExampleCom", "CExampleCom"]
    assert names[1].startswith("ABExampleCom")
    assert len({*names}) == 3
    assert all(name.isalnum() for name in names)
