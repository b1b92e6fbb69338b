# shellcheck shell=bash disable=SC2154 # the variables are set where this is included
STEP="fetching $ARTIFACT"
FILE=$(mktemp)
aws s3 cp --only-show-errors "$ARTIFACT" "$FILE" || fail "cannot fetch $ARTIFACT"
tar -xzf "$FILE" -C /opt/application || fail "$ARTIFACT is not a .tar.gz"
rm -f "$FILE"
