# shellcheck shell=bash disable=SC2154 # the variables below are set by the launch template
# How an instance boots. Any failure fails the deployment at once, with its reason on the
# console and in the log group's stream <instance>/failure; success is signalled when the load
# balancer finds the instance healthy.
#
# partials/instance.yml.j2 sets these variables on top of the user data:
#   STACK, REGION         the stack, and where it is
#   TARGET_GROUP, PORT    the target group, and the port that it registers
#   LOG_GROUP             where the reason of a failure goes
#   TIMEOUT               seconds that the boot may take
#   APPLICATION_USER      who runs the application
#   HEALTH_URL, SUCCESS_CODES  where the application answers, and how, as a regular expression
# and decides these switches, each empty where it is off. A block `if [[ $SWITCH ]]` does not reach
# the user data where its switch is off, and is no block any more where it is on: the template has
# 51,200 bytes, and its checks take each call that they find for one that is made.
#   WARM_POOL             instances wait stopped in a warm pool
#   UPDATE                install security updates, those of the Amazon Linux 2023 release RELEASE
#   PROXY, DIRECT         an HTTP proxy, and the hosts that are reached without it
#   ARTIFACT              s3://bucket/key of the release
#   SHA256                what the release's checksum must be
#   CONTAINER, VERSION    a container image, and its tag or digest
#   REGISTRY, REGISTRY_REGION  the ECR registry of the image
#   CREDENTIALS           the secret with username and password for another registry
#   PARAMETERS            NAME=parameter pairs of environment variables
#   SECRETS               NAME|secret|key triples; without a key the secret is the value
#   HTTP, HTTPS, HTTP2, GRPC  what the application speaks; one of them is on

set -Eeuo pipefail
shopt -s inherit_errexit
# A step that does not end is ended, with all that it started; the trap on TERM below says which.
[[ ${1-} ]] || exec timeout --kill-after=90 "$TIMEOUT" "$0" watched
export AWS_DEFAULT_REGION=$REGION AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5
INSTANCE="an instance"
STEP="starting"
if [[ $PROXY ]]; then
  export http_proxy=$PROXY https_proxy=$PROXY no_proxy=$DIRECT
  export HTTP_PROXY=$PROXY HTTPS_PROXY=$PROXY NO_PROXY=$DIRECT
fi

signal() { # status
  local reason
  reason=$(/opt/aws/bin/cfn-signal --exit-code "$1" \
    --stack "$STACK" --resource AutoScalingGroup --region "$REGION" 2>&1) && return
  # Of no matter where no deployment is waiting, after a scale-out, say, or an attempt before got
  # through. Otherwise a deployment waits until its time is over.
  [[ ! $reason =~ "cannot be signaled"|"already exists" ]] || return 0
  reason="cfn-signal --exit-code $1 failed: $(one_line <<<"$reason")"
  echo "boot: $reason" >&2
  log_failure "$reason" || true
}

log_failure() { # reason
  # A signal has no room for a reason, and the instance is gone soon: so the log group keeps it.
  local names=(--log-group-name "$LOG_GROUP" --log-stream-name "$INSTANCE/failure") text
  text=$(tr -d '\000-\037\042\134' <<<"$1")
  # The stream exists where the instance failed before.
  timeout 30 aws logs create-log-stream "${names[@]}" || true
  timeout 30 aws logs put-log-events "${names[@]}" \
    --log-events "[{\"timestamp\": $(date +%s%3N), \"message\": \"$text\"}]" >/dev/null
}

in_group() { # attribute of the instance in its group
  timeout 60 aws autoscaling describe-auto-scaling-instances --instance-ids "$INSTANCE" \
    --query "AutoScalingInstances[0].$1" --output text
}

# The group waits for this hook: an instance whose boot fails is abandoned and replaced at once,
# and none is in service, or registered with the load balancer, before its application answers.
HOOK_IS_OPEN=yes
if [[ $WARM_POOL ]]; then
  LAUNCHES=yes
fi
complete_hook() { # CONTINUE or ABANDON
  local group
  group=$(in_group AutoScalingGroupName) &&
    timeout 60 aws autoscaling complete-lifecycle-action --lifecycle-hook-name ready \
      --auto-scaling-group-name "$group" --instance-id "$INSTANCE" --lifecycle-action-result "$1"
}

