# shellcheck shell=bash disable=SC2034,SC2154 # the variables are shared with the other parts
STEP="fetching secrets"
for PAIR in $SECRETS; do
  VALUE=$(aws secretsmanager get-secret-value --secret-id "${PAIR#*=}" \
    --query SecretString --output text) || fail "cannot read the secret ${PAIR#*=}"
  keep "${PAIR%%=*}" "$VALUE"
done
