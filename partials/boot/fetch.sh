# shellcheck shell=bash disable=SC2001,SC2034,SC2154 # the variables are shared with the other parts
STEP="fetching $ARTIFACT"
FILE=$(mktemp)
aws s3 cp --only-show-errors "$ARTIFACT" "$FILE" || fail "cannot fetch $ARTIFACT"
tar -xzf "$FILE" -C /opt/application || fail "$ARTIFACT is not a .tar.gz"
rm -f "$FILE"
