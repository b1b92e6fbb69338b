# shellcheck shell=bash disable=SC2001,SC2034,SC2154 # the variables are shared with the other parts
# What fails makes the deployment fail at once, with the reason on the console and in the log group's
# stream <instance>/failure; success is signalled when the load balancer finds this instance healthy.
set -Eeuo pipefail
shopt -s inherit_errexit
export AWS_DEFAULT_REGION=$REGION AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5
INSTANCE="an instance"
STEP="starting"

signal() { # status
  # Refused, and of no matter, where no deployment is waiting: after a scale-out, say.
  /opt/aws/bin/cfn-signal --exit-code "$1" \
    --stack "$STACK" --resource AutoScalingGroup --region "$REGION" || true
}

tell() { # reason
  # A signal has no room for a reason, and the instance is gone soon: so the log group keeps it.
  local names=(--log-group-name "$LOG_GROUP" --log-stream-name "$INSTANCE/failure") text
  text=$(tr -d '\000-\037\042\134' <<<"$1")
  timeout 15 aws logs create-log-stream "${names[@]}" &&
    timeout 15 aws logs put-log-events "${names[@]}" \
      --log-events "[{\"timestamp\": $(date +%s%3N), \"message\": \"$text\"}]" >/dev/null
}

fail() { # reason
  trap - ERR
  echo "boot: $1" >&2
  tell "$1" || true
  if declare -F abandon >/dev/null; then abandon || true; fi
  signal 1
  exit 1
}
# In a subshell `set -e` is enough: the shell around it comes here next, and signals once.
trap '((BASH_SUBSHELL)) || fail "$STEP failed at line $LINENO: $BASH_COMMAND"' ERR

metadata() { # path
  local base=http://169.254.169.254/latest token
  token=$(curl -sS -f -m 5 --retry 8 --retry-all-errors -X PUT "$base/api/token" \
    -H "X-aws-ec2-metadata-token-ttl-seconds: 300")
  curl -sS -f -m 5 --retry 8 --retry-all-errors "$base/meta-data/$1" \
    -H "X-aws-ec2-metadata-token: $token"
}

last_words() {
  tail -n 3 /var/log/application.log | tr '\n' ' ' | cut -c 1-300
}

alive() {
  local restarts
  restarts=$(systemctl show -p NRestarts --value application.service)
  ((restarts < 5)) || fail "the application died $restarts times: $(last_words)"
}

STEP="asking for the instance's id"
INSTANCE=$(metadata instance-id)
STEP="installing cfn-bootstrap"
[[ -x /opt/aws/bin/cfn-init ]] || dnf -y -q install aws-cfn-bootstrap
