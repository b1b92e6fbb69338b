# shellcheck shell=bash disable=SC2001,SC2034,SC2154 # the variables are shared with the other parts
# Reads NAME=source pairs, and leaves NAME="value" lines where systemd alone reads them.
STEP="fetching secrets"
keep() { # name, value
  printf '%s="%s"\n' "$1" "$(sed 's/[\\"]/\\&/g' <<<"$2")" >>/etc/application.secrets
}
(umask 077 && : >/etc/application.secrets)
for PAIR in $PARAMETERS; do
  VALUE=$(aws ssm get-parameter --name "${PAIR#*=}" --with-decryption \
    --query Parameter.Value --output text) || fail "cannot read the parameter ${PAIR#*=}"
  keep "${PAIR%%=*}" "$VALUE"
done
for PAIR in $SECRETS; do
  VALUE=$(aws secretsmanager get-secret-value --secret-id "${PAIR#*=}" \
    --query SecretString --output text) || fail "cannot read the secret ${PAIR#*=}"
  keep "${PAIR%%=*}" "$VALUE"
done
unset VALUE