fail() { # reason
  trap - ERR
  trap '' TERM
  echo "boot: $1" >&2
  log_failure "$1" || true
  if [[ $WARM_POOL ]]; then
    [[ $LAUNCHES ]] || exit 1
  fi
  [[ ! $HOOK_IS_OPEN ]] || complete_hook ABANDON || true
  signal 1
  exit 1
}
# In a subshell `set -e` is enough: the shell around it comes here next, and signals once.
trap '((BASH_SUBSHELL)) || fail "$STEP failed at line $LINENO: $BASH_COMMAND"' ERR
trap out_of_time TERM

INSTANCE=$(</var/lib/cloud/data/instance-id)

metadata() { # path
  local base=http://169.254.169.254/latest ask=(curl -sS -f -m 5 --retry 8 --retry-all-errors) token
  token=$("${ask[@]}" -X PUT "$base/api/token" -H "X-aws-ec2-metadata-token-ttl-seconds: 300")
  "${ask[@]}" "$base/meta-data/$1" -H "X-aws-ec2-metadata-token: $token"
}
# They can be late on a new instance, and a call to AWS without them fails at once.
STEP="waiting for the role's credentials"
metadata iam/security-credentials/ >/dev/null

# What AWS says to a call whose output is a value.
WORDS=/run/application.words

one_line() { # on its way into a reason
  tr -s '\n\t ' ' ' | cut -c 1-600
}

last_log_lines() {
  # What fails before the program runs (no such file, no permission) is in systemd's journal only.
  {
    journalctl --quiet --unit application.service --output cat --lines 30 |
      sed -n '/[Ff]ail\|exited\|killed\|OOM/s/^application.service: //p' | awk '!seen[$0]++'
    tail -n 3 /var/log/application.log
  } 2>/dev/null | one_line || true
}

check_restarts() {
  local restarts
  restarts=$(systemctl show -p NRestarts --value application.service)
  ((restarts < 5)) || fail "the application exited $restarts times: $(last_log_lines)"
}

command_log() {
  # What cfn-init's commands are and print is in a log of its own.
  sed 's/^[^]]*\] //' /var/log/cfn-init-cmd.log | tail -n 12 | one_line | tail -c 400 || true
}

out_of_time() {
  [[ $STEP != cfn-init ]] || STEP+=" (last command: $(command_log))"
  fail "$STEP did not end, and the boot may take $TIMEOUT seconds"
}

init_errors() { # exit status
  # The log says each failure three times, twice with a traceback.
  local errors
  errors=$(sed 's/^[^]]*\] //' /var/log/cfn-init.log | grep -iE 'error|fail|unable' |
    grep -vE '^ |^cfnbootstrap|BUILD FAILED|Unhandled' | tail -n 5 | one_line) || true
  [[ $errors != *"Command "*failed* ]] || errors+=" $(command_log)"
  # There is no log on a full disk, and nothing in it of what the kernel killed.
  [[ $errors ]] || errors=$(one_line <<<"exit status $1 $SAID $(df -h /)") || true
  echo "$errors"
}

initialise() { # config set
  STEP="cfn-init"
  SAID=$(/opt/aws/bin/cfn-init --stack "$STACK" --resource LaunchTemplate --region "$REGION" \
    --configsets "$1" 2>&1) || fail "cfn-init failed: $(init_errors $?)"
}

# cloud-init runs user data once in an instance's life, and a copy of it again whenever the instance
# starts after its time in the warm pool: what is in `if [[ $FIRST_BOOT ]]` is done once. Without a
# warm pool it is a switch that is on.
if [[ $WARM_POOL ]]; then
  FIRST_BOOT=yes
  COPY=/var/lib/cloud/scripts/per-boot/application
  if [[ -e $COPY ]]; then
    FIRST_BOOT=
    # One that restarts in service keeps no hook waiting, and no deployment must take it, or its
    # failure, for its own. Nor one that AWS does not tell of: the hook ends by itself.
    LAUNCHES=
    STEP="asking whether the instance is in service"
    OWN_STATE=$(in_group LifecycleState)
    [[ $OWN_STATE == InService ]] || LAUNCHES=yes
  fi
fi

