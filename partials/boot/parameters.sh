# shellcheck shell=bash disable=SC2034,SC2154 # the variables are shared with the other parts
STEP="fetching parameters"
for PAIR in $PARAMETERS; do
  VALUE=$(aws ssm get-parameter --name "${PAIR#*=}" --with-decryption \
    --query Parameter.Value --output text) || fail "cannot read the parameter ${PAIR#*=}"
  keep "${PAIR%%=*}" "$VALUE"
done
