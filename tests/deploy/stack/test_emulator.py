from __future__ import annotations

from tests.deploy.stack.emulator import Emulator


def test_a_bucket_is_shared_by_regions(emulator: Emulator) -> None:
    for region in ("eu-central-1", "eu-west-1", "eu-west-1"):
        emulator.make_bucket("shared-by-regions", region)
        client = emulator.client("s3", region)
        # From here on the client uses the bucket's own region.
        client.put_object(Bucket="shared-by-regions", Key=region, Body=b"release")
    assert client.list_objects_v2(Bucket="shared-by-regions")["KeyCount"] == 2