if [[ $FIRST_BOOT ]]; then
  STEP="installing cfn-bootstrap"
  [[ -x /opt/aws/bin/cfn-init ]] || dnf -y -q install aws-cfn-bootstrap
  if [[ $UPDATE ]]; then
    STEP="installing security updates"
    dnf -y -q upgrade --security --releasever="$RELEASE"
  fi
  initialise prepare
  STEP="preparing the application"
  id -u "$APPLICATION_USER" >/dev/null 2>&1 ||
    useradd --system --no-create-home --shell /sbin/nologin "$APPLICATION_USER"
  mkdir -p /opt/application
  if [[ $ARTIFACT ]]; then
    STEP="fetching $ARTIFACT"
    # /tmp of Amazon Linux 2023 is half of the memory.
    FILE=$(mktemp -p /var/tmp)
    SAID=$(aws s3 cp --only-show-errors "$ARTIFACT" "$FILE" 2>&1) ||
      fail "cannot fetch $ARTIFACT: $(one_line <<<"$SAID")"
    if [[ $SHA256 ]]; then
      SUM=$(sha256sum "$FILE")
      [[ ${SUM%% *} == "$SHA256" ]] || fail "the SHA-256 of $ARTIFACT is ${SUM%% *}, not $SHA256"
    fi
    # As root, tar would keep the archive's owners and modes.
    SAID=$(tar -xzf "$FILE" --no-same-owner --no-same-permissions -C /opt/application 2>&1) ||
      fail "cannot unpack $ARTIFACT: $(one_line <<<"$SAID $(df -h /opt/application)")"
    chmod -R u=rwX,go=rX /opt/application
    rm -f "$FILE"
  fi
  if [[ $CONTAINER ]]; then
    # cloud-init sets no HOME, where Docker would keep the password.
    DOCKER_CONFIG=$(mktemp -d)
    export DOCKER_CONFIG
    if [[ $REGISTRY ]]; then
      STEP="logging in to $REGISTRY"
      PASSWORD=$(aws ecr get-login-password --region "$REGISTRY_REGION" 2>$WORDS) ||
        fail "cannot get a password for $REGISTRY: $(one_line <$WORDS)"
      SAID=$(docker login --username AWS --password-stdin "$REGISTRY" 2>&1 <<<"$PASSWORD") ||
        fail "cannot log in to $REGISTRY: $(one_line <<<"$SAID")"
    fi
    if [[ $CREDENTIALS ]]; then
      STEP="logging in to ${CONTAINER%%/*}"
      LOGIN=$(aws secretsmanager get-secret-value --secret-id "$CREDENTIALS" \
        --query SecretString --output text 2>$WORDS) ||
        fail "cannot read the secret $CREDENTIALS: $(one_line <$WORDS)"
      LOGIN=$(python3 -c 'import json, sys; print("{username}\n{password}".format(**json.load(sys.stdin)))' \
        <<<"$LOGIN") ||
        fail "the secret $CREDENTIALS is no JSON with the keys username and password"
      SAID=$(docker login --username "${LOGIN%%$'\n'*}" --password-stdin "${CONTAINER%%/*}" 2>&1 \
        <<<"${LOGIN#*$'\n'}") || fail "cannot log in to ${CONTAINER%%/*}: $(one_line <<<"$SAID")"
    fi
    IMAGE=$CONTAINER:$VERSION
    [[ $VERSION != sha256:* ]] || IMAGE=$CONTAINER@$VERSION
    STEP="pulling $IMAGE"
    SAID=$(docker pull --quiet "$IMAGE" 2>&1) || fail "cannot pull $IMAGE: $(one_line <<<"$SAID")"
    docker tag "$IMAGE" application
    rm -rf "$DOCKER_CONFIG"
  fi
fi

