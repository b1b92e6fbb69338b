# Boots one instance. What fails makes the deployment fail at once, with the reason in the
# stack's events; success is signalled when the load balancer finds this instance healthy.
# shellcheck shell=bash
: "${STACK:?}" "${REGION:?}" "${TARGET_GROUP:?}" "${PORT:?}" "${TIMEOUT:?}" "${APPLICATION_USER:?}"
set -Eeuo pipefail
export AWS_DEFAULT_REGION=$REGION AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5
STEP="starting"

signal() { # status, reason
  # Refused, and of no matter, where no deployment is waiting: after a scale-out, say.
  /opt/aws/bin/cfn-signal --exit-code "$1" --reason "$2" \
    --stack "$STACK" --resource AutoScalingGroup --region "$REGION" || true
}

fail() { # reason
  trap - ERR
  echo "boot: $1" >&2
  signal 1 "$INSTANCE: $1"
  exit 1
}

INSTANCE="an instance"
# In a subshell `set -e` is enough: the shell around it comes here next, and signals once.
trap '((BASH_SUBSHELL)) || fail "$STEP failed at line $LINENO: $BASH_COMMAND"' ERR

metadata() { # path
  local base=http://169.254.169.254/latest token
  token=$(curl -sS -f -m 5 --retry 8 --retry-all-errors -X PUT "$base/api/token" \
    -H "X-aws-ec2-metadata-token-ttl-seconds: 300")
  curl -sS -f -m 5 --retry 8 --retry-all-errors "$base/meta-data/$1" \
    -H "X-aws-ec2-metadata-token: $token"
}

fetch() {
  STEP="fetching $ARTIFACT"
  local file
  file=$(mktemp)
  aws s3 cp --only-show-errors "$ARTIFACT" "$file" || fail "cannot fetch $ARTIFACT"
  tar -xzf "$file" -C /opt/application || fail "$ARTIFACT is not a .tar.gz"
  rm -f "$file"
}

target_state() {
  aws elbv2 describe-target-health --target-group-arn "$TARGET_GROUP" \
    --targets "Id=$INSTANCE,Port=$PORT" --output text \
    --query "TargetHealthDescriptions[0].TargetHealth.[State,Reason]" || echo "unknown"
}

await_health() {
  STEP="waiting for the load balancer"
  local state=unknown failures
  until [[ $state == healthy* ]]; do
    failures=$(systemctl show -p NRestarts --value application.service)
    ((failures < 5)) || fail "the application died $failures times: $(last_words)"
    ((SECONDS < TIMEOUT - 30)) || fail "its target is $state after $SECONDS seconds: $(last_words)"
    sleep 5
    state=$(target_state | tr '\t' ' ')
  done
}

last_words() {
  journalctl -u application.service -n 3 -o cat --no-pager | tr '\n' ' ' | cut -c 1-300
}

STEP="asking for the instance's id"
INSTANCE=$(metadata instance-id)
STEP="installing cfn-bootstrap"
[[ -x /opt/aws/bin/cfn-init ]] || dnf -y -q install aws-cfn-bootstrap
STEP="preparing the application"
id -u "$APPLICATION_USER" >/dev/null 2>&1 ||
  useradd --system --no-create-home --shell /sbin/nologin "$APPLICATION_USER"
mkdir -p /opt/application
[[ -z $ARTIFACT ]] || fetch
STEP="cfn-init"
/opt/aws/bin/cfn-init --stack "$STACK" --resource LaunchTemplate --region "$REGION" \
  --configsets default || fail "cfn-init failed: $(tail -n 3 /var/log/cfn-init.log | tr '\n' ' ' | cut -c 1-300)"
await_health
signal 0 "$INSTANCE: healthy after $SECONDS seconds"