if [[ $PARAMETERS$SECRETS ]]; then
  # Fetched at every start, since they may have changed; only systemd reads the file. What runs
  # keeps the old one until all are there.
  (umask 077 && : >/etc/application.secrets.new)
  write_secret() { # name, value
    local value=${2//\\/\\\\}
    printf '%s="%s"\n' "$1" "${value//\"/\\\"}" >>/etc/application.secrets.new
  }
fi
if [[ $PARAMETERS ]]; then
  STEP="fetching parameters"
  for PAIR in $PARAMETERS; do
    VALUE=$(aws ssm get-parameter --name "${PAIR#*=}" --with-decryption \
      --query Parameter.Value --output text 2>$WORDS) ||
      fail "cannot read the parameter ${PAIR#*=}: $(one_line <$WORDS)"
    write_secret "${PAIR%%=*}" "$VALUE"
  done
fi
if [[ $SECRETS ]]; then
  secret_at() { # key of the JSON on standard input
    python3 -c 'import json, sys
value = json.load(sys.stdin)[sys.argv[1]]
sys.exit(1) if value is None else print(value if isinstance(value, str) else json.dumps(value))' "$1"
  }
  STEP="fetching secrets"
  for ENTRY in $SECRETS; do
    IFS='|' read -r NAME ID KEY <<<"$ENTRY"
    VALUE=$(aws secretsmanager get-secret-value --secret-id "$ID" \
      --query SecretString --output text 2>$WORDS) ||
      fail "cannot read the secret $ID: $(one_line <$WORDS)"
    [[ $VALUE != None ]] || fail "the secret $ID is binary: it has no text"
    if [[ -n $KEY ]]; then
      VALUE=$(secret_at "$KEY" <<<"$VALUE") || fail "the secret $ID is no JSON with a value at $KEY"
    fi
    write_secret "$NAME" "$VALUE"
  done
fi
if [[ $PARAMETERS$SECRETS ]]; then
  mv -f /etc/application.secrets.new /etc/application.secrets
fi

if [[ $FIRST_BOOT ]]; then
  initialise start
fi

if [[ $WARM_POOL ]]; then
  if [[ $FIRST_BOOT ]]; then
    install -D -m 700 "$0" "$COPY"
  elif [[ -e /etc/application.secrets ]]; then
    STEP="restarting the application"
    systemctl restart application.service
  fi
  # An instance of the warm pool is stopped as soon as the hook is completed, and not before.
  STEP="asking whether this is the warm pool"
  TARGET_STATE=$(metadata autoscaling/target-lifecycle-state)
  if [[ $TARGET_STATE == Warmed:* ]]; then
    complete_hook CONTINUE
    exit 0
  fi
  [[ $LAUNCHES ]] || exit 0
fi

STEP="waiting for the application"
if [[ $HTTP ]]; then
  answers() { # as the load balancer counts success
    [[ $(curl -s -o /dev/null -m 5 -w "%{http_code}" "$HEALTH_URL") =~ ^($SUCCESS_CODES)$ ]]
  }
fi
if [[ $HTTPS$HTTP2 ]]; then
  status() { # options
    curl "$@" -w "%{http_code}" "$HEALTH_URL"
  }
fi
if [[ $GRPC ]]; then
  status() { # options
    # A call with an empty message; its status is in the header, or trailer, that ends the answer.
    printf '\0\0\0\0\0' | curl "$@" -D - -H "content-type: application/grpc" -H "te: trailers" \
      --data-binary @- "$HEALTH_URL" | sed -n 's/\r$//; s/^grpc-status: *//p'
  }
fi
if [[ $HTTPS$HTTP2$GRPC ]]; then
  answers() { # as the load balancer counts success; it verifies no certificate either
    local options=(-s -k -o /dev/null -m 5)
    if [[ $HTTP2$GRPC ]]; then
      options+=(--http2-prior-knowledge)
    fi
    [[ $(status "${options[@]}") =~ ^($SUCCESS_CODES)$ ]]
  }
fi
until answers; do
  check_restarts
  ((SECONDS < TIMEOUT - 60)) ||
    fail "the application does not answer at $HEALTH_URL: $(last_log_lines)"
  sleep 5
done
STEP="completing the lifecycle hook"
complete_hook CONTINUE
HOOK_IS_OPEN=

STEP="waiting for the load balancer"
STATE=unknown
until [[ $STATE == healthy* ]]; do
  check_restarts
  ((SECONDS < TIMEOUT - 30)) ||
    fail "its target is $STATE after $SECONDS seconds: $(last_log_lines)"
  sleep 5
  STATE=$(aws elbv2 describe-target-health --target-group-arn "$TARGET_GROUP" \
    --targets "Id=$INSTANCE,Port=$PORT" --output text \
    --query "TargetHealthDescriptions[0].TargetHealth.[State,Reason]" 2>$WORDS | tr '\t' ' ') ||
    STATE="unknown ($(one_line <$WORDS))"
done
trap '' TERM
echo "boot: healthy after $SECONDS seconds"
signal 0
if [[ $CONTAINER ]]; then
  # Frees space; the instance is in service already.
  docker image prune --all --force >/dev/null || true
fi
